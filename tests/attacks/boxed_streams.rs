//! Boxed generators of both kinds in chains with generators of other forms, which are run ahead, left, moved on, closed
//! and broken at every point.
#![forbid(unsafe_code)]

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::mem;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;

use futures::executor::block_on;
use futures::stream::{FuturesUnordered, LocalBoxStream};
use futures::{FutureExt, Stream, StreamExt};
use gen_core::{
    AsyncGenerator, BoxAsyncGenerator, Generator, GeneratorState, GeneratorStatus, LocalBoxAsyncGenerator,
    LocalBoxGenerator, PinAsyncGenerator, PinGenerator, generator,
};
use gen_tests::panic_message;

use crate::forgotten::forget;
use crate::{Bomb, Living, Value};

struct Woken(AtomicUsize);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

fn new_waker() -> Waker {
    Arc::new(Woken(AtomicUsize::new(0))).into()
}

/// Is pending some times, and puts another context in the place of the one that it is polled with each time.
struct Pause(u32);

impl Future for Pause {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        context.waker().wake_by_ref();
        *context = Context::from_waker(Waker::noop());
        let Some(left) = self.0.checked_sub(1) else { return Poll::Ready(()) };
        self.0 = left;
        Poll::Pending
    }
}

/// What is yielded.
struct Item {
    depth: usize,
    _value: Value,
}

/// What is sent in.
#[derive(Default)]
struct Sent {
    value: Option<Value>,
}

#[derive(Clone, Copy, Debug)]
enum Form {
    Boxed,
    Aligned,
    Large,
    Movable,
    Pinned,
    /// Movable, around one that is pinned in it, around a boxed one.
    Nested,
    /// Boxed, and only borrowed for the delegation.
    Borrowed,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Failure {
    Nothing,
    Body,
    Destructor,
}

/// One generator of a chain.
#[derive(Clone, Copy, Debug)]
struct Link {
    form: Form,
    /// How often it is resumed by the one above, before that delegates to it.
    ahead: u32,
    failure: Failure,
}

#[derive(Clone)]
struct Chain {
    links: Rc<[Link]>,
    depth: usize,
    living: Living,
}

impl Chain {
    fn new(links: Vec<Link>, living: &Living) -> Self {
        Self { links: links.into(), depth: 0, living: living.clone() }
    }

    fn link(&self) -> Link {
        self.links[self.depth]
    }

    fn below(&self) -> Option<Self> {
        (self.depth + 1 < self.links.len()).then(|| Self { depth: self.depth + 1, ..self.clone() })
    }

    fn item(&self) -> Item {
        Item { depth: self.depth, _value: self.living.value() }
    }

    fn bomb(&self) -> Option<Bomb> {
        (self.link().failure == Failure::Destructor).then(|| Bomb("destructor"))
    }

    fn may_fail(&self) {
        assert!(self.link().failure != Failure::Body, "body");
    }

    /// What a chain of `length` yields.
    fn depths(length: usize) -> Vec<usize> {
        (0..length).chain((0..length).rev()).collect()
    }
}

#[repr(align(64))]
struct Aligned([u8; 64]);

impl Aligned {
    fn check(&self) {
        assert_eq!((&raw const *self).addr() % 64, 0);
        assert_eq!(self.0, [7; 64]);
    }
}

macro_rules! chains {
    ($kind:ident, $boxed_type:ident, $pin_trait:ident, $trait:ident, ($($async:tt)?), $pause:ident, $ahead:ident) => {
        mod $kind {
            use super::*;

            /// A level, whose locals include a value that suits the form.
            macro_rules! level {
                ($chain:ident, $local:expr, $check:expr) => {{
                    let value = $chain.living.value();
                    let local = $local;
                    let _bomb = $chain.bomb();
                    $pause!(1);
                    let first = yield_!($chain.item());
                    $pause!(2);
                    let mut count = 2;
                    if let Some(below) = $chain.below() {
                        let link = below.link();
                        macro_rules! delegate {
                            ($child:expr) => {{
                                let mut child = $child;
                                #[allow(clippy::mut_mut, reason = "one of them is a reference already")]
                                let (items, returned) = $ahead!(&mut child, link.ahead);
                                for item in items {
                                    yield_!(item);
                                }
                                count += match returned {
                                    Some(count) => count,
                                    None => yield_from!(child),
                                };
                            }};
                        }
                        match link.form {
                            Form::Boxed => delegate!(boxed(below)),
                            Form::Aligned => delegate!(aligned(below)),
                            Form::Large => delegate!(large(below)),
                            Form::Movable => delegate!(movable(below)),
                            Form::Pinned if link.ahead == 0 => count += yield_from!(pinned(below)),
                            Form::Pinned => delegate!(Box::pin(pinned(below))),
                            Form::Nested => delegate!(nested(below)),
                            Form::Borrowed => {
                                let mut child = boxed(below);
                                delegate!(&mut child);
                                assert_eq!(child.status(), GeneratorStatus::Finished);
                            }
                        }
                    }
                    drop(first);
                    $pause!(1);
                    $chain.may_fail();
                    let _last = yield_!($chain.item());
                    value.check();
                    $check(&local);
                    count
                }};
            }

            #[generator]
            pub(super) $($async)? fn boxed(chain: Chain) -> $boxed_type<'static, Item, Sent, usize> {
                level!(chain, (), |&()| {})
            }

            #[generator]
            $($async)? fn aligned(chain: Chain) -> $boxed_type<'static, Item, Sent, usize> {
                level!(chain, Aligned([7; 64]), Aligned::check)
            }

            #[generator]
            $($async)? fn large(chain: Chain) -> $boxed_type<'static, Item, Sent, usize> {
                level!(chain, [7_u8; 5000], |large: &[u8; 5000]| assert_eq!(large, &[7; 5000]))
            }

            // These delegate to boxed ones alone, or their types would have no end.
            macro_rules! level_above_boxed {
                ($chain:ident, $below:ident) => {{
                    let value = $chain.living.value();
                    let _bomb = $chain.bomb();
                    let first = yield_!($chain.item());
                    $pause!(1);
                    let mut count = 2;
                    if let Some(below) = $chain.below() {
                        count += yield_from!($below(below));
                    }
                    drop(first);
                    $chain.may_fail();
                    yield_!($chain.item());
                    value.check();
                    count
                }};
            }

            #[generator]
            pub(super) $($async)? fn movable(chain: Chain) -> impl $trait<Sent, Yield = Item, Return = usize> {
                level_above_boxed!(chain, boxed)
            }

            #[generator]
            pub(super) $($async)? fn pinned(chain: Chain) -> impl $pin_trait<Sent, Yield = Item, Return = usize> {
                level_above_boxed!(chain, aligned)
            }

            #[generator]
            pub(super) $($async)? fn nested(chain: Chain) -> impl $trait<Sent, Yield = Item, Return = usize> {
                level_above_boxed!(chain, pinned)
            }
        }
    };
}

macro_rules! pause {
    ($times:expr) => {
        Pause($times).await
    };
}

macro_rules! no_pause {
    ($times:expr) => {};
}

macro_rules! ahead_async {
    ($child:expr, $times:expr) => {
        ahead_of($child, $times).await
    };
}

macro_rules! ahead_sync {
    ($child:expr, $times:expr) => {{
        let mut items = Vec::new();
        let mut returned = None;
        let child = $child;
        for _ in 0..$times {
            match child.resume(Sent::default()) {
                GeneratorState::Yielded(item) => items.push(item),
                GeneratorState::Complete(count) => {
                    returned = Some(count);
                    break;
                }
            }
        }
        (items, returned)
    }};
}

/// Polls a generator some times.
async fn ahead_of<G>(child: &mut G, polls: u32) -> (Vec<Item>, Option<usize>)
where
    G: AsyncGenerator<Sent, Yield = Item, Return = usize> + Unpin,
{
    let mut items = Vec::new();
    for _ in 0..polls {
        let mut argument = Some(Sent::default());
        match poll_fn(|context| Poll::Ready(Pin::new(&mut *child).poll_resume(context, &mut argument))).await {
            Poll::Ready(GeneratorState::Yielded(item)) => items.push(item),
            Poll::Ready(GeneratorState::Complete(count)) => return (items, Some(count)),
            Poll::Pending => {}
        }
    }
    (items, None)
}

chains!(asynchronous, LocalBoxAsyncGenerator, PinAsyncGenerator, AsyncGenerator, (async), pause, ahead_async);
chains!(synchronous, LocalBoxGenerator, PinGenerator, Generator, (), no_pause, ahead_sync);

/// How a generator that still stands somewhere is ended.
#[derive(Clone, Copy)]
enum End {
    Drop,
    Close,
}

/// Polls a generator with another waker each time, and ends it after `polls` times. What it has yielded, and returned.
fn drive_async<G>(generator: G, polls: usize, living: &Living, end: End) -> (Vec<usize>, Option<usize>)
where
    G: AsyncGenerator<Sent, Yield = Item, Return = usize>,
{
    let mut generator = Box::pin(generator);
    let mut depths = Vec::new();
    for _ in 0..polls {
        let waker = new_waker();
        let mut context = Context::from_waker(&waker);
        let mut argument = Some(Sent { value: Some(living.value()) });
        match generator.as_mut().poll_resume(&mut context, &mut argument) {
            Poll::Ready(GeneratorState::Yielded(item)) => depths.push(item.depth),
            Poll::Ready(GeneratorState::Complete(count)) => {
                assert_eq!(generator.status(), GeneratorStatus::Finished);
                drop(generator);
                return (depths, Some(count));
            }
            Poll::Pending => assert!(generator.is_pending()),
        }
        assert_eq!(generator.status(), GeneratorStatus::Suspended);
    }
    if let End::Close = end {
        generator.as_mut().close();
        assert_eq!(generator.status(), GeneratorStatus::Finished);
    }
    // Before there is something to return: rustc leaks that if a destructor panics.
    drop(generator);
    (depths, None)
}

fn drive_sync<G>(generator: G, steps: usize, living: &Living, end: End) -> (Vec<usize>, Option<usize>)
where
    G: Generator<Sent, Yield = Item, Return = usize>,
{
    let mut generator = Box::new(generator);
    let mut depths = Vec::new();
    for _ in 0..steps {
        match generator.resume(Sent { value: Some(living.value()) }) {
            GeneratorState::Yielded(item) => depths.push(item.depth),
            GeneratorState::Complete(count) => {
                assert_eq!(generator.status(), GeneratorStatus::Finished);
                drop(generator);
                return (depths, Some(count));
            }
        }
        assert_eq!(generator.status(), GeneratorStatus::Suspended);
        generator = Box::new(*generator);
    }
    if let End::Close = end {
        generator.close();
        assert_eq!(generator.status(), GeneratorStatus::Finished);
    }
    // Before there is something to return: rustc leaks that if a destructor panics.
    drop(generator);
    (depths, None)
}

type Driven = (Vec<usize>, Option<usize>);

/// Drives the chain with an outermost generator of each form.
fn drive_each_form(chain: &Chain, steps: usize, end: End, check: impl Fn(&'static str, &dyn Fn() -> Driven)) {
    let living = &chain.living;
    check("boxed", &|| drive_async(asynchronous::boxed(chain.clone()), steps, living, end));
    check("movable", &|| drive_async(asynchronous::movable(chain.clone()), steps, living, end));
    check("pinned", &|| drive_async(asynchronous::pinned(chain.clone()), steps, living, end));
    check("nested", &|| drive_async(asynchronous::nested(chain.clone()), steps, living, end));
    check("sync boxed", &|| drive_sync(synchronous::boxed(chain.clone()), steps, living, end));
    check("sync movable", &|| drive_sync(synchronous::movable(chain.clone()), steps, living, end));
    check("sync pinned", &|| drive_sync(Box::pin(synchronous::pinned(chain.clone())), steps, living, end));
    check("sync nested", &|| drive_sync(synchronous::nested(chain.clone()), steps, living, end));
}

fn some_links(random: &mut fastrand::Rng, fails: bool) -> Vec<Link> {
    const FORMS: [Form; 7] =
        [Form::Boxed, Form::Aligned, Form::Large, Form::Movable, Form::Pinned, Form::Nested, Form::Borrowed];
    let length = random.usize(1..=6);
    let failing = fails.then(|| (random.usize(..length), random.bool()));
    (0..length)
        .map(|depth| Link {
            form: FORMS[random.usize(..FORMS.len())],
            ahead: if random.bool() { 0 } else { random.u32(..12) },
            failure: match failing {
                Some((at, in_body)) if at == depth => {
                    if in_body {
                        Failure::Body
                    } else {
                        Failure::Destructor
                    }
                }
                _ => Failure::Nothing,
            },
        })
        .collect()
}

/// How many chains are tried; an interpreter is slow.
const CHAINS: u64 = if cfg!(miri) { 3 } else { 60 };

/// More than any chain needs.
const STEPS: usize = 80;

#[test]
fn a_chain_of_any_forms_loses_nothing_wherever_it_ends() {
    for seed in 0..CHAINS {
        let links = some_links(&mut fastrand::Rng::with_seed(seed), false);
        let expected = Chain::depths(links.len());
        for steps in (0..STEPS).step_by(if cfg!(miri) { 7 } else { 1 }).chain([STEPS]) {
            let living = Living::new();
            let chain = Chain::new(links.clone(), &living);
            let end = if steps % 2 == 0 { End::Drop } else { End::Close };
            drive_each_form(&chain, steps, end, |form, drive| {
                let (depths, returned) = drive();
                assert_eq!(living.count(), 0, "{form} after {steps} steps: {links:?}");
                assert!(expected.starts_with(&depths), "{form} after {steps} steps: {depths:?} of {links:?}");
                if returned.is_some() || steps == STEPS {
                    assert_eq!((&depths, returned), (&expected, Some(expected.len())), "{form}: {links:?}");
                }
            });
        }
    }
}

#[test]
fn a_chain_of_any_forms_that_panics_somewhere_drops_everything_once() {
    for seed in 0..CHAINS {
        let links = some_links(&mut fastrand::Rng::with_seed(1000 + seed), true);
        for steps in (0..STEPS).step_by(if cfg!(miri) { 7 } else { 3 }).chain([STEPS]) {
            let living = Living::new();
            let chain = Chain::new(links.clone(), &living);
            let end = if steps % 2 == 0 { End::Drop } else { End::Close };
            drive_each_form(&chain, steps, end, |form, drive| {
                let message = panic_message(drive);
                assert_eq!(living.count(), 0, "{form} after {steps} steps: {links:?}");
                assert!(message.is_some() || steps < STEPS, "{form}: {links:?}");
                assert!(message.is_none_or(|message| ["body", "destructor"].contains(&&*message)));
            });
        }
    }
}

/// A chain that is run by `fold`, whose consumer panics.
#[test]
fn a_consumer_that_panics_above_a_boxed_generator_in_place_drops_everything_once() {
    #[generator]
    fn inner(living: Living, depth: u32) -> LocalBoxGenerator<'static, Value> {
        let _local = living.value();
        yield_!(living.value());
        if depth > 0 {
            yield_from!(inner(living.clone(), depth - 1));
        }
        yield_!(living.value());
    }
    #[generator]
    fn outer(living: Living) -> impl Iterator<Item = Value> {
        let _local = living.value();
        yield_from!(inner(living.clone(), 3));
        yield_!(living.value());
    }
    #[generator]
    fn outermost(living: Living) -> LocalBoxGenerator<'static, Value> {
        let _local = living.value();
        for item in outer(living.clone()) {
            yield_!(item);
        }
        yield_from!(inner(living.clone(), 1));
    }
    let living = Living::new();
    for fails_at in 0..14 {
        let consume = |count, value: Value| {
            value.check();
            assert!(count != fails_at, "consumer");
            count + 1
        };
        let message = panic_message(|| outer(living.clone()).fold(0, consume));
        assert_eq!((message.is_some(), living.count()), (fails_at < 9, 0));
        let message = panic_message(|| outermost(living.clone()).fold(0, consume));
        assert_eq!((message.is_some(), living.count()), (fails_at < 13, 0));
    }
}

/// A generator of which the step is under way is known to be so, and one that has yielded is not.
#[test]
fn a_boxed_step_is_under_way_until_it_is_over() {
    #[generator]
    async fn waits(depth: u32) -> LocalBoxAsyncGenerator<'static, u32, u32> {
        Pause(1).await;
        let sent = yield_!(depth);
        Pause(1).await;
        if depth > 0 {
            yield_from!(waits(depth - 1));
        }
        Pause(1).await;
        yield_!(sent);
    }
    let mut context = Context::from_waker(Waker::noop());
    let mut generator = waits(2);
    assert_eq!((generator.status(), generator.is_pending()), (GeneratorStatus::Created, false));
    let mut yielded = Vec::new();
    loop {
        let mut argument = Some(7);
        let was_under_way = generator.is_pending();
        let was_created = generator.status() == GeneratorStatus::Created;
        let poll = Pin::new(&mut generator).poll_resume(&mut context, &mut argument);
        assert_eq!(argument.is_some(), was_under_way, "a value is taken where a step is begun");
        assert_eq!(generator.is_pending(), poll.is_pending());
        assert!(!was_created || poll.is_pending());
        if poll.is_pending() {
            assert!(block_on(generator.send(9)).is_err_and(|error| matches!(error, gen_core::SendError::Pending(9))));
        }
        match poll {
            Poll::Ready(GeneratorState::Yielded(value)) => yielded.push(value),
            Poll::Ready(GeneratorState::Complete(())) => break,
            Poll::Pending => {}
        }
    }
    assert_eq!(yielded, [2, 1, 0, 7, 7, 7]);
    assert_eq!((generator.status(), generator.is_pending()), (GeneratorStatus::Finished, false));
}

/// A child is started, under way, or at a yield with no value to be had; or its value cannot be made.
#[test]
fn a_delegation_that_cannot_begin_ends_both() {
    thread_local! {
        static FAILS: Cell<bool> = const { Cell::new(false) };
    }
    struct Touchy;
    impl Default for Touchy {
        fn default() -> Self {
            assert!(!FAILS.get(), "default");
            Self
        }
    }
    #[generator]
    async fn child<R: 'static>(value: Value, #[resume] first: R) -> LocalBoxAsyncGenerator<'static, u32, R> {
        drop(first);
        Pause(1).await;
        yield_!(1);
        value.check();
    }
    #[generator]
    async fn boxed<R: 'static>(
        child: LocalBoxAsyncGenerator<'static, u32, R>,
        value: Value,
    ) -> LocalBoxAsyncGenerator<'static, u32, R> {
        yield_from!(child);
        value.check();
    }
    #[generator]
    async fn movable<R: 'static>(
        child: LocalBoxAsyncGenerator<'static, u32, R>,
        value: Value,
    ) -> impl AsyncGenerator<R, Yield = u32, Return = ()> {
        yield_from!(child);
        value.check();
    }
    #[generator]
    async fn with_default(
        child: LocalBoxAsyncGenerator<'static, u32, Touchy>,
        value: Value,
    ) -> LocalBoxAsyncGenerator<'static, u32, Touchy> {
        yield_from!(child);
        value.check();
    }
    struct Plain;
    fn finish<R>(mut generator: impl AsyncGenerator<R> + Unpin) -> Option<String> {
        let mut context = Context::from_waker(Waker::noop());
        let message =
            panic_message(|| Pin::new(&mut generator).poll_resume(&mut context, &mut None).map(drop).is_pending());
        if message.is_some() {
            assert_eq!(generator.status(), GeneratorStatus::Finished);
        }
        message
    }
    let living = Living::new();
    let polled = |polls| {
        let mut child = child::<Plain>(living.value());
        for _ in 0..polls {
            let mut context = Context::from_waker(Waker::noop());
            let _ = Pin::new(&mut child).poll_resume(&mut context, &mut Some(Plain));
        }
        child
    };
    for (polls, expected) in [(0, "no `Default`"), (2, "no `Default`"), (3, "finished")] {
        for message in [finish(boxed(polled(polls), living.value())), finish(movable(polled(polls), living.value()))] {
            let message = message.unwrap();
            assert!(message.contains(expected), "{message}");
        }
    }
    // What is under way needs none.
    assert_eq!(finish(boxed(polled(1), living.value())), None);
    assert_eq!(finish(movable(polled(1), living.value())), None);
    FAILS.set(true);
    assert_eq!(finish(with_default(child(living.value()), living.value())).as_deref(), Some("default"));
    FAILS.set(false);
    assert_eq!(finish(with_default(child(living.value()), living.value())), None);
    assert_eq!(living.count(), 0);
}

#[generator]
async fn counts(dropped: Arc<AtomicUsize>, depth: u32) -> BoxAsyncGenerator<'static, u32, u32, u32> {
    struct Counted(Arc<AtomicUsize>);
    impl Drop for Counted {
        fn drop(&mut self) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
    let _counted = Counted(dropped.clone());
    let local = [depth; 3];
    let slice = &local[1..];
    Pause(1).await;
    let mut sum = yield_!(slice[1]);
    Pause(1).await;
    if depth > 0 {
        sum += yield_from!(counts(dropped, depth - 1));
    }
    sum + slice[0]
}

#[test]
fn a_boxed_stream_takes_each_poll_in_a_thread_of_its_own() {
    const DEPTH: u32 = 5;
    for polls in 0..20 {
        let dropped = Arc::default();
        let mut generator = counts(Arc::clone(&dropped), DEPTH);
        let mut returned = None;
        for _ in 0..polls {
            let poll = move || {
                let waker = new_waker();
                let poll = Pin::new(&mut generator).poll_resume(&mut Context::from_waker(&waker), &mut Some(1));
                (poll, generator)
            };
            let (poll, moved) = thread::spawn(poll).join().unwrap();
            generator = moved;
            if let Poll::Ready(GeneratorState::Complete(sum)) = poll {
                returned = Some(sum);
                break;
            }
        }
        let begun = if polls == 0 { 0 } else { (1 + (polls - 1) / 3).min(6) };
        thread::spawn(move || drop(generator)).join().unwrap();
        assert_eq!(returned.is_some(), polls == 19, "after {polls} polls");
        assert_eq!(returned.unwrap_or(21), 21);
        assert_eq!(dropped.load(Ordering::Relaxed), begun, "after {polls} polls");
    }
}

/// Boxed streams in the branches of `join!` and `select!`, and in sets, in the body of a boxed stream.
#[test]
fn boxed_streams_may_be_driven_beside_each_other_in_a_frame() {
    #[generator]
    async fn leaf(n: u32, value: Value) -> LocalBoxAsyncGenerator<'static, u32> {
        Pause(n).await;
        yield_!(n);
        value.check();
        if n > 0 {
            yield_from!(leaf(n - 1, value.living.value()));
        }
    }
    #[generator]
    async fn root(living: Living) -> LocalBoxAsyncGenerator<'static, u32> {
        let (first, second) =
            futures::join!(leaf(2, living.value()).collect::<Vec<_>>(), leaf(1, living.value()).collect::<Vec<_>>());
        yield_!(first.iter().chain(&second).sum());
        let mut left = leaf(3, living.value());
        futures::select! {
            item = left.next().fuse() => yield_!(item.unwrap()),
            () = Pause(1).fuse() => yield_!(100),
        };
        yield_from!(left);
        let mut set: FuturesUnordered<_> = (0..3).map(|n| leaf(n, living.value()).into_future()).collect();
        while let Some((item, rest)) = set.next().await {
            yield_!(item.unwrap());
            yield_from!(rest);
        }
    }
    let living = Living::new();
    for items in 0..13 {
        let taken: Vec<_> = block_on(root(living.clone()).take(items).collect());
        assert_eq!(living.count(), 0, "after {items} items");
        assert_eq!(taken, [4, 100, 3, 2, 1, 0, 0, 1, 0, 2, 1, 0][..items.min(12)], "after {items} items");
    }
}

/// A boxed stream that is forgotten in the middle of what it runs in place, and one whose child is.
#[test]
fn a_boxed_stream_that_is_forgotten_is_left_alone() {
    #[generator]
    async fn borrows<'a>(numbers: &'a mut Vec<u32>, depth: u32, value: Value) -> LocalBoxAsyncGenerator<'a, usize> {
        numbers.push(depth);
        Pause(1).await;
        yield_!(numbers.len());
        if depth > 0 {
            yield_from!(borrows(numbers, depth - 1, value.living.value()));
        }
        value.check();
    }
    #[generator]
    async fn around(numbers: &mut Vec<u32>, value: Value) -> impl AsyncGenerator<Yield = usize, Return = ()> {
        yield_from!(borrows(numbers, 3, value));
    }
    #[generator]
    async fn forgets(numbers: &mut Vec<u32>, value: Value) -> LocalBoxAsyncGenerator<'_, usize> {
        let mut child = borrows(numbers, 3, value);
        yield_!(child.next().await.unwrap());
        forget(child);
        numbers.clear();
        yield_!(numbers.len());
    }
    let living = Living::new();
    let mut numbers = Vec::new();
    let mut generator = borrows(&mut numbers, 3, living.value());
    assert_eq!(block_on(generator.by_ref().take(3).collect::<Vec<_>>()), [1, 2, 3]);
    forget(generator);
    let mut generator = Box::new(around(&mut numbers, living.value()));
    assert_eq!(block_on(generator.start()), Ok(GeneratorState::Yielded(4)));
    assert_eq!(block_on(generator.send(())), Ok(GeneratorState::Yielded(5)));
    forget(generator);
    assert_eq!(numbers, [3, 2, 1, 3, 2]);
    assert_eq!(block_on(forgets(&mut numbers, living.value()).collect::<Vec<_>>()), [6, 0]);
    assert!(numbers.is_empty());
}

/// The waker of a poll owns the boxed stream that is polled with it.
#[test]
fn a_waker_may_end_a_boxed_stream_after_any_poll() {
    thread_local! {
        static STREAM: Cell<Option<LocalBoxAsyncGenerator<'static, u32>>> = const { Cell::new(None) };
        static KEPT: Cell<Option<Waker>> = const { Cell::new(None) };
    }
    struct DropsStream;
    impl Wake for DropsStream {
        fn wake(self: Arc<Self>) {
            drop(STREAM.take());
        }
    }
    #[generator]
    async fn keeps(depth: u32, value: Value) -> LocalBoxAsyncGenerator<'static, u32> {
        for n in 0..2 {
            let mut polled = false;
            poll_fn(|context| {
                // While the stream is polled, it is not there.
                context.waker().wake_by_ref();
                KEPT.set(Some(context.waker().clone()));
                if mem::replace(&mut polled, true) { Poll::Ready(()) } else { Poll::Pending }
            })
            .await;
            value.check();
            yield_!(n);
            if depth > 0 {
                yield_from!(keeps(depth - 1, value.living.value()));
            }
        }
    }
    let living = Living::new();
    for polls in 1..20 {
        let waker = Waker::from(Arc::new(DropsStream));
        STREAM.set(Some(keeps(2, living.value())));
        for _ in 0..polls {
            let mut stream = STREAM.take().unwrap();
            let _ = stream.poll_next_unpin(&mut Context::from_waker(&waker));
            STREAM.set(Some(stream));
        }
        assert_ne!(living.count(), 0);
        KEPT.take().unwrap().wake();
        assert_eq!(living.count(), 0, "after {polls} polls");
    }
}

/// Each of the kinds in a frame of the other.
#[test]
fn boxed_generators_of_both_kinds_run_in_each_others_frames() {
    #[generator]
    fn synchronous(depth: u32, value: Value) -> LocalBoxGenerator<'static, u32> {
        yield_!(depth);
        if depth > 0 {
            let mut below = asynchronous(depth - 1, value.living.value());
            while let Some(item) = below.next().now_or_never().expect("nothing is awaited for long") {
                yield_!(item);
            }
            yield_from!(synchronous(depth - 1, value.living.value()));
        }
        value.check();
    }
    #[generator]
    async fn asynchronous(depth: u32, value: Value) -> LocalBoxAsyncGenerator<'static, u32> {
        Pause(0).await;
        yield_!(10 * depth);
        if depth > 0 {
            yield_from!(asynchronous(depth - 1, value.living.value()));
            yield_from!(synchronous(depth - 1, value.living.value()));
            yield_from!(stream(depth - 1, value.living.value()));
        }
        value.check();
    }
    #[generator]
    async fn stream(depth: u32, value: Value) -> LocalBoxStream<'static, u32> {
        yield_from!(synchronous(depth, value.living.value()));
        yield_from!(asynchronous(depth, value));
    }
    fn expected_sync(depth: u32) -> Vec<u32> {
        if depth == 0 {
            return vec![0];
        }
        [vec![depth], expected_async(depth - 1), expected_sync(depth - 1)].concat()
    }
    fn expected_async(depth: u32) -> Vec<u32> {
        if depth == 0 {
            return vec![0];
        }
        let (below, below_sync) = (expected_async(depth - 1), expected_sync(depth - 1));
        [vec![10 * depth], below.clone(), below_sync.clone(), below_sync, below].concat()
    }
    let living = Living::new();
    assert_eq!(synchronous(3, living.value()).collect::<Vec<_>>(), expected_sync(3));
    let mut asynchronous = pin!(asynchronous(3, living.value()));
    let items = asynchronous.as_mut().collect::<Vec<_>>().now_or_never().unwrap();
    assert_eq!((items, living.count()), (expected_async(3), 0));
    assert_eq!(asynchronous.size_hint(), (0, Some(0)));
}

/// Children that are sent values through several frames, and frames of other forms, get them all.
#[test]
fn values_are_sent_through_frames_to_whoever_awaits_them() {
    #[generator]
    async fn level(
        depth: u32,
        #[resume] first: Sent,
        living: Living,
    ) -> LocalBoxAsyncGenerator<'static, u32, Sent, u32> {
        let mut held = vec![first];
        Pause(1).await;
        held.push(yield_!(depth));
        let mut below = 0;
        if depth > 0 {
            below = if depth % 2 == 0 {
                yield_from!(level(depth - 1, living.clone()))
            } else {
                yield_from!(between(depth - 1, living.clone()))
            };
        }
        Pause(1).await;
        held.push(yield_!(depth));
        held.iter().map(|sent| u32::from(sent.value.is_some())).sum::<u32>() + below
    }
    #[generator]
    async fn between(depth: u32, living: Living) -> impl PinAsyncGenerator<Sent, Yield = u32, Return = u32> {
        yield_from!(level(depth, living))
    }
    let living = Living::new();
    for polls in 0..30 {
        let mut generator = pin!(between(4, living.clone()));
        for _ in 0..polls {
            let mut argument = Some(Sent { value: Some(living.value()) });
            let mut context = Context::from_waker(Waker::noop());
            if let Poll::Ready(GeneratorState::Complete(count)) =
                generator.as_mut().poll_resume(&mut context, &mut argument)
            {
                // The first values of the levels are defaults, for nobody has sent them.
                assert_eq!(count, 10);
                break;
            }
        }
        generator.set(between(4, living.clone()));
        assert_eq!(living.count(), 0, "after {polls} polls");
    }
}
