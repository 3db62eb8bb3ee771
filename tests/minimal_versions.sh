#!/usr/bin/env bash
# Runs a program that has every kind of generator, with each dependency of gen-core and gen-macros in the oldest version
# that Cargo.toml allows.
set -euo pipefail
cd "$(dirname "$0")/.."
manifest=tests/minimal_versions/Cargo.toml

# dependencies: what the two crates depend on, but for each other.
dependencies() {
    sed -n '/^\[dependencies\]/,/^$/ s/^\([a-z0-9-]*\)[ .].*/\1/p' gen-core/Cargo.toml gen-macros/Cargo.toml |
        grep -v '^gen-'
}

# requirement NAME MANIFEST: the version that a manifest wants of a dependency.
requirement() {
    sed -n "s/^$1 = { version = \"\([^\"]*\)\".*/\1/p" "$2"
}

names="$(dependencies)"
for name in $names; do
    oldest="$(requirement "$name" Cargo.toml)"
    tried="$(requirement "$name" "$manifest")"
    if [ -z "$oldest" ] || [ "=$oldest" != "$tried" ]; then
        echo "minimal_versions.sh: Cargo.toml wants $name \"$oldest\", and $manifest tries \"$tried\"" >&2
        exit 1
    fi
    echo "$name $oldest"
done

export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-target}/minimal_versions"
cargo fmt --manifest-path "$manifest" --check
cargo clippy --quiet --locked --manifest-path "$manifest" -- -D warnings
cargo run --quiet --locked --manifest-path "$manifest"
echo "every kind of generator works with these"
