//! `generator_fn!`: the same source becomes a `#[generator]`, or a function with a `gen` block where `nightly.sh` compiles it.

#[cfg(not(gen_blocks))]
macro_rules! generator_fn {
    ($($function:tt)*) => {
        #[gen_core::generator]
        $($function)*
    };
}

#[cfg(gen_blocks)]
macro_rules! yield_ {
    ($item:expr) => {
        yield $item
    };
}

/// An `async gen` block as a stream.
#[cfg(gen_blocks)]
macro_rules! async_gen {
    ($($body:tt)*) => {
        $crate::streams::Streamed(async gen move { $($body)* })
    };
}

#[cfg(gen_blocks)]
macro_rules! yield_from {
    ($items:expr) => {
        for item in $items {
            yield item;
        }
    };
}

#[cfg(gen_blocks)]
macro_rules! generator_fn {
    ($vis:vis fn $name:ident $parameters:tt -> impl Iterator<Item = $item:ty> $body:tt) => {
        $vis fn $name $parameters -> impl Iterator<Item = $item> {
            gen move $body
        }
    };
    ($vis:vis fn $name:ident $parameters:tt -> Box<dyn Iterator<Item = $item:ty>> $body:tt) => {
        $vis fn $name $parameters -> Box<dyn Iterator<Item = $item>> {
            Box::new(gen move $body)
        }
    };
    ($vis:vis fn $name:ident $parameters:tt -> impl Generator<Yield = $item:ty, Return = ()> $body:tt) => {
        $vis fn $name $parameters -> impl Iterator<Item = $item> {
            gen move $body
        }
    };
}
