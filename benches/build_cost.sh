#!/usr/bin/env bash
# Measures what building a generator costs, and writes two tables into README.md: processor time, and counts, which are
# exact. A crate has the ten functions of `build_cost/shapes.txt`, each with something that consumes it, in each of
# ten modules; a crate with one module is subtracted, and the rest divided by the 90 functions that are left.
# Usage: benches/build_cost.sh [ROUNDS]; with 0 rounds it counts only, and writes nothing. KINDS, where it is set, are
# those to measure, and MOST is how many functions a generator of the kind may become: `MOST="iterator=30 stream=32"`.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "$0")/.."
source benches/tools.sh

ROUNDS="${1:-5}"
MODULES=10
FUNCTIONS=$(((MODULES - 1) * 10))
COMMANDS=(check clippy build release)
KINDS="${KINDS:-hand_written async_fn gen_block async_stream genawaiter iterator generator pin_generator box_dyn
    box_generator gen_expression stream pin_stream pin_dyn}"
scratch="$(mktemp -d)"
trap 'rm -r "$scratch"' EXIT

# describe KIND: its NAME, and how it writes what the shapes have for FN, YIELD and END, as replacements of sed; and how
# it is CONSUMED: by `for`, or polled.
describe() {
    local own='#[gen_core::generator]\n'
    YIELDED='yield_!(\1);' END='}' CONSUMED=for
    case "$1" in
    hand_written) NAME='hand-written struct' ;;
    async_fn) NAME='plain `async fn`' FN='async fn \1 {' YIELDED='crate::give(\1).await;' CONSUMED=future ;;
    gen_block) NAME='nightly `gen`' FN='fn \1 -> impl Iterator<Item = \2> { gen move {' YIELDED='yield \1;' END='} }' ;;
    async_stream)
        NAME='async-stream' CONSUMED=stream
        FN='fn \1 -> impl Stream<Item = \2> { async_stream::stream! {' YIELDED='yield \1;' END='} }'
        ;;
    genawaiter)
        NAME='genawaiter' FN='fn \1 -> impl Iterator<Item = \2> { genawaiter::rc::Gen::new(|co| async move {'
        YIELDED='co.yield_(\1).await;' END='}).into_iter() }'
        ;;
    iterator) NAME='`impl Iterator`' FN="${own}fn \\1 -> impl Iterator<Item = \\2> {" ;;
    generator) NAME='`impl Generator`' FN="${own}fn \\1 -> impl Generator<Yield = \\2> {" CONSUMED=generator ;;
    pin_generator) NAME='`impl PinGenerator`' FN="${own}fn \\1 -> impl PinGenerator<Yield = \\2> {" CONSUMED=pinned ;;
    box_dyn) NAME='`Box<dyn Iterator>`' FN="${own}fn \\1 -> Box<dyn Iterator<Item = \\2>> {" ;;
    box_generator) NAME='`BoxGenerator`' FN="${own}fn \\1 -> BoxGenerator<'static, \\2> {" ;;
    gen_expression) NAME='`gen_!`' FN='fn \1 -> impl Iterator<Item = \2> { gen_core::gen_!(move {' END='}) }' ;;
    stream) NAME='`impl Stream`' FN="${own}async fn \\1 -> impl Stream<Item = \\2> {" CONSUMED=stream ;;
    pin_stream) NAME='`impl PinStream`' FN="${own}async fn \\1 -> impl PinStream<Item = \\2> {" CONSUMED=stream ;;
    pin_dyn) NAME='`Pin<Box<dyn Stream>>`' FN="${own}async fn \\1 -> Pin<Box<dyn Stream<Item = \\2>>> {" CONSUMED=stream ;;
    *) echo "build_cost.sh: there is no kind $1" >&2 && exit 2 ;;
    esac
}

# loop CONSUMED: what consumes the items of a call, `\2`, as a replacement of sed.
loop() {
    local context='let mut context = Context::from_waker(Waker::noop());'
    case "$1" in
    for) echo 'for item in \2 { black_box(item); }' ;;
    generator) echo 'let mut items = \2; while let GeneratorState::Yielded(item) = items.resume(()) { black_box(item); }' ;;
    pinned) echo 'let mut items = pin!(\2); while let GeneratorState::Yielded(item) = items.as_mut().resume(()) { black_box(item); }' ;;
    future) echo "let mut body = pin!(\\2); $context while body.as_mut().poll(\\&mut context).is_pending() {}" ;;
    stream) echo "let mut items = pin!(\\2); $context while let Poll::Ready(Some(item)) = items.as_mut().poll_next(\\&mut context) { black_box(item); }" ;;
    esac
}

# module KIND: its ten functions and what consumes them.
module() {
    describe "$1"
    cat <<'RUST'
#![allow(unused_imports)]
use std::future::Future;
use std::hint::black_box;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};
use futures_core::Stream;
use gen_core::{BoxGenerator, Generator, GeneratorState, PinGenerator, PinStream};
RUST
    local written='/^FN/,/^END/d'
    if [ "$1" = hand_written ]; then
        cat benches/build_cost/hand_written.rs
    else
        written="s/^FN (.*) ITEMS<(.*)> \{$/$FN/; s/YIELD\((.*)\);/$YIELDED/; s/^END$/$END/"
    fi
    sed -E "$written; s/^CONSUME ((\w+)\(.*\))$/pub fn consume_\2() { $(loop "$CONSUMED" | sed 's/\\2/\\1/') }/" \
        benches/build_cost/shapes.txt
}

# make_crate KIND MODULES
make_crate() {
    local crate="$scratch/$1-$2"
    mkdir -p "$crate/src"
    cat >"$crate/Cargo.toml" <<TOML
[package]
name = "$1_$2"
version = "0.0.0"
edition = "2024"

[dependencies]
async-stream = "0.3"
futures-core = "0.3"
genawaiter = { version = "0.99", default-features = false }
gen-core = { path = "$PWD/gen-core", features = ["stream"] }

[workspace]
TOML
    [ "$1" != gen_block ] || echo '#![feature(gen_blocks)]' >"$crate/src/lib.rs"
    [ "$1" != async_fn ] || cat benches/build_cost/give.rs >"$crate/src/lib.rs"
    for number in $(seq "$2"); do
        module "$1" >"$crate/src/m$number.rs"
        echo "pub mod m$number;"
    done >>"$crate/src/lib.rs"
}

# run KIND MODULES COMMAND [OPTION..]: builds nothing but the crate itself, if what it needs was built before.
run() {
    local crate="$scratch/$1-$2" toolchain=""
    [ "$1" != gen_block ] || toolchain=+nightly
    touch "$crate/src/lib.rs"
    (cd "$crate" && CARGO_INCREMENTAL=0 CARGO_TARGET_DIR="$scratch/target$toolchain" cargo $toolchain "$3" --quiet "${@:4}")
}

# processor_time KIND MODULES COMMAND: of one build, in milliseconds.
processor_time() {
    local TIMEFORMAT='%U %S' command="$3"
    [ "$command" != release ] || command="build --release"
    { time run "$1" "$2" $command 2>"$scratch/log"; } 2>&1 | awk '{ print ($1 + $2) * 1000 }'
    ! grep -q . "$scratch/log" || { cat "$scratch/log" >&2; exit 1; }
}

# measure_times: writes what each round takes to files, the kinds one after the other in each of them.
measure_times() {
    local round kind command modules
    for round in $(seq 0 "$ROUNDS"); do
        for command in "${COMMANDS[@]}"; do
            for kind in $KINDS; do
                for modules in 1 "$MODULES"; do
                    processor_time "$kind" "$modules" "$command" >"$scratch/took"
                    # The first one may have built what the crates need.
                    [ "$round" = 0 ] || cat "$scratch/took" >>"$scratch/$kind.$command.$modules"
                done
            done
        done
    done
}

least() {
    sort -n "$1" | head -n 1
}

# time_of KIND COMMAND: milliseconds a function, the least of all rounds.
time_of() {
    awk -v a="$(least "$scratch/$1.$2.$MODULES")" -v b="$(least "$scratch/$1.$2.1")" -v n="$FUNCTIONS" \
        'BEGIN { printf "%.2f", (a - b) / n }'
}

time_table() {
    local kind command
    echo "| | check | clippy | build | release |"
    echo "| --- | ---: | ---: | ---: | ---: |"
    for kind in $KINDS; do
        describe "$kind"
        printf '| %s |' "$NAME"
        for command in "${COMMANDS[@]}"; do
            printf ' %s |' "$(time_of "$kind" "$command")"
        done
        echo
    done
}

# ir KIND MODULES: the LLVM IR of a debug build, before any pass.
ir() {
    local name="$1_$2"
    run "$1" "$2" rustc -- --emit=llvm-ir -C codegen-units=1 -C debuginfo=0 >&2
    cat "$scratch"/target*/debug/deps/"$name"-*.ll
}

# count KIND MODULES: how many functions and lines it has.
count() {
    ir "$1" "$2" | awk '/^define/ { functions++ } END { print functions + 0, NR; exit !functions }'
}

count_table() {
    local kind
    local -a all one
    echo "| | functions | lines of LLVM IR | functions, items of ten types | lines, items of ten types |"
    echo "| --- | ---: | ---: | ---: | ---: |"
    for kind in $KINDS; do
        describe "$kind"
        all=($(count "$kind" "$MODULES"))
        one=($(count "$kind" 1))
        awk -v name="$NAME" -v kind="$kind" -v functions="$((all[0] - one[0]))" -v lines="$((all[1] - one[1]))" \
            -v n="$FUNCTIONS" -v first="${one[0]}" -v first_lines="${one[1]}" -v counts="$scratch/counts" 'BEGIN {
                printf "| %s | %.1f | %.0f | %.1f | %.0f |\n", name, functions / n, lines / n, first / 10, first_lines / 10
                print kind, functions / n >>counts
            }'
    done
}

# check_counts: fails if a generator has become more functions than MOST says.
check_counts() {
    local limit failed=0
    for limit in ${MOST:-}; do
        awk -v kind="${limit%=*}" -v most="${limit#*=}" '
            $1 == kind { found = 1; if ($2 > most) { print "build_cost.sh: " kind ": " $2 " functions a generator, and " most " are allowed" >"/dev/stderr"; exit 1 } }
            END { if (!found) exit 1 }
        ' "$scratch/counts" || failed=1
    done
    return "$failed"
}

if ! has_nightly; then
    echo "build_cost.sh: without nightly \`gen\`, there is no nightly toolchain" >&2
    KINDS="${KINDS/gen_block/}"
fi
for kind in $KINDS; do
    make_crate "$kind" 1
    make_crate "$kind" "$MODULES"
done
if [ "$ROUNDS" = 0 ]; then
    count_table
    check_counts
    exit
fi
count_table | write_between build-counts
check_counts
measure_times
time_table | write_between build-times
