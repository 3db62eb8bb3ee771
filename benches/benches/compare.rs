//! Times every contender of every case with criterion.
// Sixteen generators in one another are types in types.
#![recursion_limit = "256"]

use criterion::Criterion;
use gen_benches::{Case, case, names, stream_case, stream_names};
use std::time::Duration;

fn compare(criterion: &mut Criterion) {
    for case in names().filter_map(case).chain(stream_names().filter_map(stream_case)) {
        case.check();
        time(criterion, &case);
    }
}

fn time(criterion: &mut Criterion, case: &Case) {
    let mut group = criterion.benchmark_group(case.name());
    for contender in case.contenders() {
        group.bench_function(contender.name(), |bencher| bencher.iter(|| contender.run()));
    }
    group.finish();
}

fn configuration() -> Criterion {
    Criterion::default()
        .sample_size(30)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_millis(500))
        .without_plots()
        .configure_from_args()
}

fn main() {
    let mut criterion = configuration();
    compare(&mut criterion);
    criterion.final_summary();
}
