//! The programs are in the `examples` folder beside this one; run one with `cargo run --release --example NAME`.

/// Makes tests of the Rust blocks in the guide.
#[cfg(doctest)]
#[doc = include_str!("../../docs/from-python.md")]
struct FromPython;
