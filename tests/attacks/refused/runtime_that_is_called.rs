use gen_core::__private_0_1_0::{Discard, FirstResume, Synchronous, movable, yield_};

fn main() {
    let mut smuggled = None;
    let generator = movable::<Discard, Synchronous, u32, (), _, _>(
        |co| {
            smuggled = Some(co);
            async {}
        },
        FirstResume::Dropped,
    );
    drop(generator);
    let _ = yield_(&smuggled.unwrap(), 1);
}
