//! What a client concludes from the answer to its offers (RFC 7692 sections 5, 7 and 7.1).

use std::fmt;

use super::NAME;
use super::element::{
    Author, BadElement, CLIENT_MAX_WINDOW_BITS, Element, LARGEST, SERVER_MAX_WINDOW_BITS, SERVER_NO_CONTEXT_TAKEOVER,
};
use super::offer::{ClientWindow, Offer};
use crate::extension::Extension;
use crate::plant::{Plant, planted};
use crate::rfc::{Clause, rfc6455, rfc7692};
use crate::rules::Role;

/// The parameters in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agreed {
    /// The server compresses each message with an empty window.
    pub server_no_context_takeover: bool,
    /// The client does.
    pub client_no_context_takeover: bool,
    /// The server's window is two to the power of this: 8 to 15.
    pub server_max_window_bits: u8,
    /// The client's.
    pub client_max_window_bits: u8,
}

/// Why an answer is wrong, for which the client fails the connection (5, 7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongAnswer {
    /// What is wrong, as a sentence goes on after "the answer".
    pub because: String,
    /// The clause it breaks.
    pub clause: &'static Clause,
    /// What the answer says nevertheless, if that can be understood: it does not fit the offer, but could be followed.
    pub agreed: Option<Agreed>,
}

impl fmt::Display for WrongAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the answer {}", self.because)
    }
}

impl std::error::Error for WrongAnswer {}

type Mistake = (String, &'static Clause);

impl Agreed {
    /// What follows from the extensions of a response to these offers; `None` if the server declined. Other extensions
    /// in it are not judged, if they were offered.
    ///
    /// # Errors
    /// The answer fits none of the offers, or nothing at all.
    pub fn from_answer(offers: &[Extension], answer: &[Extension]) -> Result<Option<Agreed>, WrongAnswer> {
        let wrong = |because, clause| WrongAnswer {
            because,
            clause,
            agreed: None,
        };
        let offered = |name: &str| offers.iter().any(|offer| offer.name == name);
        if let Some(foreign) = answer.iter().find(|element| !offered(&element.name)) {
            if planted(Plant::ExtensionNotOfferedAccepted) {
                return Ok(None);
            }
            let because = format!("names {}, which was not offered", foreign.name);
            return Err(wrong(because, rfc6455::NOT_REQUESTED));
        }
        let mut elements = answer.iter().filter(|element| element.name == NAME);
        let Some(element) = elements.next() else {
            return Ok(None);
        };
        if elements.next().is_some() && !planted(Plant::TwoDeflateAnswersAccepted) {
            let because = format!("has {NAME} more than once");
            return Err(wrong(because, rfc7692::RSV1_CONFLICT_CLIENT));
        }
        let element = Element::parse(element, Author::Server).map_err(|bad| match bad {
            BadElement::Undefined(because) => wrong(because, rfc7692::CLIENT_UNDEFINED_PARAM),
            BadElement::Twice(because) => wrong(because, rfc7692::CLIENT_DUPLICATE),
            BadElement::Value(because) => wrong(because, rfc7692::CLIENT_INVALID_VALUE),
        })?;
        let agreed = Agreed::said_by(&element);
        let mut first = None;
        for offer in offers.iter().filter(|offer| offer.name == NAME) {
            match mistake(&element, offer) {
                None => return Ok(Some(agreed)),
                // Told in view of the offer that the client likes best.
                Some(mistake) => first = first.or(Some(mistake)),
            }
        }
        let (because, clause) = first.expect("the extension was offered, and the offer was tried");
        Err(WrongAnswer {
            because,
            clause,
            agreed: Some(agreed),
        })
    }

    /// Whether an endpoint in this role compresses each message with an empty window.
    pub const fn no_context_takeover(&self, role: Role) -> bool {
        match role {
            Role::Client => self.client_no_context_takeover,
            Role::Server => self.server_no_context_takeover,
        }
    }

    /// The window of an endpoint in this role, as a power of two: 8 to 15.
    pub const fn window_bits(&self, role: Role) -> u8 {
        match role {
            Role::Client => self.client_max_window_bits,
            Role::Server => self.server_max_window_bits,
        }
    }

    fn said_by(answer: &Element) -> Agreed {
        Agreed {
            server_no_context_takeover: answer.server_no_context_takeover,
            client_no_context_takeover: answer.client_no_context_takeover,
            server_max_window_bits: answer.server_max_window_bits.unwrap_or(LARGEST),
            client_max_window_bits: answer.client_max_window_bits.flatten().unwrap_or(LARGEST),
        }
    }
}

/// Why it is no answer to this offer.
fn mistake(answer: &Element, offer: &Extension) -> Option<Mistake> {
    let offer = match Offer::parse(offer) {
        Ok(offer) => offer,
        Err(wrong) => {
            let because = format!("accepts an offer that must be declined, because it {}", wrong.because);
            return Some((because, wrong.clause));
        }
    };
    let missing = offer.server_no_context_takeover && !answer.server_no_context_takeover;
    if missing && !planted(Plant::MissingNoContextTakeoverAccepted) {
        let because = format!("accepts an offer of {SERVER_NO_CONTEXT_TAKEOVER} and does not repeat it");
        return Some((because, rfc7692::MUST_ACK));
    }
    // An answer without a window means the largest (7.1.2.1), and so fits an offer that asks for nothing less.
    if let Some(limit) = offer.server_max_window_bits.filter(|&limit| limit < LARGEST) {
        let because = match answer.server_max_window_bits {
            None => format!("accepts an offer of {SERVER_MAX_WINDOW_BITS}={limit} and gives no window"),
            Some(bits) if bits > limit && !planted(Plant::LargerWindowAnswerAccepted) => {
                format!("gives {SERVER_MAX_WINDOW_BITS}={bits} where {limit} was offered")
            }
            Some(_) => String::new(),
        };
        if !because.is_empty() {
            return Some((because, rfc7692::SAME_OR_SMALLER));
        }
    }
    (answer.client_max_window_bits.is_some() && offer.client_max_window_bits == ClientWindow::Unlimited).then(|| {
        let because = format!("gives {CLIENT_MAX_WINDOW_BITS}, which was not offered");
        (because, rfc7692::NOT_OFFERED)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extension;

    fn judge(offers: &str, answer: &str) -> Result<Option<Agreed>, WrongAnswer> {
        let parse = |value: &str| extension::parse(value.as_bytes()).unwrap();
        Agreed::from_answer(&parse(offers), &parse(answer))
    }

    const BOTH: &str =
        "permessage-deflate; client_max_window_bits; server_no_context_takeover; server_max_window_bits=10";

    #[test]
    fn an_answer_that_fits_is_followed() {
        assert_eq!(judge(BOTH, ""), Ok(None));
        let agreed = judge(
            BOTH,
            "permessage-deflate; server_no_context_takeover; server_max_window_bits=9; client_max_window_bits=8",
        );
        let agreed = agreed.unwrap().unwrap();
        assert_eq!(
            (agreed.window_bits(Role::Server), agreed.window_bits(Role::Client)),
            (9, 8)
        );
        assert!(agreed.no_context_takeover(Role::Server) && !agreed.no_context_takeover(Role::Client));
        // What nobody asked for may be granted.
        let plain = "permessage-deflate";
        let more =
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=12";
        assert!(judge(plain, more).unwrap().is_some());
        // Any of several offers may be meant.
        assert!(judge(&format!("{BOTH}, permessage-deflate"), plain).unwrap().is_some());
        // Another extension that was offered is not ours to judge.
        assert_eq!(judge("x-foo, permessage-deflate", "x-foo; bar"), Ok(None));
    }

    #[test]
    fn each_mistake_is_named_with_its_clause() {
        let acked = "permessage-deflate; server_no_context_takeover";
        for (offer, answer, clause) in [
            (BOTH, "permessage-deflate; server_max_window_bits=10", rfc7692::MUST_ACK),
            (BOTH, acked, rfc7692::SAME_OR_SMALLER),
            (
                BOTH,
                &format!("{acked}; server_max_window_bits=11"),
                rfc7692::SAME_OR_SMALLER,
            ),
            (
                "permessage-deflate",
                "permessage-deflate; client_max_window_bits=15",
                rfc7692::NOT_OFFERED,
            ),
            (
                BOTH,
                "permessage-deflate; server_max_window_bits=16",
                rfc7692::CLIENT_INVALID_VALUE,
            ),
            (
                BOTH,
                "permessage-deflate; server_max_window_bits=09",
                rfc7692::CLIENT_INVALID_VALUE,
            ),
            (
                BOTH,
                "permessage-deflate; server_max_window_bits",
                rfc7692::CLIENT_INVALID_VALUE,
            ),
            (
                BOTH,
                "permessage-deflate; client_max_window_bits",
                rfc7692::CLIENT_INVALID_VALUE,
            ),
            (
                BOTH,
                "permessage-deflate; server_no_context_takeover=1",
                rfc7692::CLIENT_INVALID_VALUE,
            ),
            (BOTH, "permessage-deflate; foo", rfc7692::CLIENT_UNDEFINED_PARAM),
            (
                BOTH,
                &format!("{acked}; server_no_context_takeover"),
                rfc7692::CLIENT_DUPLICATE,
            ),
            (
                BOTH,
                "permessage-deflate, permessage-deflate",
                rfc7692::RSV1_CONFLICT_CLIENT,
            ),
            (BOTH, "x-webkit-deflate-frame", rfc6455::NOT_REQUESTED),
            ("", "permessage-deflate", rfc6455::NOT_REQUESTED),
            (
                "permessage-deflate; foo",
                "permessage-deflate",
                rfc7692::DECLINE_UNDEFINED_PARAM,
            ),
        ] {
            assert_eq!(judge(offer, answer).unwrap_err().clause, clause, "{answer}");
        }
        // One that does not fit, and could be followed.
        let wrong = judge("permessage-deflate", "permessage-deflate; client_max_window_bits=9").unwrap_err();
        assert_eq!(wrong.agreed.unwrap().client_max_window_bits, 9);
    }
}
