//! Makes a random program of a seed.
//!
//! What is made compiles and ends: a name is used where it is in scope and not moved, every loop counts its turns, and a
//! function calls only those behind it, which are made first. The cost of each is known then, so that no program runs long.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;

use fastrand::Rng;

use crate::ast::{
    Access, Arm, Arrangement, Block, Call, Condition, Error, Expression, Form, Function, GuardArgument, Kind, Name, Op,
    Pattern, Program, Received, Source, Statement, Variable,
};

/// How many yields, log entries and calls a function may run through.
const MOST_COST: u32 = 150;
/// How many nodes a function's tree may have, about.
const MOST_NODES: i32 = 40;
/// How deep the tree may be.
const MOST_DEPTH: u32 = 6;

/// The program of `seed`, in `arrangements` arrangements.
pub(crate) fn generate(seed: u64, arrangements: usize) -> Program {
    let mut maker = Maker::new(seed);
    let count = maker.rng.usize(1..=3);
    maker.main_kind = maker.choose(&[Kind::Items, Kind::Returning, Kind::Sent, Kind::Thrown]);
    let mut functions: Vec<_> = (0..count).rev().map(|index| maker.function(index)).collect();
    functions.reverse();
    maker.begin_function(Kind::Items);
    let entry = Call {
        function: 0,
        argument: Box::new(maker.constant()),
        guards: (0..functions[0].guards.len()).map(|_| GuardArgument::New(maker.name())).collect(),
    };
    let script = maker.script(functions[0].kind, functions[0].first.is_some());
    let arrangements = maker.arrangements(arrangements, count);
    Program { seed, functions, entry, script, arrangements, features: maker.features }
}

struct Maker {
    rng: Rng,
    names: Name,
    features: Vec<&'static str>,
    /// The kind of the first function; the others must fit.
    main_kind: Kind,
    /// The functions that are made, by their index.
    made: BTreeMap<usize, Made>,
    // Of the function that is being made:
    kind: Kind,
    scope: Scope,
    moved: BTreeSet<Name>,
    cost: u32,
    nodes: i32,
    depth: u32,
}

struct Made {
    kind: Kind,
    guards: usize,
    cost: u32,
}

/// What is in scope.
#[derive(Clone, Default)]
struct Scope {
    variables: Vec<Variable>,
    guards: Vec<Name>,
    held: Vec<(Name, usize)>,
    /// Loops, and whether `break` takes a value.
    loops: Vec<(Name, bool)>,
    /// Labelled blocks.
    blocks: Vec<Name>,
    /// Of `guards` and `held`, how many lie outside of the innermost loop: what moves there would move again.
    outside: (usize, usize),
    /// How often it is run, at the most.
    times: u32,
    /// Whether it is in the arguments of a macro, where `#[for_await]` is not seen.
    in_macro: bool,
}

impl Maker {
    fn new(seed: u64) -> Self {
        Self {
            rng: Rng::with_seed(seed),
            names: 0,
            features: Vec::new(),
            main_kind: Kind::Items,
            made: BTreeMap::new(),
            kind: Kind::Items,
            scope: Scope::default(),
            moved: BTreeSet::new(),
            cost: 0,
            nodes: 0,
            depth: 0,
        }
    }

    fn begin_function(&mut self, kind: Kind) {
        self.kind = kind;
        self.scope = Scope { times: 1, ..Scope::default() };
        self.moved.clear();
        (self.cost, self.nodes, self.depth) = (0, self.rng.i32(MOST_NODES / 5..=MOST_NODES), 0);
    }

    fn function(&mut self, index: usize) -> Function {
        let kind = if index > 0 && self.one_in(2) { Kind::Items } else { self.main_kind };
        self.begin_function(kind);
        self.note("function");
        let first = (kind == Kind::Sent && self.one_in(3)).then(|| self.variable());
        let parameter = self.variable();
        let guards: Vec<_> = (0..self.rng.usize(0..=2)).map(|_| self.guard()).collect();
        if first.is_some() {
            self.note("#[resume] parameter");
        }
        self.scope.variables.extend(first);
        self.scope.variables.push(parameter);
        let body = self.statements(2..7);
        let value = self.expression();
        self.made.insert(index, Made { kind, guards: guards.len(), cost: self.cost });
        Function { kind, first, parameter, guards, body, value }
    }

    fn one_in(&mut self, n: u32) -> bool {
        self.rng.u32(0..n) == 0
    }

    fn choose<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.rng.usize(0..from.len())].clone()
    }

    fn choose_of<T: Clone>(&mut self, from: &[T]) -> Option<T> {
        (!from.is_empty()).then(|| self.choose(from))
    }

    fn note(&mut self, feature: &'static str) {
        self.features.push(feature);
    }

    fn name(&mut self) -> Name {
        self.names += 1;
        self.names
    }

    fn variable(&mut self) -> Variable {
        Variable { name: self.name(), access: Access::Immutable }
    }

    fn guard(&mut self) -> Name {
        let name = self.name();
        self.scope.guards.push(name);
        name
    }

    /// Runs `make` in a scope of its own.
    fn scoped<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.scope.clone();
        self.depth += 1;
        let result = make(self);
        self.depth -= 1;
        self.scope = outer;
        result
    }

    /// Runs `make` in a scope that may run `turns` times.
    fn repeated<T>(&mut self, turns: u32, make: impl FnOnce(&mut Self) -> T) -> T {
        self.scoped(|maker| {
            maker.scope.times *= turns;
            maker.scope.outside = (maker.scope.guards.len(), maker.scope.held.len());
            make(maker)
        })
    }

    /// Runs `make` in the loop `label`.
    fn in_loop<T>(&mut self, label: Name, takes_value: bool, turns: u32, make: impl FnOnce(&mut Self) -> T) -> T {
        self.repeated(turns, |maker| {
            maker.scope.loops.push((label, takes_value));
            make(maker)
        })
    }

    /// Runs `make` while `name` is borrowed.
    fn without<T>(&mut self, name: Name, make: impl FnOnce(&mut Self) -> T) -> T {
        let variables = mem::take(&mut self.scope.variables);
        self.scope.variables = variables.iter().copied().filter(|variable| variable.name != name).collect();
        self.moved.insert(name);
        let result = make(self);
        self.moved.remove(&name);
        self.scope.variables = variables;
        result
    }

    /// The guards that are there.
    fn guards(&self) -> Vec<Name> {
        self.scope.guards.iter().copied().filter(|name| !self.moved.contains(name)).collect()
    }

    /// A guard that can be moved away.
    fn movable_guard(&mut self) -> Option<Name> {
        let inside = &self.scope.guards[self.scope.outside.0..];
        let movable: Vec<_> = inside.iter().copied().filter(|name| !self.moved.contains(name)).collect();
        self.choose_of(&movable)
    }

    fn move_away(&mut self, name: Name) -> Name {
        self.moved.insert(name);
        name
    }

    /// Whether something may be added that costs so much each time.
    fn spend(&mut self, cost: u32) -> bool {
        let cost = (cost + 1) * self.scope.times;
        let affordable = self.cost + cost <= MOST_COST;
        if affordable {
            self.cost += cost;
        }
        affordable
    }

    /// Whether the tree may grow.
    fn grow(&mut self) -> bool {
        self.nodes -= 1;
        self.nodes > 0 && self.depth < MOST_DEPTH
    }

    // Statements

    fn statements(&mut self, count: std::ops::Range<usize>) -> Vec<Statement> {
        let count = self.rng.usize(count);
        (0..count).map(|_| self.statement()).collect()
    }

    fn block(&mut self) -> Block {
        self.scoped(|maker| Block { statements: maker.statements(0..3), value: Box::new(maker.expression()) })
    }

    fn statement(&mut self) -> Statement {
        if !self.grow() {
            return Statement::Log(self.expression());
        }
        let made = match self.rng.u32(0..28) {
            0..=2 => Some(self.let_()),
            3 => self.borrow(),
            4..=5 => self.assign(),
            6..=7 => Some(self.new_guard()),
            8 => self.change_guard(),
            9 => Some(self.pause()),
            10..=13 => Some(self.conditional_exit()),
            14 => Some(self.if_()),
            15..=16 => self.for_(),
            17 => self.while_(),
            18..=19 => self.hold(),
            20..=22 => self.step(),
            23 => Some(Statement::Expression(self.expression())),
            _ => None,
        };
        made.unwrap_or_else(|| self.suspension_or_log())
    }

    fn suspension_or_log(&mut self) -> Statement {
        let suspension = if self.one_in(2) { self.delegate() } else { None };
        match suspension.or_else(|| self.yield_()) {
            Some(suspension) => Statement::Expression(suspension),
            None => Statement::Pause,
        }
    }

    fn let_(&mut self) -> Statement {
        let value = self.expression();
        let access = if self.one_in(2) { Access::Mutable } else { Access::Immutable };
        let variable = Variable { name: self.name(), access };
        self.scope.variables.push(variable);
        Statement::Let(variable, value)
    }

    fn borrow(&mut self) -> Option<Statement> {
        let of = self.variable_of(Access::Immutable)?;
        let reference = Variable { name: self.name(), access: Access::Reference };
        self.note("reference to a local");
        self.scope.variables.push(reference);
        Some(Statement::Borrow(reference, of))
    }

    fn variable_of(&mut self, access: Access) -> Option<Variable> {
        let all: Vec<_> = self.scope.variables.iter().copied().filter(|variable| variable.access == access).collect();
        self.choose_of(&all)
    }

    fn assign(&mut self) -> Option<Statement> {
        let variable = self.variable_of(Access::Mutable)?;
        Some(match self.rng.u32(0..3) {
            0 => Statement::Assign(variable, self.expression()),
            1 => Statement::AddAssign(variable, self.expression()),
            _ => {
                self.note("mutable reference across an expression");
                Statement::AddThrough(variable, self.without(variable.name, Self::expression))
            }
        })
    }

    fn new_guard(&mut self) -> Statement {
        self.note("guard in a local");
        Statement::Guard(self.guard())
    }

    fn change_guard(&mut self) -> Option<Statement> {
        if self.one_in(2) {
            let guard = self.movable_guard()?;
            self.note("drop of a local");
            return Some(Statement::Drop(self.move_away(guard)));
        }
        let guards = self.guards();
        let guard = self.choose_of(&guards)?;
        self.note("assignment to a guard");
        Some(Statement::Replace(guard))
    }

    fn pause(&mut self) -> Statement {
        self.note("await");
        Statement::Pause
    }

    fn if_(&mut self) -> Statement {
        self.note("if");
        Statement::If(self.condition(), self.scoped(|maker| maker.statements(1..4)))
    }

    /// Leaves something, where it is not sure that what follows is never reached.
    fn conditional_exit(&mut self) -> Statement {
        let condition = self.condition();
        let exit = self.scoped(|maker| {
            let mut statements = maker.statements(0..2);
            statements.push(maker.exit());
            statements
        });
        Statement::If(condition, exit)
    }

    fn exit(&mut self) -> Statement {
        let blocks = self.scope.blocks.clone();
        let loops = self.scope.loops.clone();
        match self.rng.u32(0..12) {
            0..=3 if !loops.is_empty() => self.break_loop(&loops),
            4..=6 if !loops.is_empty() => {
                self.note("continue");
                Statement::Continue(self.choose(&loops).0)
            }
            7..=8 if !blocks.is_empty() => {
                self.note("break of a labelled block");
                Statement::Break(self.choose(&blocks), Some(self.expression()))
            }
            9 if self.kind == Kind::Thrown => {
                self.note("return Err");
                Statement::Fail(self.expression())
            }
            10 => {
                self.note("panic");
                Statement::Panic
            }
            _ => {
                self.note("return");
                Statement::Return(self.expression())
            }
        }
    }

    fn break_loop(&mut self, loops: &[(Name, bool)]) -> Statement {
        let (label, takes_value) = self.choose(loops);
        self.note(if loops.last() == Some(&(label, takes_value)) { "break" } else { "break of an outer loop" });
        Statement::Break(label, takes_value.then(|| self.expression()))
    }

    fn for_(&mut self) -> Option<Statement> {
        let (source, turns) = match self.rng.u32(0..4) {
            0 if !self.scope.in_macro => (self.call(&[Kind::Items]).map(Source::Call)?, MOST_COST),
            _ => self.plain_source(),
        };
        self.note(if let Source::Call(_) = source { "for over a generator" } else { "for" });
        let turns = turns.clamp(1, 4);
        let label = self.name();
        let item = self.variable();
        let body = self.in_loop(label, false, turns, |maker| {
            maker.scope.variables.push(item);
            maker.statements(1..4)
        });
        Some(Statement::For { label, item, source, body })
    }

    fn while_(&mut self) -> Option<Statement> {
        if !self.spend(0) {
            return None;
        }
        self.note("while");
        let label = self.name();
        let turns = self.rng.u32(1..4);
        let condition = self.repeated(turns + 1, Self::condition);
        let body = self.in_loop(label, false, turns, |maker| maker.statements(1..4));
        Some(Statement::While { label, turns: turns.into(), condition, body })
    }

    fn hold(&mut self) -> Option<Statement> {
        let call = self.call(&[Kind::Items])?;
        self.note("held generator");
        let name = self.name();
        self.scope.held.push((name, call.function));
        Some(Statement::Hold(name, call))
    }

    fn step(&mut self) -> Option<Statement> {
        let held: Vec<_> = self.scope.held.iter().filter(|(name, _)| !self.moved.contains(name)).copied().collect();
        let (name, function) = self.choose_of(&held)?;
        if !self.spend(0) {
            return None;
        }
        self.note("step of a held generator");
        Some(Statement::Step(name, function))
    }

    // Expressions

    fn constant(&mut self) -> Expression {
        Expression::Constant(self.rng.i64(0..10))
    }

    fn leaf(&mut self) -> Expression {
        let variables = self.scope.variables.clone();
        match self.choose_of(&variables) {
            Some(variable) if !self.one_in(4) => Expression::Read(variable),
            _ => self.constant(),
        }
    }

    fn boxed(&mut self) -> Box<Expression> {
        Box::new(self.expression())
    }

    fn expressions(&mut self, least: usize) -> Vec<Expression> {
        let count = self.rng.usize(least..4);
        (0..count).map(|_| self.expression()).collect()
    }

    fn expression(&mut self) -> Expression {
        if !self.grow() {
            return self.leaf();
        }
        self.depth += 1;
        let made = match self.rng.u32(0..36) {
            0..=3 => Some(self.operation()),
            4..=8 => self.yield_(),
            9..=10 => self.delegate(),
            11 => Some(self.temporary()),
            12 => self.around(),
            13..=14 => Some(self.element()),
            15 => Some(Expression::Call(self.boxed(), self.boxed())),
            16 => Some(self.macro_()),
            17 => Some(self.if_else()),
            18 => Some(self.match_()),
            19 => self.loop_(),
            20 => Some(self.labelled()),
            _ => None,
        };
        self.depth -= 1;
        made.unwrap_or_else(|| self.leaf())
    }

    fn operation(&mut self) -> Expression {
        let operator = self.choose(&["+", "-", "*", "^"]);
        Expression::Binary(operator, self.boxed(), self.boxed())
    }

    fn yield_(&mut self) -> Option<Expression> {
        if !self.spend(0) {
            return None;
        }
        self.note("yield");
        let value = self.boxed();
        let received = self.received(self.kind.is_resumed_with_unit());
        Some(Expression::Yield(value, received))
    }

    fn received(&mut self, unit: bool) -> Received {
        let error = if self.kind == Kind::Thrown { self.error() } else { Error::None };
        Received { unit, error }
    }

    fn error(&mut self) -> Error {
        match self.rng.u32(0..5) {
            0..=1 => {
                self.note("`?` of a yield");
                Error::Propagate
            }
            2 => Error::Increment,
            _ => {
                self.note("`match` of a yield");
                let (value, error) = (self.variable(), self.variable());
                let mut arm = |variable| {
                    self.scoped(|maker| {
                        maker.scope.variables.push(variable);
                        maker.block()
                    })
                };
                let (on_value, on_error) = (arm(value), arm(error));
                Error::Match(value, on_value, error, on_error)
            }
        }
    }

    fn delegate(&mut self) -> Option<Expression> {
        let kind = self.kind;
        let (source, unit) = match kind {
            Kind::Sent => (self.call(&[Kind::Sent]).map(Source::Call)?, false),
            _ if self.one_in(3) => (self.plain_source().0, true),
            _ if self.one_in(2) && !self.scope.held.is_empty() => (self.held_source()?, true),
            _ => {
                let other = if kind == Kind::Thrown { Kind::Thrown } else { Kind::Returning };
                let call = self.call(&[Kind::Items, other])?;
                let unit = self.made[&call.function].kind == Kind::Items;
                (Source::Call(call), unit)
            }
        };
        if !self.spend(0) {
            return None;
        }
        self.note(match source {
            Source::Call(_) => "yield_from! of a generator",
            Source::Held(..) => "yield_from! of a held generator",
            _ => "yield_from! of an iterable",
        });
        let received = self.received(unit);
        Some(Expression::Delegate(source, received))
    }

    fn held_source(&mut self) -> Option<Source> {
        let inside = &self.scope.held[self.scope.outside.1..];
        let movable: Vec<_> = inside.iter().copied().filter(|(name, _)| !self.moved.contains(name)).collect();
        self.choose_of(&movable).map(|(name, function)| Source::Held(self.move_away(name), function))
    }

    /// Something iterable, and how long it is.
    fn plain_source(&mut self) -> (Source, u32) {
        let length = self.rng.u32(0..4);
        if self.one_in(2) {
            return (Source::Range(self.boxed(), length.into()), length);
        }
        let items = self.expressions(1);
        let length = u32::try_from(items.len()).unwrap_or(u32::MAX);
        (if self.one_in(2) { Source::Array(items) } else { Source::Vec(items) }, length)
    }

    /// A call of a function of one of these kinds.
    fn call(&mut self, kinds: &[Kind]) -> Option<Call> {
        let callable = self.made.iter().filter(|(_, made)| kinds.contains(&made.kind));
        let callable: Vec<_> = callable.map(|(&index, made)| (index, made.guards, made.cost)).collect();
        let (function, guards, cost) = self.choose_of(&callable)?;
        if !self.spend(cost) {
            return None;
        }
        let argument = self.boxed();
        let guards = (0..guards).map(|_| self.guard_argument()).collect();
        Some(Call { function, argument, guards })
    }

    fn guard_argument(&mut self) -> GuardArgument {
        let moved = if self.one_in(2) { self.movable_guard() } else { None };
        match moved {
            Some(guard) => {
                self.note("guard moved into a generator");
                GuardArgument::Moved(self.move_away(guard))
            }
            None => GuardArgument::New(self.name()),
        }
    }

    fn temporary(&mut self) -> Expression {
        self.note("temporary with a destructor");
        Expression::Temporary(self.name(), self.boxed())
    }

    fn around(&mut self) -> Option<Expression> {
        let guards = self.guards();
        let guard = self.choose_of(&guards)?;
        self.note("guard borrowed around an expression");
        Some(Expression::Around(guard, self.without(guard, Self::boxed)))
    }

    fn element(&mut self) -> Expression {
        self.note("array or tuple");
        let elements = self.expressions(2);
        let index = self.rng.usize(0..elements.len());
        if self.one_in(2) { Expression::Array(elements, index) } else { Expression::Tuple(elements, index) }
    }

    fn macro_(&mut self) -> Expression {
        self.note("arguments of a macro");
        self.scoped(|maker| {
            maker.scope.in_macro = true;
            Expression::Macro(maker.expressions(1))
        })
    }

    fn if_else(&mut self) -> Expression {
        self.note("if else");
        Expression::If(Box::new(self.condition()), self.block(), self.block())
    }

    fn match_(&mut self) -> Expression {
        self.note("match");
        let scrutinee = self.boxed();
        let arms = (0..self.rng.usize(1..4)).map(|_| self.arm()).collect();
        Expression::Match(scrutinee, arms, self.block())
    }

    fn arm(&mut self) -> Arm {
        let low = self.rng.i64(0..8);
        let pattern = match self.rng.u32(0..3) {
            0 => Pattern::Either(low, low + 8),
            1 => Pattern::Range(low, low + 7),
            _ => Pattern::Bind(self.variable()),
        };
        self.scoped(|maker| {
            if let Pattern::Bind(variable) = pattern {
                maker.scope.variables.push(variable);
            }
            let guard = maker.one_in(2).then(|| maker.repeated(1, Self::condition));
            if guard.is_some() {
                maker.note("match guard");
            }
            Arm { pattern, guard, body: maker.block() }
        })
    }

    fn loop_(&mut self) -> Option<Expression> {
        if !self.spend(0) {
            return None;
        }
        self.note("loop with a value");
        let label = self.name();
        let turns = self.rng.u32(1..4);
        let value = self.repeated(turns, Self::boxed);
        let body = self.in_loop(label, true, turns, |maker| maker.statements(1..4));
        Some(Expression::Loop { label, turns: turns.into(), body, value })
    }

    fn labelled(&mut self) -> Expression {
        let label = self.name();
        self.scoped(|maker| {
            maker.scope.blocks.push(label);
            Expression::Labelled(label, maker.block())
        })
    }

    fn condition(&mut self) -> Condition {
        match self.rng.u32(0..10) {
            0 if self.grow() => Condition::And(Box::new(self.condition()), Box::new(self.condition())),
            1 if self.grow() => Condition::Or(Box::new(self.condition()), Box::new(self.condition())),
            2 if self.grow() => Condition::Not(Box::new(self.condition())),
            3..=5 => Condition::Even(self.expression()),
            _ => Condition::Less(self.expression(), self.expression()),
        }
    }

    // What is done with the program

    fn script(&mut self, kind: Kind, takes_first: bool) -> Vec<Op> {
        let count = self.rng.usize(1..16);
        let mut script = Vec::new();
        if takes_first {
            script.push(Op::Resume(self.rng.i64(0..10)));
        } else if kind != Kind::Items && !self.one_in(8) {
            script.push(Op::Start);
        }
        script.extend((0..count).map(|_| self.op(kind)));
        if kind == Kind::Items && self.one_in(2) {
            script.push(Op::Rest(self.one_in(4).then(|| self.rng.usize(0..6))));
        }
        script
    }

    fn op(&mut self, kind: Kind) -> Op {
        let number = self.rng.i64(0..10);
        match (kind, self.rng.u32(0..20)) {
            (_, 0) => Op::Status,
            (Kind::Items, _) => Op::Next,
            (_, 1) if self.one_in(2) => Op::Close,
            (_, 2) => Op::Start,
            (Kind::Returning, 3..=4) => Op::Iterate(self.rng.usize(0..4)),
            (Kind::Thrown, 3..=8) => Op::Throw(number),
            (_, 9..=12) => Op::Resume(number),
            _ => Op::Send(number),
        }
    }

    fn arrangements(&mut self, count: usize, functions: usize) -> Vec<Arrangement> {
        let mut all = arrangements_of(&mut self.rng, functions);
        self.rng.shuffle(&mut all);
        all.truncate(count);
        all
    }
}

fn arrangements_of(rng: &mut Rng, functions: usize) -> Vec<Arrangement> {
    const SENDABLE: &[Form] = &[Form::Opaque, Form::Box, Form::Pin];
    const LOCAL: &[Form] = &[Form::Opaque, Form::Dyn, Form::LocalBox, Form::Pin];
    let uniform = |name, form| Arrangement { name, forms: vec![form; functions] };
    let mut mixed = |name, asynchronous: usize, from: &[Form]| {
        // What is synchronous cannot call what is not.
        let form = |index| if index < asynchronous { Form::Async } else { from[rng.usize(0..from.len())] };
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
        uniform("async box", Form::AsyncBox),
    ]
}
