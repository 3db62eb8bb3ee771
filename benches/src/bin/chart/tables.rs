//! The ratios as Markdown.

use crate::ratios::{PEERS, Ratios, Row, WAYS, geometric_mean};
use crate::results::Results;
use gen_benches::stream_names;

/// What stands in a column.
type Cell<'a> = Box<dyn Fn(&Row) -> Option<f64> + 'a>;

struct Column<'a> {
    title: String,
    ratio: Cell<'a>,
}

pub(crate) fn all(ratios: &Ratios, nightly: Option<&Ratios>) -> String {
    [own(ratios, nightly), depth(ratios), peers(ratios)].join("\n")
}

fn depth(ratios: &Ratios) -> String {
    ratios.depth.map_or_else(String::new, |depth| {
        format!("The recursive generator takes {depth:.2} times as long for an item at depth 100,000 of a list as at depth 10.\n")
    })
}

fn own(ratios: &Ratios, nightly: Option<&Ratios>) -> String {
    let mut columns = by_way("generator", |row| Some(row.generator));
    let hand = by_way("by hand", |row| Some(row.hand));
    columns.extend(hand.into_iter().filter(|column| column.title.ends_with("fold")));
    let mut means: Vec<(&str, Vec<&Row>)> = vec![("geometric mean", ratios.rows.iter().collect())];
    if let Some(nightly) = nightly {
        columns.extend(by_way("nightly `gen`", |row| Some(nightly.row(row.case)?.generator)));
        let shared = ratios.rows.iter().filter(|row| nightly.row(row.case).is_some()).collect();
        means.push(("geometric mean of those with a `gen` block", shared));
    }
    table(&columns, &ratios.rows, &means)
}

fn by_way<'a>(who: &str, ratios: impl Fn(&Row) -> Option<[f64; 4]> + Copy + 'a) -> Vec<Column<'a>> {
    let column = |(index, way): (usize, &&str)| Column {
        title: format!("{who}, {}", way.replace('-', " place, ").replace("three place", "three places")),
        ratio: Box::new(move |row| Some(ratios(row)?[index])),
    };
    WAYS.iter().enumerate().map(column).collect()
}

fn peers(ratios: &Ratios) -> String {
    let own = Column { title: "this crate".to_owned(), ratio: Box::new(|row| Some(row.generator[0])) };
    let peers = PEERS
        .iter()
        .enumerate()
        .map(|(index, peer)| Column { title: (*peer).to_owned(), ratio: Box::new(move |row| row.peers[index]) });
    let columns: Vec<_> = std::iter::once(own).chain(peers).collect();
    let rows = ratios.rows.iter().filter(|row| row.peers.iter().any(Option::is_some));
    // Over different workloads, means could not be compared.
    let complete = rows.clone().filter(|row| row.peers.iter().all(Option::is_some)).collect();
    table(&columns, rows, &[("geometric mean of those with all figures", complete)])
}

/// Who contends in streams, beside the hand-written one.
const STREAMS: [(&str, &str); 7] = [
    ("generator", "`impl Stream`"),
    ("pinned", "`impl PinStream`"),
    ("async-stream", "async-stream"),
    ("asynk-strim", "asynk-strim"),
    ("async-fn-stream", "async-fn-stream"),
    ("unfold", "`futures::stream::unfold`"),
    ("boxed", "by hand, boxed"),
];

/// The ratios of streams to the hand-written one; those of nightly's `async gen` blocks to the one in their run.
pub(crate) fn streams(results: &Results, nightly: Option<&Results>) -> String {
    let ratio = |results: &Results, case: &str, contender: &str| {
        Some(results.time(case, contender)? / results.time(case, "hand")?)
    };
    let mut columns: Vec<_> = STREAMS.iter().map(|&(contender, title)| (title, contender, Some(results))).collect();
    columns.push(("nightly `async gen`", "nightly", nightly));
    let mut text = line("workload", columns.iter().map(|(title, ..)| (*title).to_owned()));
    text += &line("---", columns.iter().map(|_| "---:".to_owned()));
    for case in stream_names() {
        text += &line(case, columns.iter().map(|(_, who, results)| cell(results.and_then(|it| ratio(it, case, who)))));
    }
    // Over different workloads, means could not be compared.
    let complete =
        |case: &&str| columns.iter().all(|(_, who, results)| results.is_some_and(|it| ratio(it, case, who).is_some()));
    let mean = |(_, who, results): &(_, &str, Option<&Results>)| {
        geometric_mean(stream_names().filter(complete).filter_map(|case| ratio((*results)?, case, who)))
    };
    text += &line("**geometric mean of those with all figures**", columns.iter().map(|column| cell(mean(column))));
    text
}

fn table<'a>(columns: &[Column<'_>], rows: impl IntoIterator<Item = &'a Row>, means: &[(&str, Vec<&Row>)]) -> String {
    let mut text = line("workload", columns.iter().map(|column| column.title.clone()));
    text += &line("---", columns.iter().map(|_| "---:".to_owned()));
    for row in rows {
        text += &line(row.case, columns.iter().map(|column| cell((column.ratio)(row))));
    }
    for (name, rows) in means {
        let mean = |column: &Column<'_>| geometric_mean(rows.iter().filter_map(|row| (column.ratio)(row)));
        text += &line(&format!("**{name}**"), columns.iter().map(|column| cell(mean(column))));
    }
    text
}

fn line(first: &str, rest: impl Iterator<Item = String>) -> String {
    let rest: Vec<_> = rest.collect();
    format!("| {first} | {} |\n", rest.join(" | "))
}

fn cell(ratio: Option<f64>) -> String {
    ratio.map_or_else(String::new, |ratio| format!("{ratio:.2}"))
}
