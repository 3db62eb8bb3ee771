//! The expansion and the user's code do not see each other.

// What the expansion refers to is shadowed by what a user may well have.
#[allow(dead_code, non_camel_case_types, reason = "they are there to be in the way")]
mod shadows {
    pub(crate) mod core {}
    pub(crate) mod std {}
    pub(crate) mod gen_core {}
    pub(crate) struct Option;
    pub(crate) struct Some;
    pub(crate) struct None;
    pub(crate) struct Box;
    pub(crate) struct Future;
    pub(crate) struct Result;
    pub(crate) struct FirstResume;
    pub(crate) struct Generator;
}

mod shadowed {
    #[allow(unused_imports, reason = "they are there to be in the way")]
    use crate::shadows::*;

    #[::gen_core::generator]
    pub(crate) fn items(n: u32) -> impl Iterator<Item = u32> {
        yield_!(n);
        yield_from!([n + 1, n + 2]);
    }

    #[::gen_core::generator]
    pub(crate) fn boxed(n: u32) -> ::std::boxed::Box<dyn Iterator<Item = u32>> {
        yield_from!(items(n));
    }
}

#[test]
fn shadowed_names_do_no_harm() {
    assert_eq!(shadowed::boxed(1).sum::<u32>(), 6);
}

#[test]
fn user_names_like_ours_stay_the_users() {
    #[gen_core::generator]
    fn items(__co: u32, __body: u32, __value: u32) -> impl Iterator<Item = u32> {
        let __return = 1;
        let __source = [__co, __body, __value];
        let __delegation = 10;
        let __entry = 20;
        yield_!(__return + __entry);
        yield_from!(__source);
        yield_!(__delegation);
        let __argument0 = '_yield_must_stand_directly_in_the_generator_body: {
            if __co == 1 {
                break '_yield_must_stand_directly_in_the_generator_body 5;
            }
            6
        };
        yield_!(__argument0);
    }
    assert_eq!(items(1, 2, 3).collect::<Vec<_>>(), [21, 1, 2, 3, 10, 5]);
}

mod user_macros {
    macro_rules! twice {
        ($value:expr) => {
            yield_!($value);
            yield_!($value);
        };
    }

    macro_rules! sum_of_two {
        () => {
            yield_!(1) + yield_!(2)
        };
    }

    macro_rules! make {
        ($name:ident, $item:ty, $body:block) => {
            #[gen_core::generator]
            pub(crate) fn $name() -> impl gen_core::Generator<u32, Yield = $item, Return = u32> $body
        };
    }

    make!(made, u32, {
        twice!(5);
        let sum = sum_of_two!();
        sum + yield_from!(inner())
    });

    make!(inner, u32, { yield_!(3) });
}

#[test]
fn yields_in_user_macros_and_macros_that_make_generators() {
    use gen_core::{Generator, GeneratorState};
    let mut generator = user_macros::made();
    let mut state = generator.start().unwrap();
    let mut yielded = Vec::new();
    while let GeneratorState::Yielded(value) = state {
        yielded.push(value);
        state = generator.resume(10);
    }
    assert_eq!(yielded, [5, 5, 1, 2, 3]);
    assert_eq!(state, GeneratorState::Complete(30));
}

/// The same body as a generator, and as a function that asks `answer` where the generator yields.
macro_rules! function_and_generator {
    ($items:ident, $body:tt) => {
        fn function(mut $items: Vec<u32>, answer: &mut dyn FnMut(&'static str) -> u32) -> String {
            macro_rules! yield_ {
                ($name:expr) => {{
                    let name = $name;
                    answer(name)
                }};
            }
            $body
        }
        #[gen_core::generator]
        fn generator(mut $items: Vec<u32>) -> impl gen_core::Generator<u32, Yield = &'static str, Return = String> $body
    };
}

function_and_generator! {items, {
    yield_!("statement");
    items[yield_!("index") as usize] = yield_!("assigned");
    let pair = (yield_!("tuple"), [yield_!("array"); 2]);
    let Some(bound) = Some(yield_!("let else")).filter(|n| *n < 100) else { return "diverged".to_owned() };
    let matched = match yield_!("scrutinee") {
        n if n == yield_!("guard") => yield_!("arm"),
        _ => yield_!("other arm"),
    };
    let short = yield_!("left") < 3 && yield_!("right") < 5;
    let looped = 'outer: loop {
        while yield_!("condition") == 0 {
            if yield_!("if condition") < 5 {
                break 'outer yield_!("break value");
            }
        }
    };
    for i in 0..yield_!("range end") {
        if i == yield_!("if") {
            continue;
        }
        let _ = yield_!("body of if");
    }
    let called = u32::max(yield_!("argument"), yield_!("second argument"));
    let method = yield_!("receiver").pow(yield_!("exponent")) + yield_!("operand");
    let nested = yield_!(if yield_!("inner") < 3 { "outer" } else { "other" });
    let text = format!("{} {:?}", yield_!("format"), vec![yield_!("vec"); 1]);
    let negative = -i64::from(yield_!("negated"));
    let add = |n: u32| n + bound;
    let closed = add(yield_!("argument of a closure"));
    let reference = *&yield_!("borrowed");
    if yield_!("early") > 100 {
        return yield_!("never").to_string();
    }
    let tail = { yield_!("at the start of a statement") + 1 };
    format!(
        "{items:?} {pair:?} {bound} {matched} {short} {looped} {called} {method} {nested} {text} {negative} {closed} \
         {reference} {tail} {}",
        yield_!("last")
    )
}}

fn answers() -> impl FnMut(&'static str) -> u32 {
    let mut count = 0;
    move |_| {
        count += 1;
        (count * 7 + 3) % 5
    }
}

#[test]
fn yields_stand_in_every_expression_position() {
    use gen_core::{Generator, GeneratorState};
    let mut expected = Vec::new();
    let mut next_answer = answers();
    let expected_return = function(vec![0; 5], &mut |name| {
        expected.push(name);
        next_answer(name)
    });

    let mut generator = generator(vec![0; 5]);
    let mut next_answer = answers();
    let mut yielded = Vec::new();
    let mut state = generator.start().unwrap();
    let returned = loop {
        match state {
            GeneratorState::Yielded(name) => {
                yielded.push(name);
                state = generator.resume(next_answer(name));
            }
            GeneratorState::Complete(returned) => break returned,
        }
    };
    assert_eq!(yielded, expected);
    assert_eq!(returned, expected_return);
    assert!(expected.len() > 30, "{expected:?}");
}
