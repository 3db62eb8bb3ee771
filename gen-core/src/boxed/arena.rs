//! Where the frames of a stack lie: memory that is given out and taken back at one end.
//!
//! It comes in chunks. The first has room for one frame, for most generators delegate to no boxed generator; each that
//! is put above it is larger than the one below, so that a recursion allocates seldom, however deep it gets. The chunk
//! that was emptied last is kept, so that a recursion that goes up and down at its edge does not allocate at all.
//!
//! Places are given out from the high end of a chunk downwards: so the room that is left ends where the place lies that
//! was given out last, and nobody has to remember how much that is.
//!
//! ```text
//!   current ──────────────────────────────────────────┐
//!                                                     ▼
//!   ┌───────┬───────┐ above   ┌────────┬───────┬───────┬───────┐ above   ┌────────────────┬───────┐
//!   │ place │ Chunk ├───────► │  free  │ place │ place │ Chunk ├───────► │ free (a spare) │ Chunk │
//!   │       │       │ ◄───────┤        │       │       │       │ ◄───────┤                │       │
//!   └───────┴───────┘   below └────────┴───────┴───────┴───────┘   below └────────────────┴───────┘
//! ```
//!
//! # Invariants
//!
//! 1. *List.* `current` and what follows from it by `below` and by `above` are the last bytes of allocations that begin
//!    at `start`, each in one list, by pointers that may access all of their allocation; `a.above` is `b` exactly if
//!    `b.below` is `a`. Above the current chunk is at most one, which is empty.
//! 2. *Room.* The places in a chunk that were given out lie one below the other, the first of them right below the
//!    `Chunk`; the pointers to them may access all of the allocation. A chunk below the current one is not empty; so
//!    the place that was given out last lies in the current one.

use alloc::alloc::{alloc, dealloc, handle_alloc_error};
use core::alloc::Layout;
use core::cell::Cell;
use core::ptr::{self, NonNull};

/// Places are aligned to this, which suits nearly every type.
pub(crate) const ALIGN: usize = 16;

/// No chunk is made larger than this, unless for a single place.
const LARGEST: usize = 16 * 1024;

/// How much larger a chunk is than the one below.
const GROWTH: usize = 8;

/// How much of a chunk is not for places.
const CHUNK_TRAILER: usize = size_of::<Chunk>();

/// How much room is taken by what has a size.
const fn room_for(size: usize) -> usize {
    size.next_multiple_of(ALIGN)
}

pub(crate) struct Arena {
    current: Cell<Option<NonNull<Chunk>>>,
}

/// What a chunk ends with.
#[repr(align(16))]
struct Chunk {
    below: Cell<Option<NonNull<Chunk>>>,
    above: Cell<Option<NonNull<Chunk>>>,
    start: NonNull<u8>,
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

    /// A place of a size, after all that were given out before. It is aligned to [`ALIGN`].
    ///
    /// # Safety
    ///
    /// `last` is the place that was given out last and is not taken back yet, if there is one.
    pub(crate) unsafe fn allocate<L>(&self, last: Option<NonNull<L>>, size: usize) -> NonNull<u8> {
        // SAFETY: the caller promises that this is that place.
        let place = last.and_then(|last| unsafe { self.try_allocate(last, size) });
        place.unwrap_or_else(|| self.allocate_above(room_for(size)))
    }

    /// The same where a place was given out before, if there is room in its chunk.
    ///
    /// # Safety
    ///
    /// `last` is the place that was given out last and is not taken back yet.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) unsafe fn try_allocate<L>(&self, last: NonNull<L>, size: usize) -> Option<NonNull<u8>> {
        // SAFETY: the caller promises that there is such a place.
        let chunk = unsafe { self.current_of_place() };
        let room = last.addr().get() - chunk.start.addr().get();
        if room < room_for(size) {
            return None;
        }
        // SAFETY: invariant 2: `last` lies in the current chunk, by a pointer that may access all of that, and there is
        // so much room below it.
        Some(unsafe { last.byte_sub(room_for(size)) }.cast())
    }

    /// The current chunk.
    ///
    /// # Safety
    ///
    /// There is a place that was given out and is not taken back yet.
    #[inline(always)]
    unsafe fn current_of_place(&self) -> &Chunk {
        // SAFETY: by invariant 2 the caller promises that there is a current chunk.
        unsafe { self.current().unwrap_unchecked() }
    }

    /// A place in a chunk above the current one, which becomes the current one.
    #[cold]
    #[inline(never)]
    fn allocate_above(&self, size: usize) -> NonNull<u8> {
        let below = self.current();
        let chunk = match below.and_then(|below| below.above.take()) {
            // SAFETY: invariant 1.
            Some(spare) if unsafe { spare.as_ref() }.size() >= CHUNK_TRAILER + size => spare,
            spare => {
                if let Some(spare) = spare {
                    // SAFETY: it has just been taken out of the list.
                    unsafe { Chunk::free(spare) };
                }
                let grown = below.map_or(0, |below| LARGEST.min(below.size().saturating_mul(GROWTH)));
                Chunk::new(grown.max(CHUNK_TRAILER + size), self.current.get())
            }
        };
        if let Some(below) = below {
            below.above.set(Some(chunk));
        }
        self.current.set(Some(chunk));
        // SAFETY: the chunk is empty, and at least as large as this and a `Chunk`, with which it ends.
        unsafe { chunk.byte_sub(size) }.cast()
    }

    /// Takes back the place that was given out last.
    ///
    /// # Safety
    ///
    /// `place` is that place, of that size, and is not used any more.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) unsafe fn free<T>(&self, place: NonNull<T>, size: usize) {
        // SAFETY: the caller promises that there is such a place.
        let chunk = unsafe { self.current_of_place() };
        // SAFETY: invariant 2: the place lies in the current chunk, and so much room is its own.
        let end = unsafe { place.byte_add(room_for(size)) };
        if ptr::from_ref(chunk) == end.cast().as_ptr() && chunk.below.get().is_some() {
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
    /// `first` is the place that `other` gave out first, for a `T` of `size` bytes, and is not taken back yet; of the
    /// places that these chunks gave out one is not taken back yet, either.
    pub(crate) unsafe fn take_over<T>(&self, other: &Self, first: NonNull<T>, size: usize) {
        // SAFETY: invariant 2: the first place is the first in its chunk, by a pointer that may access all of that.
        // That chunk is the lowest of `other`, for it was the first of the list, and is not empty.
        let lowest = unsafe { first.byte_add(room_for(size)) }.cast::<Chunk>();
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
        let Some(start) = NonNull::new(memory) else { handle_alloc_error(layout) };
        // SAFETY: the memory is ours, and at least as large as a `Chunk`.
        let chunk = unsafe { start.byte_add(size - CHUNK_TRAILER) }.cast();
        // SAFETY: as before; the place is aligned, for all sizes are multiples of the alignment.
        unsafe { chunk.write(Self { below: Cell::new(below), above: Cell::new(None), start }) };
        chunk
    }

    fn layout(size: usize) -> Layout {
        Layout::from_size_align(size, ALIGN).expect("no frame is as large as that")
    }

    fn size(&self) -> usize {
        ptr::from_ref(self).addr() - self.start.addr().get() + CHUNK_TRAILER
    }

    /// # Safety
    ///
    /// The chunk was in a list and is not any more, nor is it referred to.
    unsafe fn free(chunk: NonNull<Self>) {
        // SAFETY: invariant 1, which held until now.
        let trailer = unsafe { chunk.as_ref() };
        let (start, layout) = (trailer.start, Self::layout(trailer.size()));
        // SAFETY: as before: this is where the allocation begins, and how large it is.
        unsafe { dealloc(start.as_ptr(), layout) };
    }
}
