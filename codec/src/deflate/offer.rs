//! What a client offers (RFC 7692 sections 5 and 7.1).

use std::fmt;

use super::element::{Author, BadElement, Element, WINDOW_BITS};
use crate::extension::Extension;
use crate::rfc::{Clause, rfc7692};

/// An offer of permessage-deflate. The default asks for nothing and cannot be limited: the bare name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offer {
    /// The server is to compress each message with an empty window (7.1.1.1).
    pub server_no_context_takeover: bool,
    /// The client says that it will (7.1.1.2).
    pub client_no_context_takeover: bool,
    /// The server's window is to be two to the power of this at most, 8 to 15 (7.1.2.1).
    pub server_max_window_bits: Option<u8>,
    /// Whether the client's window may be limited (7.1.2.2).
    pub client_max_window_bits: ClientWindow,
}

/// What an offer says of the client's window (7.1.2.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClientWindow {
    /// Nothing: the server must not limit it.
    #[default]
    Unlimited,
    /// The server may limit it.
    Limitable,
    /// The server may limit it, and it is two to the power of this at most anyway: 8 to 15.
    Hint(u8),
}

/// Why an offer is declined. The handshake goes on without it (5, 7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongOffer {
    /// What is wrong, as a sentence goes on after "it".
    pub because: String,
    /// The clause that has it declined.
    pub clause: &'static Clause,
}

impl fmt::Display for WrongOffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the offer is declined: it {}", self.because)
    }
}

impl std::error::Error for WrongOffer {}

impl Offer {
    /// The element of Sec-WebSocket-Extensions.
    ///
    /// # Panics
    /// A number of window bits is not 8 to 15.
    pub fn to_extension(&self) -> Extension {
        let checked = |bits: u8| {
            assert!(WINDOW_BITS.contains(&bits), "{bits} window bits; they are 8 to 15");
            bits
        };
        let element = Element {
            server_no_context_takeover: self.server_no_context_takeover,
            client_no_context_takeover: self.client_no_context_takeover,
            server_max_window_bits: self.server_max_window_bits.map(checked),
            client_max_window_bits: match self.client_max_window_bits {
                ClientWindow::Unlimited => None,
                ClientWindow::Limitable => Some(None),
                ClientWindow::Hint(bits) => Some(Some(checked(bits))),
            },
        };
        element.to_extension()
    }

    /// Reads an element that a client sent.
    ///
    /// # Errors
    /// It has a parameter that is not defined, twice the same one, or one with a value that it cannot have.
    pub fn parse(extension: &Extension) -> Result<Offer, WrongOffer> {
        let element = Element::parse(extension, Author::Client).map_err(|bad| match bad {
            BadElement::Undefined(because) => WrongOffer {
                because,
                clause: rfc7692::DECLINE_UNDEFINED_PARAM,
            },
            BadElement::Twice(because) => WrongOffer {
                because,
                clause: rfc7692::DECLINE_DUPLICATE,
            },
            BadElement::Value(because) => WrongOffer {
                because,
                clause: rfc7692::DECLINE_INVALID_VALUE,
            },
        })?;
        Ok(Offer {
            server_no_context_takeover: element.server_no_context_takeover,
            client_no_context_takeover: element.client_no_context_takeover,
            server_max_window_bits: element.server_max_window_bits,
            client_max_window_bits: match element.client_max_window_bits {
                None => ClientWindow::Unlimited,
                Some(None) => ClientWindow::Limitable,
                Some(Some(bits)) => ClientWindow::Hint(bits),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extension;

    fn parse(value: &str) -> Result<Offer, &'static Clause> {
        let extensions = extension::parse(value.as_bytes()).unwrap();
        Offer::parse(&extensions[0]).map_err(|wrong| wrong.clause)
    }

    #[test]
    fn every_offer_reads_back() {
        let windows = [
            ClientWindow::Unlimited,
            ClientWindow::Limitable,
            ClientWindow::Hint(8),
            ClientWindow::Hint(15),
        ];
        for client_max_window_bits in windows {
            for server_max_window_bits in [None, Some(8), Some(9), Some(15)] {
                for flags in 0..4 {
                    let offer = Offer {
                        server_no_context_takeover: flags & 1 != 0,
                        client_no_context_takeover: flags & 2 != 0,
                        server_max_window_bits,
                        client_max_window_bits,
                    };
                    assert_eq!(parse(&offer.to_extension().to_string()), Ok(offer));
                }
            }
        }
    }

    #[test]
    fn values_may_be_quoted_and_parameters_stand_in_any_order() {
        let offer = parse(r#"permessage-deflate ; client_max_window_bits; server_max_window_bits="10""#).unwrap();
        assert_eq!(offer.server_max_window_bits, Some(10));
        assert_eq!(offer.client_max_window_bits, ClientWindow::Limitable);
    }

    #[test]
    fn what_must_be_declined_is_wrong() {
        for (params, clause) in [
            ("foo", rfc7692::DECLINE_UNDEFINED_PARAM),
            ("Server_no_context_takeover", rfc7692::DECLINE_UNDEFINED_PARAM),
            ("server_no_context_takeover=1", rfc7692::DECLINE_INVALID_VALUE),
            ("client_no_context_takeover=true", rfc7692::DECLINE_INVALID_VALUE),
            ("server_max_window_bits", rfc7692::DECLINE_INVALID_VALUE),
            ("server_max_window_bits=7", rfc7692::DECLINE_INVALID_VALUE),
            ("server_max_window_bits=16", rfc7692::DECLINE_INVALID_VALUE),
            ("server_max_window_bits=08", rfc7692::DECLINE_INVALID_VALUE),
            ("server_max_window_bits=+8", rfc7692::DECLINE_INVALID_VALUE),
            ("client_max_window_bits=010", rfc7692::DECLINE_INVALID_VALUE),
            ("client_max_window_bits=a", rfc7692::DECLINE_INVALID_VALUE),
            (
                "client_max_window_bits; client_max_window_bits=9",
                rfc7692::DECLINE_DUPLICATE,
            ),
            (
                "server_no_context_takeover; server_no_context_takeover",
                rfc7692::DECLINE_DUPLICATE,
            ),
        ] {
            assert_eq!(parse(&format!("permessage-deflate; {params}")), Err(clause), "{params}");
        }
    }
}
