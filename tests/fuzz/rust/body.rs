//! Writes functions, and what is in them, much as they are in the tree.

use super::items::{adapt, through};
use crate::ast::{
    Access, Arm, Block, Call, Condition, Error, Expression, Form, Function, Kind, Pattern, Program, Received, Source,
    Statement, Style, Variable,
};

/// What a function, and what is in it, is written with.
pub(super) struct Body<'a> {
    pub(super) program: &'a Program,
    pub(super) forms: &'a [Form],
    /// The function's.
    pub(super) index: usize,
}

impl Body<'_> {
    fn kind(&self) -> Kind {
        self.program.functions[self.index].kind
    }

    fn is_async(&self) -> bool {
        self.forms[self.index].is_async()
    }

    pub(super) fn function(&self, function: &Function) -> String {
        let Function { kind, first, parameter, parameters: others, body, value } = function;
        let mut parameters = vec![format!("v{}: i64", parameter.name)];
        parameters.extend(others.iter().map(|parameter| self.parameter(parameter)));
        parameters.extend(first.iter().map(|first| format!("#[resume] v{}: i64", first.name)));
        let asynchronous = if self.is_async() { "async " } else { "" };
        let value = match kind {
            Kind::Items => String::new(),
            Kind::Thrown => format!("Ok({})\n", self.expression(value)),
            Kind::Returning | Kind::Sent => format!("{}\n", self.expression(value)),
        };
        format!(
            "\n#[generator]\npub {asynchronous}fn f{}{}({}) -> {} {}{{\n{}{value}}}\n",
            self.index,
            self.generics(others, Style::Generic, "<", "> "),
            parameters.join(", "),
            write_type(*kind, self.forms[self.index]),
            self.generics(others, Style::Where, "where ", " "),
            self.statements(body),
        )
    }

    pub(super) fn statements(&self, statements: &[Statement]) -> String {
        statements.iter().map(|statement| self.statement(statement) + "\n").collect()
    }

    fn block(&self, Block { statements, value }: &Block) -> String {
        format!("{{\n{}{}\n}}", self.statements(statements), self.expression(value))
    }

    fn statement(&self, statement: &Statement) -> String {
        match statement {
            Statement::Let(variable, value) => {
                let mutable = if variable.access == Access::Mutable { "mut " } else { "" };
                format!("let {mutable}v{} = {};", variable.name, self.expression(value))
            }
            Statement::Borrow(reference, of) => format!("let v{} = &v{};", reference.name, of.name),
            Statement::Assign(Variable { name, .. }, value) => format!("v{name} = {};", self.expression(value)),
            Statement::AddAssign(Variable { name, .. }, value) => {
                format!("v{name} += {};\nv{name} &= 255;", self.expression(value))
            }
            Statement::AddThrough(Variable { name, .. }, value) => {
                format!("add_to(&mut v{name}, {});", self.expression(value))
            }
            Statement::Guard(name) => format!("let mut g{name} = Guard::new(\"g{name}\");"),
            Statement::Replace(name) => format!("g{name} = Guard::new(\"g{name}\");"),
            Statement::Drop(name) => format!("drop(g{name});"),
            Statement::Log(value) => format!("log({});", self.expression(value)),
            Statement::Expression(value) => self.expression_statement(value),
            Statement::If(condition, statements) => {
                format!("if {} {{\n{}}}", self.condition(condition), self.statements(statements))
            }
            Statement::For { label, item, source, body } => self.for_(*label, *item, source, body),
            Statement::WhileLet { label, item, items, body } => self.while_let(*label, *item, *items, body),
            Statement::While { label, turns, condition, body } => format!(
                "let mut w{label} = 0;\n'l{label}: while w{label} < {turns} && {} {{\nw{label} += 1;\n{}}}",
                self.condition(condition),
                self.statements(body)
            ),
            Statement::Break(label, None) => format!("break 'l{label};"),
            Statement::Break(label, Some(value)) => format!("break 'l{label} {};", self.expression(value)),
            Statement::Continue(label) => format!("continue 'l{label};"),
            Statement::Return(value) => match self.kind() {
                Kind::Items => format!("log({});\nreturn;", self.expression(value)),
                Kind::Thrown => format!("return Ok({});", self.expression(value)),
                Kind::Returning | Kind::Sent => format!("return {};", self.expression(value)),
            },
            Statement::Fail(error) => format!("return Err({});", self.expression(error)),
            Statement::Panic => "panic!(\"body\");".to_owned(),
            Statement::Pause if self.is_async() => "pause().await;".to_owned(),
            Statement::Pause => String::new(),
            Statement::Hold(name, call) => format!("let mut h{name} = {};", self.iterator(call).1),
            Statement::Step(name, function) if self.forms[*function].is_async() => {
                format!("log_item(next(&mut h{name}).await);")
            }
            Statement::Step(name, _) => format!("log_item(h{name}.next());"),
            Statement::Adapt(from, to, adapter) => adapt(*from, *to, *adapter),
            Statement::DropItems(items) => format!("drop(s{});", items.written),
        }
    }

    fn expression_statement(&self, value: &Expression) -> String {
        match value {
            Expression::Yield(value, Received { error: Error::None, .. }) => {
                format!("yield_!({});", self.expression(value))
            }
            Expression::Delegate(source, Received { error: Error::None, .. }) => {
                format!("{};", self.delegate(source))
            }
            _ => format!("_ = {};", self.expression(value)),
        }
    }

    fn expression(&self, expression: &Expression) -> String {
        match expression {
            Expression::Constant(value) => format!("{value}_i64"),
            Expression::Read(Variable { name, access: Access::Reference }) => format!("*v{name}"),
            Expression::Read(Variable { name, .. }) => format!("v{name}"),
            Expression::Binary(operator, left, right) => {
                format!("(({} {operator} {}) & 255)", self.expression(left), self.expression(right))
            }
            Expression::Temporary(name, value) => format!("Guard::new(\"g{name}\").around({})", self.expression(value)),
            Expression::Around(name, value) => format!("g{name}.around({})", self.expression(value)),
            Expression::Yield(value, received) => {
                self.received(&format!("yield_!({})", self.expression(value)), received)
            }
            Expression::Delegate(source, received) => self.received(&self.delegate(source), received),
            Expression::Ask(items) => format!("found(s{}.next())", items.written),
            Expression::Peek(items) => format!("peek(&mut s{})", items.written),
            Expression::Array(elements, index) => format!("[{}][{index}]", self.list(elements)),
            Expression::Tuple(elements, index) => format!("({}).{index}", self.list(elements)),
            Expression::Call(left, right) => format!("mix({}, {})", self.expression(left), self.expression(right)),
            Expression::Macro(elements) => format!("(vec![{}].iter().sum::<i64>() & 255)", self.list(elements)),
            Expression::If(condition, then, otherwise) => {
                format!("if {} {} else {}", self.condition(condition), self.block(then), self.block(otherwise))
            }
            Expression::Match(scrutinee, arms, rest) => {
                let arms: String = arms.iter().map(|arm| self.arm(arm)).collect();
                format!("match {} & 15 {{\n{arms}_ => {}\n}}", self.expression(scrutinee), self.block(rest))
            }
            Expression::Loop { label, turns, body, value } => format!(
                "({{\nlet mut w{label} = 0;\n'l{label}: loop {{\nif w{label} == {turns} {{\nbreak {};\n}}\nw{label} += 1;\n{}}}\n}})",
                self.expression(value),
                self.statements(body)
            ),
            Expression::Labelled(label, block) => format!("('l{label}: {})", self.block(block)),
        }
    }

    pub(super) fn list(&self, expressions: &[Expression]) -> String {
        let expressions: Vec<_> = expressions.iter().map(|expression| self.expression(expression)).collect();
        expressions.join(", ")
    }

    fn received(&self, suspension: &str, Received { unit, error }: &Received) -> String {
        let result = match (error, unit) {
            (Error::None, true) => format!("unit({suspension})"),
            (_, true) => format!("{suspension}.map(unit)"),
            (_, false) => suspension.to_owned(),
        };
        match error {
            Error::None => result,
            Error::Propagate => format!("{result}?"),
            Error::Increment => format!("{result}.unwrap_or_else(|error| error + 1)"),
            Error::Match(value, on_value, error, on_error) => format!(
                "match {result} {{\nOk(v{}) => {}\nErr(v{}) => {}\n}}",
                value.name,
                self.block(on_value),
                error.name,
                self.block(on_error)
            ),
        }
    }

    fn arm(&self, Arm { pattern, guard, body }: &Arm) -> String {
        let pattern = match pattern {
            Pattern::Either(a, b) => format!("{a} | {b}"),
            Pattern::Range(low, high) => format!("{low}..={high}"),
            Pattern::Bind(variable) => format!("v{}", variable.name),
        };
        let guard = guard.as_ref().map_or_else(String::new, |guard| format!(" if {}", self.condition(guard)));
        format!("{pattern}{guard} => {}\n", self.block(body))
    }

    fn condition(&self, condition: &Condition) -> String {
        match condition {
            Condition::Less(left, right) => format!("({} < {})", self.expression(left), self.expression(right)),
            Condition::Even(value) => format!("({} % 2 == 0)", self.expression(value)),
            Condition::And(left, right) => format!("({} && {})", self.condition(left), self.condition(right)),
            Condition::Or(left, right) => format!("({} || {})", self.condition(left), self.condition(right)),
            Condition::Not(condition) => format!("!{}", self.condition(condition)),
        }
    }

    pub(super) fn call(&self, Call { function, argument, arguments: others }: &Call) -> String {
        let mut arguments = vec![self.expression(argument)];
        let parameters = &self.program.functions[*function].parameters;
        arguments.extend(parameters.iter().zip(others).map(|it| self.argument(it.0, it.1)));
        format!("f{function}({})", arguments.join(", "))
    }

    /// To delegate to a finished generator is a mistake, unlike to a finished iterator; and what is held may be either.
    fn delegate(&self, source: &Source) -> String {
        let delegation = format!("yield_from!({})", self.source(source));
        match source {
            Source::Held(name, function) if self.is_boxed_generator(*function) => {
                format!("if h{name}.status() != GeneratorStatus::Finished {{\n{delegation}\n}}")
            }
            _ => delegation,
        }
    }

    fn is_boxed_generator(&self, function: usize) -> bool {
        self.kind().is_resumed_with_unit()
            && matches!(self.forms[function], Form::LocalBox | Form::Box | Form::AsyncLocalBox)
    }

    /// What `yield_from!` is given.
    fn source(&self, source: &Source) -> String {
        match source {
            Source::Range(from, count) => format!("({}..).take({count})", self.expression(from)),
            Source::Array(items) => format!("[{}]", self.list(items)),
            Source::Vec(items) => format!("vec![{}]", self.list(items)),
            Source::Held(name, _) => format!("h{name}"),
            Source::Items(items, way) => through(*items, *way),
            Source::Shadowing(items, _) => format!("s{}", items.written),
            Source::Call(call) if self.is_generator_here(call) => self.call(call),
            Source::Call(call) => self.iterator(call).1,
        }
    }

    /// Whether what is called is resumed with what this function is resumed with.
    fn is_generator_here(&self, call: &Call) -> bool {
        let kind = self.program.functions[call.function].kind;
        kind == self.kind() || kind.is_resumed_with_unit() && self.kind().is_resumed_with_unit()
    }

    /// What a `for` loop is given, and the attribute of the loop.
    pub(super) fn iterable(&self, source: &Source) -> (&'static str, String) {
        match source {
            Source::Call(call) => self.iterator(call),
            _ => ("", self.source(source)),
        }
    }

    fn iterator(&self, call: &Call) -> (&'static str, String) {
        let text = self.call(call);
        match self.forms[call.function] {
            Form::Pin => ("", format!("Owned::new({text})")),
            Form::AsyncPin => ("#[for_await]\n", format!("Box::pin({text})")),
            form if form.is_async() => ("#[for_await]\n", text),
            _ => ("", text),
        }
    }
}

/// The return type of a function.
fn write_type(kind: Kind, form: Form) -> String {
    let (resume, returned) = match kind {
        Kind::Items => ("()", "()"),
        Kind::Returning => ("()", "i64"),
        Kind::Sent => ("i64", "i64"),
        Kind::Thrown => ("Result<i64, i64>", "Result<i64, i64>"),
    };
    let generics = format!("<{resume}, Yield = i64, Return = {returned}>");
    match (kind, form) {
        (Kind::Items, Form::Opaque) => "impl Iterator<Item = i64>".to_owned(),
        (Kind::Items, Form::Dyn) => "Box<dyn Iterator<Item = i64>>".to_owned(),
        (Kind::Items, Form::Async) => "impl Stream<Item = i64>".to_owned(),
        (Kind::Items, Form::AsyncDyn) => "Pin<Box<dyn Stream<Item = i64>>>".to_owned(),
        (Kind::Items, Form::AsyncPin) => "impl PinStream<Item = i64>".to_owned(),
        (_, Form::Opaque) => format!("impl Generator{generics}"),
        (_, Form::Dyn) => format!("Box<dyn Generator{generics}>"),
        (_, Form::LocalBox) => format!("LocalBoxGenerator<'static, i64, {resume}, {returned}>"),
        (_, Form::Box) => format!("BoxGenerator<'static, i64, {resume}, {returned}>"),
        (_, Form::Pin) => format!("impl PinGenerator{generics}"),
        (_, Form::Async) => format!("impl AsyncGenerator{generics}"),
        (_, Form::AsyncDyn) => format!("Pin<Box<dyn AsyncGenerator{generics}>>"),
        (_, Form::AsyncLocalBox) => format!("LocalBoxAsyncGenerator<'static, i64, {resume}, {returned}>"),
        (_, Form::AsyncPin) => format!("impl PinAsyncGenerator{generics}"),
    }
}
