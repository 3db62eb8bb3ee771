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
- An iterator that is a parameter is closed where it is dropped; so are what adapts it (`Adapter`) and its items.
- What panics when it is dropped does not if a panic is under way, and what is left is dropped nevertheless (`close_all`).
- A labelled `break` or `continue` is an exception that a `Target` catches.
"""

import atexit
import functools

START = object()
events = []
write = events.append


class Thrown(Exception):
    """An `Err` on its way."""

    def __init__(self, value):
        self.value = value


class Panic(BaseException):
    """A panic. No program catches it."""

    under_way = False

    def __init__(self, message):
        super().__init__(message)
        Panic.under_way = True


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
        close_all(self.owned)


def close_all(owned):
    """Closes the last first."""
    panic = None
    while owned:
        try:
            owned.pop().close()
        except Panic as its:
            panic = its
    if panic:
        raise panic


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


class Source:
    """An iterator that writes down what happens to it."""

    def __init__(self, name, length, panics_at, panics_in_drop, again):
        self.name, self.length, self.panics_at, self.again = name, length, panics_at, again
        self.panics_in_drop = panics_in_drop
        self.asked = 0
        self.live = True

    def __iter__(self):
        return self

    def __next__(self):
        index = self.asked
        self.asked += 1
        write(f"ask {self.name}")
        if index == self.panics_at:
            raise Panic("source")
        if index < self.length or self.length < index <= self.length + self.again:
            return self.item(index)
        raise StopIteration

    def close(self):
        if self.live:
            self.live = False
            write(f"drop {self.name}")
            if self.panics_in_drop and not Panic.under_way:
                raise Panic("dropped source")


class Numbers(Source):
    def item(self, index):
        return index


class Guards(Source):
    def item(self, index):
        return Guard(f"{self.name}.{index}")


class Adapter:
    """Owns an iterator."""

    def __init__(self, items):
        self.items = items

    def __iter__(self):
        return self

    def close(self):
        self.items.close()


class Enumerate(Adapter):
    count = -1

    def __next__(self):
        item = next(self.items)
        self.count += 1
        return self.count, item


class Take(Adapter):
    def __init__(self, items, count):
        super().__init__(items)
        self.count = count

    def __next__(self):
        if self.count == 0:
            raise StopIteration
        self.count -= 1
        return next(self.items)


class Fuse(Adapter):
    """Drops the iterator at its end."""

    ended = False

    def __next__(self):
        if self.ended:
            raise StopIteration
        try:
            return next(self.items)
        except StopIteration:
            self.ended = True
            self.close()
            raise


class Peekable(Adapter):
    """What is peeked is an item, None at an end, or not there."""

    NOTHING = object()
    peeked = NOTHING

    def peek(self):
        if self.peeked is self.NOTHING:
            self.peeked = next(self.items, None)
        return int(self.peeked is not None)

    def __next__(self):
        item, self.peeked = self.peeked, self.NOTHING
        if item is self.NOTHING:
            return next(self.items)
        if item is None:
            raise StopIteration
        return item

    def close(self):
        close_all([self.peeked] * hasattr(self.peeked, "close") + [self.items])


def found(items):
    item = next(items, None)
    if hasattr(item, "close"):
        item.close()
    return int(item is not None)


def primed(function):
    @functools.wraps(function)
    def make(*arguments):
        generator = function(*arguments)
        assert next(generator) is START
        return generator

    return make


def items(source):
    source = iter(source)
    with Scope(*[source] if hasattr(source, "close") else []):
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
    end(op, generator)


# Python closes them when it exits, and would complain of their panics.
forgotten = []
atexit.register(lambda: [attempt(generator.close) for generator in forgotten])


def end(op, generator):
    if op == "Forget":
        forgotten.append(generator)
        return write("forget")
    write("drop")
    attempt(generator.close)


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
    end(op, generator)


def attempt(act):
    try:
        act()
    except Panic as panic:
        write(f"panic {panic}")
        Panic.under_way = False


def step(op, arguments, driven):
    status = driven.status()
    if op == "Status":
        write(status)
    elif op == "Close":
        driven.generator.close()
    elif op in ("Move", "Forget"):
        pass
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
