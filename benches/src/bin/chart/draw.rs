//! The chart: a row for each workload, a mark for each contender, on a logarithmic scale.

use crate::ratios::{PEERS, Ratios};
use plotters::prelude::*;
use std::error::Error;
use std::path::Path;

const WIDTH: u32 = 1_100;
const ROW: u32 = 30;
const MARGIN: u32 = 190;
const SCALE: std::ops::Range<f64> = 0.4..20_000.0;

/// Who is marked how, and with which ratio by the index of a row.
struct Series {
    name: String,
    style: ShapeStyle,
    size: i32,
    points: Vec<(usize, f64)>,
}

pub(crate) fn chart(file: &Path, ratios: &Ratios, nightly: Option<&Ratios>) -> Result<(), Box<dyn Error>> {
    let rows = ratios.rows.len();
    let area = SVGBackend::new(file, (WIDTH, MARGIN + ROW * u32::try_from(rows)?)).into_drawing_area();
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area)
        .caption("Time as a ratio to the hand-written iterator (logarithmic; less is better)", ("sans-serif", 18))
        .margin(12)
        .x_label_area_size(36)
        .y_label_area_size(140)
        .build_cartesian_2d(SCALE.log_scale(), (0..rows).into_segmented())?;
    let label = |index: &SegmentValue<usize>| match index {
        SegmentValue::CenterOf(index) => {
            ratios.rows.get(rows - 1 - index).map_or_else(String::new, |row| row.case.to_owned())
        }
        SegmentValue::Exact(_) | SegmentValue::Last => String::new(),
    };
    chart
        .configure_mesh()
        .y_labels(rows)
        .y_label_formatter(&label)
        .x_label_formatter(&|ratio| format!("{ratio}"))
        .light_line_style(BLACK.mix(0.06))
        .draw()?;
    let middle = |index: usize| SegmentValue::CenterOf(rows - 1 - index);
    for Series { name, style, size, points } in series(ratios, nightly) {
        let mark = move |at: (f64, SegmentValue<usize>)| Circle::new(at, size, style);
        chart
            .draw_series(points.into_iter().map(|(index, ratio)| mark((ratio, middle(index)))))?
            .label(name)
            .legend(move |(x, y)| Circle::new((x + 10, y), size, style));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperRight)
        .border_style(BLACK)
        .background_style(WHITE)
        .draw()?;
    area.present()?;
    Ok(())
}

fn series(ratios: &Ratios, nightly: Option<&Ratios>) -> Vec<Series> {
    let own = [
        ("generator: one place, for", BLUE.filled()),
        ("generator: one place, fold", BLUE.stroke_width(2)),
        ("generator: three places, for", RED.filled()),
        ("generator: three places, fold", RED.stroke_width(2)),
    ];
    let peers = PEERS.iter().enumerate().map(|(peer, name)| Series {
        name: (*name).to_owned(),
        style: Palette99::pick(peer + 4).mix(0.8).filled(),
        size: 3,
        points: points(ratios, |index| ratios.rows[index].peers[peer]),
    });
    let nightly = nightly.into_iter().flat_map(|nightly| {
        [
            ("nightly gen: one place, for", 0, BLACK.filled()),
            ("nightly gen: three places, for", 2, BLACK.stroke_width(1)),
        ]
        .map(|(name, way, style)| Series {
            name: name.to_owned(),
            style,
            size: 3,
            points: points(ratios, |index| Some(nightly.row(ratios.rows[index].case)?.generator[way])),
        })
    });
    let own = own.into_iter().enumerate().map(|(way, (name, style))| Series {
        name: name.to_owned(),
        style,
        size: 5,
        points: points(ratios, |index| Some(ratios.rows[index].generator[way])),
    });
    peers.chain(nightly).chain(own).collect()
}

fn points(ratios: &Ratios, ratio: impl Fn(usize) -> Option<f64>) -> Vec<(usize, f64)> {
    (0..ratios.rows.len()).filter_map(|index| Some((index, ratio(index)?))).collect()
}
