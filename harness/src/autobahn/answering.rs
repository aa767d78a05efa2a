//! The opening handshake as the tester does it when it is the server: in Autobahn's order, and more lenient with requests.

use wsspec_codec::deflate::{Agreed, ClientWindow, NAME, Offer};
use wsspec_codec::extension::Extension;
use wsspec_codec::handshake::key::accept_key;
use wsspec_codec::handshake::{Head, Request};

use super::case::Ask;

/// A request that was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The head of the request, as it came.
    pub request: Vec<u8>,
    /// The head of the response.
    pub response: Vec<u8>,
    /// The agreement on permessage-deflate.
    pub agreed: Option<Agreed>,
}

/// Without `client_max_window_bits` in the answer.
const LARGEST: u8 = 15;

/// Accepts a request. Of the offers of permessage-deflate the first is accepted that allows what a case asks; with nothing
/// to ask none is. An offer that makes no sense is declined (RFC 7692 7), and does not fail the request as with Autobahn.
pub fn accept(head: &Head, request: &Request, asks: &[Ask]) -> Accepted {
    let offers: Vec<Offer> = offers(&request.extensions);
    let answer = asks
        .iter()
        .find_map(|ask| offers.iter().find_map(|offer| answer(offer, *ask)));
    let mut lines = vec![
        "HTTP/1.1 101 Switching Protocols".to_owned(),
        format!("Server: {}", server()),
        "Upgrade: WebSocket".to_owned(),
        "Connection: Upgrade".to_owned(),
        format!("Sec-WebSocket-Accept: {}", accept_key(request.key.as_bytes())),
    ];
    if let Some((_, extension)) = &answer {
        lines.push(format!("Sec-WebSocket-Extensions: {extension}"));
    }
    Accepted {
        request: head.octets().to_vec(),
        response: format!("{}\r\n\r\n", lines.join("\r\n")).into_bytes(),
        agreed: answer.map(|(agreed, _)| agreed),
    }
}

/// What the tester calls itself. Some programs look for Autobahn's name.
pub fn server() -> String {
    format!(
        "wsspec/{} (AutobahnTestSuite/{} compatible)",
        env!("CARGO_PKG_VERSION"),
        super::VERSION
    )
}

fn offers(extensions: &[Extension]) -> Vec<Offer> {
    let named = extensions.iter().filter(|extension| extension.name == NAME);
    named.filter_map(|extension| Offer::parse(extension).ok()).collect()
}

/// What is agreed if the tester asks this of the offer, and how it says so; `None` if the offer does not allow it.
fn answer(offer: &Offer, ask: Ask) -> Option<(Agreed, String)> {
    let window_bits = match (ask.window_bits, offer.client_max_window_bits) {
        (None, _) => None,
        (Some(_), ClientWindow::Unlimited) => return None,
        (Some(bits), ClientWindow::Limitable) => Some(bits),
        // The answer must not be above the hint (7.1.2.2).
        (Some(bits), ClientWindow::Hint(hint)) => Some(bits.min(hint)),
    };
    let mut said = NAME.to_owned();
    if offer.server_no_context_takeover {
        said.push_str("; server_no_context_takeover");
    }
    if let Some(bits) = offer.server_max_window_bits {
        said.push_str(&format!("; server_max_window_bits={bits}"));
    }
    if ask.no_context_takeover {
        said.push_str("; client_no_context_takeover");
    }
    if let Some(bits) = window_bits {
        said.push_str(&format!("; client_max_window_bits={bits}"));
    }
    let agreed = Agreed {
        server_no_context_takeover: offer.server_no_context_takeover,
        client_no_context_takeover: ask.no_context_takeover,
        server_max_window_bits: offer.server_max_window_bits.unwrap_or(LARGEST),
        client_max_window_bits: window_bits.unwrap_or(LARGEST),
    };
    Some((agreed, said))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wsspec_codec::extension;

    fn said(offers_made: &str, asks: &[(bool, Option<u8>)]) -> Option<String> {
        let extensions = extension::parse(offers_made.as_bytes()).unwrap();
        let offers = offers(&extensions);
        let mut asks = asks.iter().map(|&(no_context_takeover, window_bits)| Ask {
            no_context_takeover,
            window_bits,
        });
        let (agreed, said) = asks.find_map(|ask| offers.iter().find_map(|offer| answer(offer, ask)))?;
        // A client that follows RFC 7692 comes to the same result.
        let answer = extension::parse(said.as_bytes()).unwrap();
        assert_eq!(Agreed::from_answer(&extensions, &answer), Ok(Some(agreed)));
        Some(said)
    }

    #[test]
    fn a_case_gets_what_it_asks_of_the_first_offer_that_allows_it() {
        let browser = "permessage-deflate; client_max_window_bits";
        for (offers, asks, expected) in [
            (browser, &[(false, None)][..], Some("permessage-deflate")),
            (
                browser,
                &[(true, None)],
                Some("permessage-deflate; client_no_context_takeover"),
            ),
            (
                browser,
                &[(false, Some(9))],
                Some("permessage-deflate; client_max_window_bits=9"),
            ),
            ("permessage-deflate", &[(false, Some(9))], None),
            (
                "permessage-deflate, permessage-deflate; client_max_window_bits",
                &[(false, Some(15))],
                Some("permessage-deflate; client_max_window_bits=15"),
            ),
            (
                "permessage-deflate",
                &[(true, Some(9)), (true, None), (false, None)],
                Some("permessage-deflate; client_no_context_takeover"),
            ),
            (
                "permessage-deflate; client_max_window_bits=10; server_no_context_takeover; server_max_window_bits=8",
                &[(true, Some(15))],
                Some(
                    "permessage-deflate; server_no_context_takeover; server_max_window_bits=8; \
                     client_no_context_takeover; client_max_window_bits=10",
                ),
            ),
            ("permessage-deflate; nonsense, x-other", &[(false, None)], None),
            (browser, &[], None),
        ] {
            assert_eq!(said(offers, asks).as_deref(), expected, "{offers}");
        }
    }
}
