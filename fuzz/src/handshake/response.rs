//! What must hold of a response: that a client of ours reads and judges it as others do, and as RFC 6455 section 4.1 says.

use std::borrow::Cow;

use arbitrary::{Arbitrary, Result, Unstructured};
use wsspec_codec::extension;
use wsspec_codec::handshake::{Accepted, ClientRequest, Flaw, Head, ResponseFault};
use wsspec_codec::rfc::{Clause, rfc6455};

use super::arrival::Arrival;
use super::difference::{Difference, response_as_1_1, same_fields};
use super::hyper_peer;
use super::message;
use super::requirements::{Asked, broken_by_request, broken_by_response, extensions};
use super::subject::Handshake;
use crate::hold::{hold, told_in_a_line};
use crate::negotiation::extensions::as_element;
use crate::target::{Flow, Form};

/// A response that arrives, and the request that it answers.
///
/// An input is that of an [`Arrival`], and one octet more that says what was asked for: the nonce (`0x03`), the
/// subprotocols (`0x0C`), the extensions (`0x70`).
#[derive(Clone, Debug)]
pub struct Exchange<'a> {
    /// What was sent.
    pub request: ClientRequest,
    /// What comes back.
    pub arrival: Arrival<'a>,
}

/// The nonces that can be asked for. Few, so that a dictionary can have the answers.
pub const NONCES: [[u8; 16]; 4] = [*b"the sample nonce", [0; 16], [0xFF; 16], *b"0123456789abcdef"];

/// The subprotocols that can be asked for.
pub const SUBPROTOCOLS: [&[&str]; 4] = [&[], &["chat"], &["chat", "superchat"], &["superchat", "Chat"]];

/// The extensions that can be asked for.
pub const EXTENSIONS: [&str; 8] = [
    "",
    "permessage-deflate",
    "permessage-deflate; client_max_window_bits",
    "permessage-deflate; server_no_context_takeover; server_max_window_bits=10",
    "permessage-deflate; server_max_window_bits=9, permessage-deflate",
    "x-foo; bar=1, permessage-deflate",
    "x-foo",
    "permessage-deflate; client_max_window_bits=9; client_no_context_takeover",
];

impl<'a> Arbitrary<'a> for Exchange<'a> {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Exchange<'a>> {
        let input = u.bytes(u.len())?;
        let (&asked, rest) = input.split_last().unwrap_or((&0, &[]));
        Ok(Exchange {
            request: request(asked),
            arrival: Arrival::arbitrary(&mut Unstructured::new(rest))?,
        })
    }
}

/// The request that the last octet of an input stands for.
pub fn request(asked: u8) -> ClientRequest {
    let index = |shift: u8, mask: u8| usize::from(asked >> shift & mask);
    let subprotocols = SUBPROTOCOLS[index(2, 3)].iter().map(|&name| name.to_owned());
    let extensions = extension::parse(EXTENSIONS[index(4, 7)].as_bytes());
    ClientRequest {
        host: "server.example.com".to_owned(),
        target: "/chat".to_owned(),
        nonce: NONCES[index(0, 3)],
        subprotocols: subprotocols.collect(),
        extensions: extensions.expect("they follow the grammar"),
        ..ClientRequest::default()
    }
}

/// Every oracle on one input of `handshake_response`, which is an [`Exchange`].
pub fn all(subject: &impl Handshake, input: &[u8]) {
    let Ok(exchange) = Exchange::arbitrary_take_rest(Unstructured::new(input)) else {
        return;
    };
    let Some((head, end)) = exchange.arrival.judge(subject) else {
        return;
    };
    let asked = we_ask_as_required(&exchange.request);
    let (octets, behind) = exchange.arrival.octets().split_at(end);
    let as_1_1 = response_as_1_1(octets).map_or(Cow::Borrowed(octets), Cow::Owned);
    let octets: &[u8] = &as_1_1;
    let parsed = message::Response::parse(octets);
    let judged = Judged {
        octets,
        verdict: subject.check_response(&head, &exchange.request),
        broken: parsed.as_ref().map(|parsed| broken_by_response(parsed, &asked)),
        head,
        parsed,
    };
    if let Err(fault) = &judged.verdict {
        told_in_a_line(octets, fault.clause(), fault);
    }
    reads_as_httparse_reads_it(&judged);
    is_accepted_if_nothing_is_broken(&judged);
    is_refused_for_what_is_broken(&judged);
    is_understood_as_it_is_written(&judged);
    hyper_opens_what_we_accept(&judged, behind);
}

/// What an input puts on the wire.
pub fn wire(input: &[u8]) -> Vec<Flow> {
    let exchange = Exchange::arbitrary_take_rest(Unstructured::new(input));
    let flows = |exchange: Exchange<'_>| {
        let request = exchange.request.encode().unwrap_or_default();
        let response = exchange.arrival.octets().to_vec();
        [
            ("our request", request),
            ("a server's response, and what follows it", response),
        ]
    };
    let flow = |(what, octets): (&str, _)| Flow {
        what: what.to_owned(),
        form: Form::Text,
        octets,
    };
    exchange.into_iter().flat_map(flows).map(flow).collect()
}

/// Our request breaks no requirement, and says what is asked for.
pub fn we_ask_as_required(request: &ClientRequest) -> Asked {
    let octets = request.encode().unwrap_or_default();
    let Some(parsed) = message::Request::parse(&octets) else {
        hold(false, &octets, rfc6455::VALID_HTTP, || {
            "httparse finds no request in what we send".to_owned()
        });
        return Asked::default();
    };
    let broken = broken_by_request(&parsed);
    let fields = &parsed.fields;
    let offered = extensions(fields).unwrap_or_default();
    let asked = Asked {
        key: fields.values("Sec-WebSocket-Key").concat(),
        subprotocols: fields.list("Sec-WebSocket-Protocol"),
        extensions: offered.iter().map(|element| element.name.clone()).collect(),
    };
    let says = parsed.target == request.target
        && fields.values("Host") == [request.host.as_bytes()]
        && asked
            .subprotocols
            .iter()
            .map(Vec::as_slice)
            .eq(request.subprotocols.iter().map(String::as_bytes))
        && offered.into_iter().eq(request.extensions.iter().map(as_element));
    hold(broken.is_empty() && says, &octets, rfc6455::ESTABLISH, || {
        format!("our request is to be {request:?}, and breaks {broken:?}")
    });
    asked
}

/// A response, and what we and others make of it.
pub struct Judged<'a> {
    /// The head.
    pub octets: &'a [u8],
    /// As we read it.
    pub head: Head,
    /// As we judge it.
    pub verdict: std::result::Result<Accepted, ResponseFault>,
    /// As `httparse` reads it, if it does.
    pub parsed: Option<message::Response<'a>>,
    /// What it breaks then.
    pub broken: Option<Vec<&'static Clause>>,
}

/// A head without flaw is read alike, by the fields, octet for octet. One that we accept is read at all.
pub fn reads_as_httparse_reads_it(judged: &Judged<'_>) {
    let octets = judged.octets;
    let Some(parsed) = &judged.parsed else {
        hold(judged.verdict.is_err(), octets, rfc6455::REPLY_VALID_HTTP, || {
            "we accept it, and httparse finds no response in it".to_owned()
        });
        return;
    };
    let bare_lf = Difference::BareLf.is_in(octets);
    let flaw = judged.head.flaw();
    let known = flaw.is_none() || bare_lf && flaw == Some(Flaw::BareLf);
    hold(known, octets, rfc6455::REPLY_VALID_HTTP, || {
        format!("we find in it {flaw:?}, and httparse finds nothing")
    });
    let theirs = parsed.fields.0.iter().map(|(name, value)| (name.as_bytes(), *value));
    let same = bare_lf || judged.head.fields().eq(theirs) && parsed.len == octets.len();
    hold(same, octets, rfc6455::HEADER_NAME_CI_4_1, || {
        format!("httparse reads {parsed:?}, and we read {:?}", judged.head)
    });
}

/// A response that breaks no requirement opens the connection, unless a line of it ends in LF alone.
pub fn is_accepted_if_nothing_is_broken(judged: &Judged<'_>) {
    if judged.broken.as_ref().is_some_and(Vec::is_empty) {
        let accepted = match &judged.verdict {
            Ok(_) => true,
            Err(ResponseFault::Malformed(Flaw::BareLf)) => Difference::BareLf.is_in(judged.octets),
            Err(_) => false,
        };
        hold(accepted, judged.octets, rfc6455::OPEN_STATE_4_1, || {
            format!("it breaks nothing, and we say {:?}", judged.verdict)
        });
    }
}

/// A response that breaks requirements fails the connection, over one of them.
pub fn is_refused_for_what_is_broken(judged: &Judged<'_>) {
    let octets = judged.octets;
    let Some(broken) = judged.broken.as_ref().filter(|broken| !broken.is_empty()) else {
        return;
    };
    match &judged.verdict {
        Ok(_) => hold(false, octets, broken[0], || "it is accepted".to_owned()),
        Err(ResponseFault::Malformed(Flaw::BareLf)) if Difference::BareLf.is_in(octets) => {}
        Err(fault) => hold(broken.contains(&fault.clause()), octets, broken[0], || {
            format!("it breaks {broken:?}, and is refused over {fault:?}")
        }),
    }
}

/// What we take from a response that we accept stands in it.
pub fn is_understood_as_it_is_written(judged: &Judged<'_>) {
    let (Ok(accepted), Some(parsed)) = (&judged.verdict, &judged.parsed) else {
        return;
    };
    let chosen = parsed.fields.values("Sec-WebSocket-Protocol").first().copied();
    let understood = accepted.subprotocol.as_ref().map(String::as_bytes) == chosen
        && extensions(&parsed.fields) == Some(accepted.extensions.iter().map(as_element).collect());
    hold(understood, judged.octets, rfc6455::OPEN_STATE_4_1, || {
        format!("httparse reads {parsed:?}, and we understand {accepted:?}")
    });
}

/// A client by others upgrades by what we accept, reads the same in it, and finds the same octets behind it. Where nothing
/// but LF without CR is between us, it does so too.
pub fn hyper_opens_what_we_accept(judged: &Judged<'_>, behind: &[u8]) {
    let octets = judged.octets;
    let only_bare_lf = judged.broken.as_ref().is_some_and(Vec::is_empty) && Difference::BareLf.is_in(octets);
    if judged.verdict.is_err() && !only_bare_lf {
        return;
    }
    let opened = hyper_peer::open(&[octets, behind].concat());
    let same = opened
        .as_ref()
        .is_some_and(|opened| opened.behind == behind && (only_bare_lf || same_fields(&judged.head, &opened.fields)));
    hold(same, octets, rfc6455::RESPONSE_TRAILING, || {
        format!("behind {:?} stand {behind:?}, and hyper finds {opened:?}", judged.head)
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_can_be_asked_for_is_asked_as_required() {
        for asked in 0..=u8::MAX {
            we_ask_as_required(&request(asked));
        }
    }
}
