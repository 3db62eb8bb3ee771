"""What random generator programs call: the same as the crate gen-tests-fuzz-runtime.

Where Python's generators behave in another way than ours, what stands here expresses our rules:

- A generator that has not run owns its arguments, and drops them when it is closed (rule 1). Python would not enter the body
  then, so no `finally` would run: `primed` runs each generator to a first yield, inside the scope of its arguments.
- `send` and `throw` refuse to be first, and refuse a generator that is finished, and give the value back (rules 5, 6). Python
  raises `TypeError`, `StopIteration`, or the error itself.
- Locals are dropped in reverse order (rule 2): a `Scope` is as many `try`s with a `finally` each, of which Python allows 20 in
  each other.
- What is dropped in the middle of a loop or at its end is closed there, and not when Python no longer refers to it.
- `yield_from!` of an iterator drops what is sent in (`items`). Python would call its `send`, which it has not.
- A labelled `break` or `continue` is an exception that a `Target` catches.
"""

import functools
import inspect

START = object()
events = []
write = events.append


class Thrown(Exception):
    """An `Err` on its way."""

    def __init__(self, value):
        self.value = value


class Panic(BaseException):
    """A panic. No program catches it."""


class Leave(BaseException):
    """Leaves the target of its name."""


class Target:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        pass

    def __exit__(self, _type, leave, _traceback):
        return isinstance(leave, Leave) and leave.args == (self.name,)


class Scope:
    """Closes what it owns, in reverse order."""

    def __init__(self, *owned):
        self.owned = list(owned)

    def own(self, owned):
        self.owned.append(owned)
        return owned

    def __enter__(self):
        return self

    def __exit__(self, *_):
        while self.owned:
            self.owned.pop().close()


class Guard:
    """Writes down when it is dropped, once."""

    def __init__(self, name):
        self.name = name
        self.live = True

    def close(self):
        if self.live:
            self.live = False
            write(f"drop {self.name}")

    def replace(self, name):
        self.close()
        self.name = name
        self.live = True


def primed(function):
    @functools.wraps(function)
    def make(*arguments):
        generator = function(*arguments)
        assert next(generator) is START
        return generator

    return make


def items(source):
    source = iter(source)
    with Scope(*[source] if inspect.isgenerator(source) else []):
        for item in source:
            yield item


def log(number):
    write(f"log {number}")


def log_item(item):
    write("no item" if item is None else f"item {item}")


def panic():
    raise Panic("body")


class Driven:
    """A generator with our statuses."""

    def __init__(self, generator):
        self.generator = generator
        self.started = False

    def status(self):
        if self.generator.gi_frame is None:
            return "Finished"
        return "Suspended" if self.started else "Created"

    def resume(self, value):
        self.started = True
        return self.generator.send(value)

    def throw(self, error):
        return self.generator.throw(Thrown(error))


def drive_items(script, generator):
    """Runs the script of an iterator."""
    driven = Driven(generator)
    for op, *arguments in script:
        if op == "Next":
            attempt(lambda: write_item(next(driven.generator, None)))
        elif op == "Status":
            write("size Some(0)" if driven.status() == "Finished" else "size None")
        elif op == "Rest":
            return attempt(lambda: consume(generator, *arguments))
    write("drop")
    generator.close()


def write_item(item):
    write("end" if item is None else f"yield {item}")


def consume(generator, panics_at):
    with Scope(generator):
        for number, item in enumerate(generator):
            write_item(item)
            if number == panics_at:
                raise Panic("consumer")
        write_item(None)


def drive(script, generator):
    """Runs the script of a generator."""
    driven = Driven(generator)
    for op, *arguments in script:
        attempt(lambda: step(op, arguments, driven))
    write("drop")
    generator.close()


def attempt(act):
    try:
        act()
    except Panic as panic:
        write(f"panic {panic}")


def step(op, arguments, driven):
    status = driven.status()
    if op == "Status":
        write(status)
    elif op == "Close":
        driven.generator.close()
    elif op == "Iterate":
        iterate(driven, *arguments)
    elif op == "Start":
        if status == "Created":
            write(outcome(lambda: driven.resume(None)))
        else:
            write("already started")
    elif op == "Resume":
        value, _ = arguments
        write("finished" if status == "Finished" else outcome(lambda: driven.resume(value)))
    else:
        value, shown = arguments
        act = driven.throw if op == "Throw" else driven.resume
        if status == "Suspended":
            write(outcome(lambda: act(value)))
        else:
            write(("not started " if status == "Created" else "finished ") + shown)


def iterate(driven, count):
    returned = "no return"
    for _ in range(count):
        if driven.status() == "Finished":
            break
        event = outcome(lambda: driven.resume(None))
        if event.startswith("return"):
            returned = event
            break
        write(event)
    write(returned)


def outcome(act):
    try:
        return f"yield {act()}"
    except StopIteration as end:
        return f"return {end.value}"
    except Thrown as error:
        return f"error {error.value}"


def trace(seed, drive, script, generator):
    drive(script, generator)
    print(seed, "python", ";".join(events), sep="\t")
    events.clear()
