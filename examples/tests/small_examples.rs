//! What the small examples print, from the first line to the last.

mod common;

use common::{example, run, stderr, stdout};

fn assert_prints(name: &str, expected: &str) {
    let output = run(&mut example(name));
    assert_eq!(stdout(&output), expected);
    assert_eq!(stderr(&output), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn fibonacci() {
    assert_prints(
        "fibonacci",
        "\
the first ten: 0, 1, 1, 2, 3, 5, 8, 13, 21, 34
sum of the even ones below four million: 4613732
the first with sixteen digits: number 74, 1304969544928657
ratios of neighbours: 1.000000, 1.625000, 1.617978, 1.618034
12 of them are below 100, and the walk goes on at Some(233)
",
    );
}

#[test]
fn tree_walk() {
    assert_prints(
        "tree_walk",
        "\
Ada
  Ben
    Dora
    Emil
      Hugo
  Cleo
    Finn
    Gina
people: 8
leaves: Dora, Hugo, Finn, Gina
the first below Cleo: Some(\"Finn\")
a branch of 100000: first Some(1), last Some(100000)
",
    );
}

#[test]
fn running_average() {
    assert_prints(
        "running_average",
        "\
a series that comes to its end
send 4 too early: nothing can be sent into a generator before it has been started
start: average 0.00
send 4: average 4.00
send 8: average 6.00
send 900: average 304.00
throw Forget: average 6.00
  (the meter is switched off)
send -1: complete, 2 readings, average 6.00
send 5 too late: nothing can be sent into a finished generator
the value is still here: Some(5.0)
a series that an error ends
send 3: average 3.00
  (the meter is switched off)
throw Broken: complete, but the meter fell down
a series that is closed
send 3: average 3.00
  (the meter is switched off)
closed: Finished
",
    );
}
