//! What a target says against an input. It is overheard, and so not printed.

use std::cell::RefCell;
use std::panic::{self, PanicHookInfo};
use std::sync::Once;
use std::thread;

use crate::target::Target;

/// What a target said against an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// A sentence; of an oracle also the octets and the clause.
    pub said: String,
    /// Where in the sources: the statement of an oracle that does not hold, or what panicked.
    pub place: String,
}

/// As much as the main thread has, in which an engine runs a target.
const STACK: usize = 8 << 20;

thread_local! {
    /// Where a panic of this thread is written down instead of being printed.
    static OVERHEARD: RefCell<Option<Vec<Complaint>>> = const { RefCell::new(None) };
}

impl Complaint {
    /// What the target says against an input, or `None` if it has nothing against it.
    ///
    /// What kills the process cannot be overheard: a stack that overflows, or what only a sanitizer sees.
    pub fn of(target: &Target, input: &[u8]) -> Option<Complaint> {
        overhear();
        // In a thread of its own, because a panic leaves behind what a thread keeps, such as how deep it measures.
        let run = || {
            OVERHEARD.set(Some(Vec::new()));
            let fails = panic::catch_unwind(|| (target.run)(input)).is_err();
            let overheard = OVERHEARD.take().unwrap_or_default();
            fails.then(|| overheard.into_iter().next()).flatten()
        };
        thread::scope(|scope| {
            let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run);
            let thread = thread.expect("a system that runs one thread runs two");
            thread.join().expect("panics are caught inside")
        })
    }

    /// Whether the target says the same against an input, twice in two runs.
    pub fn is_of(&self, target: &Target, input: &[u8]) -> bool {
        let same = |other: &Complaint| other.place == self.place && other.clause() == self.clause();
        (0..2).all(|_| Complaint::of(target, input).as_ref().is_some_and(same))
    }

    /// What is wrong.
    pub fn sentence(&self) -> &str {
        self.said.split("\n  octets: ").next().unwrap_or(&self.said)
    }

    /// The id of the clause that is broken; a panic outside of the oracles has none.
    pub fn clause(&self) -> Option<&str> {
        self.clause_and_text()?.split(' ').next()
    }

    /// The clause that is broken, with what it says.
    pub fn clause_and_text(&self) -> Option<&str> {
        Some(self.said.rsplit_once("\n  clause: ")?.1)
    }

    /// The file and line of the place, without the folders: `frame:263`.
    pub fn line(&self) -> String {
        let file = self.place.rsplit('/').next().unwrap_or(&self.place);
        file.replace(".rs", "")
    }
}

/// From now on the panics of threads that overhear themselves are written down; others are printed as before.
fn overhear() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            let written =
                OVERHEARD.with_borrow_mut(|overheard| overheard.as_mut().map(|all| all.push(complaint(panic))));
            if written.is_none() {
                before(panic);
            }
        }));
    });
}

fn complaint(panic: &PanicHookInfo<'_>) -> Complaint {
    let payload = panic.payload();
    let said = payload.downcast_ref::<String>().cloned();
    let said = said.or_else(|| payload.downcast_ref::<&str>().map(|&said| said.to_owned()));
    Complaint {
        said: said.unwrap_or_else(|| "a panic without a sentence".to_owned()),
        place: panic
            .location()
            .map_or_else(String::new, |at| format!("{}:{}", at.file(), at.line())),
    }
}
