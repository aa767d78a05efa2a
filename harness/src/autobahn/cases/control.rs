//! Group 2: pings and pongs.

use super::expectation::code;
use super::words::{NO_TEXT, Writes, close, ping, pong, pong_event};
use crate::autobahn::case::AutobahnCase;
use crate::bytes::Bytes;

const UNSOLICITED: &str = "unsolicited pong payload";

pub(super) fn cases() -> Vec<AutobahnCase> {
    [pings(), unsolicited_pongs(), ten_pings()].concat()
}

fn pings() -> Vec<AutobahnCase> {
    let largest = || Bytes::repeat(0xFE, 125);
    let answered = |number, description: String, payload: Bytes| {
        AutobahnCase::new(format!("2.{number}"), description)
            .sends([ping(payload.clone())])
            .close_after(1)
            .sees([pong_event(payload)])
    };
    let odd = Bytes::from(NO_TEXT);
    let hello = Bytes::from("Hello, world!");
    vec![
        answered(1, "Sends an empty ping.".to_owned(), "".into()),
        answered(2, format!("Sends a ping with the text {}.", code(&hello)), hello),
        answered(3, format!("Sends a ping with {}, which is no UTF-8.", code(&odd)), odd),
        answered(
            4,
            "Sends a ping of 125 octets, the most that it may have.".to_owned(),
            largest(),
        ),
        AutobahnCase::new("2.5", "Sends a ping of 126 octets.")
            .rule("A control frame has at most 125 octets of payload.")
            .sends([ping(Bytes::repeat(0xFE, 126))])
            .kill(1.0)
            .failed_by_subject(1002),
        AutobahnCase::new("2.6", "Sends a ping of 125 octets, written octet by octet.")
            .sends([ping(largest()).chopped(1)])
            .close_after(2)
            .sees([pong_event(largest())]),
    ]
}

fn unsolicited_pongs() -> Vec<AutobahnCase> {
    let payload = code(&UNSOLICITED.into());
    let ignored = |number, which: &str, payload: &str| {
        AutobahnCase::new(
            format!("2.{number}"),
            format!("Sends {which} that no ping asked for, then a Close frame with 1000."),
        )
        .rule("A pong that nothing asked for is ignored.")
        .sends([pong(payload), close(1000, "")])
        .close_after(1)
        .answered_with([1000])
    };
    vec![
        ignored(7, "an empty pong", ""),
        ignored(8, &format!("a pong with {payload}"), UNSOLICITED),
        AutobahnCase::new(
            "2.9",
            format!("Sends a pong with {payload} that no ping asked for, then a ping."),
        )
        .rule("A pong that nothing asked for is ignored, and the ping behind it answered.")
        .sends([pong(UNSOLICITED), ping("ping payload")])
        .close_after(1)
        .sees([pong_event("ping payload")]),
    ]
}

fn ten_pings() -> Vec<AutobahnCase> {
    let payloads = || (0..10).map(|number| format!("payload-{number}"));
    let cases = [(10, Writes::Together), (11, Writes::Octets)];
    let case = |(number, writes): (u8, Writes)| {
        AutobahnCase::new(
            format!("2.{number}"),
            format!("Sends ten pings with a payload of their own each{}.", writes.words()),
        )
        .sends(writes.apply(payloads().map(ping)))
        .close_after(3)
        .sees(payloads().map(pong_event))
    };
    cases.map(case).to_vec()
}
