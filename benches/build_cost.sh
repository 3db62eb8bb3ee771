#!/usr/bin/env bash
# Writes two tables into README.md: the size of each workload's generator, beside nightly `gen` blocks where there is a nightly
# toolchain; and how long `cargo build` takes for 300 generator functions, as a ratio to the same 300 as hand-written structs.
set -euo pipefail
cd "$(dirname "$0")/.."

COUNT=300
target="$(realpath -m "${CARGO_TARGET_DIR:-target}")"
scratch="$(mktemp -d)"
trap 'rm -r "$scratch"' EXIT

sizes_here() {
    CARGO_TARGET_DIR="$target" cargo run --quiet --release -p gen-benches --bin sizes
}

# sizes_nightly: nothing where there is no nightly toolchain.
sizes_nightly() {
    if cargo +nightly --version >/dev/null 2>&1; then
        RUSTFLAGS="--cfg gen_blocks" CARGO_TARGET_DIR="$target/nightly" cargo +nightly run --quiet --release -p gen-benches --bin sizes
    else
        echo "build_cost.sh: skipped the sizes of gen blocks, there is no nightly toolchain" >&2
    fi
}

size_table() {
    sizes_here >"$scratch/here"
    sizes_nightly >"$scratch/nightly"
    echo "| workload | by hand | generator | nightly \`gen\` |"
    echo "| --- | ---: | ---: | ---: |"
    awk 'NR == FNR { nightly[$1] = $3; next } { print "| " $1 " | " $2 " | " $3 " | " nightly[$1] " |" }' "$scratch/nightly" "$scratch/here"
}

generator_function() {
    cat <<RUST
#[gen_core::generator]
fn squares_$1(end: u64) -> impl Iterator<Item = u64> {
    for root in 0..end {
        yield_!(root * root + $1);
    }
}

RUST
}

hand_written() {
    cat <<RUST
struct Squares$1 {
    root: u64,
    end: u64,
}

impl Iterator for Squares$1 {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        if self.root >= self.end {
            return None;
        }
        let root = self.root;
        self.root += 1;
        Some(root * root + $1)
    }
}

fn squares_$1(end: u64) -> impl Iterator<Item = u64> {
    Squares$1 { root: 0, end }
}

RUST
}

consumer() {
    cat <<RUST
pub fn sum_$1(end: u64) -> u64 {
    let mut sum = 0;
    for square in squares_$1(end) {
        sum += square;
    }
    sum
}

RUST
}

# make_crate KIND: a crate whose functions are made by KIND.
make_crate() {
    mkdir -p "$scratch/$1/src"
    cat >"$scratch/$1/Cargo.toml" <<TOML
[package]
name = "${1//_/-}"
version = "0.0.0"
edition = "2024"

[dependencies]
gen-core = { path = "$PWD/gen-core" }

[workspace]
TOML
    for number in $(seq "$COUNT"); do
        "$1" "$number"
        consumer "$number"
    done >"$scratch/$1/src/lib.rs"
}

# build_time KIND [OPTION..]: the shortest of three, in milliseconds, the dependencies built before.
build_time() {
    local kind="$1" best="" start took
    shift
    for round in 0 1 2 3; do
        touch "$scratch/$kind/src/lib.rs"
        start="$(date +%s%N)"
        CARGO_INCREMENTAL=0 CARGO_TARGET_DIR="$scratch/target" cargo build --quiet --manifest-path "$scratch/$kind/Cargo.toml" "$@"
        took="$((($(date +%s%N) - start) / 1000000))"
        if [ "$round" -gt 0 ] && { [ -z "$best" ] || [ "$took" -lt "$best" ]; }; then
            best="$took"
        fi
    done
    echo "$best"
}

build_row() {
    local hand
    hand="$(build_time hand_written "${@:2}")"
    awk -v name="$1" -v hand="$hand" -v own="$(build_time generator_function "${@:2}")" \
        'BEGIN { printf "| `%s` | %.2f |\n", name, own / hand }'
}

build_table() {
    make_crate generator_function
    make_crate hand_written
    echo "| command | $COUNT generator functions, as a ratio to $COUNT structs |"
    echo "| --- | ---: |"
    build_row "cargo build"
    build_row "cargo build --release" --release
}

# write_between NAME: puts standard input between the README's markers of that name.
write_between() {
    tee "$scratch/text"
    awk -v name="$1" -v text="$scratch/text" '
        $0 == "<!-- /" name " -->" { inside = 0 }
        !inside { print }
        $0 == "<!-- " name " -->" { inside = 1; while ((getline row < text) > 0) print row }
    ' benches/README.md >"$scratch/README.md"
    cp "$scratch/README.md" benches/README.md
}

size_table | write_between sizes
build_table | write_between build
