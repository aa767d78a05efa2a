//! The opening handshake over HTTP/1.1 (RFC 6455 section 4): targets `handshake_request` and `handshake_response`.
//!
//! In reading order:
//! [`subject`] what is tested · [`arrival`] the octets of a head in pieces, and where it ends · [`message`] heads as
//! `httparse` reads them · [`requirements`] sections 4.1 and 4.2.1, read a second time · [`hyper_peer`] a server and a
//! client that nobody here wrote · [`difference`] where they may judge otherwise · [`request`], [`answer`] and
//! [`response`] what must hold · [`seeds`], [`recorded`] and [`response_seeds`] where the corpora begin.

pub mod answer;
pub mod arrival;
pub mod difference;
pub mod hyper_peer;
pub mod message;
pub mod recorded;
pub mod request;
pub mod requirements;
pub mod response;
pub mod response_seeds;
pub mod seeds;
pub mod subject;
