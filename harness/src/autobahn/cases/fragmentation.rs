//! Group 5: messages in fragments.

use super::words::{Writes, continuation, ping, pong, pong_event, text, text_event, wait};
use crate::autobahn::case::{Act, AutobahnCase};

pub(super) fn cases() -> Vec<AutobahnCase> {
    [control_frames(), joined(), stray(), stray_between(), long()].concat()
}

fn id(number: usize) -> String {
    format!("5.{number}")
}

fn control_frames() -> Vec<AutobahnCase> {
    let case = |number, name: &str, first: Act| {
        AutobahnCase::new(
            id(number),
            format!("Sends a {name} without FIN, then a continuation frame with FIN."),
        )
        .rule("A control frame must not be fragmented.")
        .sends([first.unfinished(), continuation("fragment2")])
        .kill(1.0)
        .failed_by_subject(1002)
    };
    vec![case(1, "ping", ping("fragment1")), case(2, "pong", pong("fragment1"))]
}

fn joined() -> Vec<AutobahnCase> {
    let (first, second) = (|| text("fragment1").unfinished(), || continuation("fragment2"));
    let message = || text_event("fragment1fragment2");
    let two = Writes::ALL.into_iter().zip(3..).map(|(writes, number)| {
        AutobahnCase::new(
            id(number),
            format!("Sends a text message in two fragments{}.", writes.words()),
        )
        .sends(writes.apply([first(), second()]))
        .close_after(1)
        .sees([message()])
    });
    let with_ping = Writes::ALL.into_iter().zip(6..).map(|(writes, number)| {
        AutobahnCase::new(
            id(number),
            format!(
                "Sends a text message in two fragments and a ping between them{}.",
                writes.words()
            ),
        )
        .rule("A ping inside a message is answered at once.")
        .sends(writes.apply([first(), ping("ping payload"), second()]))
        .close_after(1)
        .sees([pong_event("ping payload"), message()])
    });
    two.chain(with_ping).collect()
}

const STRAY: &str = "A continuation frame without a message that it continues fails the connection.";

/// A continuation frame comes first, then a text message.
fn stray() -> Vec<AutobahnCase> {
    let frame = || continuation("non-continuation payload");
    [("with", frame(), 9), ("without", frame().unfinished(), 12)]
        .into_iter()
        .flat_map(|(fin, frame, from)| {
            Writes::ALL
                .into_iter()
                .zip(from..)
                .map(move |rest| (fin, frame.clone(), rest))
        })
        .map(|(fin, frame, (writes, number))| {
            AutobahnCase::new(
                id(number),
                format!(
                    "Sends a continuation frame {fin} FIN though no message is open, then a text message{}.",
                    writes.words()
                ),
            )
            .rule(STRAY)
            .sends(writes.apply([frame, text("Hello, world!")]))
            .kill(1.0)
            .failed_by_subject(1002)
        })
        .collect()
}

/// Frames that continue nothing, or do not continue what is open, beside good fragments.
fn stray_between() -> Vec<AutobahnCase> {
    let twice = |number, fin: &str, frame: Act| {
        let message = [text("fragment2").unfinished(), continuation("fragment3")];
        let frames = [&[frame], &message[..]].concat();
        AutobahnCase::new(
            id(number),
            format!(
                "Sends twice: a continuation frame {fin} FIN though no message is open, then a text message in two fragments."
            ),
        )
        .rule(STRAY)
        .sends([frames.clone(), frames].concat())
        .kill(1.0)
        .failed_by_subject(1002)
    };
    vec![
        AutobahnCase::new(
            id(15),
            "Sends a text message in two fragments, then a continuation frame without FIN, then a text message.",
        )
        .rule(STRAY)
        .sends([
            text("fragment1").unfinished(),
            continuation("fragment2"),
            continuation("fragment3").unfinished(),
            text("fragment4"),
        ])
        .kill(1.0)
        .sees([text_event("fragment1fragment2")])
        .or_sees([])
        .failed_by_subject(1002),
        twice(16, "without", continuation("fragment1").unfinished()),
        twice(17, "with", continuation("fragment1")),
        AutobahnCase::new(
            id(18),
            "Sends a text frame without FIN, then another text frame, with FIN, where a continuation is due.",
        )
        .rule("While a message is open, a frame that begins another fails the connection.")
        .sends([text("fragment1").unfinished(), text("fragment2")])
        .kill(1.0)
        .failed_by_subject(1002),
    ]
}

/// Five fragments with two pings between them, and a pause behind the first ping.
fn long() -> Vec<AutobahnCase> {
    let cases = [(19, Writes::Together), (20, Writes::Frames)];
    let case = |(number, writes): (usize, Writes)| {
        let frames = [
            text("fragment1").unfinished(),
            continuation("fragment2").unfinished(),
            ping("pongme 1!"),
            wait(None),
            continuation("fragment3").unfinished(),
            continuation("fragment4").unfinished(),
            ping("pongme 2!"),
            continuation("fragment5"),
        ];
        AutobahnCase::new(
            id(number),
            format!(
                "Sends two fragments of a text message and a ping, waits a second, and sends two more fragments, a ping \
                 and the last fragment{}.",
                writes.words()
            ),
        )
        .rule("A ping inside a message is answered at once.")
        .sends(writes.apply(frames))
        .close_after(1)
        .sees([
            pong_event("pongme 1!"),
            pong_event("pongme 2!"),
            text_event("fragment1fragment2fragment3fragment4fragment5"),
        ])
    };
    cases.map(case).to_vec()
}
