//! Many generators and streams live at a time. One after the other, at random, is resumed, closed or dropped; some
//! panic; and when one ends, another takes its place.
//!
//! Half of them are `Send`: they are dealt out to several threads, again and again, so that a body that is suspended
//! goes on on another thread. The other half own an `Rc`, and stay on one thread. Each item is compared with the one
//! that is due.

mod bodies;
mod counts;
mod member;
mod place;
mod plan;

use std::thread;

use fastrand::Rng;

use self::counts::Counts;
use self::member::{GENERATORS, LOCAL_GENERATORS, LOCAL_STREAMS, Make, Member, STREAMS};
use self::place::Place;
use crate::scale::Scale;

/// How many times the members that are `Send` are dealt out.
const ROUNDS: u64 = 200;
/// To how many threads.
const THREADS: usize = 4;

pub(crate) fn run(scale: &Scale) -> Counts {
    let mut rng = Rng::with_seed(scale.seed);
    let local = rng.fork();
    thread::scope(|scope| {
        let local = scope.spawn(move || stay(scale, local));
        let mut counts = travel(scale, rng);
        counts += local.join().expect("the thread with the local half has ended");
        counts
    })
}

/// The half that stays on one thread.
fn stay(scale: &Scale, mut rng: Rng) -> Counts {
    let mut population = populate(scale, &LOCAL_GENERATORS, &LOCAL_STREAMS, &mut rng);
    let mut counts = Counts { members: population.len() as u64, ..Counts::default() };
    counts += tend(&mut population, scale.resumes / 2, rng);
    counts
}

/// The half that goes from thread to thread.
fn travel(scale: &Scale, mut rng: Rng) -> Counts {
    let mut population = populate(scale, &GENERATORS, &STREAMS, &mut rng);
    let mut counts = Counts { members: population.len() as u64, ..Counts::default() };
    let hand = population.len().div_ceil(THREADS);
    let resumes = (scale.resumes / 2).div_ceil(ROUNDS * THREADS as u64);
    for _ in 0..ROUNDS {
        rng.shuffle(&mut population);
        counts += thread::scope(|scope| {
            let deal = |hand| {
                let rng = rng.fork();
                scope.spawn(move || tend(hand, resumes, rng))
            };
            let threads: Vec<_> = population.chunks_mut(hand).map(deal).collect();
            threads.into_iter().map(|thread| thread.join().expect("a thread of a round has ended")).sum()
        });
    }
    counts
}

/// Half of the generators, and half of the streams, of every form alike.
fn populate<M: Member + ?Sized>(
    scale: &Scale,
    generators: &[Make<M>],
    streams: &[Make<M>],
    rng: &mut Rng,
) -> Vec<Place<M>> {
    let number = scale.generators as usize / 2;
    let forms = generators.iter().cycle().take(number).chain(streams.iter().cycle().take(number));
    forms.map(|&make| Place::new(make, rng)).collect()
}

/// Resumes so many times, at random, and ends some.
fn tend<M: Member + ?Sized>(places: &mut [Place<M>], resumes: u64, mut rng: Rng) -> Counts {
    let mut counts = Counts::default();
    while counts.resumes < resumes {
        let place = rng.usize(..places.len());
        places[place].tend(&mut rng, &mut counts);
    }
    counts
}
