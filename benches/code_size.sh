#!/usr/bin/env bash
# Prints, as Markdown, how much machine code a generator takes that is used at 1 place and at 20, beside a hand-written
# iterator that gives the same items and is used in the same way: bodies of 1, 8 and 24 yields, at three levels of
# optimization.
# Usage: benches/code_size.sh [YIELDS..]
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "$0")/.."

command -v size >/dev/null || { echo "code_size.sh: size, of binutils, is missing" >&2; exit 2; }
scratch="$(mktemp -d)"
trap 'rm -r "$scratch"' EXIT

# next_state NUMBER ROUND: what is done between two yields; more of it than LLVM inlines eight times on its own.
next_state() {
    local number="$(($1 + 2))"
    echo "if state % $number == 0 { state / $number } else { state.rotate_left($number).wrapping_add($2) }"
}

# generator YIELDS: a loop with so many yields, and something to do between any two.
generator() {
    echo '#[gen_core::generator]'
    echo 'fn items(rounds: u64) -> impl Iterator<Item = u64> {'
    echo '    let mut state = rounds;'
    echo '    for round in 0..rounds {'
    for number in $(seq "$1"); do
        echo "        yield_!(state ^ $number);"
        echo "        state = $(next_state "$number" round);"
    done
    echo '    }'
    echo '}'
}

# hand_written YIELDS: the same items from a struct that remembers which of them is next.
hand_written() {
    cat <<'RUST'
struct Items {
    state: u64,
    round: u64,
    rounds: u64,
    next: u8,
}

fn items(rounds: u64) -> impl Iterator<Item = u64> {
    Items { state: rounds, round: 0, rounds, next: 1 }
}

impl Iterator for Items {
    type Item = u64;

    #[inline]
    fn next(&mut self) -> Option<u64> {
        if self.round == self.rounds {
            return None;
        }
        let state = self.state;
        match self.next {
RUST
    for number in $(seq "$1"); do
        echo "            $number => {"
        echo "                self.state = $(next_state "$number" self.round);"
        if [ "$number" -lt "$1" ]; then
            echo "                self.next = $((number + 1));"
        else
            echo "                self.next = 1;"
            echo "                self.round += 1;"
        fi
        echo "                Some(state ^ $number)"
        echo "            }"
    done
    echo '            _ => unreachable!(),'
    echo '        }'
    echo '    }'
    echo '}'
}

consumer() {
    cat <<RUST
pub fn fold_$1(rounds: u64) -> u64 {
    let mut sum = $1_u64;
    for item in items(rounds) {
        sum = sum.rotate_left(5) ^ item;
    }
    sum
}
RUST
}

# make_crate KIND YIELDS PLACES: a crate that uses at all places what KIND writes.
make_crate() {
    mkdir -p "$scratch/$1_$2/src"
    cat >"$scratch/$1_$2/Cargo.toml" <<TOML
[package]
name = "$1_$2"
version = "0.0.0"
edition = "2024"

[dependencies]
gen-core = { path = "$PWD/gen-core" }

[workspace]

[profile.release]
codegen-units = 1
TOML
    "$1" "$2" >"$scratch/$1_$2/src/lib.rs"
    for number in $(seq "$3"); do
        consumer "$number"
    done >>"$scratch/$1_$2/src/lib.rs"
}

# code KIND YIELDS LEVEL: the bytes of machine code in the crate, and in nothing that it depends on.
code() {
    local library="$scratch/target/release/lib$1_$2.rlib"
    CARGO_TARGET_DIR="$scratch/target" CARGO_PROFILE_RELEASE_OPT_LEVEL="$3" \
        cargo build --quiet --release --manifest-path "$scratch/$1_$2/Cargo.toml"
    size --format=sysv "$library" 2>/dev/null | awk '$1 ~ /^\.text/ { bytes += $2 } END { print bytes; exit !bytes }'
}

[ $# -gt 0 ] || set -- 1 8 24
echo "| yields | places | opt-level | by hand, bytes | generator, bytes | ratio |"
echo "| ---: | ---: | ---: | ---: | ---: | ---: |"
for yields; do
    for places in 1 20; do
        make_crate hand_written "$yields" "$places"
        make_crate generator "$yields" "$places"
        for level in 3 s z; do
            hand="$(code hand_written "$yields" "$level")"
            own="$(code generator "$yields" "$level")"
            echo "| $yields | $places | $level | $hand | $own | $(awk -v a="$own" -v b="$hand" 'BEGIN { printf "%.2f", a / b }') |"
        done
    done
done
