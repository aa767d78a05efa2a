//! What an agreement on permessage-deflate asks of the tester, and of its subject (RFC 7692 section 7.1).

use wsspec_codec::deflate::{Agreed, Answer, ClientWindow, NAME, Offer, Terms};
use wsspec_codec::extension::{self, Extension};
use wsspec_codec::rfc::{Clause, rfc7692};
use wsspec_codec::rules::Role;

use crate::distance::DistanceMeter;
use crate::exchange::Compressing;

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

/// How an endpoint in this role compresses that keeps to what was agreed.
pub(crate) fn bound(agreed: &Agreed, role: Role) -> Compressing {
    Compressing {
        window_bits: agreed.window_bits(role),
        takes_over: !agreed.no_context_takeover(role),
    }
}

/// What the tester answers as a server: what a case wants, and what the first of the offers that allows it asks for. `None`
/// if none does.
pub(crate) fn answer(wanted: &str, offers: &[Extension]) -> Option<Answer> {
    terms(wanted).and_then(|terms| terms.answer(offers))
}

/// An answer, as terms to come to it.
fn terms(answer: &str) -> Option<Terms> {
    // An offer to which any answer is right.
    let offer = Extension::new(NAME).with("client_max_window_bits", None);
    let agreed = Agreed::from_answer(&[offer], &extension::parse(answer.as_bytes()).ok()?).ok()??;
    Some(Terms {
        server_no_context_takeover: agreed.server_no_context_takeover,
        client_no_context_takeover: agreed.client_no_context_takeover,
        server_max_window_bits: agreed.server_max_window_bits,
        client_max_window_bits: agreed.client_max_window_bits,
        ..Terms::default()
    })
}

/// Whether an agreement has no less of each parameter that this element names: that a context is forgotten, and how large a
/// window is.
pub(crate) fn grants(agreed: &Agreed, hope: &str) -> bool {
    let hoped = extension::parse(hope.as_bytes()).unwrap_or_default();
    hoped.iter().flat_map(|element| &element.params).all(|param| {
        let at_least = |bits: u8| {
            let value = param.value.as_deref();
            value
                .and_then(|value| value.parse().ok())
                .is_none_or(|hoped: u8| bits >= hoped)
        };
        match param.name.as_str() {
            "server_no_context_takeover" => agreed.server_no_context_takeover,
            "client_no_context_takeover" => agreed.client_no_context_takeover,
            "server_max_window_bits" => at_least(agreed.server_max_window_bits),
            "client_max_window_bits" => at_least(agreed.client_max_window_bits),
            _ => true,
        }
    })
}

/// Whether the messages of a subject have to be measured at all.
pub(crate) fn limits(agreed: &Agreed, subject: Role) -> bool {
    agreed.no_context_takeover(subject) || agreed.window_bits(subject) < 15
}

/// How a compressed message of the subject reaches further back than was agreed, or is padded wrongly, and the clause it
/// breaks.
pub(crate) fn overreach(
    subject: Role,
    agreed: &Agreed,
    meter: &mut DistanceMeter,
    message: &[u8],
) -> Option<(String, &'static Clause)> {
    if !limits(agreed, subject) {
        return None;
    }
    // What does not inflate is judged where it is inflated.
    let reach = meter.message(message).ok()?;
    if reach.padded_with_ones {
        let because =
            "the subject fills up the octet behind a block with BFINAL set with other bits than zeros".to_owned();
        return Some((because, rfc7692::BFINAL_PAD));
    }
    let bits = agreed.window_bits(subject);
    let window = 1u32 << bits;
    let (window_clause, reset_clause) = match subject {
        Role::Server => (rfc7692::SERVER_WINDOW, rfc7692::SERVER_RESET),
        Role::Client => (rfc7692::CLIENT_WINDOW, rfc7692::CLIENT_RESET),
    };
    if reach.furthest > window {
        let because = format!(
            "the subject refers back by {} octets, with a window of {window} agreed ({subject}_max_window_bits={bits})",
            reach.furthest
        );
        return Some((because, window_clause));
    }
    (agreed.no_context_takeover(subject) && reach.reaches_before > 0).then(|| {
        let because = format!(
            "the subject refers back to {} octets before the message, with {subject}_no_context_takeover agreed",
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
    fn a_client_that_reaches_too_far_is_caught() {
        let octets: Vec<u8> = (0..600u32).map(|n| (n * n / 7 % 251) as u8).collect();
        for (answer, clause) in [
            ("permessage-deflate; client_max_window_bits=9", rfc7692::CLIENT_WINDOW),
            ("permessage-deflate; client_no_context_takeover", rfc7692::CLIENT_RESET),
        ] {
            let (_, agreed) = agree("permessage-deflate; client_max_window_bits", answer);
            let (mut compressor, mut meter) = (Compressor::new(15), DistanceMeter::default());
            let mut found = || {
                let mut message = Vec::new();
                compressor.message(&octets, false, &mut message);
                overreach(Role::Client, &agreed, &mut meter, &message).map(|(_, clause)| clause)
            };
            assert_eq!((found(), found()), (None, Some(clause)), "{answer}");
        }
    }

    #[test]
    fn an_answer_is_what_is_wanted_and_what_the_offer_asks_for() {
        let parse = |offers: &str| extension::parse(offers.as_bytes()).unwrap();
        let plain = "permessage-deflate";
        for (wanted, offers, answered) in [
            (plain, plain, Some(plain)),
            (plain, "x-foo", None),
            (
                plain,
                "permessage-deflate; server_max_window_bits=12; client_max_window_bits",
                Some("permessage-deflate; server_max_window_bits=12"),
            ),
            (
                "permessage-deflate; client_max_window_bits=9",
                "permessage-deflate; client_max_window_bits",
                Some("permessage-deflate; client_max_window_bits=9"),
            ),
            ("permessage-deflate; client_max_window_bits=9", plain, None),
            (
                "permessage-deflate; client_no_context_takeover",
                plain,
                Some("permessage-deflate; client_no_context_takeover"),
            ),
        ] {
            let answer = answer(wanted, &parse(offers)).map(|answer| answer.extension.to_string());
            assert_eq!(answer.as_deref(), answered, "{wanted} to {offers}");
        }
    }

    #[test]
    fn what_is_hoped_for_is_granted_or_not() {
        let offers = "permessage-deflate; client_max_window_bits";
        for (answer, hope, granted) in [
            ("", "; server_no_context_takeover", false),
            ("; server_max_window_bits=12", "; server_no_context_takeover", false),
            (
                "; server_no_context_takeover; server_max_window_bits=12",
                "; server_no_context_takeover",
                true,
            ),
            ("; server_max_window_bits=12", "; server_max_window_bits=10", true),
            ("; server_max_window_bits=9", "; server_max_window_bits=10", false),
            ("; client_max_window_bits=9", "; client_max_window_bits=10", false),
        ] {
            let named = |params: &str| format!("permessage-deflate{params}");
            let (_, agreed) = agree(offers, &named(answer));
            assert_eq!(grants(&agreed, &named(hope)), granted, "{answer} for {hope}");
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
                overreach(Role::Server, &agreed, &mut meter, &message)
            });
            assert_eq!(found.map(|(_, clause)| clause), clause, "{offers}");
        }
    }
}
