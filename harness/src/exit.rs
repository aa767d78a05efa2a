//! The exit codes of `wsspec`.

/// All selected cases met the policy; a replay said the same; as many sessions as were asked for are recorded.
pub const OK: u8 = 0;
/// At least one case failed; a replay said something else.
pub const FAILED: u8 = 1;
/// The command line, a file or an address is wrong.
pub const USAGE: u8 = 2;
/// The subject is not reachable or died, the deadline passed, or a report or a recording could not be written: the run is
/// incomplete.
pub const INCOMPLETE: u8 = 3;
/// Nothing ran: no case was selected.
pub const NOTHING_RAN: u8 = 4;
/// Ctrl-C: what was done is reported, and the report says that it is partial.
pub const INTERRUPTED: u8 = 130;
