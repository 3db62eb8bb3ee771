//! What happened to the members of a population.

use std::fmt;
use std::iter::Sum;
use std::ops::AddAssign;

#[derive(Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(super) members: u64,
    pub(super) resumes: u64,
    pub(super) items: u64,
    pub(super) completed: u64,
    pub(super) panicked: u64,
    pub(super) closed: u64,
    pub(super) dropped: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.members += other.members;
        self.resumes += other.resumes;
        self.items += other.items;
        self.completed += other.completed;
        self.panicked += other.panicked;
        self.closed += other.closed;
        self.dropped += other.dropped;
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), |mut sum, counts| {
            sum += counts;
            sum
        })
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { members, resumes, items, completed, panicked, closed, dropped } = self;
        write!(
            f,
            "{members} generators and streams, resumed {resumes} times for {items} items; {completed} completed, \
             {panicked} panicked, {closed} were closed and {dropped} dropped"
        )
    }
}
