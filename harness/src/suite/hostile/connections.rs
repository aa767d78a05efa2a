//! Connections that are reset, ended by half, left idle, or too many (RFC 6455 7.1.1, 7.1.5, 10.1).

use std::time::Duration;

use wsspec_codec::frame::Opcode;
use wsspec_codec::rfc::{Clause, rfc6455 as rfc};
use wsspec_codec::rules::Role;

use super::once;
use crate::bytes::Bytes;
use crate::case::Case;
use crate::frame_spec::{FrameSpec, binary, close, continuation, text};
use crate::hostile::{Act, On, Ordeal};
use crate::pattern::Grade;

pub(super) fn cases() -> Vec<Case> {
    [resets(), half_closes(), many()].concat()
}

/// How far a connection comes, with words for it, and what was sent to come there.
struct Stage {
    id: &'static str,
    words: &'static str,
    acts: Vec<Act>,
    /// Whom it is for: a server is asked in pieces.
    only: Option<Role>,
    /// Whether the opening handshake is over.
    open: bool,
}

fn stages() -> Vec<Stage> {
    let before = |id, words, acts| Stage {
        id,
        words,
        acts,
        only: Some(Role::Server),
        open: false,
    };
    let open = |id, words, frames: Vec<FrameSpec>| Stage {
        id,
        words,
        acts: [Act::Open]
            .into_iter()
            .chain((!frames.is_empty()).then(|| once(frames)))
            .collect(),
        only: None,
        open: true,
    };
    let half = Bytes::from("GET / HTTP/1.1\r\nHost: local");
    let mib = Bytes::repeat(0x2A, 1 << 20);
    vec![
        before("when-connected", "before anything is sent", vec![]),
        before("in-the-head", "in the middle of the request", vec![Act::Octets(half)]),
        Stage {
            only: None,
            ..before("behind-the-request", "behind the request", vec![Act::Request])
        },
        open("when-open", "when the connection is open", vec![]),
        open(
            "in-a-payload",
            "in the middle of a payload",
            vec![text("a few octets").announcing(1000)],
        ),
        open(
            "in-a-message",
            "in the middle of a message",
            vec![text("begins").unfinished(), continuation("goes on").unfinished()],
        ),
        open(
            "with-echoes-on-their-way",
            "with a message of 1 MiB on its way",
            vec![binary(mib)],
        ),
        open("when-closing", "behind a Close frame", vec![close(1000)]),
    ]
}

/// An unmasked header is cut after its first octet; where the tester masks, that octet is the same.
fn in_a_header(then: Act) -> Vec<Act> {
    let first_octet = 0x80 | Opcode::TEXT.bits();
    vec![Act::Open, Act::Octets(vec![first_octet].into()), then]
}

fn resets() -> Vec<Case> {
    let reset = |id: &str, words: &str, only, clause: &'static Clause, acts: Vec<Act>| Case {
        only,
        ..Case::new(
            format!("hostile/reset-{id}"),
            format!("TCP is reset {words}, again and again"),
            [clause],
        )
        .ordeal(match only {
            Some(Role::Client) => Ordeal::new(acts),
            _ => Ordeal::new(acts).in_a_row(20),
        })
    };
    let mut cases: Vec<Case> = Vec::new();
    for stage in stages() {
        let acts: Vec<Act> = stage.acts.into_iter().chain([Act::Reset]).collect();
        cases.push(reset(stage.id, stage.words, stage.only, rfc::ANY_INPUT, acts));
    }
    cases.push(reset(
        "in-a-frame-header",
        "in the middle of a frame header",
        None,
        rfc::ANY_INPUT,
        in_a_header(Act::Reset),
    ));
    cases
}

/// How long an endpoint may keep TCP after the peer ended its side.
const PROMPTLY: Duration = Duration::from_secs(10);

fn half_closes() -> Vec<Case> {
    let half_close = |id: &str, words: &str, only, open, acts: Vec<Act>| {
        let grade = if open { Grade::Fail } else { Grade::Info };
        let because = "kept TCP for 10 s after the peer had ended its side";
        Case {
            only,
            ..Case::new(
                format!("hostile/half-close-{id}"),
                format!("the tester ends its side of TCP {words}"),
                [rfc::HALF_CLOSE],
            )
            .ordeal(Ordeal::new(acts).judged(On::Silent, grade, because))
        }
    };
    let ends = || [Act::End, Act::Listen(PROMPTLY)];
    let mut cases: Vec<Case> = Vec::new();
    for stage in stages() {
        let acts: Vec<Act> = stage.acts.into_iter().chain(ends()).collect();
        cases.push(half_close(stage.id, stage.words, stage.only, stage.open, acts));
    }
    let acts = in_a_header(Act::End)
        .into_iter()
        .chain([Act::Listen(PROMPTLY)])
        .collect();
    cases.push(half_close(
        "in-a-frame-header",
        "in the middle of a frame header",
        None,
        true,
        acts,
    ));
    cases
}

fn many() -> Vec<Case> {
    let many = |id: &str, title: &str, ordeal| {
        Case::new(format!("hostile/{id}"), title, [rfc::ANY_INPUT])
            .only(Role::Server)
            .ordeal(ordeal)
    };
    vec![
        many(
            "300-idle-connections",
            "300 connections are opened at once, and say nothing",
            Ordeal::new([Act::Open]).at_once(300).held(),
        ),
        many(
            "300-silent-connections",
            "300 connections are made at once, and ask for nothing",
            Ordeal::new([]).at_once(300).held(),
        ),
        many(
            "1000-connects-and-drops",
            "1000 connections are made and dropped, one after the other",
            Ordeal::new([]).in_a_row(1000),
        ),
        many(
            "500-opened-and-dropped",
            "500 connections are opened and dropped, one after the other",
            Ordeal::new([Act::Open]).in_a_row(500),
        ),
        many(
            "500-opened-and-reset",
            "500 connections are opened and reset, one after the other",
            Ordeal::new([Act::Open, Act::Reset]).in_a_row(500),
        ),
    ]
}
