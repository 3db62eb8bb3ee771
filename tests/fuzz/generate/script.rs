//! Makes what is done with a program: a script for its first generator, and the forms that its functions take.

use fastrand::Rng;

use super::Maker;
use crate::ast::{Arrangement, Form, Kind, Op};

impl Maker {
    pub(super) fn script(&mut self, kind: Kind, takes_first: bool) -> Vec<Op> {
        let count = self.rng.usize(1..16);
        let mut script = Vec::new();
        if takes_first {
            script.push(Op::Resume(self.rng.i64(0..10)));
        } else if kind != Kind::Items && !self.one_in(8) {
            script.push(Op::Start);
        }
        script.extend((0..count).map(|_| self.op(kind)));
        if self.one_in(24) {
            script.push(Op::Forget);
        } else if kind == Kind::Items && self.one_in(2) {
            script.push(Op::Rest(self.one_in(3).then(|| self.rng.usize(0..6))));
        }
        script
    }

    fn op(&mut self, kind: Kind) -> Op {
        let number = self.rng.i64(0..10);
        match (kind, self.rng.u32(0..20)) {
            (_, 0) => Op::Status,
            (_, 13) => Op::Move,
            (Kind::Items, _) => Op::Next,
            (_, 1) if self.one_in(2) => Op::Close,
            (_, 2) => Op::Start,
            (Kind::Returning, 3..=4) => Op::Iterate(self.rng.usize(0..4)),
            (Kind::Thrown, 3..=8) => Op::Throw(number),
            (_, 9..=12) => Op::Resume(number),
            _ => Op::Send(number),
        }
    }

    /// Where a parameter is an iterator, it may lie beside the body; in a pinned generator it does not.
    pub(super) fn arrangements(&mut self, count: usize, functions: usize, takes_items: bool) -> Vec<Arrangement> {
        let mut all = arrangements_of(&mut self.rng, functions);
        self.rng.shuffle(&mut all);
        if takes_items {
            all.sort_by_key(|arrangement| !["opaque", "pin"].contains(&arrangement.name));
        }
        all.truncate(count);
        all
    }
}

fn arrangements_of(rng: &mut Rng, functions: usize) -> Vec<Arrangement> {
    const SENDABLE: &[Form] = &[Form::Opaque, Form::Box, Form::Pin];
    const ASYNCHRONOUS: &[Form] = &[Form::Async, Form::AsyncDyn, Form::AsyncLocalBox, Form::AsyncPin];
    const SENDABLE_ASYNCHRONOUS: &[Form] = &[Form::Async, Form::AsyncPin];
    const LOCAL: &[Form] = &[Form::Opaque, Form::Dyn, Form::LocalBox, Form::Pin];
    let uniform = |name, form| Arrangement { name, forms: vec![form; functions] };
    let mut mixed = |name, asynchronous: usize, from: &[Form]| {
        // What is synchronous cannot call what is not.
        let calling = if from == SENDABLE { SENDABLE_ASYNCHRONOUS } else { ASYNCHRONOUS };
        let form = |index| {
            let from = if index < asynchronous { calling } else { from };
            from[rng.usize(0..from.len())]
        };
        Arrangement { name, forms: (0..functions).map(form).collect() }
    };
    vec![
        mixed("mixed", 0, LOCAL),
        mixed("mixed sendable", 0, SENDABLE),
        mixed("mixed async", 1, LOCAL),
        mixed("mixed async", 2, SENDABLE),
        uniform("opaque", Form::Opaque),
        uniform("dyn", Form::Dyn),
        uniform("local box", Form::LocalBox),
        uniform("box", Form::Box),
        uniform("pin", Form::Pin),
        uniform("async", Form::Async),
        uniform("async dyn", Form::AsyncDyn),
        uniform("async local box", Form::AsyncLocalBox),
        uniform("async pin", Form::AsyncPin),
        mixed("mixed async alone", functions, LOCAL),
    ]
}
