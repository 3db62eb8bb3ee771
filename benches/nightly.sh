#!/usr/bin/env bash
# Measures the workloads with a nightly toolchain's `gen` blocks in place of `#[generator]`, beside the same hand-written
# iterators and in the same way; `--bin chart` then has columns for them. Arguments go to criterion.
set -euo pipefail
cd "$(dirname "$0")/.."
source tests/tools.sh

if ! cargo +nightly --version >/dev/null 2>&1; then
    skip "the benchmarks of gen blocks" "there is no nightly toolchain"
    exit 0
fi
export RUSTFLAGS="${RUSTFLAGS:-} --cfg gen_blocks"
# Absolute, for criterion reads it from the folder of the package.
export CARGO_TARGET_DIR="$(realpath -m "${CARGO_TARGET_DIR:-target}")/nightly"
cargo +nightly bench -p gen-benches -- "$@"
