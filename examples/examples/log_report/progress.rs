//! A progress bar for each log that is being read, and beneath them one for all.

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use crate::inputs::Input;

#[derive(Clone)]
pub(crate) struct Progress {
    bars: MultiProgress,
    all: ProgressBar,
}

impl Progress {
    pub(crate) fn new(bars: &MultiProgress, inputs: &[Input]) -> Self {
        let all = bars.add(ProgressBar::new(inputs.iter().map(|input| input.length).sum()));
        all.set_style(style("{bar:40} {bytes} of {total_bytes}, {eta} left"));
        Self { bars: bars.clone(), all }
    }

    /// Shows that a log is being read.
    pub(crate) fn begin(&self, input: &Input) -> LogProgress {
        let bar = self.bars.insert_before(&self.all, ProgressBar::new(input.length));
        // Nobody knows how long a pipe is.
        let known = input.length > 0;
        bar.set_style(style(if known { "{bar:40} {bytes} of {total_bytes} {wide_msg}" } else { "{bytes} {wide_msg}" }));
        // The end of a long path would be cut off.
        bar.set_message(
            input.path.file_name().map_or_else(|| input.name(), |name| name.to_string_lossy().into_owned()),
        );
        LogProgress { all: self.clone(), bar }
    }

    pub(crate) fn end(&self) {
        self.all.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("the template is valid")
}

/// The bar of one log. It vanishes when this is dropped.
pub(crate) struct LogProgress {
    all: Progress,
    bar: ProgressBar,
}

impl LogProgress {
    pub(crate) fn advance(&self, bytes: usize) {
        self.bar.inc(bytes as u64);
        self.all.all.inc(bytes as u64);
    }
}

impl Drop for LogProgress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
        self.all.bars.remove(&self.bar);
    }
}
