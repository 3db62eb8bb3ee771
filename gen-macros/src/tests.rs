//! The expansion as tokens: what must stand in it, and what must not.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;
use syn::Block;

use crate::check::may_hide_yield;
use crate::expand::{generator, generator_block, generator_body, generator_expression};
use crate::grouping::replace_invisible_groups;
use crate::signature::Attribute;

fn expand(item: &TokenStream) -> TokenStream {
    expand_wholly(Attribute::Generator, item)
}

/// The expansion of an attribute, and in it that of the body's macro.
fn expand_wholly(attribute: Attribute, item: &TokenStream) -> TokenStream {
    expand_body(generator(attribute, &TokenStream::new(), item))
}

/// Expands the body's macro, if it is in `tokens`.
fn expand_body(tokens: TokenStream) -> TokenStream {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let is_body = |token: &TokenTree| matches!(token, TokenTree::Ident(ident) if ident == "__generator_body");
    if let Some(name) = tokens.iter().position(is_body) {
        let [TokenTree::Punct(_), TokenTree::Group(input)] = &tokens[name + 1..] else { panic!("a macro is called") };
        return generator_body(input.stream());
    }
    let expand_in = |token| match token {
        TokenTree::Group(group) => Group::new(group.delimiter(), expand_body(group.stream())).into(),
        token => token,
    };
    tokens.into_iter().map(expand_in).collect()
}

/// The tokens as text to search in, without white space, and without the version in the name of the runtime's module.
fn text(tokens: &TokenStream) -> String {
    let text: String = tokens.to_string().split_whitespace().collect();
    text.replace(&format!("__private_{}", env!("CARGO_PKG_VERSION").replace('.', "_")), "__private")
}

fn assert_contains(tokens: &TokenStream, part: &TokenStream) {
    assert!(text(tokens).contains(&text(part)), "`{}` is missing in:\n{tokens}", text(part));
}

fn assert_contains_not(tokens: &TokenStream, part: &TokenStream) {
    assert!(!text(tokens).contains(&text(part)), "`{}` stands in:\n{tokens}", text(part));
}

/// How an error begins that stands in a body.
const ERROR: &str = "{let()=[()][1];::gen_core::__private::compile_error!";

/// The blocks behind `unsafe`.
fn unsafe_blocks(tokens: &TokenStream) -> Vec<Group> {
    let mut blocks = Vec::new();
    let mut after_unsafe = false;
    for token in tokens.clone() {
        if let TokenTree::Group(group) = &token {
            if after_unsafe {
                blocks.push(group.clone());
            }
            blocks.extend(unsafe_blocks(&group.stream()));
        }
        after_unsafe = matches!(&token, TokenTree::Ident(ident) if ident == "unsafe");
    }
    blocks
}

#[test]
fn the_signature_stays_as_it_is() {
    let signature = quote! {
        pub(crate) fn items<'a, T: Clone>(&'a self, mut n: u32, f: impl Fn(T) -> T) -> impl Iterator<Item = &'a T> + use<'a, T>
        where
            T: 'a
    };
    let expansion = expand(&quote!(#[inline] #signature { n += 1; yield_!(f(n)); }));
    assert_contains(&expansion, &quote!(#[inline] #signature));
}

#[test]
fn patterns_and_unused_parameters_are_bound_in_the_body() {
    let expansion = expand(&quote! {
        fn items(used: u32, (a, b): (u32, u32), unused: u32) -> impl Iterator<Item = u32> { yield_!(used + a + b); }
    });
    assert_contains(&expansion, &quote!(fn items(used: u32, __argument1: (u32, u32), unused: u32)));
    assert_contains(&expansion, &quote!(let _ = &unused; let _ = &__argument1; let _ = &used;));
    assert_contains(&expansion, &quote!(let __argument1 = __argument1; let (a, b) = __argument1; let unused = unused;));
    assert_contains_not(&expansion, &quote!(let used = used;));
}

fn is_beside(item: &TokenStream) -> bool {
    text(&expand(item)).contains("movable_beside")
}

#[test]
fn an_iterator_that_a_body_loops_over_lies_beside_it_where_assertions_are_off() {
    let expansion = expand(&quote! {
        fn odd(numbers: impl Iterator<Item = u64>, least: u64) -> impl Iterator<Item = u64> {
            'all: for number in numbers { if number > least { break 'all; } yield_!(number); }
        }
    });
    assert_contains(&expansion, &quote!(#[cfg(debug_assertions)] let __generator =));
    assert_contains(&expansion, &quote!('all: for number in numbers));
    assert_contains(&expansion, &quote!(#[cfg(not(debug_assertions))] let __generator =));
    assert_contains(&expansion, &quote!(let __beside = ::gen_core::__private::Some(numbers);));
    assert_contains(&expansion, &quote!('all: while let ::gen_core::__private::Some(__item @ _) =));
    assert_contains(&expansion, &quote!(::gen_core::__private::next_beside(&__co)));
    assert_contains(&expansion, &quote!(let number = __item;));
    assert_contains(&expansion, &quote!(::gen_core::__private::end_beside(&__co)));
    // Once in the body where it does not lie beside.
    assert_eq!(text(&expansion).matches("let_=&numbers;").count(), 1);
}

#[test]
fn an_iterator_lies_beside_the_body_only_where_nobody_can_tell() {
    let with = |parameters: TokenStream, body: TokenStream| {
        is_beside(&quote!(fn f(#parameters) -> impl Iterator<Item = u32> { #body }))
    };
    let items = quote!(items: impl Iterator<Item = u32>);
    let looped = quote!(for item in items {
        yield_!(item);
    });
    assert!(with(items.clone(), looped.clone()));
    assert!(is_beside(
        &quote!(fn f<I>(items: I) -> Box<dyn Iterator<Item = u32>> where I: Iterator + Send { #looped })
    ));
    for before in [
        quote!(let mut n = 0; let (a, b) = (-1.5, [0; 4]);),
        quote!(let n: u32 = text.parse().unwrap();),
        quote!(n += 1; yield_!(n); fn g() {}),
        quote!(for n in 0..3 {
            yield_!(n);
        }),
    ] {
        assert!(with(items.clone(), quote!(#before #looped)), "{before}");
    }
    for before in [
        quote!(let guard = Guard;),
        quote!(let guard = &guard;),
        quote!(let guard: &Guard = &Guard(1);),
        quote!(let negative = -&guard;),
        quote!(let mut last = None;),
        quote!(let guard;),
        quote!(statements!();),
        quote!(let Some(n) = n else { return };),
        quote!(yield_!(items);),
        quote!(println!("{items}");),
        quote!(for other in others {
            yield_!(other);
        }),
    ] {
        assert!(!with(items.clone(), quote!(#before #looped)), "{before}");
    }
    // What the body does not use is bound in it anew, with all that comes after it.
    let used = quote!(for item in items {
        yield_!(item + other);
    });
    for other in [quote!(u32), quote!(&Guard), quote!((u8, [char; 2])), quote!(impl Copy + Into<u32>)] {
        assert!(with(quote!(other: #other, #items), used.clone()), "{other}");
        assert!(with(quote!(#items, other: #other), used.clone()), "{other}");
    }
    for other in [quote!(Guard), quote!(impl Into<u32>), quote!((u8, Guard)), quote!(impl Iterator<Item = u32>)] {
        assert!(!with(quote!(other: #other, #items), used.clone()), "{other}");
        assert!(!with(quote!(#items, other: #other), used.clone()), "{other}");
    }
    for refutable in [quote!(Some(item)), quote!(NONE), quote!(item @ 1), quote!(Point { x, y })] {
        assert!(!with(items.clone(), quote!(for #refutable in items { yield_!(1); })), "{refutable}");
    }
    for ty in [quote!(Vec<u32>), quote!(impl IntoIterator<Item = u32>), quote!(impl Iterator<Item = u32> + Clone)] {
        assert!(!with(quote!(items: #ty), looped.clone()), "{ty}");
    }
    assert!(!is_beside(&quote!(fn f(items: I) -> impl Iterator<Item = u32> where I: Iterator { #looped })));
    assert!(!with(quote!(#[cfg(all())] #items), looped.clone()));
    assert!(!with(items.clone(), quote!(#[macro_of_theirs] { 1 }; #looped)));
    assert!(!with(items.clone(), quote!(let _: fn() = || { for item in items {} };)));
    assert!(!with(
        quote!(mut #items),
        quote!(while let Some(item) = items.next() {
            yield_!(item);
        })
    ));
    assert!(!is_beside(&quote!(fn f(#items) -> impl PinGenerator<Yield = u32> { #looped })));
}

#[test]
fn an_error_of_a_delegate_ends_a_try_generator() {
    let body = quote!({
        yield_from!(source);
    });
    let item = quote!(fn items() -> impl Iterator<Item = Result<u32, E>> #body);
    let end = "__private::try_delegate(__tag,__source,&__co)}}).await?";
    assert!(text(&expand_wholly(Attribute::TryGenerator, &item)).contains(end));
    assert!(text(&generator_block(Attribute::TryGenerator, body.clone())).contains(end));
    assert!(!text(&expand(&item)).contains(end));
    assert!(!text(&generator_block(Attribute::Generator, body)).contains(end));
}

#[test]
fn a_resume_parameter_leaves_the_signature() {
    let expansion = expand(&quote! {
        fn items(n: u32, #[resume] first: u32) -> impl Generator<u32, Yield = u32> { yield_!(n + first); }
    });
    assert_contains(&expansion, &quote!(fn items(n: u32) -> impl));
    assert_contains(
        &expansion,
        &quote!(let __first: u32 = ::gen_core::__private::first_argument(&__co).await; let first = __first;),
    );
    assert_contains(&expansion, &quote!(FirstResume::Taken));
}

#[test]
fn yields_in_the_arguments_of_other_macros_are_left_to_rustc() {
    let expansion = expand(&quote! {
        fn items() -> impl Iterator<Item = u32> { hostile! { yield_!(1); yield_from!(x) } }
    });
    assert_contains(&expansion, &quote!(hostile! { yield_!(1); yield_from!(x) }));
}

#[test]
fn yields_in_other_bodies_are_refused() {
    for body in [
        quote!(|| yield_!(1)),
        quote!(async { yield_!(1) }),
        quote!({
            fn f() {
                yield_!(1)
            }
        }),
    ] {
        let expansion = text(&expand(&quote!(fn items() -> impl Iterator<Item = u32> { let _ = #body; })));
        let (seen, hidden) = expansion.split_once("#[cfg(rust_analyzer)]{").expect("an editor finds the body");
        let body = text(&quote!(let _ = #body));
        assert!(seen.contains("compile_error!") && !seen.contains(&body) && hidden.contains(&body), "{expansion}");
    }
}

#[test]
fn what_holds_no_yield_is_left_alone() {
    let statements = quote!(let size = const { size_of::<u32>() }; (self.act)(size););
    let expansion = expand(&quote!(fn items(&self) -> impl Iterator<Item = u32> { #statements yield_!(1); }));
    assert_contains(&expansion, &statements);
    assert_contains_not(&expansion, &quote!(compile_error!));
}

#[test]
fn every_yield_proves_where_it_stands() {
    let expansion = expand(&quote! {
        fn items() -> impl Iterator<Item = u32> { yield_!(1); let _ = [yield_!(2), yield_!(yield_!(3))]; yield_from!(x); }
    });
    let proof = "iffalse{break'_yield_must_stand_directly_in_the_generator_body";
    assert_eq!(text(&expansion).matches(proof).count(), 5, "{expansion}");
    assert_eq!(text(&expansion).matches(".await").count(), 5, "{expansion}");
}

#[test]
fn a_body_that_may_hide_a_yield_gets_the_yields_as_macros() {
    let with_macros = |body: TokenStream| {
        let expansion = text(&expand(&quote!(fn items() -> impl Iterator<Item = u32> { #body })));
        let [yield_, yield_from] =
            ["macro_rules!yield_{", "macro_rules!yield_from{"].map(|rules| expansion.contains(rules));
        assert_eq!(yield_, yield_from, "{expansion}");
        yield_
    };
    assert!(with_macros(quote!(user!())));
    assert!(with_macros(quote!(yield_!(user!()))));
    assert!(with_macros(quote!(yield_from!([user! { 1 }]))));
    assert!(with_macros(quote!(let x: user!() = 1;)));
    assert!(with_macros(quote!(if let user!() = 1 {})));
    assert!(with_macros(quote!(user! {})));
    assert!(with_macros(quote!(
        #[user]
        fn item() {}
    )));
    assert!(with_macros(quote!(let x = #[user] 1;)));
    assert!(with_macros(quote!(let x = ;)));
    assert!(!with_macros(quote!(yield_!(yield_!(1)); yield_from!(x.y(|| 1)); fn item() {} let _ = async { x.await };)));
}

#[test]
fn patterns_types_and_items_are_no_yields() {
    let hides_yield = |body: TokenStream| {
        let Block { stmts, .. } = syn::parse2(quote!({ #body })).unwrap();
        let expansion = expand(&quote!(fn items() -> impl Iterator<Item = u32> { #body }));
        assert!(expansion.to_string().contains("if this is a macro of yours, give it another name"), "{expansion}");
        may_hide_yield(&stmts)
    };
    assert!(hides_yield(quote!(if let Some(yield_!(1)) = x {})));
    assert!(hides_yield(quote!(if let yield_from!(1) = x {})));
    assert!(hides_yield(quote!(let x: yield_!(u32) = 1;)));
    assert!(hides_yield(quote!(let x = <yield_!(u32)>::new();)));
    assert!(hides_yield(quote!(impl X { yield_!(1); })));
}

#[test]
fn an_attribute_emits_nothing_that_another_one_could_take_apart() {
    let body = quote!({
        yield_!(n);
        user!(yield_!(a));
    });
    for signature in [
        quote!(fn items(n: u32, (a, _): (u32, u32)) -> impl Iterator<Item = u32>),
        quote!(async fn items(n: u32, (a, _): (u32, u32)) -> impl Stream<Item = u32>),
    ] {
        let emitted = generator(Attribute::Generator, &TokenStream::new(), &quote!(#[user] #signature #body));
        assert_contains(&emitted, &quote!(#[user] #[inline] fn items(n: u32, __argument1: (u32, u32))));
        assert_contains(
            &emitted,
            &quote!({
                ::gen_core::__generator_body! { generator() [n, let __argument1] #signature #body }
            }),
        );
        assert_contains_not(&emitted, &quote!(__co));
        assert_contains_not(&emitted, &quote!(unsafe));
    }
}

/// On nightly Rust an attribute may be a macro there, and would see what a yield becomes.
#[test]
fn a_yield_below_an_attribute_is_left_to_rustc() {
    let left = |statements: TokenStream| {
        let expansion = expand(&quote!(fn items() -> impl Iterator<Item = u32> { #statements yield_!(last); }));
        assert_contains(&expansion, &quote!(macro_rules! yield_));
        assert_contains_not(&expansion, &quote!(yield_!(last)));
        text(&expansion).contains(&text(&quote!(yield_!(below))))
    };
    assert!(left(quote!(
        #[user]
        {
            yield_!(below);
        }
    )));
    assert!(left(quote!(#[user] f(1) = [yield_!(below)];)));
    assert!(left(quote!(#[user] let x = yield_!(below);)));
    assert!(left(quote!(#[allow(unused)] #[user::allow] yield_!(below);)));
    assert!(left(quote!(match x {
        #[user]
        _ => yield_!(below),
    })));
    assert!(left(quote!(f(yield_!(S { #[user] x: yield_!(below) })); )));
    assert!(!left(quote!(
        #[allow(unused)]
        {
            yield_!(below);
        }
    )));
    assert!(!left(quote!({
        #[user]
        f();
        yield_!(below);
    })));
}

#[test]
fn an_attribute_of_a_parameter_that_may_be_a_macro_stays_in_the_signature() {
    let item = |attribute: &TokenStream| quote!(fn items(#attribute (x, y): User) -> impl Iterator<Item = u32> {});
    for attribute in [quote!(#[user]), quote!(#[allow::user]), quote!(#[cfg_attr(user, allow(unused), user)])] {
        let item = item(&attribute);
        let emitted = generator(Attribute::Generator, &TokenStream::new(), &item);
        assert_contains(&emitted, &quote!((#attribute __argument0: User)));
        assert_contains_not(&expand_body(emitted), &quote!(#attribute let));
    }
    for attribute in [quote!(#[allow(unused)]), quote!(#[cfg_attr(user, allow(unused), warn(user))])] {
        assert_contains(&expand(&item(&attribute)), &quote!(#attribute let (x, y)));
    }
}

#[test]
fn a_body_that_no_attribute_has_written_is_an_error_or_a_generator() {
    let written = |tokens| text(&generator_body(tokens));
    for wrong in [
        quote!(),
        quote!(user() [] fn items() -> impl Iterator<Item = u32> {}),
        quote!(generator(user) [] fn items() -> impl Iterator<Item = u32> {}),
        quote!(generator() [user()] fn items() -> impl Iterator<Item = u32> {}),
        quote!(generator() [] fn items() -> User {}),
        quote!(generator() [] fn items() -> impl Iterator<Item = u32> { #![user] }),
    ] {
        let expansion = written(wrong);
        assert!(expansion.contains("compile_error!") && !expansion.contains("unsafe{"), "{expansion}");
    }
    let without_names = written(quote!(generator() [] fn items(x: User) -> impl Iterator<Item = u32> { yield_!(x); }));
    assert!(!without_names.contains("compile_error!"), "{without_names}");
}

#[test]
fn the_one_unsafe_block_holds_no_token_of_the_users() {
    for output in [
        quote!(impl Iterator<Item = User>),
        quote!(impl Generator<User, Yield = User, Return = User>),
        quote!(impl PinGenerator<Yield = User, Return = User>),
        quote!(Box<dyn Iterator<Item = User> + user>),
        quote!(BoxGenerator<'user, User>),
        quote!(LocalBoxGenerator<'user, User>),
    ] {
        let expansion = expand(&quote!(fn user(user: User) -> #output { user!(yield_!(user)); yield_from!(user) }));
        assert_one_unsafe_block_without_user(&expansion);
    }
}

#[test]
fn the_one_unsafe_block_of_an_asynchronous_generator_holds_no_token_of_the_users() {
    for output in [
        quote!(impl Stream<Item = User>),
        quote!(impl AsyncGenerator<User, Yield = User, Return = User>),
        quote!(BoxStream<'user, User>),
        quote!(Pin<Box<dyn Stream<Item = User> + user>>),
    ] {
        let body = quote!(#[for_await] for user in user { yield_!(user.await); } user!(yield_from!(user)););
        let expansion = expand(&quote!(async fn user(user: User) -> #output { #body }));
        assert_one_unsafe_block_without_user(&expansion);
    }
}

#[test]
fn the_one_unsafe_block_of_an_expression_holds_no_token_of_the_users() {
    for input in [quote!({ yield_!(user) }), quote!(move { user!() }), quote!(async move { yield_!(user.await) })] {
        assert_one_unsafe_block_without_user(&generator_block(Attribute::Generator, input));
    }
    let expression = generator_expression(quote!(user(user) for user in user if user for user in user));
    assert_one_unsafe_block_without_user(&expression);
}

fn assert_one_unsafe_block_without_user(expansion: &TokenStream) {
    let blocks = unsafe_blocks(expansion);
    let [block] = blocks.as_slice() else { panic!("not one `unsafe` block in:\n{expansion}") };
    let block = text(&block.stream());
    assert!(block.starts_with("::gen_core::__private::"), "{block}");
    assert!(!block.to_lowercase().contains("user"), "{block}");
}

#[test]
fn an_async_function_returns_at_once_what_is_written() {
    let expansion = expand(&quote! {
        pub async fn items(n: u32) -> impl Stream<Item = u32> + Send { yield_!(n); }
    });
    assert_contains(&expansion, &quote!(pub fn items(n: u32) -> impl Stream<Item = u32> + Send));
    assert_contains(
        &expansion,
        &quote!(::gen_core::__private::deliver(&__co, __value).await; ::gen_core::__private::park(&__co).await),
    );
    assert_contains_not(&expansion, &quote!(::gen_core::__private::yield_));
}

#[test]
fn what_an_asynchronous_body_awaits_is_left_alone() {
    let expansion = expand(&quote! {
        async fn items(n: impl Future<Output = u32>) -> impl Stream<Item = u32> { let n = n.await; yield_!(n); }
    });
    assert_contains(&expansion, &quote!(let n = n.await;));
    assert_contains_not(&expansion, &quote!(macro_rules!));
}

#[test]
fn a_generator_expression_evaluates_its_first_iterable_outside() {
    let expansion = text(&generator_expression(quote!(x * y for x in first() if x > 0 for y in second())));
    let (outside, body) = expansion.split_once("async{").expect("there is a body");
    assert!(outside.contains("IntoIterator::into_iter(first())"), "{expansion}");
    assert!(!body.contains("first()") && body.contains("foryinsecond()"), "{expansion}");
}

#[test]
fn a_trait_object_is_made_of_a_movable_generator() {
    for output in [
        quote!(Box<dyn mine::Iterator<Item = &'a u32> + Send + 'a>),
        quote!(Box<(dyn Send + FusedIterator<Item = &'a u32>)>),
        quote!(Box<dyn Generator<Yield = &'a u32, Return = ()> + 'a>),
    ] {
        let expansion = expand(&quote!(fn items<'a>(x: &'a u32) -> #output { yield_!(x); }));
        let expansion = text(&expansion);
        assert!(expansion.contains("{::gen_core::__private::box_dyn(::gen_core::__private::movable::<"), "{expansion}");
        assert!(expansion.ends_with("__return}))}}"), "{expansion}");
    }
}

#[test]
fn a_body_that_is_not_understood_is_passed_through() {
    let expansion = expand(&quote!(fn items() -> impl Iterator<Item = u32> { let x = ; yield_!(x.) }));
    assert_contains(&expansion, &quote!(let x = ; yield_!(x.)));
    assert_contains_not(&expansion, &quote!(compile_error!));
    let postfix = expand(&quote!(fn items() -> impl Iterator<Item = u32> { let x = ; f(x.use); }));
    assert_contains(&postfix, &quote!(f(x.use);));
    assert_contains_not(&postfix, &quote!(compile_error!));
}

/// An editor finds what stands before a dot at the place that it has once something follows the dot.
#[test]
fn what_stands_before_a_dot_keeps_its_place() {
    let function = |body: TokenStream| expand(&quote!(fn items() -> impl Iterator<Item = u32> { #body }));
    for (unfinished, finished) in [
        (function(quote!(yield_!(user.);)), function(quote!(yield_!(user.x);))),
        (function(quote!(yield_!(f(user., 1));)), function(quote!(yield_!(f(user.x, 1));))),
        (function(quote!(yield_!(user!().);)), function(quote!(yield_!(user!().x);))),
        (function(quote!(yield_from!(user. let y = 1;);)), function(quote!(yield_from!(user.x let y = 1;);))),
        (function(quote!(yield_!(y); user.; yield_!(z);)), function(quote!(yield_!(y); user.x; yield_!(z);))),
        (
            generator_block(Attribute::Generator, quote!({ user. let y = 1; })),
            generator_block(Attribute::Generator, quote!({ user.x let y = 1; })),
        ),
        (
            generator_block(Attribute::Generator, quote!({ yield_!(y); user. })),
            generator_block(
                Attribute::Generator,
                quote!({
                    yield_!(y);
                    user.x
                }),
            ),
        ),
        (generator_expression(quote!(user. for x in y)), generator_expression(quote!(user.x for x in y))),
        (generator_expression(quote!(x for x in y if user.)), generator_expression(quote!(x for x in y if user.x))),
    ] {
        let (unfinished, finished) = (text(&unfinished), text(&finished));
        let (before, _) = unfinished.split_once(&format!("[{ERROR}")).expect("the error follows");
        assert!(finished.starts_with(&format!("{before}.x")), "{unfinished}\n{finished}");
    }
}

#[test]
fn a_range_and_a_member_are_finished() {
    let expansion = expand(&quote!(
        fn items() -> impl Iterator<Item = u32> {
            yield_!(x.0.len(.., 1.., 2) 3);
        }
    ));
    let expansion = text(&expansion);
    assert!(expansion.contains(ERROR) && !expansion.contains(&format!("[{ERROR}")), "{expansion}");
}

#[test]
fn what_stands_before_a_let_is_a_statement() {
    for (unfinished, statement) in [(quote!({ f() let y = 1; }), "f()["), (quote!({ x = 1 let y = 1; }), "x=1[")] {
        let expansion = text(&generator_block(Attribute::Generator, unfinished));
        let (_, from_error) = expansion.split_once(statement).expect("the error stands behind it");
        let (error, _) = from_error.split_once("}}];lety=1;").expect("the next statement follows");
        assert!(error.starts_with(ERROR), "{expansion}");
    }
}

#[test]
fn what_is_yielded_must_be_said() {
    let of_try = |item| text(&expand_wholly(Attribute::TryGenerator, &item));
    let nothing = text(&expand(&quote!(
        fn items() -> impl Generator {
            yield_!(1);
        }
    )));
    assert!(nothing.contains("saywhatityields:`Generator<Yield=Y>`"), "{nothing}");
    let pairs = of_try(quote!(
        fn items() -> impl Iterator<Item = (u32, u32)> {
            yield_!((1, 2));
        }
    ));
    assert!(pairs.contains("write`Item=Result<(u32,u32),E>`"), "{pairs}");
    let unknown = of_try(quote!(
        fn items() -> impl Iterator<Item = item_type!()> {
            yield_!(1);
        }
    ));
    assert!(!unknown.contains("compile_error!"), "{unknown}");
}

#[test]
fn what_for_await_means_in_a_macro_is_left_to_it() {
    let body = |tokens| text(&expand(&quote!(async fn items() -> impl Stream<Item = u32> { let x = ; #tokens })));
    let loop_ = body(quote!(if true {
        for await item in stream {}
    }));
    assert!(loop_.contains("write`#[for_await]foriteminstream`"), "{loop_}");
    let in_macro = body(quote!(each! { for await item in stream {} }));
    assert!(!in_macro.contains("compile_error!"), "{in_macro}");
}

#[test]
fn what_a_macro_in_an_asynchronous_body_makes_may_be_awaited() {
    let expansion = expand(&quote!(
        async fn items() -> impl Stream<Item = u32> {
            yield_!(future!().await);
        }
    ));
    assert_contains_not(&expansion, &quote!(compile_error!));
}

/// The expansions that the documentation of `#[generator]` shows.
fn documented_expansions() -> Vec<String> {
    let documentation = include_str!("../../gen-core/src/lib.rs");
    let (_, explanation) = documentation.split_once("/// # Explanation").expect("there is an explanation");
    let (explanation, _) = explanation.split_once("pub use").expect("something is explained");
    let blocks = explanation.split("/// ```text\n").skip(1);
    let first = |text: &str| text.split_once("/// ```\n").expect("the block ends").0.replace("///", "");
    blocks.map(|block| first(block).split_whitespace().collect()).collect()
}

#[test]
fn the_documentation_shows_the_expansions_as_they_are() {
    let function = quote! {
        fn numbers(n: u32) -> impl Iterator<Item = u32> {
            for i in 0..n {
                yield_!(i);
            }
        }
    };
    let emitted = generator(Attribute::Generator, &TokenStream::new(), &function);
    assert_eq!(documented_expansions(), [text(&emitted), text(&expand(&function))]);
}

#[test]
fn functions_are_inlined_unless_the_user_has_the_say() {
    let body = quote!(
        fn items() -> impl Iterator<Item = u32> {
            yield_!(1);
        }
    );
    assert_contains(&expand(&body), &quote!(#[inline] fn items));
    for attribute in [quote!(#[inline(never)]), quote!(#[r#inline]), quote!(#[cfg_attr(test, inline(always))])] {
        assert_contains_not(&expand(&quote!(#attribute #body)), &quote!(#[inline] fn items));
    }
}

/// What becomes of `tokens`, in which each `$..` is the fragment of that name.
fn grouped(tokens: TokenStream, fragments: &[(&str, TokenStream)]) -> String {
    text(&replace_invisible_groups(with_fragments(tokens, fragments)))
}

fn with_fragments(tokens: TokenStream, fragments: &[(&str, TokenStream)]) -> TokenStream {
    let fragment = |token: TokenTree| {
        let group = match &token {
            TokenTree::Group(group) => Group::new(group.delimiter(), with_fragments(group.stream(), fragments)),
            TokenTree::Ident(ident) => match fragments.iter().find(|(name, _)| ident == name) {
                Some((_, content)) => Group::new(Delimiter::None, content.clone()),
                None => return token,
            },
            TokenTree::Punct(_) | TokenTree::Literal(_) => return token,
        };
        TokenTree::Group(group)
    };
    tokens.into_iter().map(fragment).collect()
}

#[test]
fn fragments_are_parenthesized_where_their_neighbours_take_them_apart() {
    let sum = |tokens| grouped(tokens, &[("E", quote!(1 + 2)), ("N", quote!(-1)), ("S", quote!(S {}))]);
    assert_eq!(sum(quote!(E * 2)), "(1+2)*2");
    assert_eq!(sum(quote!(f(E, E); let x = E;)), "f(1+2,1+2);letx=1+2;");
    assert_eq!(
        sum(quote!(if E
            && let Some(x) = E
            && E
        {})),
        "if(1+2)&&letSome(x)=(1+2)&&(1+2){}"
    );
    assert_eq!(sum(quote!(N + N.abs() - N..N)), "-1+(-1).abs()--1..-1");
    assert_eq!(
        sum(quote!(match S {
            S => E,
            _ => S.n,
        })),
        "match(S{}){S{}=>1+2,_=>(S{}).n,}"
    );
    assert_eq!(sum(quote!(yield_!(E * 2); yield_from![E..])), "yield_!((1+2)*2);yield_from![(1+2)..]");
    assert_eq!(sum(quote!(return !(E * 2))), "return!((1+2)*2)");
}

#[test]
fn blocks_in_fragments_end_no_statement() {
    let block =
        |tokens| grouped(tokens, &[("M", quote!(match x {})), ("D", quote!(match x {} - 1)), ("L", quote!(let x = 1))]);
    assert_eq!(block(quote!({ M D })), "{matchx{}(matchx{}-1)}");
    assert_eq!(
        block(quote!({
            D;
            f(D)
        })),
        "{(matchx{}-1);f(matchx{}-1)}"
    );
    assert_eq!(block(quote!({ M.f(); L L; L })), "{matchx{}.f();letx=1;letx=1;letx=1;}");
    let nested = |tokens| grouped(tokens, &[("L", with_fragments(quote!(K), &[("K", quote!(let x = 1))]))]);
    assert_eq!(nested(quote!({ L L; L })), "{letx=1;letx=1;letx=1;}");
}

#[test]
fn patterns_and_types_in_fragments_are_parenthesized() {
    let pattern =
        |tokens| grouped(tokens, &[("P", quote!(Some(1) | None)), ("M", quote!(mut x)), ("R", quote!(1..=2))]);
    assert_eq!(pattern(quote!(&P)), "&(Some(1)|None)");
    assert_eq!(pattern(quote!(Some(P) | P => |a, P, b| x)), "Some(Some(1)|None)|(Some(1)|None)=>|a,(Some(1)|None),b|x");
    assert_eq!(pattern(quote!((&M, M, &R, R))), "(&(mutx),mutx,&(1..=2),1..=2)");
    let ty = |tokens| grouped(tokens, &[("D", quote!(dyn A + B)), ("U", quote!(u64))]);
    assert_eq!(ty(quote!(x: &'a D, y: &mut D, z: Box<D>)), "x:&'a(dynA+B),y:&mut(dynA+B),z:Box<dynA+B>");
    assert_eq!(ty(quote!(x as U < y as U)), "xas(u64)<yasu64");
}

#[test]
fn fragments_of_other_macros_stay_groups() {
    let item = quote!(
        fn f() {
            #[doc = E]
            let x = vec![E * 2];
            self::yield_!(E * 2);
            macro_rules! m {
                () => {
                    E * 2
                };
            }
        }
    );
    let item = with_fragments(item, &[("E", quote!(1 + 2))]);
    assert_eq!(format!("{:?}", replace_invisible_groups(item.clone())), format!("{item:?}"));
}
