//! permessage-deflate (RFC 7692): messages compressed one by one, with or without the ones before them as context.
//!
//! A client makes [`Offer`]s and judges the answer with [`Agreed::from_answer`]; a server answers by its [`Terms`]. What
//! they [`Agreed`] on rules the [`Compressor`] of one side and the [`Inflater`] of the other. A
//! [`Connection`](crate::connection::Connection) that is told to [agree](crate::connection::Connection::agree) does the
//! rest.
//!
//! ```
//! use wsspec_codec::connection::Connection;
//! use wsspec_codec::deflate::{Compression, Terms};
//! use wsspec_codec::extension;
//! use wsspec_codec::rules::Limits;
//!
//! let offers = extension::parse(b"permessage-deflate; client_max_window_bits").unwrap();
//! let answer = Terms::default().answer(&offers).unwrap();
//! assert_eq!(answer.extension.to_string(), "permessage-deflate");
//!
//! let mut server = Connection::server(Limits::default()).agree(&answer.agreed, Compression::default());
//! server.sender().text("Hello").unwrap();
//! assert_eq!(server.output(), b"\xc1\x07\xf2\x48\xcd\xc9\xc9\x07\x00"); // as in 7.2.3.1
//! ```

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
pub const TAIL: [u8; 4] = [0x00, 0x00, 0xFF, 0xFF];
