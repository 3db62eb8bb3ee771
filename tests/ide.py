#!/usr/bin/env python3
"""Edits generators in rust-analyzer, by a scripted LSP session, and checks what it shows.

`RUST_ANALYZER` names the server, `rust-analyzer` if unset. docs/ide.md tells what was seen.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent

MANIFEST = f"""
[package]
name = "edited"
version = "0.0.0"
edition = "2024"

[dependencies]
futures-core = "0.3"
gen-core = {{ path = "{REPOSITORY}/gen-core" }}

[workspace]
"""

PRELUDE = """
use std::num::ParseIntError;

use futures_core::Stream;
use gen_core::{AsyncGenerator, BoxGenerator, Generator, PinGenerator, gen_, gen_expr, generator, try_generator};

pub struct Pair { pub left: u32, pub right: u32 }

impl Pair {
    pub fn total(&self) -> u32 { self.left + self.right }
}

pub fn helper(n: u32) -> u32 { n }
"""

FORMS = {
    "impl Iterator": "#[generator] fn f(pair: Pair) -> impl Iterator<Item = u32> { BODY }",
    "impl Generator": "#[generator] fn f(pair: Pair) -> impl Generator<i32, Yield = u32> { BODY }",
    "impl PinGenerator": "#[generator] fn f(pair: Pair) -> impl PinGenerator<i32, Yield = u32> { BODY }",
    "Box<dyn Iterator>": "#[generator] fn f(pair: Pair) -> Box<dyn Iterator<Item = u32>> { BODY }",
    "BoxGenerator": "#[generator] fn f(pair: Pair) -> BoxGenerator<'static, u32, i32> { BODY }",
    "a method": "impl Pair { #[generator] fn f(&self) -> impl Iterator<Item = u32> { let pair = self; BODY } }",
    "impl Stream": "#[generator] async fn f(pair: Pair) -> impl Stream<Item = u32> { BODY }",
    "impl AsyncGenerator": "#[generator] async fn f(pair: Pair) -> impl AsyncGenerator<i32, Yield = u32> { BODY }",
    "#[try_generator]":
        "#[try_generator] fn f(pair: Pair) -> impl Iterator<Item = Result<u32, ParseIntError>> { BODY }",
    "gen_!": "fn f(pair: Pair) { let _ = gen_!({ BODY }); }",
    "gen_!(async)": "fn f(pair: Pair) { let _ = gen_!(async { BODY }); }",
}
SENT = ("impl Generator", "impl PinGenerator", "BoxGenerator", "impl AsyncGenerator")
ATTRIBUTES = tuple(form for form in FORMS if not form.startswith("gen_!"))


class Server:
    """A rust-analyzer that has one file open."""

    def __init__(self, command, root):
        self.file = (root / "src/lib.rs").as_uri()
        self.last_id = 0
        self.version = 0
        self.ready = False
        self.process = subprocess.Popen(
            [command], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.request("initialize", {
            "processId": os.getpid(),
            "rootUri": root.as_uri(),
            "capabilities": {
                "textDocument": {"diagnostic": {}, "hover": {"contentFormat": ["plaintext"]}},
                "experimental": {"serverStatusNotification": True},
            },
            "initializationOptions": {"checkOnSave": False},
        })
        self.notify("initialized", {})
        item = {"uri": self.file, "languageId": "rust", "version": 0, "text": PRELUDE}
        self.notify("textDocument/didOpen", {"textDocument": item})
        while not self.ready:
            self.receive()

    def stop(self):
        self.request("shutdown", None)
        self.notify("exit", None)
        self.process.wait()

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def request(self, method, params):
        """The result. A request that an edit has overtaken is made again."""
        while True:
            self.last_id += 1
            self.send({"id": self.last_id, "method": method, "params": params})
            while (answer := self.receive()).get("id") != self.last_id or "method" in answer:
                pass
            if "error" not in answer:
                return answer["result"]
            if answer["error"]["code"] != -32801:
                raise RuntimeError(answer["error"]["message"])
            time.sleep(0.1)

    def send(self, message):
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(content), content))
        self.process.stdin.flush()

    def receive(self):
        length = 0
        while line := self.process.stdout.readline().strip():
            name, value = line.split(b": ")
            length = int(value) if name == b"Content-Length" else length
        message = json.loads(self.process.stdout.read(length))
        if message.get("method") == "experimental/serverStatus":
            self.ready = message["params"]["quiescent"]
        if "method" in message and "id" in message:
            self.send({"id": message["id"], "result": None})
        return message

    def edit(self, code):
        """Replaces the file. `$0` is the cursor; what it points at is returned."""
        before, _, after = (PRELUDE + code).partition("$0")
        self.version += 1
        document = {"uri": self.file, "version": self.version}
        self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": before + after}]})
        line = before.rpartition("\n")[2]
        position = {"line": before.count("\n"), "character": len(line)}
        return {"textDocument": {"uri": self.file}, "position": position}

    def ask(self, feature, code, **more):
        return self.request(f"textDocument/{feature}", {**self.edit(code), **more})


# What is asked, and what is found: a set of strings that must contain what is expected.


def hover(server, code):
    found = server.ask("hover", code)
    return {line.strip() for line in found["contents"]["value"].splitlines()} if found else set()


def completion(server, code):
    found = server.ask("completion", code) or []
    items = found if isinstance(found, list) else found["items"]
    return {item["label"].partition("(")[0] for item in items}


def definition(server, code):
    found = server.ask("definition", code) or []
    lines = (PRELUDE + code).splitlines()
    places = [(place["uri"], place["range"]["start"]["line"]) for place in found]
    return {lines[line].strip() if uri == server.file else Path(uri).name for uri, line in places}


def references(server, code):
    found = server.ask("references", code, context={"includeDeclaration": True}) or []
    return {f"{len(found)} places"}


def rename(server, code):
    found = server.ask("rename", code, newName="renamed")
    edits = [edit for change in found.get("documentChanges", []) for edit in change["edits"]]
    return {f"{len(edits)} places"}


def inlay_hints(server, code):
    asked = server.edit(code + "$0")
    document, end = asked["textDocument"], asked["position"]
    whole = {"start": {"line": 0, "character": 0}, "end": end}
    found = server.request("textDocument/inlayHint", {"textDocument": document, "range": whole}) or []
    parts = [[hint["label"]] if isinstance(hint["label"], str) else hint["label"] for hint in found]
    return {"".join(part if isinstance(part, str) else part["value"] for part in label) for label in parts}


def errors_elsewhere(server, code):
    """Of the file's errors those that are not in the line of the generator."""
    document = server.edit(code)["textDocument"]
    found = server.request("textDocument/diagnostic", {"textDocument": document})["items"]
    errors = [error for error in found if error.get("severity") == 1]
    return {error["message"] for error in errors if error["range"]["start"]["line"] < PRELUDE.count("\n")} or {"none"}


def errors(server, code):
    document = server.edit(code)["textDocument"]
    found = server.request("textDocument/diagnostic", {"textDocument": document})["items"]
    return {error["message"] for error in found if error.get("severity") == 1} or {"none"}


MEMBERS = {"left", "right", "total"}
LATER = "\n let later = pair.left; yield_!(later); "

# (what is asked, in a body, must hold, in these forms)
CASES = [
    (errors, "let local = pair.total(); yield_!(local); yield_!(helper(2));", {"none"}, FORMS),
    (hover, "let local$0 = pair.left; yield_!(local);", {"let local: u32"}, FORMS),
    (hover, "yield_!(1); let local$0 = pair.total(); yield_!(local);", {"let local: u32"}, FORMS),
    (hover, "let sent$0 = yield_!(1); let _ = sent;", {"let sent: i32"}, SENT),
    (hover, "for item$0 in [pair.left] { yield_!(item); }", {"let item: u32"}, FORMS),
    (hover, "yield_!(pair.tot$0al());", {"pub fn total(&self) -> u32"}, FORMS),
    (hover, "yield$0_!(1);", {"Suspends with value; evaluates to what the caller sends in."}, FORMS),
    (inlay_hints, "let local = pair.left; yield_!(local);", {": u32"}, ATTRIBUTES),
    (completion, "yield_!(1); pair.$0" + LATER, MEMBERS, FORMS),
    (completion, "yield_!(1); pair.$0; yield_!(2);", MEMBERS, FORMS),
    (completion, "let local = 1; yield_!(2); loc$0", {"local"}, FORMS),
    (completion, "let local = 1; yield_!(loc$0);", {"local"}, FORMS),
    (completion, "yield_!(pair.$0); yield_!(2);", MEMBERS, FORMS),
    (completion, "yield_!(helper(1 + pair.$0));", MEMBERS, FORMS),
    (completion, "yield_from!(Some(pair.$0));", MEMBERS, FORMS),
    (completion, "yield_!(pair.$0" + LATER, MEMBERS, FORMS),
    (completion, "println!(\"{}\", pair.$0); yield_!(1);", MEMBERS, FORMS),
    (definition, "hel$0per(1); yield_!(1);", {"pub fn helper(n: u32) -> u32 { n }"}, FORMS),
    (definition, "yield_!(hel$0per(1));", {"pub fn helper(n: u32) -> u32 { n }"}, FORMS),
    (definition, "yield_from!([hel$0per(1)]);", {"pub fn helper(n: u32) -> u32 { n }"}, FORMS),
    (definition, "\nlet local = 1;\nyield_!(lo$0cal);", {"let local = 1;"}, FORMS),
    (references, "let loc$0al = pair.left; yield_!(local); helper(local);", {"3 places"}, FORMS),
    (rename, "let loc$0al = pair.left; yield_!(local); helper(local);", {"3 places"}, FORMS),
    # Half-written code.
    (hover, "yield_!(" + LATER + "lat$0er;", {"let later: u32"}, FORMS),
    (hover, "yield_!(pair." + LATER + "lat$0er;", {"let later: u32"}, FORMS),
    (hover, "yield_!(pair.);" + LATER + "lat$0er;", {"let later: u32"}, FORMS),
    (hover, "yield_!(1 +);" + LATER + "lat$0er;", {"let later: u32"}, FORMS),
    (hover, "yield_from!();" + LATER + "lat$0er;", {"let later: u32"}, FORMS),
    (hover, "pair." + LATER + "lat$0er;", {"let later: u32"}, FORMS),
    (hover, "let x = " + LATER + "lat$0er;", {"let later: u32"}, ATTRIBUTES),
    (hover, "if pair.left > 1" + LATER + "lat$0er;", {"let later: u32"}, ATTRIBUTES),
    (hover, "for x in" + LATER + "lat$0er;", {"let later: u32"}, ATTRIBUTES),
    (hover, "helper(" + LATER + "lat$0er;", {"let later: u32"}, ATTRIBUTES),
    # Mistakes.
    (hover, "let f = || yield_!(1);" + LATER + "lat$0er;", {"let later: u32"}, FORMS),
    (hover, "yield_(1);" + LATER + "lat$0er;", {"let later: u32"}, FORMS),
    (completion, "yield_(1); pair.$0; yield_!(2);", MEMBERS, FORMS),
    (errors_elsewhere, "let f = || yield_!(1);" + LATER, {"none"}, FORMS),
    (errors_elsewhere, "yield_!(" + LATER, {"none"}, FORMS),
    (errors_elsewhere, "yield_!(pair.);" + LATER, {"none"}, FORMS),
    (errors_elsewhere, "let x = " + LATER, {"none"}, FORMS),
    (errors_elsewhere, "if pair.left > 1" + LATER, {"none"}, FORMS),
]

EXPRESSIONS = [
    (hover, "pair.tot$0al() for pair in pairs", {"pub fn total(&self) -> u32"}),
    (hover, "pa$0ir.total() for pair in pairs", {"let pair: Pair"}),
    (completion, "pair.$0 for pair in pairs", MEMBERS),
    (completion, "pair.left for pair in pairs if pair.$0", MEMBERS),
    (completion, "pair.left for pair in pairs.$0", {"into_iter"}),
    (definition, "hel$0per(pair.left) for pair in pairs", {"pub fn helper(n: u32) -> u32 { n }"}),
    (references, "pair.left for pa$0ir in pairs if pair.left > 1", {"3 places"}),
]


def cases():
    for ask, body, expected, forms in CASES:
        for form in forms:
            yield ask, form, body, FORMS[form].replace("BODY", body), expected
    for ask, expression, expected in EXPRESSIONS:
        yield ask, "gen_expr!", expression, f"fn f(pairs: Vec<Pair>) {{ let _ = gen_expr!({expression}); }}", expected


def skip(what, why):
    """As in tools.sh."""
    print(f"skipped: {what}: {why}")
    if path := os.environ.get("SKIPS"):
        with open(path, "a") as skips:
            print(f"{what}: {why}", file=skips)


def main():
    command = os.environ.get("RUST_ANALYZER", "rust-analyzer")
    if not shutil.which(command) or subprocess.run([command, "--version"], capture_output=True).returncode:
        skip("rust-analyzer", f"{command} is missing")
        return 0
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        (root / "src").mkdir()
        (root / "src/lib.rs").write_text(PRELUDE)
        (root / "Cargo.toml").write_text(MANIFEST)
        server = Server(command, root)
        failed, count = 0, 0
        for ask, form, body, code, expected in cases():
            found = ask(server, code)
            count += 1
            if not expected <= found:
                failed += 1
                print(f"{ask.__name__}, {form}: `{body}`: expected {sorted(expected)}, found {sorted(found)[:5]}")
        server.stop()
    print(f"{count - failed} of {count} are as they should be")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
