//! Agreeing on extensions (RFC 6455 section 9.1, RFC 7692 sections 5 and 7.1): target `extensions`.
//!
//! In reading order:
//! [`subject`] what is tested · [`grammar`] the grammar of Sec-WebSocket-Extensions, read a second time · [`table`] what
//! RFC 7692 makes of an offer and an answer · [`extensions`] an input, and what must hold · [`seeds`] where the corpus
//! begins.

pub mod extensions;
pub mod grammar;
pub mod seeds;
pub mod subject;
pub mod table;
