//! Makes a random program of a seed.
//!
//! What is made compiles and ends: a name is used where it is in scope and not moved, every loop counts its turns, and
//! a function calls only those behind it, which are made first. The cost of each is known then, so that no program runs
//! long.

mod expressions;
mod items;
mod script;
mod statements;

use std::collections::{BTreeMap, BTreeSet};
use std::mem;

use fastrand::Rng;

use crate::ast::{Access, Call, Function, ItemKind, Items, Kind, Name, Parameter, Program, Variable};

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
    maker.main_kind = maker.choose(&[Kind::Items, Kind::Items, Kind::Returning, Kind::Sent, Kind::Thrown]);
    let mut functions: Vec<_> = (0..count).rev().map(|index| maker.function(index)).collect();
    functions.reverse();
    maker.begin_function(Kind::Items);
    let entry = Call { function: 0, argument: Box::new(maker.constant()), arguments: maker.arguments(0) };
    let script = maker.script(functions[0].kind, functions[0].first.is_some());
    let takes_items = functions.iter().flat_map(|function| &function.parameters).any(Parameter::is_items);
    let arrangements = maker.arrangements(arrangements, count, takes_items);
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
    needs: Vec<Need>,
    cost: u32,
}

/// What is needed for a parameter.
#[derive(Clone, Copy)]
enum Need {
    Guard,
    Reference,
    Items(ItemKind),
}

impl Need {
    fn of(parameter: &Parameter) -> Self {
        match parameter {
            Parameter::Guard(_) => Self::Guard,
            Parameter::Reference(_) => Self::Reference,
            Parameter::Items { items, .. } => Self::Items(items.of),
        }
    }
}

/// What is in scope.
#[derive(Clone, Default)]
struct Scope {
    variables: Vec<Variable>,
    guards: Vec<Name>,
    items: Vec<Items>,
    held: Vec<(Name, usize)>,
    /// Loops, and whether `break` takes a value.
    loops: Vec<(Name, bool)>,
    /// Labelled blocks.
    blocks: Vec<Name>,
    /// Of `guards`, `held` and `items`, how many lie outside of the innermost loop: what moves there would move again.
    outside: (usize, usize, usize),
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
        let parameters = self.parameters();
        if first.is_some() {
            self.note("#[resume] parameter");
        }
        self.scope.variables.extend(first);
        self.scope.variables.push(parameter);
        let body = self.function_body();
        let value = self.expression();
        self.made.insert(index, Made { kind, needs: parameters.iter().map(Need::of).collect(), cost: self.cost });
        Function { kind, first, parameter, parameters, body, value }
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
            maker.scope.outside = (maker.scope.guards.len(), maker.scope.held.len(), maker.scope.items.len());
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
}
