//! Group 7: the closing handshake.

use super::expectation::code;
use super::words::{close, continuation, frame, ping, text, text_event};
use crate::autobahn::case::{Act, AutobahnCase, Behavior};
use crate::bytes::Bytes;

const HELLO: &str = "Hello World!";

pub(super) fn cases() -> Vec<AutobahnCase> {
    [
        what_follows(),
        bodies(),
        vec![reason_is_no_text()],
        legal_codes(),
        illegal_codes(),
        codes_beyond(),
    ]
    .concat()
}

/// Frames behind the Close frame of the tester, and a message in front of it.
fn what_follows() -> Vec<AutobahnCase> {
    let case = |number, description: &str, acts: &[Act]| {
        AutobahnCase::new(format!("7.1.{number}"), description)
            .rule("Behind a Close frame nothing counts.")
            .sends(acts.iter().cloned())
            .kill(1.0)
            .answered_with([1000])
            .with_no_other_code()
    };
    let close = || close(1000, "");
    vec![
        AutobahnCase::new("7.1.1", "Sends a text message, and closes with 1000 when it is echoed.")
            .sends([text(HELLO)])
            .kill(1.0)
            .sees([text_event(HELLO)])
            .with_no_other_code(),
        case(
            2,
            "Sends a Close frame with 1000, then an empty one.",
            &[close(), frame(8, "")],
        ),
        case(3, "Sends a Close frame with 1000, then a ping.", &[close(), ping("")]),
        case(
            4,
            "Sends a Close frame with 1000, then a text message.",
            &[close(), text(HELLO)],
        ),
        case(
            5,
            "Sends the first fragment of a text message, a Close frame with 1000, then the last fragment.",
            &[text("fragment1").unfinished(), close(), continuation("fragment2")],
        ),
        AutobahnCase::new(
            "7.1.6",
            "Sends a text message of 262144 octets, one of 12 octets, a Close frame with 1000 and a ping, all at once.",
        )
        .rule("How much a subject still echoes before it answers a Close frame is its own choice.")
        .sends([text(long()), text(HELLO), close(), ping("")])
        .kill(1.0)
        .sees([text_event(HELLO)])
        .or_sees([])
        .answered_with([1000])
        .says(Some(Behavior::Ok), "Text message was processed before close.")
        .says(
            Some(Behavior::NonStrict),
            "Close was processed before text message could be returned.",
        )
        .informational(),
    ]
}

fn long() -> Bytes {
    Bytes::Cycle {
        unit: b"BAsd7&jh23".to_vec(),
        len: 256 << 10,
    }
}

/// The Close frame alone.
fn closing(id: String, description: String, close: Act) -> AutobahnCase {
    AutobahnCase::new(id, description)
        .sends([close])
        .kill(1.0)
        .answered_with([1000])
        .with_no_other_code()
}

/// A Close frame that must not be.
fn refused(case: AutobahnCase, codes: impl IntoIterator<Item = u16>) -> AutobahnCase {
    case.rule("A Close frame with such a body fails the connection.")
        .answered_with(codes)
        .unclean()
}

fn bodies() -> Vec<AutobahnCase> {
    let case = |number, what: &str, close| {
        let description = format!("Sends a Close frame {what}.");
        closing(format!("7.3.{number}"), description, close)
    };
    let asterisks = |len| close(1000, "*".repeat(len));
    vec![
        case(1, "without a body", Act::Close("".into())),
        refused(case(2, "with a body of one octet", Act::Close("a".into())), [1002]),
        case(3, "with 1000 and no reason", close(1000, "")),
        case(
            4,
            &format!("with 1000 and the reason {}", code(&HELLO.into())),
            close(1000, HELLO),
        ),
        case(
            5,
            "with 1000 and a reason of 123 octets, the longest there is",
            asterisks(123),
        ),
        refused(
            case(
                6,
                "with 1000 and a reason of 124 octets, which makes a payload of 126",
                asterisks(124),
            ),
            [1002],
        ),
    ]
}

fn reason_is_no_text() -> AutobahnCase {
    let reason = b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xed\xa0\x80edited";
    let description = "Sends a Close frame with 1000 and a reason that is no UTF-8: it holds a surrogate.";
    let case = closing("7.5.1".to_owned(), description.to_owned(), close(1000, reason));
    refused(case, [1002, 1007])
}

fn legal_codes() -> Vec<AutobahnCase> {
    let codes = [
        1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999,
    ];
    let case = |(code, number)| {
        closing(
            format!("7.7.{number}"),
            format!("Sends a Close frame with the legal code {code}."),
            close(code, ""),
        )
        // 1000 stands there twice for 1000: so it does in Autobahn's reports.
        .answered_with([1000, code])
    };
    codes.into_iter().zip(1..).map(case).collect()
}

fn illegal_codes() -> Vec<AutobahnCase> {
    let codes = [0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999];
    let case = |(code, number)| {
        let description = format!("Sends a Close frame with the code {code}, which must not be sent.");
        refused(closing(format!("7.9.{number}"), description, close(code, "")), [1002])
    };
    codes.into_iter().zip(1..).map(case).collect()
}

/// Autobahn's sentence, which programs compare.
const UNDEFINED: &str = "Actual events are undefined by the spec.";

fn codes_beyond() -> Vec<AutobahnCase> {
    let case = |(code, number)| {
        AutobahnCase::new(
            format!("7.13.{number}"),
            format!("Sends a Close frame with the code {code}, which is beyond all ranges."),
        )
        .rule("RFC 6455 gives no meaning to a code above 4999.")
        .sends([close(code, "")])
        .kill(1.0)
        .answered_with([1000, code, 1002])
        .unclean()
        .says(Some(Behavior::Ok), UNDEFINED)
        .says(None, UNDEFINED)
        .unopened(UNDEFINED)
        .informational()
    };
    [5000, 65_535].into_iter().zip(1..).map(case).collect()
}
