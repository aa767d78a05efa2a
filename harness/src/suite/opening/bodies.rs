//! Requests that announce a body. Octets of a body must never be taken for frames: a client that can be made to send one would
//! smuggle messages into the connection (RFC 9112 6.3, 11.2).

use wsspec_codec::rfc::{Clause, http1, rfc6455 as rfc};

use super::{NO_RESPONSE, Row, case, refusal_with};
use crate::bytes::Bytes;
use crate::case::{Case, Item};
use crate::frame_spec::text;
use crate::head_spec::HeadSpec;
use crate::pattern::{Outcomes, Pattern};
use crate::response::Wanted;

pub(super) fn cases() -> Vec<Case> {
    [bodies(), lengths(), codings(), pipelined()].concat()
}

/// A masked text frame: `Hello`, of eleven octets.
const FRAME: &[u8] = b"\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58";

/// A request with these fields and this body, and behind it a frame.
fn with_body(id: &str, title: &str, clauses: &[&'static Clause], head: HeadSpec, body: impl Into<Bytes>) -> Case {
    case(id, title, clauses, head.glued()).flight([Item::Octets(body.into()), Item::Frame(text("behind"))], None)
}

/// An HTTP error; or the body is skipped, and the frame behind it echoed.
fn skipped_or_refused() -> Outcomes {
    Outcomes::pass([Pattern::Response(Wanted::error())])
        .or_pass([Pattern::opens(), Pattern::text("behind")])
        .or_lenient(
            "answered as if the request asked for no WebSocket",
            [Pattern::Response(Wanted::refuses())],
        )
        .or_lenient(NO_RESPONSE, [Pattern::End])
}

fn bodies() -> Vec<Case> {
    let right = HeadSpec::right;
    let chunked = || right().add("Transfer-Encoding", "chunked");
    let chunk = [b"b\r\n", FRAME, b"\r\n0\r\n\r\n"].concat();
    let rows: [(Row<'_>, Vec<u8>); 5] = [
        (
            (
                "body-of-text",
                "the body of a request is skipped, or the request refused",
                &[http1::CL_BODY],
                right().add("Content-Length", "5"),
            ),
            b"hello".to_vec(),
        ),
        (
            (
                "body-that-is-a-frame",
                "a frame in the body of a request is no frame",
                &[http1::CL_BODY],
                right().add("Content-Length", "11"),
            ),
            FRAME.to_vec(),
        ),
        (
            (
                "chunked-body",
                "the chunked body of a request is skipped, or the request refused",
                &[http1::CL_BODY],
                chunked(),
            ),
            b"5\r\nhello\r\n0\r\n\r\n".to_vec(),
        ),
        (
            (
                "chunk-that-is-a-frame",
                "a frame in a chunk of a request is no frame",
                &[http1::CL_BODY],
                chunked(),
            ),
            chunk,
        ),
        (
            (
                "chunk-size-of-17-digits",
                "a chunk size beyond 2^64 does not wrap around, so that nothing behind it is a frame",
                &[http1::CHUNK_OVERFLOW],
                chunked(),
            ),
            b"10000000000000000\r\n".to_vec(),
        ),
    ];
    rows.map(|((id, title, clauses, head), body)| {
        with_body(id, title, clauses, head, body.as_slice())
            .expect(skipped_or_refused())
            .close()
    })
    .into()
}

/// An HTTP error with this status, and then the end of TCP: what was announced cannot be told from another request.
fn refused_for_good(status: u16) -> Outcomes {
    let mut outcomes = Outcomes::pass([Pattern::Response(Wanted::status(status, status)), Pattern::End])
        .or_lenient(
            format!("refused the request with another status than {status}"),
            [Pattern::Response(Wanted::error()), Pattern::End],
        )
        .or_lenient(
            "refused the request and kept the connection",
            [Pattern::Response(Wanted::error())],
        );
    outcomes.0.extend(refusal_with(status).0.split_off(2));
    outcomes
}

fn lengths() -> Vec<Case> {
    let invalid = |(id, what, length): (&str, &str, &str)| {
        case(
            &format!("content-length-{id}"),
            &format!("a request whose Content-Length {what} is answered with 400, and TCP ends"),
            &[http1::CL_INVALID],
            HeadSpec::right().add("Content-Length", length),
        )
        .expect(refused_for_good(400))
    };
    let several = case(
        "content-length-of-two-values",
        "a request with two different Content-Lengths is answered with 400, and TCP ends",
        &[http1::CL_INVALID],
        HeadSpec::right().add("Content-Length", "0").add("Content-Length", "11"),
    )
    .expect(refused_for_good(400));
    [
        ("negative", "is negative", "-1"),
        ("with-sign", "has a sign", "+5"),
        ("in-hex", "is in hex", "0x5"),
        ("of-two-words", "is two words", "5 5"),
        ("of-two-elements", "is a list of two values", "5, 6"),
        ("empty", "is empty", ""),
        ("beyond-64-bits", "is beyond 2^64", "18446744073709551616"),
    ]
    .map(invalid)
    .into_iter()
    .chain([several])
    .collect()
}

fn codings() -> Vec<Case> {
    let coding = |(id, coding): (&str, &str)| {
        case(
            &format!("transfer-coding-{id}"),
            &format!("a request with Transfer-Encoding: {coding} is answered with 400, and TCP ends"),
            &[http1::TE_NOT_CHUNKED],
            HeadSpec::right().add("Transfer-Encoding", coding),
        )
        .expect(
            Outcomes::pass([Pattern::Response(Wanted::status(400, 400)), Pattern::End])
                .or_pass([Pattern::Response(Wanted::status(501, 501)), Pattern::End])
                .or_lenient(
                    "refused the request with another status than 400",
                    [Pattern::Response(Wanted::error()), Pattern::End],
                )
                .or_lenient(
                    "refused the request and kept the connection",
                    [Pattern::Response(Wanted::error())],
                )
                .or_lenient(NO_RESPONSE, [Pattern::End]),
        )
    };
    let both = HeadSpec::right()
        .add("Transfer-Encoding", "chunked")
        .add("Content-Length", "16");
    [
        ("gzip", "gzip"),
        ("behind-chunked", "chunked, gzip"),
        ("of-a-longer-name", "xchunked"),
    ]
    .map(coding)
    .into_iter()
    .chain([
        case(
            "transfer-coding-unknown",
            "a request with a transfer coding that nobody knows is answered with 501",
            &[http1::TE_NOT_CHUNKED, http1::TE_UNKNOWN],
            HeadSpec::right().add("Transfer-Encoding", "x-wsspec"),
        )
        .expect(refusal_with(501)),
        // Sixteen octets are the last chunk and the frame: who goes by Content-Length skips both, who goes by neither reads
        // the chunk as a frame.
        case(
            "transfer-encoding-and-content-length",
            "a request with both Transfer-Encoding and Content-Length is refused, and TCP ends",
            &[http1::TE_AND_CL],
            both.glued(),
        )
        .flight([Item::Octets("0\r\n\r\n".into()), Item::Frame(text("Hello"))], None)
        .expect(
            Outcomes::pass([Pattern::Response(Wanted::error()), Pattern::End])
                .or_lenient(
                    "refused the request and kept the connection",
                    [Pattern::Response(Wanted::error())],
                )
                .or_lenient(
                    "went by Transfer-Encoding, and kept the connection",
                    [Pattern::opens(), Pattern::text("Hello")],
                )
                .or_lenient(NO_RESPONSE, [Pattern::End]),
        )
        .close(),
    ])
    .collect()
}

/// What follows a request that opens the connection is frames, whatever it looks like.
fn pipelined() -> Vec<Case> {
    let mut outcomes = Outcomes(Vec::new());
    for outcome in Outcomes::fails_with(1002).0 {
        outcomes.0.push(crate::pattern::Outcome {
            patterns: [&[Pattern::opens()], &outcome.patterns[..]].concat(),
            ..outcome
        });
    }
    let outcomes = outcomes
        .or_info(
            "refused a request with another behind it",
            [Pattern::Response(Wanted::error())],
        )
        .or_info("ended TCP over a request that came too early", [Pattern::End]);
    vec![
        case(
            "request-behind-the-request",
            "a request behind one that opens the connection is no HTTP, and fails the connection",
            &[http1::PIPELINED],
            HeadSpec::right().glued(),
        )
        .send_octets("GET /wsspec HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .expect(outcomes),
        case(
            "request-after-the-response",
            "a request after the response is no HTTP, and fails the connection",
            &[rfc::COMPLETE_STEPS, http1::PIPELINED],
            HeadSpec::right(),
        )
        .expect(Outcomes::pass([Pattern::opens()]))
        .alive()
        .send_octets("GET /wsspec HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .expect(Outcomes::fails_with(1002)),
    ]
}
