//! Times as ratios to the hand-written iterator, consumed by `for` at as many places.

use crate::results::{Missing, Results};
use gen_benches::names;

/// The other crates.
pub(crate) const PEERS: [&str; 5] = ["genawaiter", "next-gen", "fauxgen", "corosensei", "generator"];

/// The ways in which the generator, and the hand-written iterator, are consumed.
pub(crate) const WAYS: [&str; 4] = ["one-for", "one-fold", "three-for", "three-fold"];

/// The ratios of one case.
pub(crate) struct Row {
    pub(crate) case: &'static str,
    /// By [`WAYS`].
    pub(crate) generator: [f64; 4],
    /// By [`WAYS`]; those by `for` are 1.
    pub(crate) hand: [f64; 4],
    /// By [`PEERS`].
    pub(crate) peers: [Option<f64>; 5],
}

pub(crate) struct Ratios {
    pub(crate) rows: Vec<Row>,
    /// The time that the recursive generator needs for an item of the deepest list, as a ratio to that of the flattest.
    pub(crate) depth: Option<f64>,
}

impl Ratios {
    pub(crate) fn new(results: &Results) -> Result<Self, Missing> {
        let rows = names().filter(|case| results.has(case)).map(|case| row(results, case)).collect::<Result<_, _>>()?;
        Ok(Self { rows, depth: depth(results) })
    }

    pub(crate) fn row(&self, case: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.case == case)
    }
}

fn row(results: &Results, case: &'static str) -> Result<Row, Missing> {
    let time = |contender: String| {
        results.time(case, &contender).ok_or_else(|| Missing(format!("{contender} of {case} has not been measured")))
    };
    let (one, three) = (time("hand-one-for".to_owned())?, time("hand-three-for".to_owned())?);
    let mut row = Row { case, generator: [0.0; 4], hand: [0.0; 4], peers: [None; 5] };
    for (index, way) in WAYS.iter().enumerate() {
        let unit = if way.starts_with("one") { one } else { three };
        row.generator[index] = time(format!("generator-{way}"))? / unit;
        row.hand[index] = time(format!("hand-{way}"))? / unit;
    }
    row.peers = PEERS.map(|peer| results.time(case, peer).map(|time| time / one));
    Ok(row)
}

fn depth(results: &Results) -> Option<f64> {
    let time = |case| results.time(case, "generator-one-for");
    Some(time("tree-list-100000")? / time("tree-list-10")?)
}

/// `None` of nothing.
pub(crate) fn geometric_mean(ratios: impl IntoIterator<Item = f64>) -> Option<f64> {
    let (sum, count) = ratios.into_iter().fold((0.0, 0.0), |(sum, count), ratio| (sum + ratio.ln(), count + 1.0));
    (count > 0.0).then(|| (sum / count).exp())
}
