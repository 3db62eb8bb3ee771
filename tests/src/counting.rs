//! An allocator that counts: for each thread, so that tests that run at the same time do not disturb each other, and
//! for the process, for what is made on one thread and freed on another.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::atomic::{AtomicUsize, Ordering};

thread_local! {
    static MADE_HERE: Cell<usize> = const { Cell::new(0) };
    static LIVE_HERE: Cell<isize> = const { Cell::new(0) };
}

static LIVE: AtomicUsize = AtomicUsize::new(0);
static LIVE_BYTES: AtomicUsize = AtomicUsize::new(0);
static PEAK_BYTES: AtomicUsize = AtomicUsize::new(0);

/// The system's allocator, counted. To be a program's `#[global_allocator]`.
#[derive(Debug)]
pub struct Counting;

// SAFETY: every call goes to the system's allocator unchanged; counting does not allocate, and does not unwind.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count_made(layout.size());
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count_freed(layout.size());
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(pointer, layout) }
    }
}

fn count_made(bytes: usize) {
    MADE_HERE.set(MADE_HERE.get() + 1);
    LIVE_HERE.set(LIVE_HERE.get() + 1);
    LIVE.fetch_add(1, Ordering::Relaxed);
    let live = LIVE_BYTES.fetch_add(bytes, Ordering::Relaxed) + bytes;
    PEAK_BYTES.fetch_max(live, Ordering::Relaxed);
}

fn count_freed(bytes: usize) {
    LIVE_HERE.set(LIVE_HERE.get() - 1);
    LIVE.fetch_sub(1, Ordering::Relaxed);
    LIVE_BYTES.fetch_sub(bytes, Ordering::Relaxed);
}

/// How many allocations this thread has made.
#[must_use]
pub fn made_by_this_thread() -> usize {
    MADE_HERE.get()
}

/// How many allocations this thread has made more than it has freed.
#[must_use]
pub fn live_of_this_thread() -> isize {
    LIVE_HERE.get()
}

/// What the process has allocated and not freed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Live {
    /// How many allocations.
    pub allocations: usize,
    /// How large they are together.
    pub bytes: usize,
}

impl Live {
    /// What is live now. Other threads must be at rest.
    #[must_use]
    pub fn now() -> Self {
        Self { allocations: LIVE.load(Ordering::Relaxed), bytes: LIVE_BYTES.load(Ordering::Relaxed) }
    }
}

/// The most bytes that were live since [`forget_peak`].
#[must_use]
pub fn peak_bytes() -> usize {
    PEAK_BYTES.load(Ordering::Relaxed)
}

/// Lets the peak be what is live now.
pub fn forget_peak() {
    PEAK_BYTES.store(LIVE_BYTES.load(Ordering::Relaxed), Ordering::Relaxed);
}
