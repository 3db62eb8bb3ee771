//! How large the scenarios are.

use clap::Args;

/// The sizes that can be chosen.
#[derive(Args)]
pub(crate) struct Scale {
    /// live: how many generators live at a time, and how many streams beside them.
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(4..))]
    pub(crate) generators: u32,
    /// live: how many resumptions there are in all.
    #[arg(long, default_value_t = 10_000_000)]
    pub(crate) resumes: u64,
    /// deep: how many levels there are.
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u64).range(2..))]
    pub(crate) depth: u64,
    /// large: how many times the generators change threads.
    #[arg(long, default_value_t = 200)]
    pub(crate) rounds: u32,
    /// pipeline: how many MiB go through.
    #[arg(long, default_value_t = 10 * 1024)]
    pub(crate) mebibytes: u64,
    /// live, large: where the random numbers begin.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
}
