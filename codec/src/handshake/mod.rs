//! The opening handshake over HTTP/1.1, both sides (RFC 6455 section 4).
//!
//! [`Head`] keeps a head as it came; [`request`] judges what a client sent and answers it; [`response`] makes a request
//! and judges what a server answered.

pub mod head;
pub mod key;
pub mod refusal;
pub mod request;
pub mod response;
pub mod subprotocol;
pub mod target;

pub use head::{Flaw, Head, HeadDecoder, HeadError, HeadLimits};
pub use refusal::Refusal;
pub use request::{Choice, Request, accept, check_request};
pub use response::{Accepted, ClientRequest, ResponseFault, check_response, check_response_to};
