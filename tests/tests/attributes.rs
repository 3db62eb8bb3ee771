//! Attributes and doc comments of the item and its parameters pass through, and lints stay the user's.
#![deny(unused_variables, unused_mut, dead_code)]

use gen_core::generator;

/// Has documentation.
#[generator]
#[inline]
#[must_use = "reason"]
#[deprecated = "for the test"]
#[cfg(test)]
fn many() -> impl Iterator<Item = u32> {
    #![allow(unused_variables)]
    let unused = 1;
    yield_!(1);
}

#[generator]
#[cfg(not(test))]
fn many() -> impl Iterator<Item = u32> {
    compile_error!("this is not compiled");
}

#[cfg_attr(test, generator)]
fn conditional(
    #[cfg(test)] n: u32,
    #[cfg(not(test))] n: String,
    #[allow(unused_variables)] m: u32,
) -> impl Iterator<Item = u32> {
    #[cfg(test)]
    yield_!(n);
    #[cfg(not(test))]
    yield_!("not compiled");
    #[allow(clippy::let_and_return)]
    let last = {
        #[rustfmt::skip]
        yield_!(2);
        3
    };
    yield_!(last);
}

#[generator]
fn expects(#[expect(unused_variables)] n: u32, #[expect(unused_mut)] mut m: u32) -> impl Iterator<Item = u32> {
    #[expect(unused_variables)]
    let local = 1;
    #[expect(unreachable_code)]
    {
        yield_!(m);
        return;
        yield_!(m);
    }
}

#[test]
#[expect(deprecated)]
fn attributes_pass_through() {
    assert_eq!(many().sum::<u32>(), 1);
    assert_eq!(conditional(1, 2).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(expects(1, 2).sum::<u32>(), 2);
    #[expect(unused_must_use)]
    {
        many();
    }
}

mod renamed {
    pub(crate) use gen_core as elsewhere;
}

// SAFETY: the path leads to `gen_core`.
#[generator(unsafe(crate = crate::renamed::elsewhere))]
fn through_another_path() -> impl Iterator<Item = u32> {
    yield_!(1);
    yield_from!([2, 3]);
}

#[test]
fn the_runtime_may_be_elsewhere() {
    assert_eq!(through_another_path().sum::<u32>(), 6);
}

mod hostile {
    use gen_core::{Generator, LocalBoxGenerator, generator};
    use gen_tests_hostile::{identity, regroup, respan};

    #[identity]
    #[generator]
    #[identity]
    pub(crate) fn given_back(n: u32) -> impl Iterator<Item = u32> {
        yield_!(n + 1);
        yield_from!([2, 3]);
    }

    #[respan]
    #[generator]
    pub(crate) fn respanned_before(n: u32) -> impl Iterator<Item = u32> {
        for item in 0..n {
            yield_!(item + 1);
        }
    }

    #[regroup]
    #[generator]
    pub(crate) fn regrouped_before(n: u32) -> impl Generator<u32, Yield = u32, Return = u32> {
        let sum = yield_!(n + 1) + yield_!(2);
        assert!(vec![yield_!(3)].len() == 1);
        sum + 1
    }

    #[generator]
    #[regroup]
    pub(crate) fn regrouped_behind(n: u32) -> LocalBoxGenerator<'static, u32> {
        yield_!(n + 1);
        yield_from!([2, 3]);
    }

    #[regroup]
    #[generator]
    #[regroup]
    #[identity]
    pub(crate) async fn regrouped_stream(n: u32) -> impl futures::Stream<Item = u32> {
        std::future::ready(1).await;
        yield_!(n + 1);
        yield_from!([2, 3]);
    }
}

#[test]
fn attributes_of_others_come_before_and_behind() {
    use futures::StreamExt;
    use gen_core::{Generator, GeneratorState};

    assert_eq!(hostile::given_back(0).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(hostile::respanned_before(3).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(hostile::regrouped_behind(0).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(futures::executor::block_on(hostile::regrouped_stream(0).collect::<Vec<_>>()), [1, 2, 3]);
    let mut regrouped = hostile::regrouped_before(0);
    assert_eq!(regrouped.start(), Ok(GeneratorState::Yielded(1)));
    assert_eq!(regrouped.send(10), Ok(GeneratorState::Yielded(2)));
    assert_eq!(regrouped.send(20), Ok(GeneratorState::Yielded(3)));
    assert_eq!(regrouped.send(0), Ok(GeneratorState::Complete(31)));
}
