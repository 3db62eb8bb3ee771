//! Prints the size in bytes of each workload's hand-written iterator and generator: what moves when it is passed on.
// Sixteen generators in one another are types in types.
#![recursion_limit = "256"]

use gen_benches::{case, names};

fn main() {
    for case in names().filter_map(case) {
        let [hand, generator] = case.sizes();
        println!("{} {hand} {generator}", case.name());
    }
}
