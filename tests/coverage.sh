#!/usr/bin/env bash
# Measures which lines of gen-core and gen-macros the tests of the workspace run, prints the others, and fails where too
# few are run. Says so where the tools are missing. Documentation tests do not count: a stable rustdoc cannot instrument
# them.
#
# The macros run in rustc: in those that compile the tests, and in those that the compile-fail cases start. Each learns
# from the environment where to leave its profile. A line counts once, for however many types its function is compiled.
set -euo pipefail
cd "$(dirname "$0")/.."
source tests/tools.sh

cargo llvm-cov --version >/dev/null 2>&1 ||
    { skip "coverage" "cargo-llvm-cov is missing (cargo install cargo-llvm-cov)"; exit 0; }
[ -n "${LLVM_COV:-}" ] || [ -x "$(rustc --print target-libdir)/../bin/llvm-cov" ] ||
    { skip "coverage" "llvm-cov is missing (rustup component add llvm-tools)"; exit 0; }

# check CRATE LEAST: reads a report in lcov's format, and fails if less than LEAST percent of the lines were run.
check() {
    awk -F '[:,]' -v crate="$1" -v least="$2" '
        $1 == "SF" { file = index($2, "/" crate "/src/") ? substr($2, index($2, "/" crate "/src/") + 1) : "" }
        $1 == "DA" && file != "" { lines++ }
        $1 == "DA" && file != "" && $3 == 0 { missed++; uncovered[file] = uncovered[file] " " $2 }
        END {
            for (file in uncovered) print "not run: " file uncovered[file] | "sort"
            close("sort")
            percent = lines ? 100 * (lines - missed) / lines : 0
            printf "%s: %.1f %% of %d lines were run; at least %s %% are wanted\n", crate, percent, lines, least
            exit percent < least
        }'
}

export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-target}/coverage"
environment="$(cargo llvm-cov show-env --sh)"
eval "$environment"
cargo llvm-cov clean --workspace
cargo build --workspace --examples --quiet # some tests run them
cargo test --workspace --tests --quiet
report="$(cargo llvm-cov report --lcov)"
status=0
check gen-core 97 <<<"$report" || status=1
check gen-macros 95 <<<"$report" || status=1
exit "$status"
