//! A statement that must hold, and what is said when it does not.

use std::fmt::{Display, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

use wsspec_codec::rfc::Clause;

/// Whether statements are not judged: for the measurement of what panics alone would find.
static SILENT: AtomicBool = AtomicBool::new(false);

/// From now on only panics of what is tested are found, or all again. For measurements.
pub fn silence(silent: bool) {
    SILENT.store(silent, Ordering::Relaxed);
}

/// Panics unless the statement holds: with a sentence, the octets of the input and the clause that is broken.
#[inline]
#[track_caller]
pub fn hold(holds: bool, octets: &[u8], clause: &Clause, sentence: impl FnOnce() -> String) {
    if !holds {
        complain(octets, clause, sentence);
    }
}

/// Apart from the statements, which are judged millions of times and hold.
#[cold]
#[inline(never)]
#[track_caller]
fn complain(octets: &[u8], clause: &Clause, sentence: impl FnOnce() -> String) {
    if !SILENT.load(Ordering::Relaxed) {
        panic!(
            "{}\n  octets: {}\n  clause: {} ({})",
            sentence(),
            hex(octets),
            clause.id,
            clause.text
        );
    }
}

/// O15 for words. What is told of a peer's octets is a line that says something, whatever the peer put into it: a log is to
/// have no lines that a peer wrote.
#[track_caller]
pub fn told_in_a_line(octets: &[u8], clause: &Clause, words: impl Display) {
    let words = words.to_string();
    let line = !words.trim().is_empty() && !words.contains(char::is_control);
    hold(line, octets, clause, || format!("{words:?} is no line"));
}

/// Two digits for each octet.
pub fn hex(octets: &[u8]) -> String {
    octets.iter().fold(String::new(), |mut hex, octet| {
        let _ = write!(hex, "{octet:02x}");
        hex
    })
}
