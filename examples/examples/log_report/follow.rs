//! A log that is followed as it grows.

use std::io;

use futures_util::Stream;
use gen_core::try_generator;

use crate::console::Console;
use crate::error_files::ErrorPath;
use crate::growing::{Break, GrowingFile};
use crate::inputs::Input;
use crate::interrupt::Interrupt;
use crate::job::tell_not_opened;
use crate::lines::{Line, lines};
use crate::log_file::Log;
use crate::summary::Summary;
use crate::turn::Turns;

/// Reads a log until Ctrl-C, which is then the end of the log. Its errors can be shown as they come.
pub(crate) async fn follow(
    input: &Input,
    save_in: Option<ErrorPath>,
    shows_errors: bool,
    console: &Console,
    mut interrupt: Interrupt,
) -> Summary {
    let mut turns = Turns::new();
    let mut turn = turns.next();
    match interrupt.or(GrowingFile::open(input.path.clone())).await {
        Some(Ok(file)) => {
            let mut log = Log::new(input.name(), console.clone(), shows_errors);
            if let Some(path) = save_in {
                log.start_saving(path);
            }
            let log = log.read(growing_lines(file, input.name(), console.clone(), interrupt), &mut turn).await;
            turn.keep(log).await;
        }
        Some(Err(error)) => {
            tell_not_opened(&input.name(), &error, console);
            turn.skip().await;
        }
        None => turn.skip().await,
    }
    turns.end().await
}

/// The lines of a log, and of what takes its place. Where it was cut off or replaced, a line that had no end has one.
#[try_generator]
async fn growing_lines(
    mut file: GrowingFile,
    name: String,
    console: Console,
    mut interrupt: Interrupt,
) -> impl Stream<Item = io::Result<Line>> {
    let mut reason = Break::Interrupted;
    loop {
        #[for_await]
        for line in lines(file.chunks(&mut interrupt, &mut reason)) {
            yield_!(line?);
        }
        match reason {
            Break::Interrupted => return Ok(()),
            Break::CutOff => console.note(format_args!("{name} was cut off: going on at its beginning")),
            Break::Replaced => console.note(format_args!("{name} is another file now: going on with that")),
        }
        file.go_on(reason).await?;
    }
}
