use gen_core::{gen_, generator};
use gen_tests_hostile::handle_beside;

#[generator]
fn in_an_operand() -> impl Iterator<Item = u32> {
    yield_!({
        #[cfg(false)]
        {
            half_written.
        }
        let _stolen = handle_beside!(half_written.);
        1
    });
}

fn main() {
    let _ = in_an_operand();
    let _in_a_block = gen_!({
        #[cfg(false)]
        {
            half_written.
        }
        let _stolen = handle_beside!(half_written.);
        yield_!(1);
    });
}
