//! Random programs as trees: what Rust and Python can both say, with the same meaning.
//!
//! All values are `i64`s that stay small, and all expressions have one, so that any of them can stand anywhere.

pub(crate) use gen_tests_fuzz_runtime::{Op, Plan};

/// A program: functions that are generators, and a script for the first.
pub(crate) struct Program {
    pub(crate) seed: u64,
    /// Each calls only those behind it.
    pub(crate) functions: Vec<Function>,
    /// The arguments of the first function.
    pub(crate) entry: Call,
    pub(crate) script: Vec<Op>,
    /// The forms that the functions take, each time with the same bodies.
    pub(crate) arrangements: Vec<Arrangement>,
    /// The names of what is in it, one for each time.
    pub(crate) features: Vec<&'static str>,
}

impl Program {
    pub(crate) fn kind(&self) -> Kind {
        self.functions[0].kind
    }
}

/// What is resumed with what, and returns what.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    /// `Iterator<Item = i64>`.
    Items,
    /// `Generator<Yield = i64, Return = i64>`.
    Returning,
    /// `Generator<i64, Yield = i64, Return = i64>`.
    Sent,
    /// `Generator<Result<i64, i64>, Yield = i64, Return = Result<i64, i64>>`.
    Thrown,
}

impl Kind {
    pub(crate) fn is_resumed_with_unit(self) -> bool {
        matches!(self, Self::Items | Self::Returning)
    }
}

/// The type that a function returns.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Form {
    Opaque,
    Dyn,
    LocalBox,
    Box,
    Pin,
    Async,
    AsyncDyn,
    AsyncLocalBox,
    AsyncPin,
}

impl Form {
    pub(crate) fn is_async(self) -> bool {
        matches!(self, Self::Async | Self::AsyncDyn | Self::AsyncLocalBox | Self::AsyncPin)
    }
}

/// A form for each function.
pub(crate) struct Arrangement {
    pub(crate) name: &'static str,
    pub(crate) forms: Vec<Form>,
}

pub(crate) struct Function {
    pub(crate) kind: Kind,
    /// The `#[resume]` parameter, where there is one.
    pub(crate) first: Option<Variable>,
    pub(crate) parameter: Variable,
    /// The others.
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Vec<Statement>,
    /// Unused where the kind is [`Kind::Items`].
    pub(crate) value: Expression,
}

pub(crate) enum Parameter {
    Guard(Name),
    Reference(Variable),
    Items {
        items: Items,
        style: Style,
        /// Stands beside it, in a pattern.
        beside: Option<Variable>,
    },
}

impl Parameter {
    pub(crate) fn is_items(&self) -> bool {
        matches!(self, Self::Items { .. })
    }
}

/// How the type of an iterator parameter is written.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Style {
    Impl,
    Generic,
    Where,
    Dyn,
}

/// An iterator in a parameter or in a local.
#[derive(Clone, Copy)]
pub(crate) struct Items {
    pub(crate) name: Name,
    /// The name that is written: that of the iterator that it shadows, if it does.
    pub(crate) written: Name,
    pub(crate) of: ItemKind,
    pub(crate) mutable: bool,
    pub(crate) peekable: bool,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum ItemKind {
    Number,
    Guard,
}

/// What the item of a loop is bound to.
#[derive(Clone, Copy)]
pub(crate) enum Item {
    Number(Variable),
    Indexed(Variable, Variable),
    Guard(Name),
    IndexedGuard(Variable, Name),
}

/// How something is done to each item of an iterator.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Through {
    Itself,
    Parentheses,
    IntoIter,
    Enumerate,
    Take(i64),
    Fuse,
    Macro,
    Function,
    ByRef,
    Reference,
}

impl Through {
    /// Whether the iterator is borrowed, and not moved.
    pub(crate) fn borrows(self) -> bool {
        matches!(self, Self::ByRef | Self::Reference)
    }
}

/// What becomes of an iterator in a `let`.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Adapter {
    Itself,
    Peekable,
    Fuse,
}

/// Numbers of guards, generators, iterators, loops: unique in a program.
pub(crate) type Name = u32;

#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) struct Variable {
    pub(crate) name: Name,
    pub(crate) access: Access,
}

#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Access {
    Immutable,
    Mutable,
    /// A reference to another variable.
    Reference,
}

pub(crate) struct Block {
    pub(crate) statements: Vec<Statement>,
    pub(crate) value: Box<Expression>,
}

pub(crate) enum Statement {
    Let(Variable, Expression),
    Borrow(Variable, Variable),
    Assign(Variable, Expression),
    /// `v += ..`, which reads `v` last.
    AddAssign(Variable, Expression),
    /// Through `&mut v`, taken before the expression is evaluated.
    AddThrough(Variable, Expression),
    Guard(Name),
    /// Drops what the guard was, and makes it a new one.
    Replace(Name),
    Drop(Name),
    Log(Expression),
    Expression(Expression),
    If(Condition, Vec<Statement>),
    For {
        label: Name,
        item: Item,
        source: Source,
        body: Vec<Statement>,
    },
    /// `while let Some(..) = ...next()`.
    WhileLet {
        label: Name,
        item: Item,
        items: Items,
        body: Vec<Statement>,
    },
    While {
        label: Name,
        turns: i64,
        condition: Condition,
        body: Vec<Statement>,
    },
    Break(Name, Option<Expression>),
    Continue(Name),
    Return(Expression),
    /// `return Err(..)`.
    Fail(Expression),
    Panic,
    /// An `.await` that is pending once, where the function is asynchronous.
    Pause,
    /// A generator in a local.
    Hold(Name, Call),
    /// Asks a held generator, of this function, for an item.
    Step(Name, usize),
    /// The first iterator in a local, which is the second.
    Adapt(Items, Items, Adapter),
    /// Drops an iterator.
    DropItems(Items),
}

pub(crate) enum Expression {
    Constant(i64),
    Read(Variable),
    Binary(&'static str, Box<Expression>, Box<Expression>),
    /// In the arguments of a method of a temporary that has a destructor.
    Temporary(Name, Box<Expression>),
    /// In the arguments of a method of a local that has a destructor.
    Around(Name, Box<Expression>),
    Yield(Box<Expression>, Received),
    Delegate(Source, Received),
    /// Asks an iterator for an item: whether there was one.
    Ask(Items),
    /// Whether there is another item.
    Peek(Items),
    Array(Vec<Expression>, usize),
    Tuple(Vec<Expression>, usize),
    Call(Box<Expression>, Box<Expression>),
    /// In the arguments of a macro.
    Macro(Vec<Expression>),
    If(Box<Condition>, Block, Block),
    Match(Box<Expression>, Vec<Arm>, Block),
    /// Left by `break` with a value, at the latest after some turns.
    Loop {
        label: Name,
        turns: i64,
        body: Vec<Statement>,
        value: Box<Expression>,
    },
    Labelled(Name, Block),
}

/// What is done with what a suspension evaluates to.
pub(crate) struct Received {
    /// It is `()`, or `Ok(())`.
    pub(crate) unit: bool,
    pub(crate) error: Error,
}

pub(crate) enum Error {
    /// It is no `Result`.
    None,
    Propagate,
    /// One more than the error.
    Increment,
    Match(Variable, Block, Variable, Block),
}

pub(crate) struct Arm {
    pub(crate) pattern: Pattern,
    pub(crate) guard: Option<Condition>,
    pub(crate) body: Block,
}

pub(crate) enum Pattern {
    Either(i64, i64),
    Range(i64, i64),
    Bind(Variable),
}

pub(crate) enum Condition {
    Less(Expression, Expression),
    Even(Expression),
    And(Box<Condition>, Box<Condition>),
    Or(Box<Condition>, Box<Condition>),
    Not(Box<Condition>),
}

pub(crate) enum Source {
    /// From the number on, so many.
    Range(Box<Expression>, i64),
    Array(Vec<Expression>),
    Vec(Vec<Expression>),
    Call(Call),
    /// What is left of a held generator, of this function.
    Held(Name, usize),
    Items(Items, Through),
    /// An array in a local whose name is that of an iterator.
    Shadowing(Items, Vec<Expression>),
}

pub(crate) struct Call {
    pub(crate) function: usize,
    pub(crate) argument: Box<Expression>,
    /// Those for [`Function::parameters`].
    pub(crate) arguments: Vec<Argument>,
}

pub(crate) enum Argument {
    NewGuard(Name),
    MovedGuard(Name),
    Reference,
    NewItems(Name, ItemKind, Plan),
    MovedItems(Items),
    /// A generator is the iterator.
    Generator(Call),
}

/// What stands behind a reference or beside an iterator in an argument.
pub(crate) const PLAIN_ARGUMENT: i64 = 7;
