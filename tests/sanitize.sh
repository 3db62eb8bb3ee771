#!/usr/bin/env bash
# Runs the behaviour and attack tests under valgrind's memcheck and, where a nightly toolchain is installed, under
# AddressSanitizer, ThreadSanitizer and Miri. Says what it skips.
# Usage: tests/sanitize.sh [valgrind] [address] [thread] [miri]; without any it runs all. TESTS chooses among the tests.
set -euo pipefail
cd "$(dirname "$0")/.."
source tests/tools.sh

read -ra names <<<"${TESTS:-rules attacks recursion async_recursion streams async_generators boxed_async_generators async_delegation try_generators expressions unsafe_functions}"
tests=()
for name in "${names[@]}"; do
    tests+=(--test "$name")
done
host="$(rustc -vV | sed -n 's/^host: //p')"

has_nightly() {
    cargo +nightly --version >/dev/null 2>&1
}

# build CARGO_ARGUMENT..: builds the tests, and sets `binaries` to where they are, one for each.
build() {
    local messages
    messages="$(cargo "$@" --quiet --no-run --message-format=json-render-diagnostics -p gen-tests "${tests[@]}")"
    mapfile -t binaries < <(sed -n '/"kind":\["test"\]/s/.*"executable":"\([^"]*\)".*/\1/p' <<<"$messages")
    [ "${#binaries[@]}" -eq "${#names[@]}" ] ||
        { echo "sanitize.sh: ${#binaries[@]} programs were built of ${names[*]}" >&2; exit 1; }
}

run_valgrind() {
    has_or_install valgrind || { skip "memcheck" "valgrind is missing"; return; }
    build test --release
    for binary in "${binaries[@]}"; do
        echo "valgrind $(basename "$binary")"
        # A panic's backtrace would be symbolized under valgrind, which takes minutes.
        RUST_BACKTRACE=0 valgrind --quiet --error-exitcode=1 --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite "$binary" --quiet
    done
}

# run_sanitizer NAME CARGO_ARGUMENT..
run_sanitizer() {
    local name="$1"
    shift
    has_nightly || { skip "the $name sanitizer" "there is no nightly toolchain"; return; }
    RUSTFLAGS="-Zsanitizer=$name" CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-target}/$name" \
        build +nightly test --target "$host" "$@"
    for binary in "${binaries[@]}"; do
        echo "$name $(basename "$binary")"
        RUST_BACKTRACE=0 "$binary" --quiet
    done
}

run_address() {
    run_sanitizer address
}

run_thread() {
    # What the standard library does must be seen, too, or locks look like races.
    [ -d "$(rustc +nightly --print sysroot 2>/dev/null)/lib/rustlib/src" ] ||
        { skip "the thread sanitizer" "there is no nightly toolchain with rust-src"; return; }
    run_sanitizer thread -Zbuild-std
}

# What is forgotten on purpose is a leak to Miri, which is why it looks for none; valgrind and AddressSanitizer do.
run_miri() {
    cargo +nightly miri --version >/dev/null 2>&1 || { skip "Miri" "it is not installed"; return; }
    RUST_BACKTRACE=0 MIRIFLAGS="-Zmiri-disable-isolation -Zmiri-ignore-leaks" CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-target}/miri" \
        cargo +nightly miri test -p gen-tests "${tests[@]}"
}

[ $# -gt 0 ] || set -- valgrind address thread miri
for way; do
    "run_$way"
done
