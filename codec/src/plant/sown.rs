//! Which defect is sown: in a scope of this thread, or in the whole process.

use std::cell::Cell;
use std::sync::atomic::{AtomicU16, AtomicUsize, Ordering};

use super::Plant;

/// How many defects may be sown anywhere: one for each scope, and one if the process has a defect or nobody knows yet. It is
/// zero where nobody asked for a defect, and then [`planted`] costs no more than this load.
static POSSIBLE: AtomicUsize = AtomicUsize::new(cfg!(feature = "plants-by-environment") as usize);

/// The number of the defect that the process has.
static SOWN: AtomicU16 = AtomicU16::new(if cfg!(feature = "plants-by-environment") {
    UNKNOWN
} else {
    NONE
});

/// Nobody has looked into the environment yet.
const UNKNOWN: u16 = u16::MAX;
const NONE: u16 = u16::MAX - 1;

thread_local! {
    /// The number of the defect of the scope that this thread is in.
    static SCOPE: Cell<u16> = const { Cell::new(NONE) };
}

/// Whether this defect is sown here.
#[inline(always)]
pub fn planted(plant: Plant) -> bool {
    POSSIBLE.load(Ordering::Relaxed) != 0 && is_sown(plant)
}

#[cold]
#[inline(never)]
fn is_sown(plant: Plant) -> bool {
    match SCOPE.get() {
        NONE => process() == plant as u16,
        scoped => scoped == plant as u16,
    }
}

/// The number of the defect that the process has.
fn process() -> u16 {
    match SOWN.load(Ordering::Relaxed) {
        #[cfg(feature = "plants-by-environment")]
        UNKNOWN => environment::sow(),
        sown => sown,
    }
}

/// Sows a defect in this process instead of the one before, or none. All threads see it, at once or soon, save in a scope
/// with another.
pub fn sow(plant: Option<Plant>) {
    let number = plant.map_or(NONE, |plant| plant as u16);
    if number != NONE {
        POSSIBLE.fetch_add(1, Ordering::Relaxed);
    }
    if SOWN.swap(number, Ordering::Relaxed) != NONE {
        POSSIBLE.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Does something with this defect sown, or just as it is with none: on this thread alone, until it is done. So the judge of
/// an endpoint may use the same code and never has the endpoint's defect.
pub fn with<T>(plant: Option<Plant>, act: impl FnOnce() -> T) -> T {
    let Some(plant) = plant else { return act() };
    POSSIBLE.fetch_add(1, Ordering::Relaxed);
    let _scope = Scope {
        outer: SCOPE.replace(plant as u16),
    };
    act()
}

/// Ends a scope, also by a panic.
struct Scope {
    outer: u16,
}

impl Drop for Scope {
    fn drop(&mut self) {
        SCOPE.set(self.outer);
        POSSIBLE.fetch_sub(1, Ordering::Relaxed);
    }
}

/// In a build that measures what the tests of a package notice: those have no command line of ours.
#[cfg(feature = "plants-by-environment")]
mod environment {
    use std::sync::atomic::Ordering;

    use super::{NONE, POSSIBLE, SOWN, UNKNOWN};
    use crate::plant::{Misnamed, Plant};

    /// The environment variable that sows a defect by its id.
    const VARIABLE: &str = "WSSPEC_PLANT";

    /// Sows what the environment names, unless something else was sown meanwhile. Ends the process if nothing has that name:
    /// a measurement of no defect would look like one that nobody noticed.
    #[cold]
    pub(super) fn sow() -> u16 {
        let named = match std::env::var(VARIABLE) {
            Ok(id) => Plant::from_id(&id).map_or_else(|| refuse(id), |plant| plant as u16),
            Err(std::env::VarError::NotPresent) => NONE,
            Err(std::env::VarError::NotUnicode(id)) => refuse(id.to_string_lossy().into_owned()),
        };
        match SOWN.compare_exchange(UNKNOWN, named, Ordering::Relaxed, Ordering::Relaxed) {
            Ok(_) => {
                if named == NONE {
                    POSSIBLE.fetch_sub(1, Ordering::Relaxed);
                }
                named
            }
            Err(meanwhile) => meanwhile,
        }
    }

    fn refuse(id: String) -> ! {
        eprintln!("error: {VARIABLE}: {}", Misnamed::Unknown(id));
        std::process::exit(2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_has_its_defect_on_its_own_thread_and_until_it_ends() {
        let plant = Plant::TextEchoedAsBinary;
        assert!(!planted(plant));
        with(Some(plant), || {
            assert!(planted(plant) && !planted(Plant::NulEndsText));
            std::thread::scope(|threads| {
                assert!(!threads.spawn(|| planted(plant)).join().unwrap(), "another thread");
            });
            with(Some(Plant::NulEndsText), || {
                assert!(planted(Plant::NulEndsText) && !planted(plant));
            });
            assert!(planted(plant));
            with(None, || assert!(planted(plant)));
        });
        assert!(!planted(plant));
    }

    #[test]
    fn a_panic_ends_a_scope() {
        let plant = Plant::TextEchoedAsBinary;
        let panic = std::panic::catch_unwind(|| with(Some(plant), || std::panic::resume_unwind(Box::new(()))));
        assert!(panic.is_err() && !planted(plant));
    }
}
