#!/usr/bin/env bash
# Compiles the crates that do without the standard library, each into a package that has a panic handler. rustc accepts
# one alone, so it fails if the standard library comes in, as it could where it is installed: it has one, too.
set -euo pipefail
cd "$(dirname "$0")/.."

for crate in no_std no_std_alloc; do
    package="${CARGO_TARGET_DIR:-$PWD/target}/freestanding/$crate"
    mkdir -p "$package/src"
    cp Cargo.lock "$package"
    cat >"$package/Cargo.toml" <<TOML
[package]
name = "freestanding"
edition = "2024"

[dependencies]
user = { package = "gen-tests-${crate//_/-}", path = "$PWD/tests/crates/$crate" }

[profile.dev]
panic = "abort"

[workspace]
TOML
    cat >"$package/src/lib.rs" <<'RUST'
#![no_std]

extern crate user;

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}
RUST
    cargo build --quiet --manifest-path "$package/Cargo.toml"
    echo "$crate needs no standard library"
done
