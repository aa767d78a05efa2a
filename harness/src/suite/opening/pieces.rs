//! Requests that are right, and long or in pieces, or have fields that nobody knows.

use wsspec_codec::rfc::{Clause, http1, rfc6455 as rfc};

use super::{Opened as _, Row, better_taken, case, rewritten, right, taken, taken_or_refused};
use crate::case::{Case, PAUSE};
use crate::frame_spec::text;
use crate::head_spec::HeadSpec;
use crate::pattern::{Outcomes, Pattern};
use crate::response::Wanted;
use crate::segment::Segmentation;

pub(super) fn cases() -> Vec<Case> {
    [unknown_fields(), lengths(), pieces(), expectations()].concat()
}

fn unknown_fields() -> Vec<Case> {
    let many = (0..50).fold(right(), |head, number| {
        head.add(&format!("X-Wsspec-{number}"), &"abcdefgh".repeat(12))
    });
    let clauses: &[&'static Clause] = &[rfc::UNKNOWN_HEADERS, http1::UNKNOWN];
    let opaque = |id: &str, title: &str, octets: &[u8]| {
        let line = [b"X-Wsspec: ", octets, b"\r\n"].concat();
        better_taken(
            (id, title, &[http1::OBS_TEXT], right().lines(line.as_slice())),
            "refused octets from 0x80 in a field that it does not know",
        )
    };
    vec![
        taken((
            "unknown-field",
            "a field that is not known is ignored",
            clauses,
            right().add("X-Wsspec-Unknown", "yes"),
        )),
        taken((
            "unknown-websocket-field",
            "a field whose name begins with Sec-WebSocket and is not known is ignored",
            clauses,
            right().add("Sec-WebSocket-Wsspec", "1"),
        )),
        taken((
            "accept-in-a-request",
            "a Sec-WebSocket-Accept in a request is ignored",
            clauses,
            right().add("Sec-WebSocket-Accept", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        )),
        taken((
            "fifty-unknown-fields",
            "fifty fields of a hundred octets are ignored",
            &[rfc::UNKNOWN_HEADERS, http1::UNKNOWN, http1::MIN_LENGTH],
            many,
        )),
        taken((
            "fields-of-a-browser",
            "the fields that browsers send are no hindrance",
            clauses,
            right()
                .add(
                    "User-Agent",
                    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                )
                .add("Accept", "*/*")
                .add("Accept-Language", "en-US,en;q=0.5")
                .add("Accept-Encoding", "gzip, deflate, br, zstd")
                .add("Cache-Control", "no-cache")
                .add("Pragma", "no-cache")
                .add("Sec-Fetch-Mode", "websocket"),
        )),
        opaque(
            "obs-text",
            "octets from 0x80 in a field that is not known do not matter",
            b"\xe9\xff\x80",
        ),
        opaque(
            "utf-8-text",
            "UTF-8 in a field that is not known does not matter",
            "Grüße".as_bytes(),
        ),
    ]
}

/// Heads that are long, and not too long: RFC 9112 3 wants 8000 octets of every request line.
fn lengths() -> Vec<Case> {
    let query = "a".repeat(7_900);
    let cookie = "0123456789abcdef".repeat(250);
    vec![
        better_taken(
            (
                "request-line-of-8000-octets",
                "a request line of 8000 octets is supported",
                &[http1::N_8000],
                right().start_line(&format!("GET {{target}}?{query} HTTP/1.1")),
            ),
            "refused a request line of 8000 octets",
        ),
        taken((
            "cookie-of-4000-octets",
            "a cookie of 4000 octets, as browsers send them, is no hindrance",
            &[rfc::UNKNOWN_HEADERS],
            right().add("Cookie", &format!("a={cookie}")),
        )),
    ]
}

/// How a head comes.
fn pieces() -> Vec<Case> {
    let all_at_once = || {
        rewritten([4, 3, 2, 1, 0], str::to_ascii_lowercase)
            .set("connection", "keep-alive,UPGRADE")
            .add("sec-websocket-extensions", "x-wsspec; a=\"b\" , x-wsspec-c")
            .add("sec-websocket-protocol", "x-wsspec-a , x-wsspec-b")
    };
    let cut = |id: &str, title: &str, head: HeadSpec| taken((id, title, &[rfc::INCREMENTAL], head));
    let glued = |(id, title, clauses, head): Row<'_>| {
        case(id, title, clauses, head.glued())
            .send([text("Hello")])
            .expect(
                Outcomes::pass([Pattern::opens(), Pattern::text("Hello")])
                    .or_info(
                        "refused a request with a frame behind it",
                        [Pattern::Response(Wanted::error())],
                    )
                    .or_info("ended TCP over a frame that came too early", [Pattern::End])
                    .or_lenient("lost the frame that came with the request", [Pattern::opens()]),
            )
            .within(PAUSE * 2)
            .close()
    };
    vec![
        cut(
            "in-single-octets",
            "a request that comes octet by octet opens a connection",
            right().cut(Segmentation::Octets(1)),
        ),
        cut(
            "unusual-in-single-octets",
            "a request that is unusual in many ways and comes octet by octet opens a connection",
            all_at_once().cut(Segmentation::Octets(1)),
        ),
        cut(
            "in-pieces-of-16-octets",
            "a request that comes in pieces of 16 octets opens a connection",
            all_at_once().cut(Segmentation::Octets(16)),
        ),
        cut(
            "cut-behind-the-request-line",
            "a request whose first line comes first opens a connection",
            right()
                .start_line("GET {target} HTTP/1.1")
                .cut(Segmentation::At(vec![3, 4, 14, 15])),
        ),
        case(
            "end-of-head-comes-late",
            "a request is not answered before the empty line at its end has come",
            &[http1::WHOLE_SECTION],
            right().unended(),
        )
        .expect(Outcomes(Vec::new()).or_silence())
        .within(PAUSE)
        .send_octets("\r\n")
        .expect(Outcomes::pass([Pattern::opens()]))
        .or_breaks(rfc::OPEN_SEND)
        .echoes(),
        glued((
            "frame-behind-the-head",
            "a frame that comes together with the request is echoed; a client must not send it so early",
            &[rfc::OPEN_SEND],
            right(),
        )),
        glued((
            "frame-in-pieces-with-the-head",
            "a request and a frame that come in pieces of 7 octets are told apart",
            &[rfc::OPEN_SEND, rfc::INCREMENTAL],
            right().cut(Segmentation::Octets(7)),
        )),
    ]
}

fn expectations() -> Vec<Case> {
    vec![
        case(
            "expects-100",
            "who expects 100 is told to go on before the protocol changes",
            &[http1::EXPECT_100],
            right().add("Expect", "100-continue"),
        )
        .expect(
            Outcomes::pass([Pattern::Response(Wanted::opens().after(100))])
                .or_lenient(
                    "left out the 100, which RFC 9110 10.1.1 allows where a request has no content",
                    [Pattern::opens()],
                )
                .or_pass([Pattern::Response(Wanted::status(417, 417))])
                .or_lenient("refused an expectation", [Pattern::Response(Wanted::error())]),
        )
        .echoes(),
        taken_or_refused((
            "expects-something-else",
            "an expectation that nobody knows may be ignored, or answered with 417",
            &[http1::EXPECT_OTHER],
            right().add("Expect", "x-wsspec"),
        )),
    ]
}
