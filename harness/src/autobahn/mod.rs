//! Compatibility with Autobahn|Testsuite 25.10.1: its 517 cases with its own scripts, timers and verdicts, its spec files, its
//! report directory, and the command `wstest`.
//!
//! Nothing here judges by RFC 6455: that is what the [suite](crate::suite) is for. Here the question is what Autobahn would
//! say, and where it is left on purpose the table of deviations says so.

/// The version of Autobahn|Testsuite that this stands in for.
pub const VERSION: &str = "25.10.1";

pub mod agent;
pub mod case;
pub mod cases;
pub mod glob;
pub mod options;
pub mod play;
pub mod played;
pub mod protocol_options;
pub mod report;
pub mod run;
pub mod selection;
pub mod server_list;
pub mod spec;
pub mod wirelog;

mod judge;
mod log;
mod opening;
mod receiver;
