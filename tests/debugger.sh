#!/usr/bin/env bash
# Stops in the body of a generator, prints a local, steps, and prints it again, with gdb. Says so where there is none.
set -euo pipefail
cd "$(dirname "$0")/.."
source tests/tools.sh

has_or_install gdb || { skip "the debugger" "gdb is missing"; exit 0; }
cargo build --quiet -p gen-examples --example fibonacci
example="${CARGO_TARGET_DIR:-target}/debug/examples/fibonacci"
source="examples/examples/fibonacci.rs"
line="$(grep -n '(a, b) = (b, a + b);' "$source" | head -1 | cut -d: -f1)"

output="$(gdb --batch --nx \
    -ex "set breakpoint pending on" \
    -ex "set debuginfod enabled off" \
    -ex "break fibonacci.rs:$line" \
    -ex "run" \
    -ex "print a" -ex "print b" \
    -ex "next" -ex "print b" \
    -ex "continue" -ex "print a" -ex "print b" \
    -ex "kill" "$example" 2>&1)" || { echo "$output" >&2; exit 1; }

expect() {
    grep -qF -- "$1" <<<"$output" || { printf 'debugger.sh: "%s" is missing in:\n%s\n' "$1" "$output" >&2; exit 1; }
}
expect "fibonacci.rs:$line"
expect '$1 = 0'
expect '$2 = 1'
expect '$3 = 1'
expect '$4 = 1'
expect '$5 = 1'
echo "gdb stops, steps and prints locals in the body of a generator"
