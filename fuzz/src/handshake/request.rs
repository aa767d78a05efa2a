//! What must hold of a request: that we read and judge it as others do, and as RFC 6455 section 4.2.1 says.

use std::borrow::Cow;

use arbitrary::{Arbitrary, Unstructured};
use hyper::Uri;
use wsspec_codec::handshake::{Head, Refusal, Request, check_request};
use wsspec_codec::rfc::{Clause, http1, rfc6455};
use wsspec_server::Options;
use wsspec_server::echo::{self, Answer};

use super::arrival::Arrival;
use super::difference::{Difference, as_1_1, same_fields, start_line};
use super::hyper_peer;
use super::message;
use super::requirements::{Asked, authority_of, broken_by_request, broken_by_response, extensions};
use crate::hold::hold;
use crate::negotiation::extensions::as_element;
use crate::target::{Flow, Form};

/// Every oracle on one input of `handshake_request`, which is an [`Arrival`].
pub fn judge(input: &[u8]) {
    let Ok(arrival) = Arrival::arbitrary_take_rest(Unstructured::new(input)) else {
        return;
    };
    let octets = arrival.delivery.octets;
    let Some((head, end)) = arrival.judge() else {
        return;
    };
    let (octets, behind) = octets.split_at(end);
    let as_1_1 = as_1_1(octets).map_or(Cow::Borrowed(octets), Cow::Owned);
    let parsed = message::Request::parse(&as_1_1);
    let judged = Judged {
        octets,
        verdict: check_request(&head),
        broken: parsed.as_ref().map(broken_by_request),
        head,
        as_1_1: &as_1_1,
        parsed,
    };
    reads_as_httparse_reads_it(&judged);
    is_accepted_if_nothing_is_broken(&judged);
    is_refused_for_what_is_broken(&judged);
    is_understood_as_it_is_written(&judged);
    hyper_opens_what_we_accept(&judged, behind);
    the_reference_server_answers(&judged);
}

/// What an input puts on the wire.
pub fn wire(input: &[u8]) -> Vec<Flow> {
    let arrival = Arrival::arbitrary_take_rest(Unstructured::new(input));
    let flow = |arrival: Arrival<'_>| Flow {
        what: "a client's request, and what follows it".to_owned(),
        form: Form::Text,
        octets: arrival.delivery.octets.to_vec(),
    };
    arrival.into_iter().map(flow).collect()
}

/// A request, and what we and others make of it.
pub struct Judged<'a> {
    /// The head.
    pub octets: &'a [u8],
    /// As we read it.
    pub head: Head,
    /// As we judge it.
    pub verdict: Result<Request, Refusal>,
    /// The octets for who knows no higher version than 1.1.
    pub as_1_1: &'a [u8],
    /// As `httparse` reads it, if it does.
    pub parsed: Option<message::Request<'a>>,
    /// What it breaks then.
    pub broken: Option<Vec<(&'static Clause, u16)>>,
}

/// A head without flaw is read alike: by the target and the fields, octet for octet. One that we accept is read at all.
pub fn reads_as_httparse_reads_it(judged: &Judged<'_>) {
    let octets = judged.octets;
    let Some(parsed) = &judged.parsed else {
        hold(judged.verdict.is_err(), octets, rfc6455::VALID_HTTP, || {
            "we accept it, and httparse finds no request in it".to_owned()
        });
        return;
    };
    let bare_lf = Difference::BareLf.is_in(octets);
    let flaw = judged.head.flaw();
    hold(flaw.is_none() || bare_lf, octets, rfc6455::VALID_HTTP, || {
        format!("we find in it {flaw:?}, and httparse finds nothing")
    });
    if bare_lf {
        return;
    }
    let theirs = parsed.fields.0.iter().map(|(name, value)| (name.as_bytes(), *value));
    let same = judged.head.fields().eq(theirs) && parsed.len == octets.len();
    hold(same, octets, rfc6455::UNKNOWN_HEADERS, || {
        format!("httparse reads {parsed:?}, and we read {:?}", judged.head)
    });
    let parts = judged.head.start_line_parts();
    let same = parts
        .is_some_and(|[method, target, _]| method == parsed.method.as_bytes() && target == parsed.target.as_bytes());
    hold(same, octets, rfc6455::REQUEST_URI_4_2_1, || {
        format!("httparse reads {parsed:?}, and we read {parts:?}")
    });
}

/// A request that breaks no requirement is accepted, apart from the differences that are listed.
pub fn is_accepted_if_nothing_is_broken(judged: &Judged<'_>) {
    let Some(broken) = judged.broken.as_ref().filter(|broken| broken.is_empty()) else {
        return;
    };
    let differs = [Difference::BareLf, Difference::LongZero]
        .into_iter()
        .any(|difference| difference.is_in(judged.octets));
    hold(
        judged.verdict.is_ok() || differs,
        judged.octets,
        rfc6455::VIOLATION,
        || format!("it breaks {broken:?}, and we say {:?}", judged.verdict),
    );
}

/// A request that breaks requirements is refused, over one of them, with the status that belongs to it.
pub fn is_refused_for_what_is_broken(judged: &Judged<'_>) {
    let octets = judged.octets;
    let Some(broken) = judged.broken.as_ref().filter(|broken| !broken.is_empty()) else {
        return;
    };
    match &judged.verdict {
        Ok(_) => hold(false, octets, broken[0].0, || "it is accepted".to_owned()),
        Err(Refusal::Malformed(flaw)) => {
            let differs = Difference::BareLf.is_in(octets);
            hold(differs, octets, flaw.clause(), || {
                format!("nobody else finds in it that {flaw}")
            });
        }
        Err(Refusal::Body) if Difference::LongZero.is_in(octets) => {}
        Err(refusal) => {
            let fits = broken.contains(&(refusal.clause(), refusal.status()));
            hold(fits, octets, broken[0].0, || {
                format!(
                    "it breaks {broken:?}, and is refused with {} over {refusal:?}",
                    refusal.status()
                )
            });
        }
    }
}

/// What we take from a request that we accept stands in it.
pub fn is_understood_as_it_is_written(judged: &Judged<'_>) {
    let (Ok(request), Some(parsed)) = (&judged.verdict, &judged.parsed) else {
        return;
    };
    let fields = &parsed.fields;
    let first = |name: &str| {
        fields
            .values(name)
            .first()
            .map(|value| String::from_utf8_lossy(value).into_owned())
    };
    let protocols = fields.list("Sec-WebSocket-Protocol");
    let understood = request.target == parsed.target
        && first("Host").as_ref() == Some(&request.host)
        && first("Sec-WebSocket-Key").as_ref() == Some(&request.key)
        && first("Origin") == request.origin
        && request
            .subprotocols
            .iter()
            .map(String::as_bytes)
            .eq(protocols.iter().map(Vec::as_slice))
        && extensions(fields) == Some(request.extensions.iter().map(as_element).collect());
    hold(understood, judged.octets, rfc6455::VALIDATE_4_1, || {
        format!("httparse reads {parsed:?}, and we understand {request:?}")
    });
}

/// A server by others gets to answer 101 to what we accept, reads the same in it, and finds the same octets behind it.
/// Where nothing but LF without CR is between us, it does so too.
pub fn hyper_opens_what_we_accept(judged: &Judged<'_>, behind: &[u8]) {
    let octets = judged.octets;
    let only_bare_lf = judged.broken.as_ref().is_some_and(Vec::is_empty) && Difference::BareLf.is_in(octets);
    if judged.verdict.is_err() && !only_bare_lf {
        return;
    }
    let Some(served) = hyper_peer::serve(&[judged.as_1_1, behind].concat()) else {
        let mut known = [Difference::TargetCharacter, Difference::EscapeInHost].into_iter();
        let differs = known.any(|difference| difference.is_in(octets));
        hold(differs, octets, rfc6455::STATUS_101, || {
            "we accept it, and hyper does not come to answer 101".to_owned()
        });
        return;
    };
    hold(served.behind == behind, octets, http1::PIPELINED, || {
        format!("behind it stand {behind:?}, and hyper finds {:?}", served.behind)
    });
    if let (Ok(request), false) = (&judged.verdict, only_bare_lf) {
        let same = served.method == "GET"
            && same_target(&request.target, &served.target)
            && same_fields(&judged.head, &served.fields);
        hold(same, octets, rfc6455::REQUEST_URI_4_2_1, || {
            format!("hyper reads {served:?}, and we read {:?}", judged.head)
        });
    }
}

/// Whether `hyper` read the target so. It writes an absolute URI without path with one, and the scheme in small letters.
fn same_target(ours: &str, theirs: &Uri) -> bool {
    let path_and_query = theirs
        .path_and_query()
        .map_or("", |path_and_query| path_and_query.as_str());
    let Some(authority) = authority_of(ours).filter(|_| !ours.starts_with('/')) else {
        return ours == path_and_query && theirs.authority().is_none();
    };
    let (scheme, rest) = ours.split_once("://").unwrap_or_default();
    let rest = &rest[authority.len()..];
    theirs
        .scheme_str()
        .is_some_and(|theirs| theirs.eq_ignore_ascii_case(scheme))
        && theirs.authority().is_some_and(|theirs| theirs.as_str() == authority)
        && (rest == path_and_query || format!("/{rest}") == path_and_query)
}

/// The reference server answers a request that is accepted with a 101 to which no client can object; shows its page to who
/// wants no WebSocket; and refuses everything else with the status of the reason, and with what belongs to that status.
pub fn the_reference_server_answers(judged: &Judged<'_>) {
    let octets = judged.octets;
    let answer = echo::answer(&judged.head, &Options::default(), 3368);
    let (Answer::Open(response, _) | Answer::Closed(response)) = &answer;
    let Some(parsed) = message::Response::parse(response) else {
        hold(false, octets, rfc6455::REPLY_VALID_HTTP, || {
            format!("httparse reads no response in {response:?}")
        });
        return;
    };
    let fields = &parsed.fields;
    if let (Ok(_), Some(request)) = (&judged.verdict, &judged.parsed) {
        let asked = asked_by(request);
        let broken = broken_by_response(&parsed, &asked);
        let opens = matches!(answer, Answer::Open(..)) && broken.is_empty() && parsed.len == response.len();
        hold(opens, octets, rfc6455::STATUS_101, || {
            format!("it is answered with {parsed:?}, which breaks {broken:?}")
        });
        let spoken = asked
            .subprotocols
            .iter()
            .find(|name| matches!(&name[..], b"chat" | b"superchat"));
        let chosen = fields.values("Sec-WebSocket-Protocol").first().copied();
        hold(
            chosen == spoken.map(Vec::as_slice),
            octets,
            rfc6455::SUBPROTOCOL_DERIVED,
            || format!("of {:?} it chooses {chosen:?}", asked.subprotocols),
        );
        return;
    }
    let refused = judged.verdict.as_ref().map_or_else(Refusal::status, |_| 101);
    let expected = judged
        .parsed
        .as_ref()
        .filter(|_| judged.head.flaw().is_none())
        .and_then(page)
        .unwrap_or(refused);
    let closed = matches!(answer, Answer::Closed(_)) && parsed.status == expected;
    hold(closed, octets, http1::GARBAGE_400, || {
        format!("it is to be answered with {expected}, and is with {parsed:?}")
    });
    let length = response.len() - parsed.len;
    let whole = if start_line(octets).1.starts_with(b"HEAD ") {
        length == 0
    } else {
        fields.values("Content-Length") == [length.to_string().as_bytes()]
    };
    hold(whole, octets, rfc6455::REPLY_VALID_HTTP, || {
        format!("{length} octets are behind {parsed:?}")
    });
    let (needs, clause) = match expected {
        405 => (fields.lists("Allow", "GET"), http1::STATUS_405_ALLOW),
        426 => (
            fields.lists("Upgrade", "websocket")
                && fields.lists("Connection", "upgrade")
                && fields.lists("Sec-WebSocket-Version", "13"),
            http1::STATUS_426_UPGRADE,
        ),
        _ => (true, http1::CLOSE_OPTION),
    };
    let closes = fields.lists("Connection", "close");
    hold(needs && closes, octets, clause, || {
        format!("it is answered with {parsed:?}")
    });
}

/// The status with which the reference server answers who wants no WebSocket; `None` for all others.
fn page(request: &message::Request<'_>) -> Option<u16> {
    let ours = "sec-websocket-";
    let wants = request.fields.lists("Upgrade", "websocket")
        || request
            .fields
            .0
            .iter()
            .any(|(name, _)| name.len() > ours.len() && name.to_ascii_lowercase().starts_with(ours));
    let broken = broken_by_request(request);
    let matter = [
        rfc6455::REQUEST_URI_4_2_1,
        http1::HOST_INVALID,
        http1::HOST_MULTIPLE,
        http1::HOST_MISSING,
    ];
    // Before HTTP/1.1 there was no Host.
    let mut broken = broken
        .iter()
        .filter(|(clause, _)| request.minor > 0 || *clause != http1::HOST_MISSING);
    if wants || broken.any(|(clause, _)| matter.contains(clause)) || !matches!(request.method, "GET" | "HEAD") {
        return None;
    }
    let relative = authority_of(request.target).filter(|_| !request.target.starts_with('/'));
    let skipped = relative.map_or(0, |authority| {
        authority.len() + request.target.find("://").unwrap_or_default() + 3
    });
    Some(match request.target[skipped..].split('?').next() {
        Some("/" | "") => 200,
        Some("/favicon.ico") => 404,
        _ => 426,
    })
}

/// What a request asks for.
fn asked_by(request: &message::Request<'_>) -> Asked {
    let key = request
        .fields
        .values("Sec-WebSocket-Key")
        .first()
        .map_or(Vec::new(), |key| key.to_vec());
    let offered = extensions(&request.fields).unwrap_or_default();
    Asked {
        key,
        subprotocols: request.fields.list("Sec-WebSocket-Protocol"),
        extensions: offered.into_iter().map(|element| element.name).collect(),
    }
}
