#!/usr/bin/env bash
# Runs the README's program, the behaviour tests and the attacks with the oldest Rust that Cargo.toml promises
# (`rust-version`): a toolchain of rustup's, or Debian's packages beside it. Says so where there is neither.
set -euo pipefail
cd "$(dirname "$0")/.."
source tests/tools.sh

version="$(sed -n 's/^rust-version = "\([0-9.]*\)"$/\1/p' Cargo.toml)"
[ -n "$version" ] || { echo "msrv.sh: Cargo.toml has no rust-version" >&2; exit 1; }
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-target}/msrv"
unset RUSTC RUSTC_WRAPPER RUSTC_WORKSPACE_WRAPPER

# is_wanted RUSTC: whether it is of that version.
is_wanted() {
    local found
    found="$("$1" --version 2>/dev/null)" && [[ "$found" == "rustc $version."* || "$found" == "rustc $version "* ]]
}

# find_toolchain: sets `cargo` and RUSTC to those of that version.
find_toolchain() {
    local toolchain
    while read -r toolchain _; do
        [[ "$toolchain" == "$version"[.-]* ]] || continue
        cargo="$(rustup which --toolchain "$toolchain" cargo)"
        export RUSTC="${cargo%/*}/rustc"
        is_wanted "$RUSTC" && return
    done < <(rustup toolchain list 2>/dev/null)
    cargo=/usr/bin/cargo
    export RUSTC=/usr/bin/rustc
    is_wanted "$RUSTC" || install_toolchain && is_wanted "$RUSTC" && [ -x "$cargo" ]
}

# install_toolchain: of several versions, Debian would install the newest.
install_toolchain() {
    apt_install --no-install-recommends "rustc-web=$version*" "cargo-web=$version*" "libstd-rust-web-dev=$version*"
}

# write_readme_program DIRECTORY: a package of the first program in the README.
write_readme_program() {
    mkdir -p "$1/src"
    cat >"$1/Cargo.toml" <<TOML
[package]
name = "readme"
edition = "2024"

[dependencies]
gen-core = { path = "$PWD/gen-core" }

[workspace]
TOML
    cp Cargo.lock "$1"
    awk '/^```/ { fences++ }
        fences == 1 && !/^```/ { print "    " $0 }
        BEGIN { print "fn main() {" }
        END { print "}" }' README.md >"$1/src/main.rs"
    grep -q '#\[generator\]' "$1/src/main.rs" ||
        { echo "msrv.sh: the README does not begin with a program" >&2; exit 1; }
}

# print_suites: all tests, but those that start other programs, or read documents.
print_suites() {
    local file name
    echo attacks
    for file in tests/tests/*.rs; do
        name="$(basename "$file" .rs)"
        case "$name" in fuzz | soak | soundness | ui) ;; *) echo "$name" ;; esac
    done
}

find_toolchain || { skip "Rust $version" "it is neither among rustup's toolchains nor in /usr/bin"; exit 0; }
"$RUSTC" --version

write_readme_program "$CARGO_TARGET_DIR/readme"
"$cargo" run --quiet --manifest-path "$CARGO_TARGET_DIR/readme/Cargo.toml"
echo "the README's program runs"

"$cargo" run --quiet --locked --manifest-path tests/minimal_versions/Cargo.toml
echo "and one with the oldest dependencies"

mapfile -t tests < <(print_suites | sed 's/^/--test=/')
"$cargo" test --quiet --locked -p gen-tests "${tests[@]}"
echo "and ${#tests[@]} suites"
