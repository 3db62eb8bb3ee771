use gen_core::__private_0_1_0::{Discard, FirstResume, Synchronous, begin, movable, promise, yield_};

fn main() {
    let types: [(Synchronous, u32, (), ()); 0] = [];
    let (co, promised) = begin(promise(FirstResume::Dropped), types);
    drop(movable::<Discard, _, _, _, _>(promised, async {}));
    let _ = yield_(&co, 1);
}
