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

#[generator(crate = crate::renamed::elsewhere)]
fn through_another_path() -> impl Iterator<Item = u32> {
    yield_!(1);
    yield_from!([2, 3]);
}

#[test]
fn the_runtime_may_be_elsewhere() {
    assert_eq!(through_another_path().sum::<u32>(), 6);
}
