//! A place in a population: when its member ends, another takes its place.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::task::Poll;

use fastrand::Rng;

use super::counts::Counts;
use super::member::{Make, Member};
use super::plan::{Plan, Planned};

pub(super) struct Place<M: ?Sized> {
    make: Make<M>,
    plan: Plan,
    member: Box<M>,
    /// The item that comes next.
    next: u64,
}

impl<M: Member + ?Sized> Place<M> {
    pub(super) fn new(make: Make<M>, rng: &mut Rng) -> Self {
        let plan = Plan::random(rng);
        Self { make, next: plan.items.start, member: make(plan.clone()), plan }
    }

    /// Lets something happen to the member, mostly a resumption.
    pub(super) fn tend(&mut self, rng: &mut Rng, counts: &mut Counts) {
        let ended = match rng.u8(..) {
            0..4 => self.close(counts),
            4..8 => {
                counts.dropped += 1;
                true
            }
            _ => false,
        };
        if ended || self.resume(counts) {
            *self = Self::new(self.make, rng);
            counts.members += 1;
        }
    }

    fn close(&mut self, counts: &mut Counts) -> bool {
        self.member.close();
        assert!(self.member.is_finished(), "what is closed is finished");
        counts.closed += 1;
        true
    }

    /// Whether the member has ended.
    fn resume(&mut self, counts: &mut Counts) -> bool {
        counts.resumes += 1;
        match catch_unwind(AssertUnwindSafe(|| self.member.resume())) {
            Ok(Poll::Pending) => return false,
            Ok(Poll::Ready(Some(item))) => {
                assert_eq!(item, self.next, "the items come in order");
                self.next += 1;
                counts.items += 1;
                return false;
            }
            Ok(Poll::Ready(None)) => {
                assert_eq!(self.next, self.plan.items.end, "the last item comes before the end");
                counts.completed += 1;
            }
            Err(payload) if payload.is::<Planned>() => {
                assert_eq!(Some(self.next), self.plan.panics_at, "it panics where it is planned");
                counts.panicked += 1;
            }
            Err(payload) => resume_unwind(payload),
        }
        assert!(self.member.is_finished(), "what has ended is finished");
        true
    }
}
