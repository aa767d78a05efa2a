//! A WebSocket codec for those who have to know exactly what stands on the wire (RFC 6455).
//!
//! *Sans-I/O*: it opens no socket, reads no clock and draws no random number. Octets go in; frames, messages, events and
//! octets come out.
//!
//! *Lossless*: decoding keeps everything, also what no endpoint may send, so that a tester can report it and send it.
//! [`frame`] decodes, only [`rules`] judges, and each rule knows its [clause](rfc::Clause).
//!
//! In reading order:
//! [`rfc`] the clauses · [`frame`] headers and frames · [`mask`] masking · [`rules`] what may be received ·
//! [`violation`] how it is broken · [`utf8`] text that arrives in pieces · [`message`] fragments joined · [`close`] status
//! codes · [`extension`] the grammar of extensions · [`handshake`] the opening handshake · [`deflate`] permessage-deflate
//! (RFC 7692), with a limit that is checked while inflating · [`sender`] what is sent · [`connection`] a whole
//! endpoint · [`plant`] defects that can be planted in a build for measurements · [`meter`] how much work is done, for tests.

pub mod rfc;

pub mod frame;
pub mod mask;
pub mod meter;
pub mod rules;
pub mod violation;

pub mod close;
pub mod message;
pub mod utf8;

pub mod deflate;
pub mod extension;
pub mod handshake;

pub mod connection;
pub mod sender;

pub mod plant;
