//! What a server answers (RFC 7692 sections 5, 7 and 7.1).

use super::element::{Element, LARGEST, WINDOW_BITS};
use super::offer::{ClientWindow, Offer, WrongOffer};
use super::{Agreed, NAME};
use crate::extension::Extension;
use crate::plant::{Plant, instead, planted};
use crate::rfc::rfc7692;

/// On what terms a server agrees. The default grants every client what it asks, and demands nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The server compresses each message with an empty window, also for clients that do not ask for it.
    pub server_no_context_takeover: bool,
    /// Clients must compress each message with an empty window.
    pub client_no_context_takeover: bool,
    /// The server's window is two to the power of this at most: 8 to 15.
    pub server_max_window_bits: u8,
    /// So is the client's. Below 15, an offer is declined that does not let it be limited (7.1.2.2).
    pub client_max_window_bits: u8,
    /// What a client says of itself is made binding: how large its window is, and that it takes no context over (5). With it
    /// memory can be saved; without, the server must be ready for a client that thinks better of it (7.2.2).
    pub takes_hints: bool,
}

/// An offer that was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What is in force.
    pub agreed: Agreed,
    /// What the response says of it.
    pub extension: Extension,
}

impl Default for Terms {
    fn default() -> Terms {
        Terms {
            server_no_context_takeover: false,
            client_no_context_takeover: false,
            server_max_window_bits: LARGEST,
            client_max_window_bits: LARGEST,
            takes_hints: true,
        }
    }
}

impl Terms {
    /// Accepts the first offer of permessage-deflate that can be accepted; `None` if there is none, and then the
    /// response says nothing of it.
    ///
    /// # Panics
    /// A number of window bits is not 8 to 15.
    pub fn answer(&self, offers: &[Extension]) -> Option<Answer> {
        if offers.iter().any(instead::is_offer) {
            return self.accept(&Offer::default()).ok();
        }
        offers
            .iter()
            .filter(|extension| extension.name == NAME)
            .take(if planted(Plant::SecondOfferIgnored) {
                1
            } else {
                usize::MAX
            })
            .find_map(|extension| {
                let terms = instead::terms(*self);
                Offer::parse(extension).and_then(|offer| terms.accept(&offer)).ok()
            })
    }

    /// Accepts one offer.
    ///
    /// # Errors
    /// The client's window is to be limited, and this client does not let it be.
    ///
    /// # Panics
    /// A number of window bits is not 8 to 15.
    pub fn accept(&self, offer: &Offer) -> Result<Answer, WrongOffer> {
        for bits in [self.server_max_window_bits, self.client_max_window_bits] {
            assert!(WINDOW_BITS.contains(&bits), "{bits} window bits; they are 8 to 15");
        }
        if planted(Plant::ServerNoContextTakeoverDeclined) && offer.server_no_context_takeover {
            return Err(WrongOffer {
                because: "asks for what is not supported".to_owned(),
                clause: rfc7692::RECOMMENDED,
            });
        }
        let client_limit = match offer.client_max_window_bits {
            ClientWindow::Unlimited if self.client_max_window_bits < LARGEST => {
                return Err(WrongOffer {
                    because: "does not let the client's window be limited".to_owned(),
                    clause: rfc7692::DECLINE_UNSUPPORTED,
                });
            }
            ClientWindow::Unlimited | ClientWindow::Limitable => self.client_max_window_bits,
            ClientWindow::Hint(bits) if self.takes_hints => bits.min(self.client_max_window_bits),
            ClientWindow::Hint(_) => self.client_max_window_bits,
        };
        let hinted = offer.client_no_context_takeover && self.takes_hints && !planted(Plant::WindowForgottenUngranted);
        let agreed = Agreed {
            server_no_context_takeover: offer.server_no_context_takeover || self.server_no_context_takeover,
            client_no_context_takeover: hinted || self.client_no_context_takeover,
            server_max_window_bits: offer
                .server_max_window_bits
                .unwrap_or(LARGEST)
                .min(self.server_max_window_bits),
            client_max_window_bits: client_limit,
        };
        let limits_server = offer.server_max_window_bits.is_some() || agreed.server_max_window_bits < LARGEST;
        let element = Element {
            server_no_context_takeover: agreed.server_no_context_takeover
                && !planted(Plant::NoContextTakeoverNotRepeated),
            client_no_context_takeover: agreed.client_no_context_takeover,
            server_max_window_bits: limits_server.then_some(if planted(Plant::LargerServerWindowAnswered) {
                LARGEST
            } else {
                agreed.server_max_window_bits
            }),
            client_max_window_bits: (client_limit < LARGEST || planted(Plant::ClientWindowAnsweredUnasked))
                .then_some(Some(client_limit)),
        };
        Ok(Answer {
            agreed,
            extension: instead::answered_extension(element.to_extension()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extension;

    fn answer(terms: Terms, offers: &str) -> Option<String> {
        let offers = extension::parse(offers.as_bytes()).unwrap();
        let answer = terms.answer(&offers)?;
        // Our own judge agrees, and comes to the same result.
        let judged = Agreed::from_answer(&offers, std::slice::from_ref(&answer.extension));
        assert_eq!(judged, Ok(Some(answer.agreed)));
        Some(answer.extension.to_string())
    }

    #[test]
    fn a_browser_gets_the_bare_name() {
        let offer = "permessage-deflate; client_max_window_bits";
        assert_eq!(answer(Terms::default(), offer).unwrap(), "permessage-deflate");
        let small = Terms {
            client_max_window_bits: 10,
            ..Terms::default()
        };
        let limited = "permessage-deflate; client_max_window_bits=10";
        assert_eq!(answer(small, offer).unwrap(), limited);
        assert_eq!(answer(small, "permessage-deflate"), None);
    }

    #[test]
    fn hints_are_made_binding_or_ignored() {
        let hints = "permessage-deflate; client_no_context_takeover; client_max_window_bits=9";
        assert_eq!(answer(Terms::default(), hints).unwrap(), hints);
        let ignoring = Terms {
            takes_hints: false,
            ..Terms::default()
        };
        assert_eq!(answer(ignoring, hints).unwrap(), "permessage-deflate");
        let small = Terms {
            client_max_window_bits: 10,
            ..ignoring
        };
        assert_eq!(
            answer(small, hints).unwrap(),
            "permessage-deflate; client_max_window_bits=10"
        );
    }

    #[test]
    fn requests_are_granted_and_terms_added() {
        let all = "permessage-deflate; server_no_context_takeover; client_no_context_takeover; \
                   server_max_window_bits=10; client_max_window_bits=9";
        assert_eq!(answer(Terms::default(), all).unwrap(), all);
        let demanding = Terms {
            server_no_context_takeover: true,
            client_no_context_takeover: true,
            server_max_window_bits: 8,
            client_max_window_bits: 8,
            ..Terms::default()
        };
        assert_eq!(
            answer(demanding, all).unwrap(),
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=8; \
             client_max_window_bits=8"
        );
        // What was asked is answered also where it limits nothing.
        let largest = "permessage-deflate; server_max_window_bits=15";
        assert_eq!(answer(Terms::default(), largest).unwrap(), largest);
    }

    #[test]
    fn the_first_offer_that_can_be_accepted_is() {
        let offers = "x-foo, permessage-deflate; foo, permessage-deflate; server_max_window_bits=9, permessage-deflate";
        assert_eq!(
            answer(Terms::default(), offers).unwrap(),
            "permessage-deflate; server_max_window_bits=9"
        );
        assert_eq!(answer(Terms::default(), "x-foo, permessage-deflate; foo"), None);
        assert_eq!(answer(Terms::default(), ""), None);
    }
}
