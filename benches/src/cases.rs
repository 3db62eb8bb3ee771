//! All cases by name.

use crate::case::Case;
#[cfg(not(gen_blocks))]
use crate::inputs::tree;
use crate::inputs::{csv, json, prose, runs, sorted};
use crate::{items, one_fold, one_for, three_fold, three_for};

/// The other crates' contenders in a workload; `none` have no generator expressions, and no chains but `collatz`.
macro_rules! peers {
    (none) => {
        &[]
    };
    ($($workload:ident)::+) => {{
        #[cfg(not(gen_blocks))]
        let peers = crate::peers::$($workload)::+::PEERS;
        #[cfg(gen_blocks)]
        let peers = &[];
        peers
    }};
}

/// A case of the workload with these inputs.
macro_rules! case {
    ($name:expr, $($workload:ident)::+ ($inputs:expr), peers: $($peers:ident)::+) => {
        Case::new(
            $name,
            $inputs,
            &items::workloads::$($workload)::+::FACTS,
            &[
                ("one-for", &one_for::workloads::$($workload)::+::LOOPS),
                ("one-fold", &one_fold::workloads::$($workload)::+::LOOPS),
                ("three-for", &three_for::workloads::$($workload)::+::LOOPS),
                ("three-fold", &three_fold::workloads::$($workload)::+::LOOPS),
            ],
            peers!($($peers)::+),
        )
    };
}

type Make = fn(&'static str) -> Case;

const CASES: &[(&str, Make)] = &[
    ("fibonacci", |name| case!(name, fibonacci(vec![1_000_000]), peers: fibonacci)),
    ("triangle", |name| case!(name, triangle(vec![1_500]), peers: triangle)),
    ("grid", |name| case!(name, grid(vec![(700, 700)]), peers: grid)),
    ("words", |name| case!(name, words(vec![prose::text()]), peers: words)),
    ("runs", |name| case!(name, runs(vec![runs::bytes()]), peers: none)),
    ("primes", |name| case!(name, primes(vec![20_000]), peers: primes)),
    ("permutations", |name| case!(name, permutations(vec![9]), peers: permutations)),
    ("merge", |name| case!(name, merge(vec![sorted::two()]), peers: merge)),
    ("merge-iterators", |name| case!(name, merge_iterators(vec![sorted::two()]), peers: none)),
    ("interleave", |name| case!(name, interleave(vec![(600_000, 400_000)]), peers: none)),
    ("collatz", |name| case!(name, collatz(vec![1_000_000]), peers: collatz)),
    ("pipeline-2", |name| case!(name, pipeline::two(vec![1_000_000]), peers: none)),
    ("pipeline-3", |name| case!(name, pipeline::three(vec![1_000_000]), peers: none)),
    ("pipeline-5", |name| case!(name, pipeline::five(vec![1_000_000]), peers: none)),
    ("pipeline-9", |name| case!(name, pipeline::nine(vec![1_000_000]), peers: none)),
    ("tokenizer", |name| case!(name, tokenizer(vec![json::text()]), peers: tokenizer)),
    ("csv", |name| case!(name, csv(vec![csv::text()]), peers: csv)),
    #[cfg(not(gen_blocks))]
    ("echo", |name| case!(name, echo(vec![1_000_000]), peers: echo)),
    ("delegation-1", |name| case!(name, delegation::one(vec![1_000_000]), peers: delegation::one)),
    ("delegation-4", |name| case!(name, delegation::four(vec![1_000_000]), peers: delegation::four)),
    ("delegation-16", |name| case!(name, delegation::sixteen(vec![1_000_000]), peers: delegation::sixteen)),
    #[cfg(not(gen_blocks))]
    ("tree-balanced", |name| case!(name, tree(vec![tree::balanced(1_000_000)]), peers: tree)),
    #[cfg(not(gen_blocks))]
    ("tree-list-10", |name| case!(name, tree(vec![tree::list(10); 10_000]), peers: tree)),
    #[cfg(not(gen_blocks))]
    ("tree-list-1000", |name| case!(name, tree(vec![tree::list(1_000); 100]), peers: tree)),
    #[cfg(not(gen_blocks))]
    ("tree-list-100000", |name| case!(name, tree(vec![tree::list(100_000)]), peers: tree::deep)),
    ("create", |name| case!(name, create((0..30_000).map(|n| n % 3).collect()), peers: create)),
    #[cfg(not(gen_blocks))]
    ("local_borrow", |name| case!(name, local_borrow(vec![20_000]), peers: local_borrow)),
    #[cfg(not(gen_blocks))]
    ("expression", |name| case!(name, expression(vec![200_000]), peers: none)),
    ("boxed", |name| case!(name, boxed(vec![500_000]), peers: boxed)),
];

/// The names of all cases, in the order of the table.
pub fn names() -> impl Iterator<Item = &'static str> {
    CASES.iter().map(|(name, _)| *name)
}

/// Makes the case of that name, and its inputs.
#[must_use]
pub fn case(name: &str) -> Option<Case> {
    let (name, make) = CASES.iter().find(|(known, _)| *known == name)?;
    Some(make(name))
}
