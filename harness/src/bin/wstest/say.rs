//! Lines for people and for programs that wait for them.

use std::fmt::Display;
use std::io::{self, Write as _};

/// A line on standard output, at once. Whoever reads it may be gone: the run goes on all the same.
pub(crate) fn say(line: impl Display) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// A line on standard error.
pub(crate) fn warn(line: impl Display) {
    let _ = writeln!(io::stderr().lock(), "wstest: {line}");
}
