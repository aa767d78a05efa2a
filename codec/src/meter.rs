//! How much work was done, in octets: those copied, masked, validated, inflated or looked at again, each time.
//!
//! It counts only with the feature `meter`, for tests that work grows no faster than what comes in. Without it nothing is
//! there.

#[cfg(feature = "meter")]
use std::cell::Cell;

#[cfg(feature = "meter")]
thread_local! {
    static TOUCHED: Cell<u64> = const { Cell::new(0) };
}

/// Takes note that so many octets were touched.
#[cfg(feature = "meter")]
#[inline]
pub fn touched(octets: usize) {
    TOUCHED.set(TOUCHED.get() + octets as u64);
}

/// Takes no note.
#[cfg(not(feature = "meter"))]
#[inline(always)]
pub const fn touched(_: usize) {}

/// How many octets this work touches, on this thread.
#[cfg(feature = "meter")]
pub fn measure(work: impl FnOnce()) -> u64 {
    let before = TOUCHED.get();
    work();
    TOUCHED.get() - before
}

#[cfg(all(test, feature = "meter"))]
mod tests {
    use super::*;
    use crate::mask;

    #[test]
    fn what_is_touched_twice_counts_twice() {
        let mut data = [0; 100];
        let steps = measure(|| {
            mask::apply([1, 2, 3, 4], 0, &mut data);
            mask::apply([1, 2, 3, 4], 0, &mut data[..50]);
        });
        assert_eq!(steps, 150);
        assert_eq!(measure(|| {}), 0);
    }
}
