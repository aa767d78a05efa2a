//! permessage-deflate (RFC 7692): messages compressed one by one, with or without the ones before them as context.
//!
//! A client makes [`Offer`]s and judges the answer with [`Agreed::from_answer`]; a server answers by its [`Terms`]. What
//! they [`Agreed`] on rules the [`Compressor`] of one side and the [`Inflater`] of the other. A
//! [`Connection`](crate::connection::Connection) that is told to [agree](crate::connection::Connection::agree) does the
//! rest.

mod agreed;
mod answer;
mod compress;
mod element;
mod inflate;
mod offer;

pub use agreed::{Agreed, WrongAnswer};
pub use answer::{Answer, Terms};
pub use compress::{Compression, Compressor};
pub use inflate::{InflateError, Inflater};
pub use offer::{ClientWindow, Offer, WrongOffer};

/// The registered name of the extension (9.1).
pub const NAME: &str = "permessage-deflate";

/// The bit that marks the first frame of a compressed message: RSV1 (6).
pub const RSV1: u8 = 0b100;

/// What the sender of a message leaves out at its end, and its receiver adds (7.2.1, 7.2.2): the lengths of an empty
/// block that is not compressed.
const TAIL: [u8; 4] = [0x00, 0x00, 0xFF, 0xFF];
