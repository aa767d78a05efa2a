//! What RFC 7692 makes of an offer and an answer: a table of section 7.1, read a second time.

use super::grammar::Element;

/// What both sides use, or one of them is limited to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameters {
    /// The server forgets after each message.
    pub server_no_context_takeover: bool,
    /// The client does.
    pub client_no_context_takeover: bool,
    /// The server's window; 15 where nothing is said.
    pub server_max_window_bits: u8,
    /// The client's.
    pub client_max_window_bits: u8,
}

/// The name of the extension.
pub const NAME: &str = "permessage-deflate";

/// Whether the parameters can stand in an offer (7.1): each is defined, stands there once, and has a value that it may
/// have.
pub fn is_offer(offer: &Element) -> bool {
    are_defined_once(offer)
        && offer
            .params
            .iter()
            .all(|(name, value)| match (name.as_str(), value.as_deref()) {
                ("server_no_context_takeover" | "client_no_context_takeover", value) => value.is_none(),
                ("client_max_window_bits", None) => true,
                (_, Some(value)) => bits(value).is_some(),
                (_, None) => false,
            })
}

/// Whether the parameters can stand in an answer, whatever was offered (7.1).
pub fn is_answer(answer: &Element) -> bool {
    is_offer(answer)
        && answer
            .params
            .iter()
            .all(|(name, value)| name != "client_max_window_bits" || value.is_some())
}

/// Whether this answer accepts this offer, where both are well-formed.
///
/// | offered | answered |
/// |---|---|
/// | `server_no_context_takeover` | too (7.1.1.1) |
/// | `client_no_context_takeover` | or not; it is a hint (7.1.1.2) |
/// | `server_max_window_bits=n` | with n or less; where n is 15, silence says the same (7.1.2.1) |
/// | `client_max_window_bits` | with any value, or not (7.1.2.2) |
/// | no `client_max_window_bits` | not either (7.1.2.2) |
/// | anything else not | or so; the server may add it |
pub fn accepts(answer: &Element, offer: &Element) -> bool {
    let (offered, answered) = (parameters(offer), parameters(answer));
    (!offered.server_no_context_takeover || answered.server_no_context_takeover)
        && answered.server_max_window_bits <= offered.server_max_window_bits
        && (has(offer, "client_max_window_bits") || !has(answer, "client_max_window_bits"))
}

/// What a client has to make of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The connection fails.
    Fails,
    /// It goes on without compression.
    Plain,
    /// It goes on with compression, and with this in force.
    Compressed(Parameters),
}

/// What a client has to make of these answers to these offers.
pub fn client(offers: &[Element], answers: &[Element]) -> Verdict {
    let all_offered = answers
        .iter()
        .all(|answer| offers.iter().any(|offer| offer.name == answer.name));
    let answers: Vec<_> = answers.iter().filter(|answer| answer.name == NAME).collect();
    match answers[..] {
        _ if !all_offered => Verdict::Fails,
        [] => Verdict::Plain,
        [answer] => {
            let mut offers = offers.iter().filter(|offer| offer.name == NAME && is_offer(offer));
            let fits = is_answer(answer) && offers.any(|offer| accepts(answer, offer));
            if fits {
                Verdict::Compressed(parameters(answer))
            } else {
                Verdict::Fails
            }
        }
        // Both would use RSV1 (5).
        _ => Verdict::Fails,
    }
}

/// What a server that insists on this much makes of the offers: which of them it accepts, and with which parameters in
/// force. The first that is well-formed and leaves it room; a wish of the client is granted, a hint is taken.
pub fn server(offers: &[Element], terms: &Parameters) -> Option<(usize, Parameters)> {
    let agree = |offer: &Element| {
        let limited = terms.client_max_window_bits < 15;
        let possible = offer.name == NAME && is_offer(offer) && (!limited || has(offer, "client_max_window_bits"));
        let offered = parameters(offer);
        possible.then(|| Parameters {
            server_no_context_takeover: terms.server_no_context_takeover || offered.server_no_context_takeover,
            client_no_context_takeover: terms.client_no_context_takeover || offered.client_no_context_takeover,
            server_max_window_bits: terms.server_max_window_bits.min(offered.server_max_window_bits),
            client_max_window_bits: terms.client_max_window_bits.min(offered.client_max_window_bits),
        })
    };
    let mut agreed = offers.iter().map(agree).enumerate();
    agreed.find_map(|(index, agreed)| Some((index, agreed?)))
}

/// Whether a parameter stands there.
pub fn has(element: &Element, name: &str) -> bool {
    element.params.iter().any(|(param, _)| param == name)
}

/// What the parameters say, where they are well-formed.
pub fn parameters(element: &Element) -> Parameters {
    let window = |wanted: &str| {
        let mut params = element.params.iter();
        let value = params
            .find_map(|(name, value)| (name == wanted).then_some(value.as_deref()))
            .flatten();
        value.and_then(bits).unwrap_or(15)
    };
    Parameters {
        server_no_context_takeover: has(element, "server_no_context_takeover"),
        client_no_context_takeover: has(element, "client_no_context_takeover"),
        server_max_window_bits: window("server_max_window_bits"),
        client_max_window_bits: window("client_max_window_bits"),
    }
}

fn are_defined_once(element: &Element) -> bool {
    let defined = [
        "server_no_context_takeover",
        "client_no_context_takeover",
        "server_max_window_bits",
        "client_max_window_bits",
    ];
    let count = |name: &str| element.params.iter().filter(|(param, _)| param == name).count();
    let known: usize = defined.iter().map(|name| count(name)).sum();
    known == element.params.len() && defined.iter().all(|name| count(name) <= 1)
}

/// 8 to 15, written without a zero before it (7.1.2).
fn bits(value: &str) -> Option<u8> {
    ["8", "9", "10", "11", "12", "13", "14", "15"]
        .iter()
        .zip(8..)
        .find_map(|(text, bits)| (*text == value).then_some(bits))
}
