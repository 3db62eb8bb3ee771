#!/usr/bin/env bash
# Writes a table into README.md: the size of each workload's generator, beside nightly `gen` blocks where there is a
# nightly toolchain.
set -euo pipefail
cd "$(dirname "$0")/.."
source benches/tools.sh

target="$(realpath -m "${CARGO_TARGET_DIR:-target}")"

sizes_here() {
    CARGO_TARGET_DIR="$target" cargo run --quiet --release -p gen-benches --bin sizes
}

# sizes_nightly: nothing where there is no nightly toolchain.
sizes_nightly() {
    if has_nightly; then
        RUSTFLAGS="--cfg gen_blocks" CARGO_TARGET_DIR="$target/nightly" cargo +nightly run --quiet --release -p gen-benches --bin sizes
    else
        echo "sizes.sh: skipped the sizes of gen blocks, there is no nightly toolchain" >&2
    fi
}

size_table() {
    echo "| workload | by hand | generator | nightly \`gen\` |"
    echo "| --- | ---: | ---: | ---: |"
    awk 'NR == FNR { nightly[$1] = $3; next } { print "| " $1 " | " $2 " | " $3 " | " nightly[$1] " |" }' \
        <(sizes_nightly) <(sizes_here)
}

size_table | write_between sizes
