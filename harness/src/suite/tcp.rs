//! TCP under the connection: who ends it, and what a subject makes of its end anywhere (RFC 6455 5.2, 5.5.1, 7.1.1, 7.2.1).

use std::time::Duration;

use wsspec_codec::rfc::{Clause, http1, rfc6455 as rfc};
use wsspec_codec::rules::Role;

use crate::bytes::Bytes;
use crate::case::{Case, PAUSE, Profile};
use crate::frame_spec::{FrameSpec, binary, close, continuation, ping, text};
use crate::pattern::{Codes, Outcomes, Pattern};

pub(super) fn cases() -> Vec<Case> {
    [after_the_handshake(), ended(), idle()].concat()
}

fn case(id: &str, title: &str, clauses: impl IntoIterator<Item = &'static Clause>) -> Case {
    Case::new(format!("tcp/{id}"), title, clauses)
}

fn any_close() -> Pattern {
    Pattern::Close(Codes::AnyBut(vec![]))
}

fn answer() -> Pattern {
    Pattern::Close(Codes::OneOfOrEmpty(vec![1000]))
}

/// How soon is at once.
const AT_ONCE: Duration = Duration::from_secs(1);

/// TCP after both Close frames.
fn after_the_handshake() -> Vec<Case> {
    let junk = Bytes::repeat(0xA5, 64 << 10);
    vec![
        case(
            "server-ends-it-first",
            "after the closing handshake a server ends TCP at once, and does not wait for the client to",
            [
                rfc::SERVER_IMMEDIATE,
                rfc::SERVER_FIRST,
                rfc::TCP_CLOSE_AFTER,
                rfc::CLOSE_AFTER_BOTH,
            ],
        )
        .only(Role::Server)
        .send([close(1000)])
        .expect(Outcomes::pass([answer(), Pattern::End]).or_lenient("kept TCP open for a second", [answer()]))
        .within(AT_ONCE)
        .expect(Outcomes::pass([Pattern::End])),
        case(
            "client-waits-for-the-server",
            "after the closing handshake a client leaves it to the server to end TCP",
            [rfc::CLIENT_WAITS_5_5_1, rfc::CLIENT_WAITS_7_1_1],
        )
        .only(Role::Client)
        .without_end()
        .send([close(1000)])
        .expect(Outcomes::pass([answer()]))
        .or_breaks(rfc::REPLY)
        .listen(PAUSE, |outcomes| {
            outcomes.or_lenient("ended TCP before the server did", [Pattern::End])
        })
        .end()
        .expect(Outcomes::pass([Pattern::End]))
        .or_breaks(rfc::TCP_CLOSE_AFTER),
        case(
            "server-never-ends-it",
            "a client may end TCP when the server does not, after a while",
            [rfc::CLIENT_MAY_TIMEOUT, rfc::CLIENT_MAY_CLOSE],
        )
        .only(Role::Client)
        .profile(Profile::Full)
        .without_end()
        .send([close(1000)])
        .expect(Outcomes::pass([answer()]))
        .or_breaks(rfc::REPLY)
        .expect(Outcomes::pass([Pattern::End]).or_info("still waited for the server to end TCP after a minute", []))
        .within(Duration::from_secs(60))
        .end()
        .expect(Outcomes::pass([Pattern::End]))
        .or_breaks(rfc::TCP_CLOSE_AFTER),
        case(
            "ends-in-order",
            "after the closing handshake TCP ends in order, and is not reset",
            [rfc::CLEAN_TCP],
        )
        .send([close(1000)])
        .expect(Outcomes::pass([answer(), Pattern::Fin]).or_lenient("reset TCP", [answer(), Pattern::End])),
        case(
            "junk-behind-close",
            "octets behind a Close frame do not keep its answer from coming through",
            [rfc::CLEAN_TCP, rfc::CLOSING_STATE],
        )
        .alive()
        .send([close(1000), binary(junk)])
        .expect(
            Outcomes::pass([answer(), Pattern::Fin])
                .or_lenient("reset TCP, with octets unread", [answer(), Pattern::End])
                .or_lenient("the answer was lost when TCP was reset", [Pattern::End]),
        ),
    ]
}

/// What the tester sends of a frame or message, and then no more.
fn ended() -> Vec<Case> {
    let ended = |id: &str, what: &str, clauses: [&'static Clause; 2], case: fn(Case) -> Case| {
        let begun = Case::new(
            format!("tcp/end-{id}"),
            format!("a subject ends its side when TCP ends {what}"),
            clauses,
        );
        case(begun.alive())
            .end()
            .expect(Outcomes::pass([any_close().maybe(), Pattern::End]))
    };
    let inside = |id: &str, what: &str, frame: fn() -> FrameSpec| {
        Case::new(
            format!("tcp/end-inside-{id}"),
            format!("{what} that TCP cuts off is not answered, and the subject ends its side"),
            [rfc::TRUNCATED_FRAME, rfc::HALF_CLOSE],
        )
        .alive()
        .send([frame()])
        .end()
        .expect(Outcomes::pass([any_close().maybe(), Pattern::End]))
    };
    vec![
        case(
            "end-behind-close",
            "a Close frame is answered though TCP ends right behind it",
            [rfc::HALF_CLOSE, rfc::REPLY],
        )
        .send([close(1000)])
        .end()
        .expect(Outcomes::pass([answer(), Pattern::End])),
        ended(
            "without-close",
            "without a Close frame",
            [rfc::HALF_CLOSE, http1::GRACEFUL],
            |case| case,
        ),
        ended(
            "inside-header",
            "behind the first octet of a frame",
            [rfc::TRUNCATED_FRAME, rfc::HALF_CLOSE],
            |case| case.send_rest(b"\x81"),
        ),
        ended(
            "inside-message",
            "between two fragments",
            [rfc::HALF_CLOSE, http1::GRACEFUL],
            |case| case.send([text("fragment1").unfinished(), continuation("fragment2").unfinished()]),
        )
        .cites([rfc::TRANSPORT_LOST]),
        inside("text", "a text", || text("He").announcing(5)),
        inside("long-text", "a text with a length of 16 bits", || {
            text(Bytes::repeat(b'*', 200)).announcing(300)
        }),
        inside("long-binary", "a binary message with a length of 64 bits", || {
            binary(Bytes::repeat(b'*', 200)).announcing(70_000)
        }),
        inside("ping", "a ping", || ping("He").announcing(5)),
    ]
}

/// Nothing happens at all.
fn idle() -> Vec<Case> {
    let waited = |case: Case, other: fn(Outcomes) -> Outcomes| {
        case.alive()
            .listen(AT_ONCE, |outcomes| {
                other(outcomes).or_lenient("ended TCP without a Close frame", [Pattern::End])
            })
            .alive()
            .close()
    };
    vec![
        waited(
            case(
                "idle-client",
                "a client does not close an idle connection on its own accord",
                [rfc::CLIENT_SHOULD_NOT, rfc::CLIENT_NOT_CLOSE],
            )
            .only(Role::Client),
            |outcomes| outcomes.or_lenient("closed an idle connection", [any_close(), Pattern::End]),
        ),
        waited(
            case(
                "idle-server",
                "a server that closes an idle connection does so by a Close frame",
                [rfc::SERVER_MAY_CLOSE, rfc::VIA_HANDSHAKE],
            )
            .only(Role::Server),
            |outcomes| outcomes.or_pass([any_close(), Pattern::End]),
        ),
    ]
}
