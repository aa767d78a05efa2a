//! The closing handshake and its status codes (RFC 6455 5.5.1, 7.1, 7.4).

mod first;

use std::time::Duration;

use wsspec_codec::rfc::{Clause, registry, rfc6455 as rfc};

use crate::bytes::Bytes;
use crate::case::Case;
use crate::frame_spec::{binary, close, close_body, close_with, continuation, ping, text};
use crate::pattern::{Codes, Outcomes, Pattern};

pub(super) fn cases() -> Vec<Case> {
    [
        handshake(),
        bodies(),
        legal_codes(),
        illegal_codes(),
        undefined_codes(),
        first::cases(),
    ]
    .concat()
}

/// A Close frame, and what stands around it.
fn handshake() -> Vec<Case> {
    let case = |id: &str, title: &str, clause, number: &str| {
        Case::new(format!("closing/{id}"), title, [clause, rfc::REPLY]).autobahn([number])
    };
    vec![
        case(
            "after-echo",
            "after an echo the closing handshake succeeds",
            rfc::REPLY,
            "7.1.1",
        )
        .cites([rfc::TCP_CLOSE_AFTER])
        .send([text("Hello World!")])
        .expect(Outcomes::pass([Pattern::text("Hello World!")]))
        .close(),
        case(
            "second-close",
            "a second Close frame changes nothing",
            rfc::SECOND_CLOSE,
            "7.1.2",
        )
        .send([close(1000), close_body("")])
        .expect(Outcomes::closes([1000])),
        Case::new(
            "closing/answered-soon",
            "on an idle connection a Close frame is answered within a second",
            [rfc::REPLY_SOON, rfc::REPLY],
        )
        .send([close(1000)])
        .expect(Outcomes::closes([1000]).or_silent_lenient("took more than a second to answer a Close frame"))
        .within(Duration::from_secs(1))
        .expect(Outcomes::closes([1000])),
        backlog_before_close(),
        Case::new(
            "closing/binary-or-1003",
            "a binary message is echoed, or refused with 1003 by a subject that takes text alone",
            [rfc::CODE_1003],
        )
        .send([binary(b"\x00\xff")])
        .expect(Outcomes::pass([Pattern::binary(b"\x00\xff")]).or_pass([Pattern::close(1003), Pattern::End]))
        .close(),
        case(
            "ping-after-close",
            "a ping after a Close frame needs no answer",
            rfc::NO_PONG_AFTER_CLOSE,
            "7.1.3",
        )
        .send([close(1000), ping("")])
        .expect(Outcomes::closes([1000]).or_lenient(
            "answered a ping that came after the Close frame",
            [
                Pattern::pong(""),
                Pattern::Close(Codes::OneOfOrEmpty(vec![1000])),
                Pattern::End,
            ],
        )),
        case(
            "text-after-close",
            "a text after a Close frame is not processed",
            rfc::CLOSING_STATE,
            "7.1.4",
        )
        .cites([rfc::OPEN_STATE_6_1])
        .send([close(1000), text("Hello World!")])
        .expect(Outcomes::closes([1000])),
        case(
            "close-inside-message",
            "a Close frame inside a fragmented message is answered at once, and the message comes to nothing",
            rfc::CLOSE_MID,
            "7.1.5",
        )
        .send([text("fragment1").unfinished(), close(1000), continuation("fragment2")])
        .expect(Outcomes::closes([1000])),
        long_message_before_close(),
    ]
}

/// A Close frame behind many messages: some of their echoes may be lost, and none may come behind the answer.
fn backlog_before_close() -> Case {
    const MESSAGES: usize = 60;
    let message = |number: usize| Bytes::repeat(b'a' + (number % 26) as u8, 1000 + number);
    let mut frames: Vec<_> = (0..MESSAGES).map(|number| text(message(number))).collect();
    frames.push(close(1000));
    let echoes = (0..MESSAGES).map(|number| Pattern::Text(message(number)).maybe());
    let end = [Pattern::Close(Codes::OneOfOrEmpty(vec![1000])), Pattern::End];
    Case::new(
        "closing/backlog-before-close",
        "behind its answer to a Close frame a subject sends none of the echoes that it still owes",
        [rfc::NO_DATA_AFTER, rfc::OPEN_STATE_6_1],
    )
    .send(frames)
    .expect(Outcomes::pass(echoes.chain(end)))
}

/// How much of what came before a Close frame is still echoed is the subject's choice.
fn long_message_before_close() -> Case {
    let long = || Bytes::Repeat {
        unit: b"wsspec! ".to_vec(),
        count: 32_768,
    };
    let frames = [text(long()), text("Hello World!"), close(1000), ping("")];
    // A ping after a Close frame needs no answer, and may have one.
    let end = || {
        [
            Pattern::pong("").maybe(),
            Pattern::Close(Codes::OneOfOrEmpty(vec![1000])),
            Pattern::End,
        ]
    };
    let after = |echoes: Vec<Pattern>| [echoes, end().to_vec()].concat();
    Case::new(
        "closing/long-message-before-close",
        "of a long message and a short one right before a Close frame, so much is echoed",
        [rfc::FLUSH_BEFORE_CLOSE, rfc::DELAY_UNTIL_MESSAGE],
    )
    .autobahn(["7.1.6"])
    .alive()
    .send(frames)
    .expect(
        Outcomes::info(
            "echoed both messages",
            after(vec![Pattern::Text(long()), Pattern::text("Hello World!")]),
        )
        .or_info("echoed the long message only", after(vec![Pattern::Text(long())]))
        .or_info(
            "echoed the short message only",
            after(vec![Pattern::text("Hello World!")]),
        )
        .or_info("echoed neither message", after(vec![])),
    )
    .correction("A subject that does not answer the Close frame fails; Autobahn says INFORMATIONAL whatever comes.")
}

const UNSEEN: &str =
    "An empty Close frame in return is lenient: nothing shows that the fault was seen. Autobahn gives OK.";

/// The body of a Close frame.
fn bodies() -> Vec<Case> {
    let legal = |id: &str, what: &str, number: Option<&str>, body: Vec<u8>| {
        Case::new(
            format!("closing/{id}"),
            format!("a Close frame with {what} is answered"),
            [rfc::REPLY, rfc::BODY_MAY, rfc::MAY_CODE, rfc::CODE_1005_SEND],
        )
        .autobahn(number)
        .send([close_body(body)])
        .expect(Outcomes::closes([1000]))
    };
    let illegal = |id: &str, what: &str, clause, body: Vec<u8>, codes: &[u16]| {
        Case::new(
            format!("closing/{id}"),
            format!("a Close frame with {what} fails the connection"),
            [clause],
        )
        .alive()
        .send([close_body(body)])
        .expect(Outcomes::refuses_close_with(codes.iter().copied()))
    };
    let with_reason = |reason: &[u8]| [&1000u16.to_be_bytes(), reason].concat();
    vec![
        legal("empty-body", "an empty body", Some("7.3.1"), vec![]),
        illegal(
            "body-of-one-octet",
            "a body of one octet",
            rfc::CODE_FIRST_5_5_1,
            b"a".to_vec(),
            &[1002],
        )
        .autobahn(["7.3.2"])
        .correction(UNSEEN),
        legal(
            "code-without-reason",
            "a status code and no reason",
            Some("7.3.3"),
            with_reason(b""),
        ),
        legal(
            "code-and-reason",
            "a status code and a reason",
            Some("7.3.4"),
            with_reason(b"Hello World!"),
        ),
        legal(
            "longest-reason",
            "a reason of 123 octets",
            Some("7.3.5"),
            with_reason(&[b'*'; 123]),
        ),
        illegal(
            "reason-too-long",
            "a reason of 124 octets",
            rfc::CONTROL_LEN_RECV,
            with_reason(&[b'*'; 124]),
            &[1002],
        )
        .autobahn(["7.3.6"])
        .correction(UNSEEN),
        illegal(
            "reason-not-utf8",
            "a reason that is not UTF-8",
            rfc::REASON_INVALID,
            with_reason(b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xed\xa0\x80edited"),
            &[1007, 1002],
        )
        .autobahn(["7.5.1"])
        .correction(UNSEEN),
        legal(
            "reason-of-many-octets-a-character",
            "a reason of 41 characters of three octets",
            None,
            with_reason("€".repeat(41).as_bytes()),
        )
        .cites([rfc::REASON_UTF8]),
        Case::new(
            "closing/body-of-one-octet-after-echo",
            "a Close frame with a body of one octet, after an echo, fails the connection",
            [rfc::CODE_FIRST_5_5_1],
        )
        .send([text("Hello")])
        .expect(Outcomes::pass([Pattern::text("Hello")]))
        .send([close_body(b"\x03")])
        .expect(Outcomes::refuses_close_with([1002])),
        illegal(
            "reason-cut-inside-a-character",
            "a reason that ends inside a character",
            rfc::REASON_INVALID,
            with_reason(b"\xe2\x82"),
            &[1007, 1002],
        ),
    ]
}

fn legal_codes() -> Vec<Case> {
    let codes = [
        1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999,
    ];
    let case = |code: u16, clause: &'static Clause| {
        let outcomes = match code {
            1000 => Outcomes::closes([1000]),
            // A client may take offence when a server says it.
            1010 => Outcomes::closes([1000, 1010]).or_lenient(
                "refused a status code that only clients send",
                [Pattern::close(1002), Pattern::End],
            ),
            _ => Outcomes::closes([1000, code]),
        };
        Case::new(
            format!("closing/code-{code}"),
            format!("status code {code} is legal, and answered"),
            [clause, rfc::REPLY, rfc::ECHO_CODE],
        )
        .send([close(code)])
        .expect(outcomes)
    };
    let registered = |code: u16, name: &str| {
        Case::new(
            format!("closing/code-{code}"),
            format!("status code {code}, registered as {name}, is legal and answered"),
            [registry::CLOSE_3000S, rfc::CODE_3000_3999, rfc::REPLY],
        )
        .send([close(code)])
        .expect(Outcomes::closes([1000, code]))
    };
    let mut cases: Vec<Case> = (1..)
        .zip(codes)
        .map(|(number, code)| {
            let clause = match code {
                ..3000 => rfc::DEFINED,
                3000..4000 => rfc::CODE_3000_3999,
                _ => rfc::CODE_4000_4999,
            };
            let case = case(code, clause).autobahn([format!("7.7.{number}")]);
            match code {
                1010 => case.correction(
                    "Servers do not send 1010 (7.4.1), so refusing it with 1002 is lenient; Autobahn fails that.",
                ),
                _ => case,
            }
        })
        .collect();
    cases.extend([registered(3003, "Forbidden"), registered(3008, "Timeout")]);
    for (code, clause) in [
        (1012, registry::CLOSE_1012),
        (1013, registry::CLOSE_1013),
        (1014, registry::CLOSE_1014),
    ] {
        let late = "a status code that was registered after RFC 6455";
        cases.push(
            Case::new(
                format!("closing/code-{code}"),
                format!("status code {code}, registered after RFC 6455, is legal and answered"),
                [clause, rfc::REPLY],
            )
            .alive()
            .send([close(code)])
            .expect(
                Outcomes::closes([1000, code])
                    .or_lenient(format!("refused {late}"), [Pattern::close(1002), Pattern::End])
                    .or_lenient(format!("ended TCP over {late}"), [Pattern::End]),
            ),
        );
    }
    cases
}

fn illegal_codes() -> Vec<Case> {
    let codes: [(u16, &'static Clause); 9] = [
        (0, rfc::CODE_0_999),
        (999, rfc::CODE_0_999),
        (1004, rfc::CODE_1004),
        (1005, rfc::CODE_1005_RECV),
        (1006, rfc::CODE_1006_RECV),
        (1016, rfc::CODE_1000_2999),
        (1100, rfc::CODE_1000_2999),
        (2000, rfc::CODE_1000_2999),
        (2999, rfc::CODE_1000_2999),
    ];
    let case = |code: u16, clause| {
        Case::new(
            format!("closing/code-{code}"),
            format!("status code {code} is illegal in a Close frame and fails the connection"),
            [clause],
        )
        .alive()
        .send([close_with(code, "")])
        .expect(Outcomes::refuses_close_with([1002]))
    };
    let mut cases: Vec<Case> = (1..)
        .zip(codes)
        .map(|(number, (code, clause))| {
            case(code, clause)
                .autobahn([format!("7.9.{number}")])
                .correction(UNSEEN)
        })
        .collect();
    cases.push(case(1015, rfc::CODE_1015_RECV).cites([rfc::CODE_1015_SEND]));
    cases
}

/// Codes of which RFC 6455 says nothing.
fn undefined_codes() -> Vec<Case> {
    let case = |number: &str, code: u16| {
        let closes_with = |codes| [Pattern::Close(codes), Pattern::End];
        Case::new(
            format!("closing/code-{code}"),
            format!("status code {code} is undefined; so it is answered"),
            [rfc::CODE_5000_UP],
        )
        .autobahn([number])
        .alive()
        .send([close(code)])
        .expect(
            Outcomes::info("failed the connection with 1002", closes_with(Codes::OneOf(vec![1002])))
                .or_info("sent the code back", closes_with(Codes::OneOf(vec![code])))
                .or_info(
                    "closed with 1000 or without a code",
                    closes_with(Codes::OneOfOrEmpty(vec![1000])),
                )
                .or_info(
                    "failed the connection with another code",
                    closes_with(Codes::AnyBut(vec![])),
                )
                .or_info("ended TCP without a Close frame", [Pattern::End]),
        )
        .correction("A subject that neither answers nor ends TCP fails; Autobahn says INFORMATIONAL whatever comes.")
    };
    vec![case("7.13.1", 5000), case("7.13.2", 65_535)]
}
