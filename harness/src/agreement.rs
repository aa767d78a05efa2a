//! What a server's answer makes of the tester's offers of permessage-deflate (RFC 7692 sections 5 and 7.1).

use wsspec_codec::extension::Extension;
use wsspec_codec::rfc::{Clause, rfc6455, rfc7692};

use crate::distance::DistanceMeter;
use crate::exchange::Compressing;

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

/// What an answer makes of the offers: what is agreed, nothing, or a wrong answer.
pub type Agreement = Result<Option<Agreed>, WrongAnswer>;

/// Why an answer is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongAnswer {
    /// What is wrong, as a sentence goes on after "the answer".
    pub because: String,
    /// The clause it breaks.
    pub clause: &'static Clause,
    /// What the answer says nevertheless, if that can be understood: it does not fit the offer, but could be followed.
    pub agreed: Option<Agreed>,
}

/// The registered name of the extension.
const NAME: &str = "permessage-deflate";

/// The parameter that forbids the server to refer back to earlier messages.
const SERVER_FORGETS: &str = "server_no_context_takeover";
const CLIENT_FORGETS: &str = "client_no_context_takeover";
const SERVER_WINDOW: &str = "server_max_window_bits";
const CLIENT_WINDOW: &str = "client_max_window_bits";

impl Agreed {
    /// What follows from an answer; `None` if the server declined.
    ///
    /// # Errors
    /// The answer fits none of the offers, or nothing at all.
    pub fn from_answer(offers: &[Extension], answer: &[Extension]) -> Agreement {
        let wrong = |because: String, clause| WrongAnswer {
            because,
            clause,
            agreed: None,
        };
        let (element, others) = match answer {
            [] => return Ok(None),
            [element, others @ ..] => (element, others),
        };
        if let Some(foreign) = answer.iter().find(|element| element.name != NAME) {
            return Err(wrong(
                format!("names {}, which was not offered", foreign.name),
                rfc6455::NOT_REQUESTED,
            ));
        }
        if !others.is_empty() {
            return Err(wrong(
                "has permessage-deflate more than once".to_owned(),
                rfc7692::RSV1_CONFLICT_CLIENT,
            ));
        }
        let answered = Answered::parse(element).map_err(|(because, clause)| wrong(because, clause))?;
        // The mistake in view of the offer it comes closest to: the last that is left when each is tried.
        let mut mistake = None;
        for offer in offers.iter().filter(|offer| offer.name == NAME) {
            match must_decline(offer).or_else(|| answered.mistake(offer)) {
                None => return Ok(Some(answered.agreed())),
                Some(other) => mistake = mistake.or(Some(other)),
            }
        }
        match mistake {
            None => Err(wrong(
                "accepts permessage-deflate, which was not offered".to_owned(),
                rfc6455::NOT_REQUESTED,
            )),
            Some((because, clause)) => Err(WrongAnswer {
                because,
                clause,
                agreed: Some(answered.agreed()),
            }),
        }
    }
}

/// Whether a server may accept an offer at all: it is of permessage-deflate, and its parameters are legal (section 7).
pub fn may_accept(offer: &Extension) -> bool {
    offer.name == NAME && must_decline(offer).is_none()
}

/// Why a server must decline an offer of permessage-deflate, and the clause it breaks if it accepts.
fn must_decline(offer: &Extension) -> Option<Mistake> {
    offer.params.iter().enumerate().find_map(|(index, param)| {
        let name = param.name.as_str();
        let accepts = |why: String, clause| Some((format!("accepts an offer {why}"), clause));
        if offer.params[..index].iter().any(|before| before.name == name) {
            return accepts(format!("that has {name} twice"), rfc7692::DECLINE_DUPLICATE);
        }
        let legal = match (name, param.value.as_deref()) {
            (SERVER_FORGETS | CLIENT_FORGETS, value) => value.is_none(),
            (SERVER_WINDOW, value) => value.and_then(window_bits).is_some(),
            (CLIENT_WINDOW, value) => value.is_none_or(|value| window_bits(value).is_some()),
            _ => {
                let why = format!("with {name}, which is no parameter of permessage-deflate");
                return accepts(why, rfc7692::DECLINE_UNDEFINED_PARAM);
            }
        };
        let shown = param.value.as_deref().unwrap_or("no value");
        let why = format!("of {name} with {shown}, which is not allowed");
        (!legal).then(|| accepts(why, rfc7692::DECLINE_INVALID_VALUE)).flatten()
    })
}

impl Agreed {
    /// How the tester compresses as a client that keeps to what it hinted at in its offers (7.1.1.2, 7.1.2.2).
    pub(crate) fn compressing(&self, offers: &[Extension]) -> Compressing {
        let hinted = |name: &str| {
            let params = offers.iter().flat_map(|offer| &offer.params);
            params.filter(|param| param.name == name).collect::<Vec<_>>()
        };
        let windows = hinted(CLIENT_WINDOW)
            .into_iter()
            .filter_map(|param| param.value.as_deref());
        let smallest = windows.filter_map(window_bits).min().unwrap_or(15);
        Compressing {
            window_bits: self.client_max_window_bits.min(smallest),
            takes_over: !self.client_no_context_takeover && hinted(CLIENT_FORGETS).is_empty(),
        }
    }

    /// Whether the server's messages have to be measured at all.
    pub(crate) fn limits_server(&self) -> bool {
        self.server_no_context_takeover || self.server_max_window_bits < 15
    }

    /// How a compressed message of the server reaches further back than was agreed, and the clause it breaks.
    pub(crate) fn overreach(&self, meter: &mut DistanceMeter, message: &[u8]) -> Option<(String, &'static Clause)> {
        if !self.limits_server() {
            return None;
        }
        // What does not inflate is judged where it is inflated.
        let reach = meter.message(message).ok()?;
        let window = 1u32 << self.server_max_window_bits;
        if reach.furthest > window {
            let because = format!(
                "the subject refers back by {} octets, with a window of {window} agreed ({SERVER_WINDOW}={})",
                reach.furthest, self.server_max_window_bits
            );
            return Some((because, rfc7692::SERVER_WINDOW));
        }
        (self.server_no_context_takeover && reach.reaches_before > 0).then(|| {
            let because = format!(
                "the subject refers back to {} octets before the message, with {SERVER_FORGETS} agreed",
                reach.reaches_before
            );
            (because, rfc7692::SERVER_RESET)
        })
    }
}

/// The parameters of an answer.
#[derive(Clone, Copy, Debug, Default)]
struct Answered {
    server_forgets: bool,
    client_forgets: bool,
    server_window: Option<u8>,
    client_window: Option<u8>,
}

type Mistake = (String, &'static Clause);

impl Answered {
    fn parse(element: &Extension) -> Result<Answered, Mistake> {
        let mut answered = Answered::default();
        for (index, param) in element.params.iter().enumerate() {
            if element.params[..index].iter().any(|before| before.name == param.name) {
                return Err((format!("has {} twice", param.name), rfc7692::CLIENT_DUPLICATE));
            }
            let value = param.value.as_deref();
            let shown = value.unwrap_or("nothing");
            match param.name.as_str() {
                SERVER_FORGETS | CLIENT_FORGETS if value.is_some() => {
                    return Err((
                        format!("gives {} a value, {shown:?}", param.name),
                        rfc7692::CLIENT_INVALID_VALUE,
                    ));
                }
                SERVER_FORGETS => answered.server_forgets = true,
                CLIENT_FORGETS => answered.client_forgets = true,
                SERVER_WINDOW | CLIENT_WINDOW => {
                    let Some(bits) = value.and_then(window_bits) else {
                        return Err((
                            format!("gives {} the value {shown}, and it must be 8 to 15", param.name),
                            rfc7692::CLIENT_INVALID_VALUE,
                        ));
                    };
                    match param.name.as_str() {
                        SERVER_WINDOW => answered.server_window = Some(bits),
                        _ => answered.client_window = Some(bits),
                    }
                }
                unknown => {
                    return Err((
                        format!("has {unknown}, which is no parameter of permessage-deflate"),
                        rfc7692::CLIENT_UNDEFINED_PARAM,
                    ));
                }
            }
        }
        Ok(answered)
    }

    fn agreed(&self) -> Agreed {
        Agreed {
            server_no_context_takeover: self.server_forgets,
            client_no_context_takeover: self.client_forgets,
            server_max_window_bits: self.server_window.unwrap_or(15),
            client_max_window_bits: self.client_window.unwrap_or(15),
        }
    }

    /// Why it is no answer to this offer.
    fn mistake(&self, offer: &Extension) -> Option<Mistake> {
        let offered = |name: &str| offer.params.iter().find(|param| param.name == name);
        if offered(SERVER_FORGETS).is_some() && !self.server_forgets {
            return Some((
                format!("accepts an offer of {SERVER_FORGETS} and does not repeat it"),
                rfc7692::MUST_ACK,
            ));
        }
        if let Some(limit) = offered(SERVER_WINDOW).and_then(|param| param.value.as_deref().and_then(window_bits)) {
            match self.server_window {
                None => {
                    let because = format!("accepts an offer of {SERVER_WINDOW}={limit} and gives no window");
                    return Some((because, rfc7692::SAME_OR_SMALLER));
                }
                Some(bits) if bits > limit => {
                    let because = format!("gives {SERVER_WINDOW}={bits} where {limit} was offered");
                    return Some((because, rfc7692::SAME_OR_SMALLER));
                }
                Some(_) => {}
            }
        }
        if self.client_window.is_some() && offered(CLIENT_WINDOW).is_none() {
            return Some((
                format!("gives {CLIENT_WINDOW}, which was not offered"),
                rfc7692::NOT_OFFERED,
            ));
        }
        None
    }
}

/// 8 to 15, without leading zeros (7.1.2).
fn window_bits(value: &str) -> Option<u8> {
    let bits: u8 = value.parse().ok()?;
    ((8..=15).contains(&bits) && bits.to_string() == value).then_some(bits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wsspec_codec::extension;

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
        assert_eq!((agreed.server_max_window_bits, agreed.client_max_window_bits), (9, 8));
        assert!(agreed.server_no_context_takeover && !agreed.client_no_context_takeover);
        // What nobody asked for may be granted.
        let plain = "permessage-deflate";
        let more =
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=12";
        assert!(judge(plain, more).unwrap().is_some());
        // Any of several offers may be meant.
        assert!(judge(&format!("{BOTH}, permessage-deflate"), plain).unwrap().is_some());
    }

    #[test]
    fn each_mistake_is_named_with_its_clause() {
        for (offer, answer, clause) in [
            (BOTH, "permessage-deflate; server_max_window_bits=10", rfc7692::MUST_ACK),
            (
                BOTH,
                "permessage-deflate; server_no_context_takeover",
                rfc7692::SAME_OR_SMALLER,
            ),
            (
                BOTH,
                "permessage-deflate; server_no_context_takeover; server_max_window_bits=11",
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
                "permessage-deflate; server_no_context_takeover=1",
                rfc7692::CLIENT_INVALID_VALUE,
            ),
            (BOTH, "permessage-deflate; foo", rfc7692::CLIENT_UNDEFINED_PARAM),
            (
                BOTH,
                "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
                rfc7692::CLIENT_DUPLICATE,
            ),
            (
                BOTH,
                "permessage-deflate, permessage-deflate",
                rfc7692::RSV1_CONFLICT_CLIENT,
            ),
            (BOTH, "x-webkit-deflate-frame", rfc6455::NOT_REQUESTED),
            ("", "permessage-deflate", rfc6455::NOT_REQUESTED),
            ("other", "permessage-deflate", rfc6455::NOT_REQUESTED),
            (
                "permessage-deflate; foo",
                "permessage-deflate",
                rfc7692::DECLINE_UNDEFINED_PARAM,
            ),
            (
                "permessage-deflate; server_max_window_bits=07",
                "permessage-deflate; server_max_window_bits=15",
                rfc7692::DECLINE_INVALID_VALUE,
            ),
            (
                "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
                "permessage-deflate; server_no_context_takeover",
                rfc7692::DECLINE_DUPLICATE,
            ),
            // The valid one of two offers asks for more.
            (
                "permessage-deflate; foo, permessage-deflate; server_no_context_takeover",
                "permessage-deflate",
                rfc7692::DECLINE_UNDEFINED_PARAM,
            ),
        ] {
            assert_eq!(judge(offer, answer).unwrap_err().clause, clause, "{answer}");
        }
    }

    #[test]
    fn the_tester_keeps_to_its_own_hints() {
        let with = |offers: &str, answer: &str| {
            let offers = extension::parse(offers.as_bytes()).unwrap();
            let answer = extension::parse(answer.as_bytes()).unwrap();
            let agreed = Agreed::from_answer(&offers, &answer).unwrap().unwrap();
            let compressing = agreed.compressing(&offers);
            (compressing.window_bits, compressing.takes_over)
        };
        let plain = "permessage-deflate";
        assert_eq!(with(plain, plain), (15, true));
        assert_eq!(with("permessage-deflate; client_max_window_bits=10", plain), (10, true));
        assert_eq!(
            with(
                "permessage-deflate; client_max_window_bits",
                "permessage-deflate; client_max_window_bits=9"
            ),
            (9, true)
        );
        assert_eq!(
            with("permessage-deflate; client_no_context_takeover", plain),
            (15, false)
        );
        assert_eq!(
            with(plain, "permessage-deflate; client_no_context_takeover"),
            (15, false)
        );
    }
}
