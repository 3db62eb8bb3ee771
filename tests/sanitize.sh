#!/usr/bin/env bash
# Runs the behaviour and attack tests under valgrind's memcheck and, where a nightly toolchain is installed, under
# AddressSanitizer, ThreadSanitizer and Miri. Says what it skips.
# Usage: tests/sanitize.sh [valgrind] [address] [thread] [miri]; without any it runs all. TESTS chooses among the tests.
set -euo pipefail
cd "$(dirname "$0")/.."

read -ra names <<<"${TESTS:-rules attacks recursion streams async_generators try_generators expressions unsafe_functions}"
tests=()
for name in "${names[@]}"; do
    tests+=(--test "$name")
done
host="$(rustc -vV | sed -n 's/^host: //p')"

skip() {
    echo "skipped: $*"
}

has_nightly() {
    cargo +nightly --version >/dev/null 2>&1
}

# binaries CARGO_ARGUMENT..: builds the tests and prints where they are.
binaries() {
    cargo "$@" --no-run --message-format=json -p gen-tests "${tests[@]}" 2>/dev/null |
        sed -n '/"kind":\["test"\]/s/.*"executable":"\([^"]*\)".*/\1/p'
}

run_valgrind() {
    command -v valgrind >/dev/null || { skip "valgrind is missing"; return; }
    for binary in $(binaries test --release); do
        echo "valgrind $(basename "$binary")"
        # A panic's backtrace would be symbolized under valgrind, which takes minutes.
        RUST_BACKTRACE=0 valgrind --quiet --error-exitcode=1 --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite "$binary" --quiet
    done
}

# run_sanitizer NAME CARGO_ARGUMENT..
run_sanitizer() {
    local name="$1"
    shift
    has_nightly || { skip "$name: there is no nightly toolchain"; return; }
    for binary in $(RUSTFLAGS="-Zsanitizer=$name" CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-target}/$name" \
        binaries +nightly test --target "$host" "$@"); do
        echo "$name $(basename "$binary")"
        RUST_BACKTRACE=0 "$binary" --quiet
    done
}

run_address() {
    run_sanitizer address
}

run_thread() {
    # What the standard library does must be seen, too, or locks look like races.
    [ -d "$(rustc +nightly --print sysroot 2>/dev/null)/lib/rustlib/src" ] || { skip "thread: the nightly toolchain has no rust-src"; return; }
    run_sanitizer thread -Zbuild-std
}

# What is forgotten on purpose is a leak to Miri, which is why it looks for none; valgrind and AddressSanitizer do.
run_miri() {
    cargo +nightly miri --version >/dev/null 2>&1 || { skip "miri is not installed"; return; }
    RUST_BACKTRACE=0 MIRIFLAGS="-Zmiri-disable-isolation -Zmiri-ignore-leaks" CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-target}/miri" \
        cargo +nightly miri test -p gen-tests "${tests[@]}"
}

[ $# -gt 0 ] || set -- valgrind address thread miri
for way; do
    "run_$way"
done
