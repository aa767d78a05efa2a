//! Compatibility with Autobahn|Testsuite 25.10.1: its 517 cases with its own scripts, timers and verdicts, its spec files, its
//! report directory, and the command `wstest`.
//!
//! Nothing here judges by RFC 6455: that is what the [suite](crate::suite) is for. Here the question is what Autobahn would
//! say. Where that is left on purpose, `docs/autobahn.md` says so, and `ci/known/autobahn.json` lists what foreign servers
//! show of it.
//!
//! In reading order: [`case`] what a case is, [`cases`] all of them · [`play`] a play without I/O, `judge` its verdicts ·
//! [`played`] and [`wirelog`] what is kept of it · [`run`] many at once · [`spec`], [`selection`], [`glob`], [`server_list`],
//! [`protocol_options`] what is to be played with whom · [`wish`], [`answering`], [`clients_spec`] the same for clients ·
//! [`report`] the report directory.

/// The version of Autobahn|Testsuite that this stands in for.
pub const VERSION: &str = "25.10.1";

pub mod agent;
pub mod answering;
pub mod case;
pub mod cases;
pub mod clients_spec;
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
pub mod wish;

mod judge;
mod log;
mod opening;
mod receiver;
