//! The programs are in the `examples` folder beside this one; run one with `cargo run --release --example NAME`.
