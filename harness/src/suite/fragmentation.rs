//! Messages in fragments (RFC 6455 5.4).

use wsspec_codec::frame::Opcode;
use wsspec_codec::rfc::rfc6455 as rfc;

use crate::bytes::Bytes;
use crate::case::Case;
use crate::frame_spec::{FrameSpec, binary, close_body, continuation, fragments, frame, ping, pong, text};
use crate::pattern::{Outcomes, Pattern};
use crate::segment::Segmentation;

pub(super) fn cases() -> Vec<Case> {
    [
        control_frames(),
        joined(),
        cut_anywhere(),
        stray(),
        interleaved(),
        long(),
    ]
    .concat()
}

/// The three ways in which Autobahn writes the same frames: what is added to id and title, and the cut.
fn ways() -> [(&'static str, &'static str, Option<Segmentation>); 3] {
    [
        ("", "", None),
        (
            "-frame-by-frame",
            ", each frame a write of its own,",
            Some(Segmentation::Frames),
        ),
        ("-octet-by-octet", ", octet by octet,", Some(Segmentation::Octets(1))),
    ]
}

fn send(case: Case, cut: Option<Segmentation>, frames: Vec<FrameSpec>) -> Case {
    match cut {
        Some(cut) => case.send_cut(cut, frames),
        None => case.send(frames),
    }
}

const LATE_PONG: &str =
    "A pong after the message is lenient, because 5.5.2 only says that it should come soon; Autobahn fails it.";

/// Control frames must not be fragmented.
fn control_frames() -> Vec<Case> {
    let case = |name: &str, first: FrameSpec| {
        Case::new(
            format!("fragmentation/{name}-in-fragments"),
            format!("a fragmented {name} fails the connection"),
            [rfc::CONTROL_FRAG_RECV, rfc::SAME_TYPE],
        )
        .alive()
        .send([first.unfinished(), continuation("fragment2")])
    };
    vec![
        case("ping", ping("fragment1"))
            .autobahn(["5.1"])
            .expect(Outcomes::fails_with(1002)),
        case("pong", pong("fragment1"))
            .autobahn(["5.2"])
            .expect(Outcomes::fails_with(1002)),
        Case::new(
            "fragmentation/close-in-fragments",
            "a Close frame without FIN fails the connection",
            [rfc::CONTROL_FRAG_RECV, rfc::SAME_TYPE],
        )
        .alive()
        .send([close_body(1000u16.to_be_bytes().to_vec()).unfinished()])
        .expect(Outcomes::refuses_close_with([1002])),
    ]
}

/// Fragments are joined, and pings between them answered.
fn joined() -> Vec<Case> {
    let mut cases = Vec::new();
    let both = "fragment1fragment2";
    for (number, (suffix, how, cut)) in (3..).zip(ways()) {
        let case = Case::new(
            format!("fragmentation/two-fragments{suffix}"),
            format!("a text in two fragments{how} is echoed"),
            [rfc::FRAGMENTED, rfc::RECV_BOTH],
        )
        .autobahn([format!("5.{number}")]);
        let frames = vec![text("fragment1").unfinished(), continuation("fragment2")];
        cases.push(
            send(case, cut, frames)
                .expect(Outcomes::pass([Pattern::text(both)]))
                .close(),
        );
    }
    for (number, (suffix, how, cut)) in (6..).zip(ways()) {
        let case = Case::new(
            format!("fragmentation/ping-between-fragments{suffix}"),
            format!("a ping between two fragments{how} is answered, and the message is whole"),
            [rfc::HANDLE_CONTROL_MID, rfc::IDENTICAL, rfc::CONTROL_MID_MESSAGE],
        )
        .autobahn([format!("5.{number}")]);
        let frames = vec![
            text("fragment1").unfinished(),
            ping("ping payload"),
            continuation("fragment2"),
        ];
        cases.push(
            send(case, cut, frames)
                .expect(
                    Outcomes::pass([Pattern::pong("ping payload"), Pattern::text(both)]).or_lenient(
                        "answered the ping after the message",
                        [Pattern::text(both), Pattern::pong("ping payload")],
                    ),
                )
                .close()
                .correction(LATE_PONG),
        );
    }
    cases
}

/// The same message, wherever it is cut.
fn cut_anywhere() -> Vec<Case> {
    let message = "The same message, however it is cut: ä, €, 😀.";
    let numbered: String = (0..100).map(|number| format!("[{number:02}]")).collect();
    let sizes = [message.len(), message.len().div_ceil(2), message.len().div_ceil(7), 1];
    let ways = sizes.iter().fold(
        Case::new(
            "fragmentation/one-two-seven-and-many-frames",
            "a message in one, two, seven and as many frames as it has octets comes back the same",
            [rfc::NO_BOUNDARY_DEPENDENCE, rfc::FRAGMENTED],
        ),
        |case, &size| {
            case.send(fragments(Opcode::TEXT, message.as_bytes(), size, false))
                .expect(Outcomes::pass([Pattern::text(message)]))
        },
    );
    vec![
        ways.close(),
        Case::new(
            "fragmentation/hundred-fragments-in-order",
            "a hundred numbered fragments come back in the order in which they were sent",
            [rfc::ORDER_5_4, rfc::FRAGMENTED],
        )
        .send(fragments(Opcode::BINARY, numbered.as_bytes(), 4, false))
        .expect(Outcomes::pass([Pattern::binary(numbered.into_bytes())]))
        .close(),
        Case::new(
            "fragmentation/whole-message-behind-fragments",
            "behind the last fragment of a message the next frame begins another, of another type",
            [rfc::NEW_MESSAGE, rfc::TYPE, rfc::UNFRAGMENTED],
        )
        .send_cut(
            Segmentation::Whole,
            [
                binary(b"\xff").unfinished(),
                continuation(b"\xfe"),
                text("text"),
                text("te").unfinished(),
                continuation("xt"),
                binary(b"\xfd"),
            ],
        )
        .expect(Outcomes::pass([
            Pattern::binary(b"\xff\xfe"),
            Pattern::text("text"),
            Pattern::text("text"),
            Pattern::binary(b"\xfd"),
        ]))
        .close(),
        Case::new(
            "fragmentation/reserved-opcode-in-fragments",
            "a message that begins with a reserved opcode and no FIN fails the connection",
            [rfc::SAME_TYPE, rfc::OPCODE_UNKNOWN_DATA],
        )
        .alive()
        .send([frame(0x3, "a").unfinished(), continuation("b")])
        .expect(Outcomes::fails_with(1002)),
    ]
}

/// Continuation frames while no message is open.
fn stray() -> Vec<Case> {
    let mut cases = Vec::new();
    let stray = || continuation("non-continuation payload");
    for (first, name, title, frame) in [
        (
            9,
            "stray-continuation",
            "a continuation frame while no message is open",
            stray(),
        ),
        (
            12,
            "stray-continuation-unfinished",
            "a continuation frame without FIN while no message is open",
            stray().unfinished(),
        ),
    ] {
        for (number, (suffix, how, cut)) in (first..).zip(ways()) {
            let case = Case::new(
                format!("fragmentation/{name}{suffix}"),
                format!("{title}{how} fails the connection"),
                [rfc::STRAY_CONTINUATION],
            )
            .autobahn([format!("5.{number}")])
            .alive();
            let frames = vec![frame.clone(), text("Hello, world!")];
            cases.push(send(case, cut, frames).expect(Outcomes::fails_with(1002)));
        }
    }
    cases.push(
        Case::new(
            "fragmentation/stray-continuation-after-message",
            "a continuation frame right after the end of a message fails the connection",
            [rfc::STRAY_CONTINUATION],
        )
        .autobahn(["5.15"])
        .alive()
        .send([
            text("fragment1").unfinished(),
            continuation("fragment2"),
            continuation("fragment3").unfinished(),
            text("fragment4"),
        ])
        .expect(Outcomes::fails_with(1002).after(
            [Pattern::text("fragment1fragment2")],
            "failed before it echoed the message in front",
        )),
    );
    for (number, name, title, unfinished) in [
        (
            "5.16",
            "stray-continuation-unfinished-before-message",
            "a continuation frame without FIN",
            true,
        ),
        (
            "5.17",
            "stray-continuation-before-message",
            "a continuation frame",
            false,
        ),
    ] {
        let stray = || {
            let frame = continuation("fragment1");
            if unfinished { frame.unfinished() } else { frame }
        };
        let once = || [stray(), text("fragment2").unfinished(), continuation("fragment3")];
        cases.push(
            Case::new(
                format!("fragmentation/{name}"),
                format!("{title} in front of a fragmented message, twice, fails the connection"),
                [rfc::STRAY_CONTINUATION],
            )
            .autobahn([number])
            .alive()
            .send([once(), once()].concat())
            .expect(Outcomes::fails_with(1002)),
        );
    }
    cases.push(
        Case::new(
            "fragmentation/stray-continuation-empty",
            "an empty continuation frame while no message is open fails the connection",
            [rfc::STRAY_CONT_EMPTY],
        )
        .alive()
        .send([continuation("")])
        .expect(Outcomes::fails_with(1002)),
    );
    cases
}

/// Other messages inside a message, and pings.
fn interleaved() -> Vec<Case> {
    let five = "fragment1fragment2fragment3fragment4fragment5";
    let mut cases = vec![
        Case::new(
            "fragmentation/text-inside-message",
            "a text frame while a fragmented message is open fails the connection",
            [rfc::INTERLEAVE],
        )
        .autobahn(["5.18"])
        .alive()
        .send([text("fragment1").unfinished(), text("fragment2")])
        .expect(Outcomes::fails_with(1002)),
    ];
    for (number, suffix, cut) in [
        ("5.19", "", None),
        ("5.20", "-frame-by-frame", Some(Segmentation::Frames)),
    ] {
        let case = Case::new(
            format!("fragmentation/pings-between-five-fragments{suffix}"),
            "pings between the fragments of a message are answered before the message is whole",
            [rfc::HANDLE_CONTROL_MID, rfc::PONG_MUST, rfc::SOON],
        )
        .autobahn([number])
        .correction(
            "The first pong is awaited before the message goes on; Autobahn waits a second instead. Late pongs are lenient, \
             because 5.5.2 only says that they should come soon; Autobahn fails them.",
        );
        let case = send(
            case,
            cut.clone(),
            vec![
                text("fragment1").unfinished(),
                continuation("fragment2").unfinished(),
                ping("pongme 1!"),
            ],
        )
        // Only a subject that answers no ping inside a message makes the tester wait so long.
        .expect(
            Outcomes::pass([Pattern::pong("pongme 1!")])
                .or_silent_lenient("answered no ping while the message was open"),
        );
        // The first pong may be left out once there is a second ping.
        let first = || Pattern::pong("pongme 1!").maybe();
        let case = send(
            case,
            cut,
            vec![
                continuation("fragment3").unfinished(),
                continuation("fragment4").unfinished(),
                ping("pongme 2!"),
                continuation("fragment5"),
            ],
        );
        cases.push(
            case.expect(
                Outcomes::pass([first(), Pattern::pong("pongme 2!"), Pattern::text(five)]).or_lenient(
                    "answered the ping after the message",
                    [first(), Pattern::text(five), first(), Pattern::pong("pongme 2!")],
                ),
            )
            .close(),
        );
    }
    cases.push(
        Case::new(
            "fragmentation/binary-inside-text",
            "a binary frame while a fragmented text is open fails the connection",
            [rfc::INTERLEAVE],
        )
        .alive()
        .send([text("fragment1").unfinished(), binary("fragment2")])
        .expect(Outcomes::fails_with(1002)),
    );
    cases.push(
        Case::new(
            "fragmentation/pong-between-fragments",
            "a pong between two fragments changes nothing",
            [rfc::HANDLE_CONTROL_MID, rfc::UNSOLICITED],
        )
        .send([text("fragment1").unfinished(), pong("p"), continuation("fragment2")])
        .expect(Outcomes::pass([Pattern::text("fragment1fragment2")]))
        .close(),
    );
    cases.push(fifty_pings());
    cases.push(
        Case::new(
            "fragmentation/binary-with-ping",
            "a ping between the fragments of a binary message is answered, and the message is whole",
            [
                rfc::BINARY_FRAG,
                rfc::HANDLE_CONTROL_MID,
                rfc::CONTROL_INTERLEAVED_SEND,
                rfc::TYPE,
            ],
        )
        .send([binary(b"\x00\xff").unfinished(), ping("p"), continuation(b"\xfe")])
        .expect(
            Outcomes::pass([Pattern::pong("p"), Pattern::binary(b"\x00\xff\xfe")]).or_lenient(
                "answered the ping after the message",
                [Pattern::binary(b"\x00\xff\xfe"), Pattern::pong("p")],
            ),
        )
        .close(),
    );
    cases
}

/// Many pings inside a message: only the last has to be answered.
fn fifty_pings() -> Case {
    let pings = (1..=50).map(|number| ping(format!("{number}")));
    let mut frames = vec![text("fragment1").unfinished()];
    frames.extend(pings);
    frames.push(continuation("fragment2"));
    let mut pongs: Vec<Pattern> = (1..50)
        .map(|number| Pattern::pong(format!("{number}")).maybe())
        .collect();
    pongs.push(Pattern::pong("50"));
    let message = || [Pattern::text("fragment1fragment2")];
    Case::new(
        "fragmentation/fifty-pings-between-fragments",
        "of fifty pings between two fragments at least the last is answered, and the message is whole",
        [rfc::LONG_INTERLEAVE, rfc::LATEST_ONLY],
    )
    .send(frames)
    .expect(Outcomes::pass([&pongs[..], &message()].concat()).or_lenient(
        "answered the pings after the message",
        [&message()[..], &pongs].concat(),
    ))
    .close()
}

fn long() -> Vec<Case> {
    let many = || (0..200).map(|_| continuation("").unfinished());
    let mut empty = vec![text("a").unfinished()];
    empty.extend(many());
    empty.push(continuation("b"));
    let payload = Bytes::repeat(b'*', 65_536);
    vec![
        Case::new(
            "fragmentation/65536-in-fragments-of-1300",
            "a text of 65,536 octets in fragments of 1,300 is echoed",
            [rfc::FRAGMENTED, rfc::ANY_SIZE],
        )
        .autobahn(["10.1.1"])
        .send(fragments(Opcode::TEXT, &payload.expand(), 1300, false))
        .expect(Outcomes::pass([Pattern::Text(payload)]))
        .close(),
        Case::new(
            "fragmentation/two-hundred-empty-fragments",
            "two hundred empty fragments inside a message change nothing",
            [rfc::ANY_SIZE, rfc::RECV_BOTH],
        )
        .send(empty)
        .expect(Outcomes::pass([Pattern::text("ab")]))
        .close(),
    ]
}
