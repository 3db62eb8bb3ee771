//! What happens where there is no memory: the process ends, as it does for a `Box`, and nothing runs in between.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::hint::black_box;
use std::process::Command;

use gen_core::{LocalBoxGenerator, generator};

use crate::Bomb;

struct FailsOnDemand;

thread_local! {
    static ALLOCATIONS_LEFT: Cell<usize> = const { Cell::new(usize::MAX) };
}

// SAFETY: what is allocated, the system's allocator has allocated; and an allocator may fail.
unsafe impl GlobalAlloc for FailsOnDemand {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let left = ALLOCATIONS_LEFT.get();
        if left == 0 {
            ALLOCATIONS_LEFT.set(usize::MAX);
            return std::ptr::null_mut();
        }
        ALLOCATIONS_LEFT.set(left.saturating_sub(usize::from(left != usize::MAX)));
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: FailsOnDemand = FailsOnDemand;

const CHILD: &str = "attacks::allocation_failure::child";

#[generator]
fn movable(_bomb: Bomb) -> impl Iterator<Item = u32> {
    yield_!(1);
}

#[generator]
fn nested(depth: u32) -> LocalBoxGenerator<'static, u32> {
    let _bomb = Bomb("a destructor has run");
    yield_!(depth);
    if depth > 0 {
        yield_from!(nested(depth - 1));
    }
}

#[test]
#[ignore = "runs in a process of its own, where the environment says what is to fail"]
fn child() {
    match &*std::env::var(CHILD).unwrap() {
        "movable" => {
            ALLOCATIONS_LEFT.set(0);
            let _ = black_box(movable(Bomb("a destructor has run")));
        }
        "first frame" => {
            let mut generator = nested(10);
            ALLOCATIONS_LEFT.set(0);
            let _ = black_box(generator.next());
        }
        "frame above" => {
            let mut generator = nested(1000);
            assert_eq!(generator.next(), Some(1000));
            ALLOCATIONS_LEFT.set(1);
            let _ = black_box(generator.count());
        }
        other => panic!("nothing is known of {other}"),
    }
    println!("memory was there");
}

#[test]
#[cfg_attr(miri, ignore = "Miri starts no processes")]
fn a_generator_without_memory_ends_the_process() {
    for what in ["movable", "first frame", "frame above"] {
        let arguments = ["--exact", "allocation_failure::child", "--ignored", "--nocapture", "--test-threads=1"];
        let output = Command::new(std::env::current_exe().unwrap()).args(arguments).env(CHILD, what).output().unwrap();
        let (out, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(!output.status.success(), "{what}: {out}{error}");
        assert!(error.contains("memory allocation of"), "{what}: {error}");
        assert!(!out.contains("memory was there"), "{what}: {out}");
        assert!(!error.contains("a destructor has run"), "{what}: {error}");
    }
}
