//! Has the crate compiled as an editor sees it.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-cfg=rust_analyzer");
    println!("cargo::rustc-check-cfg=cfg(rust_analyzer)");
}
