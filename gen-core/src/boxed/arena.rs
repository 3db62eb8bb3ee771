//! Where the frames of a stack lie: memory that is given out and taken back at one end.
//!
//! It comes in chunks. The first has room for one frame, for most generators delegate to no boxed generator; each that
//! is put above it is larger than the one below, so that a recursion allocates seldom, however deep it gets. The chunk
//! that was emptied last is kept, so that a recursion that goes up and down at its edge does not allocate at all.
//!
//! ```text
//!   current ────────────────────────┐
//!                                   ▼
//!   ┌───────┐ above   ┌─────────────────────────┐ above   ┌────────────────────────┐
//!   │ frame ├───────► │ frame │ frame │  free   ├───────► │  free (kept in spare)  │
//!   │       │ ◄───────┤       │       │         │ ◄───────┤                        │
//!   └───────┘   below └─────────────────────────┘   below └────────────────────────┘
//! ```
//!
//! # Invariants
//!
//! 1. *List.* `current` and what follows from it by `below` and by `above` are allocations of `size` bytes, each in one
//!    list, by pointers that may access all of them; `a.above` is `b` exactly if `b.below` is `a`. Above the current
//!    chunk is at most one, which is empty.
//! 2. *Room.* Of a chunk the first `used` bytes are the chunk itself and places that were given out, one after the
//!    other. A chunk below the current one is not empty.

use alloc::alloc::{alloc, dealloc, handle_alloc_error};
use core::alloc::Layout;
use core::cell::Cell;
use core::ptr::{self, NonNull};

/// Places are aligned to this, which suits nearly every type.
pub(crate) const ALIGN: usize = 16;

/// No chunk is made larger than this, unless for a single place.
const LARGEST: usize = 16 * 1024;

/// How much larger a chunk is than the one below.
const GROWTH: usize = 4;

/// How much of a chunk is not for places.
const CHUNK_HEADER: usize = size_of::<Chunk>();

pub(crate) struct Arena {
    current: Cell<Option<NonNull<Chunk>>>,
}

/// What a chunk begins with.
#[repr(align(16))]
struct Chunk {
    below: Cell<Option<NonNull<Chunk>>>,
    above: Cell<Option<NonNull<Chunk>>>,
    used: Cell<usize>,
    size: usize,
}

impl Arena {
    #[inline(always)]
    pub(crate) const fn new() -> Self {
        Self { current: Cell::new(None) }
    }

    fn current(&self) -> Option<&Chunk> {
        // SAFETY: invariant 1: it is a chunk, and as long as it is the current one it is not freed.
        self.current.get().map(|chunk| unsafe { chunk.as_ref() })
    }

    /// A place for a `T`, above all that were given out before.
    #[inline(always)]
    pub(crate) fn allocate<T>(&self) -> NonNull<T> {
        assert!(align_of::<T>() <= ALIGN, "a place has the alignment of chunks");
        let size = const { size_of::<T>().next_multiple_of(ALIGN) };
        // SAFETY: invariant 1.
        let place = self.current.get().and_then(|chunk| unsafe { Chunk::take(chunk, size) });
        place.unwrap_or_else(|| self.allocate_above(size)).cast()
    }

    /// A place in a chunk above the current one, which becomes the current one.
    #[cold]
    #[inline(never)]
    fn allocate_above(&self, size: usize) -> NonNull<u8> {
        let below = self.current();
        let chunk = match below.and_then(|below| below.above.take()) {
            // SAFETY: invariant 1.
            Some(spare) if unsafe { spare.as_ref() }.size >= CHUNK_HEADER + size => spare,
            spare => {
                if let Some(spare) = spare {
                    // SAFETY: it has just been taken out of the list.
                    unsafe { Chunk::free(spare) };
                }
                let grown = below.map_or(0, |below| LARGEST.min(below.size.saturating_mul(GROWTH)));
                Chunk::new(grown.max(CHUNK_HEADER + size), self.current.get())
            }
        };
        if let Some(below) = below {
            below.above.set(Some(chunk));
        }
        self.current.set(Some(chunk));
        // SAFETY: invariant 1.
        unsafe { Chunk::take(chunk, size) }.expect("an empty chunk of this size has room")
    }

    /// Takes back the place that was given out last.
    ///
    /// # Safety
    ///
    /// `place` is that place, and is not used any more.
    #[inline(always)]
    pub(crate) unsafe fn free<T>(&self, place: NonNull<T>) {
        let Some(chunk) = self.current() else { return };
        let used = place.addr().get() - ptr::from_ref(chunk).addr();
        chunk.used.set(used);
        if used == CHUNK_HEADER && chunk.below.get().is_some() {
            self.pop_chunk(chunk);
        }
    }

    /// Goes back to the chunk below. `emptied` is the current one.
    #[inline(never)]
    fn pop_chunk(&self, emptied: &Chunk) {
        self.current.set(emptied.below.get());
        if let Some(spare) = emptied.above.take() {
            // SAFETY: it has just been taken out of the list.
            unsafe { Chunk::free(spare) };
        }
    }

    /// Puts the chunks of `other` above these, and leaves it without any.
    ///
    /// # Safety
    ///
    /// `first` is the place that `other` gave out first, and is not taken back yet; of the places that these chunks
    /// gave out one is not taken back yet, either.
    pub(crate) unsafe fn take_over<T>(&self, other: &Self, first: NonNull<T>) {
        // SAFETY: invariant 2: the first place is the first in its chunk.
        let lowest = unsafe { first.byte_sub(CHUNK_HEADER) }.cast::<Chunk>();
        // SAFETY: invariant 1.
        unsafe { lowest.as_ref() }.below.set(self.current.get());
        if let Some(spare) = self.current().and_then(|current| current.above.replace(Some(lowest))) {
            // SAFETY: it has just been taken out of the list.
            unsafe { Chunk::free(spare) };
        }
        self.current.set(other.current.take());
    }

    /// Gives all memory back.
    ///
    /// # Safety
    ///
    /// No place is used any more.
    pub(crate) unsafe fn release(&self) {
        let Some(current) = self.current.take() else { return };
        // SAFETY: invariant 1.
        let mut highest = unsafe { current.as_ref() }.above.take().or(Some(current));
        while let Some(chunk) = highest {
            // SAFETY: invariant 1.
            highest = unsafe { chunk.as_ref() }.below.get();
            // SAFETY: the list is not used any more.
            unsafe { Chunk::free(chunk) };
        }
    }
}

impl Chunk {
    fn new(size: usize, below: Option<NonNull<Self>>) -> NonNull<Self> {
        let layout = Self::layout(size);
        // SAFETY: the size is at least that of a `Chunk`, which is not zero.
        let memory = unsafe { alloc(layout) };
        let Some(chunk) = NonNull::new(memory) else { handle_alloc_error(layout) };
        let chunk = chunk.cast();
        let header = Self { below: Cell::new(below), above: Cell::new(None), used: Cell::new(CHUNK_HEADER), size };
        // SAFETY: the memory is ours, and has room for the header.
        unsafe { chunk.write(header) };
        chunk
    }

    fn layout(size: usize) -> Layout {
        Layout::from_size_align(size, ALIGN).expect("no frame is as large as that")
    }

    /// The next `size` bytes, if they are free.
    ///
    /// # Safety
    ///
    /// The chunk is in a list.
    #[inline(always)]
    unsafe fn take(chunk: NonNull<Self>, size: usize) -> Option<NonNull<u8>> {
        // SAFETY: invariant 1.
        let header = unsafe { chunk.as_ref() };
        let used = header.used.get();
        if header.size - used < size {
            return None;
        }
        header.used.set(used + size);
        // SAFETY: the chunk is larger than that.
        Some(unsafe { chunk.cast().byte_add(used) })
    }

    /// # Safety
    ///
    /// The chunk was in a list and is not any more, nor is it referred to.
    unsafe fn free(chunk: NonNull<Self>) {
        // SAFETY: invariant 1, which held until now.
        let layout = Self::layout(unsafe { chunk.as_ref() }.size);
        // SAFETY: as before.
        unsafe { dealloc(chunk.as_ptr().cast(), layout) };
    }
}
