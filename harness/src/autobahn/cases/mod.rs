//! The 517 cases, group by group.

mod closing;
mod compression;
mod control;
mod expectation;
mod fragmentation;
mod framing;
mod limits;
mod reserved;
mod utf8;
mod words;

use super::case::AutobahnCase;

/// Every case, in the order of the numbers in their ids.
pub fn cases() -> Vec<AutobahnCase> {
    let mut cases = [
        framing::cases(),
        control::cases(),
        reserved::cases(),
        fragmentation::cases(),
        utf8::cases(),
        closing::cases(),
        limits::cases(),
        compression::cases(),
    ]
    .concat();
    for (case, number) in cases.iter_mut().zip(1..) {
        case.number = number;
        case.expectation = expectation::of(case);
    }
    cases
}
