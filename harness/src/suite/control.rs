//! Pings and pongs (RFC 6455 5.5.2, 5.5.3).

use std::time::Duration;

use wsspec_codec::rfc::rfc6455 as rfc;
use wsspec_codec::rules::Role;

use crate::bytes::Bytes;
use crate::case::Case;
use crate::frame_spec::{FrameSpec, ping, pong, text};
use crate::head_spec::HeadSpec;
use crate::pattern::{Outcomes, Pattern};
use crate::segment::Segmentation;

pub(super) fn cases() -> Vec<Case> {
    [answered(), every_length(), refused(), unsolicited(), many()].concat()
}

fn answered() -> Vec<Case> {
    let case = |id: &str, what: &str, number: &str, payload: Bytes, cut: Option<Segmentation>| {
        let case = Case::new(
            format!("control/{id}"),
            format!("{what} is answered with the same payload"),
            [rfc::PONG_MUST, rfc::IDENTICAL, rfc::APPDATA, rfc::CONTROL],
        )
        .autobahn([number]);
        let case = match cut {
            Some(cut) => case.send_cut(cut, [ping(payload.clone())]),
            None => case.send([ping(payload.clone())]),
        };
        case.expect(Outcomes::pass([Pattern::Pong(payload)])).close()
    };
    let binary = Bytes::from(b"\x00\xff\xfe\xfd\xfc\xfb\x00\xff");
    let longest = Bytes::repeat(0xFE, 125);
    vec![
        case("ping-empty", "an empty ping", "2.1", "".into(), None),
        case("ping-ascii", "a ping with ASCII", "2.2", "Hello, world!".into(), None),
        case(
            "ping-binary",
            "a ping with octets that are not UTF-8",
            "2.3",
            binary,
            None,
        ),
        case("ping-125", "a ping of 125 octets", "2.4", longest.clone(), None),
        case(
            "ping-125-octet-by-octet",
            "a ping of 125 octets that comes octet by octet",
            "2.6",
            longest,
            Some(Segmentation::Octets(1)),
        ),
    ]
}

/// Pings where lengths and places could matter.
fn every_length() -> Vec<Case> {
    let one_by_one = (0..=125).fold(
        Case::new(
            "control/pings-of-every-length",
            "pings of 0 to 125 octets, one after the other, are answered with the same payload",
            [rfc::IDENTICAL, rfc::APPDATA, rfc::CONTROL_NOT_FRAGMENTED_SEND],
        )
        .cites([rfc::CONTROL_LEN_SEND]),
        |case, len| {
            let payload = || Bytes::Cycle {
                unit: (0..=0xFF).collect(),
                len,
            };
            case.send([ping(payload())])
                .expect(Outcomes::pass([Pattern::Pong(payload())]))
        },
    );
    let glued = Case::new(
        "control/ping-with-the-response",
        "a ping in the same segment as the response that opens the connection is answered",
        [rfc::PING_ANY_TIME, rfc::RESPONSE_TRAILING],
    )
    .only(Role::Client)
    .head(HeadSpec::right().glued())
    .send([ping("so soon")])
    .expect(Outcomes::pass([Pattern::pong("so soon")]));
    let first = Case::new(
        "control/ping-before-any-message",
        "a ping that is the first frame of a connection is answered",
        [rfc::PING_ANY_TIME, rfc::PONG_MUST],
    )
    .send([ping("first")])
    .expect(Outcomes::pass([Pattern::pong("first")]));
    let late = |case: Case| {
        case.send([text("Hello")])
            .expect(Outcomes::pass([Pattern::text("Hello")]))
            .close()
    };
    let soon = Case::new(
        "control/ping-of-an-idle-connection",
        "a ping on an idle connection is answered within a second",
        [rfc::SOON],
    )
    .send([ping("now?")])
    .expect(Outcomes::pass([Pattern::pong("now?")]).or_silent_lenient("took more than a second for a pong"))
    .within(AT_ONCE)
    .send([ping("later?")])
    .expect(Outcomes::pass([Pattern::pong("now?").maybe(), Pattern::pong("later?")]))
    .close();
    vec![one_by_one.close(), late(glued), late(first), soon]
}

/// How soon is soon.
const AT_ONCE: Duration = Duration::from_secs(1);

fn refused() -> Vec<Case> {
    vec![
        Case::new(
            "control/ping-126",
            "a ping of 126 octets fails the connection",
            [rfc::CONTROL_LEN_RECV],
        )
        .autobahn(["2.5"])
        .alive()
        .send([ping(Bytes::repeat(0xFE, 126))])
        .expect(Outcomes::fails_with(1002)),
        Case::new(
            "control/pong-126",
            "a pong of 126 octets fails the connection",
            [rfc::CONTROL_LEN_RECV],
        )
        .alive()
        .send([pong(Bytes::repeat(b'a', 126))])
        .expect(Outcomes::fails_with(1002)),
    ]
}

fn unsolicited() -> Vec<Case> {
    let case = |id: &str, what: &str, number: &str| {
        Case::new(
            format!("control/{id}"),
            format!("{what} that answers no ping is legal and not answered"),
            [rfc::UNSOLICITED, rfc::NO_RESPONSE, rfc::WRONG_PONG],
        )
        .autobahn([number])
    };
    vec![
        case("pong-empty-unsolicited", "an empty pong", "2.7")
            .send([pong("")])
            .fence()
            .close(),
        case("pong-unsolicited", "a pong", "2.8")
            .send([pong("unsolicited pong payload")])
            .fence()
            .close(),
        Case::new(
            "control/wrong-pongs",
            "pongs that match no ping change nothing, however many and whatever they hold",
            [rfc::WRONG_PONG, rfc::UNSOLICITED],
        )
        .alive()
        .send((0..50).map(|number| pong(Bytes::repeat(number, usize::from(number)))))
        .fence()
        .close(),
        case("pong-unsolicited-then-ping", "a pong before a ping", "2.9")
            .send([pong("unsolicited pong payload"), ping("ping payload")])
            .expect(Outcomes::pass([Pattern::pong("ping payload")]))
            .close(),
    ]
}

/// Several pings: only the last has to be answered.
fn many() -> Vec<Case> {
    let pings: Vec<FrameSpec> = (0..10).map(|number| ping(format!("payload-{number}"))).collect();
    let pongs: Vec<Pattern> = (0..10)
        .map(|number| {
            let pong = Pattern::pong(format!("payload-{number}"));
            if number < 9 { pong.maybe() } else { pong }
        })
        .collect();
    let case = |id: &str, how: &str, number: &str| {
        Case::new(
            format!("control/{id}"),
            format!("of ten pings{how} at least the last is answered, and none twice or out of order"),
            [rfc::PONG_MUST, rfc::LATEST_ONLY],
        )
        .autobahn([number])
        .correction("An endpoint may answer only the latest of several pings (5.5.3); Autobahn wants all ten pongs.")
    };
    vec![
        case("ten-pings", "", "2.10")
            .send(pings.clone())
            .expect(Outcomes::pass(pongs.clone()))
            .close(),
        case("ten-pings-octet-by-octet", ", octet by octet,", "2.11")
            .send_cut(Segmentation::Octets(1), pings)
            .expect(Outcomes::pass(pongs))
            .close(),
    ]
}
