//! What an agreement on permessage-deflate asks of the tester, and of the subject (RFC 7692 section 7.1).

use wsspec_codec::deflate::{Agreed, ClientWindow, NAME, Offer, WrongAnswer};
use wsspec_codec::extension::Extension;
use wsspec_codec::rfc::{Clause, rfc7692};
use wsspec_codec::rules::Role;

use crate::distance::DistanceMeter;
use crate::exchange::Compressing;

/// What an answer makes of the offers: what is agreed, nothing, or a wrong answer.
pub type Agreement = Result<Option<Agreed>, WrongAnswer>;

/// Whether a server may accept an offer at all: it is of permessage-deflate, and its parameters are legal (section 7).
pub fn may_accept(offer: &Extension) -> bool {
    offer.name == NAME && Offer::parse(offer).is_ok()
}

/// How the tester compresses as a client that keeps to what it hinted at in its offers (7.1.1.2, 7.1.2.2).
pub(crate) fn compressing(agreed: &Agreed, offers: &[Extension]) -> Compressing {
    let offers: Vec<Offer> = offers.iter().filter_map(|offer| Offer::parse(offer).ok()).collect();
    let windows = offers.iter().filter_map(|offer| match offer.client_max_window_bits {
        ClientWindow::Hint(bits) => Some(bits),
        _ => None,
    });
    Compressing {
        window_bits: windows.fold(agreed.client_max_window_bits, u8::min),
        takes_over: !agreed.client_no_context_takeover && !offers.iter().any(|offer| offer.client_no_context_takeover),
    }
}

/// What binds an endpoint in this role: its window, as a power of two, and whether each message has an empty one.
fn bounds(agreed: &Agreed, role: Role) -> (u8, bool) {
    match role {
        Role::Server => (agreed.server_max_window_bits, agreed.server_no_context_takeover),
        Role::Client => (agreed.client_max_window_bits, agreed.client_no_context_takeover),
    }
}

/// How an endpoint in this role compresses that keeps to what was agreed.
pub(crate) fn bound(agreed: &Agreed, role: Role) -> Compressing {
    let (window_bits, fresh) = bounds(agreed, role);
    Compressing {
        window_bits,
        takes_over: !fresh,
    }
}

/// Whether the messages of an endpoint in this role have to be measured at all.
pub(crate) fn limits(agreed: &Agreed, role: Role) -> bool {
    let (bits, fresh) = bounds(agreed, role);
    fresh || bits < 15
}

/// How a compressed message of an endpoint in this role reaches further back than was agreed, and the clause it breaks.
pub(crate) fn overreach(
    agreed: &Agreed,
    role: Role,
    meter: &mut DistanceMeter,
    message: &[u8],
) -> Option<(String, &'static Clause)> {
    if !limits(agreed, role) {
        return None;
    }
    let (side, window_clause, reset_clause) = match role {
        Role::Server => ("server", rfc7692::SERVER_WINDOW, rfc7692::SERVER_RESET),
        Role::Client => ("client", rfc7692::CLIENT_WINDOW, rfc7692::CLIENT_RESET),
    };
    // What does not inflate is judged where it is inflated.
    let reach = meter.message(message).ok()?;
    let (bits, fresh) = bounds(agreed, role);
    let window = 1u32 << bits;
    if reach.furthest > window {
        let because = format!(
            "the subject refers back by {} octets, with a window of {window} agreed ({side}_max_window_bits={bits})",
            reach.furthest
        );
        return Some((because, window_clause));
    }
    (fresh && reach.reaches_before > 0).then(|| {
        let because = format!(
            "the subject refers back to {} octets before the message, with {side}_no_context_takeover agreed",
            reach.reaches_before
        );
        (because, reset_clause)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use wsspec_codec::deflate::Compressor;
    use wsspec_codec::extension;

    fn agree(offers: &str, answer: &str) -> (Vec<Extension>, Agreed) {
        let offers = extension::parse(offers.as_bytes()).unwrap();
        let answer = extension::parse(answer.as_bytes()).unwrap();
        let agreed = Agreed::from_answer(&offers, &answer).unwrap().unwrap();
        (offers, agreed)
    }

    #[test]
    fn a_client_keeps_to_what_it_hinted_at() {
        for (offers, answer, window_bits, takes_over) in [
            ("permessage-deflate", "permessage-deflate", 15, true),
            (
                "permessage-deflate; client_no_context_takeover",
                "permessage-deflate",
                15,
                false,
            ),
            (
                "permessage-deflate; client_max_window_bits=10",
                "permessage-deflate",
                10,
                true,
            ),
            (
                "permessage-deflate; client_max_window_bits=10",
                "permessage-deflate; client_max_window_bits=9",
                9,
                true,
            ),
        ] {
            let (offers, agreed) = agree(offers, answer);
            let expected = Compressing {
                window_bits,
                takes_over,
            };
            assert_eq!(compressing(&agreed, &offers), expected, "{answer}");
        }
    }

    #[test]
    fn a_server_that_reaches_too_far_is_caught() {
        let window = "permessage-deflate; server_max_window_bits=9";
        let forgets = "permessage-deflate; server_no_context_takeover";
        let octets: Vec<u8> = (0..600u32).map(|n| (n * n / 7 % 251) as u8).collect();
        let far = [&octets[..], &octets[..]].concat();
        for (offers, payloads, bits, clause) in [
            (window, [&far[..], b"x"], 15, Some(rfc7692::SERVER_WINDOW)),
            (window, [&far[..], b"x"], 9, None),
            (forgets, [&octets[..], &octets[..]], 15, Some(rfc7692::SERVER_RESET)),
            ("permessage-deflate", [&far[..], &octets[..]], 15, None),
        ] {
            let (_, agreed) = agree(offers, offers);
            let (mut compressor, mut meter) = (Compressor::new(bits), DistanceMeter::default());
            let found = payloads.iter().find_map(|payload| {
                let mut message = Vec::new();
                compressor.message(payload, false, &mut message);
                overreach(&agreed, Role::Server, &mut meter, &message)
            });
            assert_eq!(found.map(|(_, clause)| clause), clause, "{offers}");
        }
    }
}
