//! A case: a workload with its inputs, and everyone who contends in it.

use crate::loops::{Facts, Loops, Pair, Run};
use std::hint::black_box;
use std::rc::Rc;

type Call = Box<dyn Fn() -> u64>;

/// One implementation, consumed in one way.
pub struct Contender {
    name: String,
    call: Call,
}

impl Contender {
    fn new<I: 'static>(name: String, inputs: &Rc<[I]>, run: Run<I>) -> Self {
        Self { name, call: bind(inputs, run) }
    }

    /// `hand-` or `generator-` and how it is consumed, or the name of a peer.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Consumes all items, and folds them into a number.
    #[must_use]
    pub fn run(&self) -> u64 {
        (self.call)()
    }
}

fn bind<I: 'static>(inputs: &Rc<[I]>, run: Run<I>) -> Call {
    let inputs = Rc::clone(inputs);
    Box::new(move || black_box(run)(black_box(&inputs)))
}

/// A workload with its inputs.
pub struct Case {
    name: &'static str,
    contenders: Vec<Contender>,
    /// The loops that are not timed, the hand-written iterator and the generator in each.
    others: Vec<[Contender; 2]>,
    items: Call,
    sizes: [usize; 2],
}

impl Case {
    pub(crate) fn new<I: 'static>(
        name: &'static str,
        inputs: Vec<I>,
        facts: &Facts<I>,
        ways: &[(&'static str, &Loops<I>)],
        peers: &[(&'static str, Run<I>)],
    ) -> Self {
        let inputs: Rc<[I]> = Rc::from(inputs);
        let sizes = (facts.sizes)(&inputs);
        let mut case =
            Self { name, contenders: Vec::new(), others: Vec::new(), items: bind(&inputs, facts.items), sizes };
        for (way, loops) in ways {
            let pair = |pair: &Pair<I>| {
                [("hand", pair.hand), ("generator", pair.generator)]
                    .map(|(who, run)| Contender::new(format!("{who}-{way}"), &inputs, run))
            };
            case.contenders.extend(pair(&loops.timed));
            case.others.extend(loops.others.iter().map(pair));
        }
        case.contenders.extend(peers.iter().map(|(peer, run)| Contender::new((*peer).to_owned(), &inputs, *run)));
        case
    }

    /// A case of streams, which are consumed in one way.
    pub(crate) fn of_streams<I: 'static>(
        name: &'static str,
        inputs: Vec<I>,
        items: Run<I>,
        contenders: &[(&'static str, Run<I>)],
    ) -> Self {
        let inputs: Rc<[I]> = Rc::from(inputs);
        let contenders = contenders.iter().map(|(who, run)| Contender::new((*who).to_owned(), &inputs, *run)).collect();
        Self { name, contenders, others: Vec::new(), items: bind(&inputs, items), sizes: [0; 2] }
    }

    /// What the case is called.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// How many items each contender consumes in a run.
    #[must_use]
    pub fn items(&self) -> u64 {
        (self.items)()
    }

    /// The sizes of the hand-written iterator and of the generator, before the first item.
    #[must_use]
    pub fn sizes(&self) -> [usize; 2] {
        self.sizes
    }

    /// Everyone who is timed, the hand-written iterator first.
    #[must_use]
    pub fn contenders(&self) -> &[Contender] {
        &self.contenders
    }

    /// The contender of that name.
    #[must_use]
    pub fn contender(&self, name: &str) -> Option<&Contender> {
        self.contenders.iter().find(|contender| contender.name == name)
    }

    /// Checks that all come to the same result in the same loop, whether it is timed or not.
    ///
    /// # Panics
    ///
    /// Where one of them does not.
    pub fn check(&self) {
        let expected = self.contenders[0].run();
        for contender in &self.contenders {
            assert_eq!(contender.run(), expected, "{}: {} differs", self.name, contender.name);
        }
        for [hand, generator] in &self.others {
            assert_eq!(
                generator.run(),
                hand.run(),
                "{}: {} differs in a loop that is not timed",
                self.name,
                generator.name
            );
        }
    }
}
