//! What must hold of the answer that the reference server gives to a request.

use wsspec_codec::handshake::Refusal;
use wsspec_codec::rfc::{http1, rfc6455};
use wsspec_server::echo::Answer;

use super::difference::start_line;
use super::message;
use super::request::Judged;
use super::requirements::{Asked, absolute, broken_by_request, broken_by_response, extensions};
use crate::hold::hold;

/// The reference server opens a connection exactly to what we accept, and answers everything with a response.
pub fn the_reference_server_answers(judged: &Judged<'_>) {
    let octets = judged.octets;
    let answer = &judged.answer;
    let opens = matches!(answer, Answer::Open(..));
    hold(opens == judged.verdict.is_ok(), octets, rfc6455::COMPLETE_STEPS, || {
        format!("we say {:?}, and the server answers {answer:?}", judged.verdict)
    });
    let (Answer::Open(response, _) | Answer::Closed(response)) = answer;
    match (&judged.verdict, &judged.parsed) {
        (Ok(_), Some(request)) => no_client_can_object(octets, request, response),
        (Err(refusal), _) => says_why_it_refuses(judged, refusal, response),
        // What nobody else can read is not accepted; that is another oracle's to say.
        (Ok(_), None) => {}
    }
}

/// The 101 breaks no requirement and has nothing behind it; a 100 stands before it for who expects one. The subprotocol is
/// the first of those offered that is spoken.
fn no_client_can_object(octets: &[u8], request: &message::Request<'_>, response: &[u8]) {
    let mut response = response;
    if request.fields.lists("Expect", "100-continue") {
        let interim = message::Response::parse(response).filter(|interim| interim.status == 100);
        hold(interim.is_some(), octets, http1::EXPECT_100, || {
            format!("it is answered at once with {}", String::from_utf8_lossy(response))
        });
        response = &response[interim.map_or(0, |interim| interim.len)..];
    }
    let asked = asked_by(request);
    let parsed = message::Response::parse(response);
    let broken = parsed.as_ref().map(|parsed| broken_by_response(parsed, &asked));
    let alone = parsed.as_ref().is_some_and(|parsed| parsed.len == response.len());
    hold(broken == Some(Vec::new()) && alone, octets, rfc6455::STATUS_101, || {
        format!("it is answered with {parsed:?}, which breaks {broken:?}")
    });
    let spoken = asked
        .subprotocols
        .iter()
        .find(|name| matches!(&name[..], b"chat" | b"superchat"));
    let chosen = parsed.and_then(|parsed| parsed.fields.values("Sec-WebSocket-Protocol").first().copied());
    hold(
        chosen == spoken.map(Vec::as_slice),
        octets,
        rfc6455::SUBPROTOCOL_DERIVED,
        || format!("of {:?} it chooses {chosen:?}", asked.subprotocols),
    );
}

/// A refusal has the status of its reason, and what belongs to that status. Who wants no WebSocket is shown the page, or
/// that there is none.
fn says_why_it_refuses(judged: &Judged<'_>, refusal: &Refusal, response: &[u8]) {
    let octets = judged.octets;
    let Some(parsed) = message::Response::parse(response) else {
        hold(false, octets, rfc6455::REPLY_VALID_HTTP, || {
            format!("httparse finds no response in {}", String::from_utf8_lossy(response))
        });
        return;
    };
    let fields = &parsed.fields;
    let page = judged
        .parsed
        .as_ref()
        .filter(|_| judged.head.flaw().is_none())
        .and_then(page);
    let expected = page.unwrap_or(refusal.status());
    hold(parsed.status == expected, octets, http1::GARBAGE_400, || {
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
    let (belongs, clause) = match expected {
        405 => (fields.lists("Allow", "GET"), http1::STATUS_405_ALLOW),
        426 => {
            let upgrade = fields.lists("Upgrade", "websocket") && fields.lists("Connection", "upgrade");
            let version = fields.lists("Sec-WebSocket-Version", "13");
            (upgrade && version, http1::STATUS_426_UPGRADE)
        }
        _ => (true, http1::CLOSE_OPTION),
    };
    let closes = fields.lists("Connection", "close");
    hold(belongs && closes, octets, clause, || {
        format!("it is answered with {parsed:?}")
    });
}

/// The status with which the reference server answers who wants no WebSocket; `None` for all others.
fn page(request: &message::Request<'_>) -> Option<u16> {
    let ours = "sec-websocket-";
    let named = |name: &str| name.len() > ours.len() && name.to_ascii_lowercase().starts_with(ours);
    let wants = request.fields.lists("Upgrade", "websocket") || request.fields.0.iter().any(|(name, _)| named(name));
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
    let path_and_query = absolute(request.target).map_or(request.target, |(_, rest)| rest);
    Some(match path_and_query.split('?').next() {
        Some("/" | "") => 200,
        Some("/favicon.ico") => 404,
        _ => 426,
    })
}

/// What a request asks for.
fn asked_by(request: &message::Request<'_>) -> Asked {
    let offered = extensions(&request.fields).unwrap_or_default();
    Asked {
        key: request.fields.values("Sec-WebSocket-Key").concat(),
        subprotocols: request.fields.list("Sec-WebSocket-Protocol"),
        extensions: offered.into_iter().map(|element| element.name).collect(),
    }
}
