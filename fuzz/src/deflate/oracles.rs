//! What must hold for any exchange, one function each. An oracle panics with a sentence, the octets on the wire and the
//! clause.

use wsspec_codec::rfc::{Clause, rfc6455, rfc7692};
use wsspec_codec::rules::{Role, ViolationKind};

use super::exchange::Exchange;
use super::expected::Expected;
use super::heard::{Answer, Heard, Item};
use super::peer::Peer;
use super::reading::Fault;
use crate::arrival::Way;
use crate::endpoint::{Octets, Reported};
use crate::hearing;
use crate::hold::{hex, hold};
use crate::work;

/// Every oracle on one exchange.
pub fn all(exchange: &Exchange) {
    let wire = exchange.wire();
    let heard = Heard::new(exchange, &wire);
    messages_come_back(&heard);
    a_peer_with_the_agreed_window_reads_what_is_sent(&heard);
    references_stay_within_the_agreed_window(&heard);
    the_bit_marks_the_first_frame_of_compressed_messages(&heard);
    the_tail_is_left_out(&heard);
    messages_are_taken_exactly_when_they_inflate(&heard);
    answers_do_not_depend_on_the_pieces(&heard);
    nothing_follows_a_violation(&heard);
    faults_are_where_they_are_said_to_be(&heard);
    inflating_holds_no_more_than_is_taken(&heard);
    work_grows_with_what_came(&heard);
}

/// What our sender sent, our receiver reports, until a message is more than it takes.
pub fn messages_come_back(heard: &Heard<'_>) {
    let limit = heard.exchange.limits().message;
    let taken = heard
        .sent()
        .take_while(|(sent, message)| sent.payload.len().max(message.octets.len()) as u64 <= limit);
    let expected: Vec<_> = taken
        .map(|(sent, _)| Reported::Message(sent.kind, Octets(sent.payload.clone())))
        .collect();
    for answer in &heard.answers {
        let reported = answer
            .reports
            .iter()
            .filter(|report| matches!(report, Reported::Message(..)));
        let same = reported.take(expected.len()).eq(&expected);
        hold(same, heard.octets, rfc7692::DECOMPRESS_ALGO, || {
            let way = answer.way;
            format!("{expected:?} was sent, {way} came {:?}", answer.reports)
        });
    }
}

/// An inflater of other people, with no more room than the agreed window, makes of what we send what was sent: of each
/// message alone where no context is taken over.
pub fn a_peer_with_the_agreed_window_reads_what_is_sent(heard: &Heard<'_>) {
    let agreed = heard.exchange.agreed();
    let sender = heard.exchange.sender();
    Peer::with(agreed.window_bits(sender), |peer| {
        for (sent, message) in heard.sent() {
            if !sent.compressed {
                continue;
            }
            if agreed.no_context_takeover(sender) {
                peer.forget();
            }
            let inflated = peer.message(&message.octets);
            let same = inflated.as_ref() == Ok(&sent.payload);
            hold(same, heard.octets, window_clause(sender), || {
                let (sent, octets) = (hex(&sent.payload), hex(&message.octets));
                format!("{sent} was sent as {octets}, which a peer with the agreed window reads as {inflated:?}")
            });
        }
    });
}

/// What we send refers back no further than was agreed, and never to before the message where no context is taken over.
pub fn references_stay_within_the_agreed_window(heard: &Heard<'_>) {
    for (sent, message) in heard.sent() {
        let Some(reading) = &message.reading else {
            continue;
        };
        if reading.fault == Some(Fault::TooLarge) {
            return;
        }
        let plain = reading.fault.is_none() && reading.choices.is_empty();
        let clause = window_clause(heard.exchange.sender());
        hold(plain && reading.made == sent.payload, heard.octets, clause, || {
            let (sent, octets) = (hex(&sent.payload), hex(&message.octets));
            format!("{sent} was sent as {octets}, of which this is to be read: {reading:?}")
        });
    }
}

/// RSV1 is set on the first frame of each message that is to be compressed and nowhere else; what is not compressed is
/// sent as it is; no frame is longer than it was to be.
pub fn the_bit_marks_the_first_frame_of_compressed_messages(heard: &Heard<'_>) {
    for (sent, message) in heard.sent() {
        let marks: Vec<u8> = message.headers.iter().map(|header| header.rsv).collect();
        let mut right = vec![0; marks.len()];
        right[0] = if sent.compressed { 0b100 } else { 0 };
        hold(marks == right, heard.octets, rfc7692::RSV1_FIRST_ONLY, || {
            format!("the reserved bits of a message are {marks:?}, they should be {right:?}")
        });
        let as_it_is = sent.compressed || message.octets == sent.payload;
        hold(as_it_is, heard.octets, rfc7692::UNCOMPRESSED_ALGO_6_1, || {
            format!(
                "{} was to be sent as it is, and {} was",
                hex(&sent.payload),
                hex(&message.octets)
            )
        });
        let longest = message.headers.iter().map(|header| header.length).max();
        let short = longest.is_none_or(|longest| longest <= sent.fragment as u64);
        hold(short, heard.octets, rfc6455::ENCAPSULATE, || {
            format!(
                "a frame has {longest:?} octets, at most {} were asked for",
                sent.fragment
            )
        });
    }
}

/// The octets that every receiver adds are not sent.
pub fn the_tail_is_left_out(heard: &Heard<'_>) {
    for (sent, message) in heard.sent() {
        let left_out = !sent.compressed || !message.octets.ends_with(&[0x00, 0x00, 0xFF, 0xFF]);
        hold(left_out, heard.octets, rfc7692::STRIP_TAIL, || {
            format!("{} was sent, with the four octets at its end", hex(&message.octets))
        });
    }
}

/// A message is reported exactly if it inflates when it is read as RFC 1951 and RFC 7692 say, up to the limit, and to
/// UTF-8 if it is a text; and then it is what was read. What is open in them is decided as
/// [`Choice`](super::choice::Choice) says.
pub fn messages_are_taken_exactly_when_they_inflate(heard: &Heard<'_>) {
    let expected = Expected::new(heard);
    for answer in &heard.answers {
        let (before, rest) = answer
            .reports
            .split_at(answer.reports.len().min(expected.reports.len()));
        let wrong = || {
            let way = answer.way;
            format!("{expected:?} is right, {way} came {:?}", answer.reports)
        };
        hold(
            before == expected.reports,
            heard.octets,
            rfc7692::DECOMPRESS_ALGO,
            wrong,
        );
        let (clause, ends) = match (expected.refusals.as_slice(), rest) {
            ([], rest) => (rfc7692::DECOMPRESS_ALGO, rest.is_empty()),
            (refusals, [Reported::Failed(violation), ..]) => {
                let named = refusals.iter().any(|refusal| refusal.is(&violation.kind));
                (violation.clause(), named)
            }
            ([refusal, ..], _) => (refusal.clause(), false),
        };
        hold(ends, heard.octets, clause, wrong);
    }
}

/// In any pieces the receiver reports the same, the violation at the same offset.
pub fn answers_do_not_depend_on_the_pieces(heard: &Heard<'_>) {
    for pair in heard.answers.windows(2) {
        let [one, other] = [&pair[0], &pair[1]];
        hold(
            one.reports == other.reports,
            heard.octets,
            rfc6455::HEADER_SPLIT,
            || {
                let [ones, others] = [one.way, other.way];
                format!("{ones} came {:?}, and {others} {:?}", one.reports, other.reports)
            },
        );
    }
}

/// A violation is the last that is reported.
pub fn nothing_follows_a_violation(heard: &Heard<'_>) {
    for answer in &heard.answers {
        let failed = |report: &Reported| matches!(report, Reported::Failed(_));
        let last = answer
            .reports
            .iter()
            .position(failed)
            .is_none_or(|at| at + 1 == answer.reports.len());
        hold(last, heard.octets, rfc6455::STOP_PROCESSING, || {
            format!("after a violation more was reported: {:?}", answer.reports)
        });
    }
}

/// The octet at which a rule is broken has come, the octets before it break none, and up to it they break this one. A
/// limit that the length of a frame goes over is another matter, since that is known before the header is whole.
pub fn faults_are_where_they_are_said_to_be(heard: &Heard<'_>) {
    let Some(violation) = heard.answers[0].violation() else {
        return;
    };
    let octets = heard.octets;
    let at = violation.offset as usize;
    hold(at < octets.len(), octets, violation.clause(), || {
        format!("{violation} is reported, but only {} octets came", octets.len())
    });
    let earlier = Answer::new(heard.exchange, &octets[..at], Way::WHOLE).violation();
    hold(earlier.is_none(), octets, violation.clause(), || {
        format!("{violation} is reported, but of the octets before that {earlier:?}")
    });
    let then = Answer::new(heard.exchange, &octets[..=at], Way::WHOLE).violation();
    let announced = matches!(violation.kind, ViolationKind::MessageTooLarge { .. });
    hold(announced || then == Some(violation), octets, violation.clause(), || {
        format!("{violation} is reported, but of the octets up to that one {then:?}")
    });
}

/// What an inflater holds: zlib's window of 32 KiB, its tables and its state, rounded up.
pub const INFLATER: u64 = 64 << 10;

/// However much a message would become, its receiver holds at most three octets for each that it takes, an
/// [`INFLATER`], and [`hearing::ROOM`]. Three: the message and one octet more, in a buffer of up to twice its content,
/// which is there once more for the moment in which it grows.
pub fn inflating_holds_no_more_than_is_taken(heard: &Heard<'_>) {
    let bound = 3 * (heard.exchange.limits().message + 1) + INFLATER + hearing::ROOM;
    for answer in &heard.answers {
        hold(answer.peak <= bound, heard.octets, rfc7692::BOMB, || {
            let way = answer.way;
            format!(
                "receiving held {} octets, at most {bound} are right, {way}",
                answer.peak
            )
        });
    }
}

/// Receiving takes no more steps than [`INFLATING`](work::INFLATING) allows for what came and what came of it.
pub fn work_grows_with_what_came(heard: &Heard<'_>) {
    let readings: Vec<_> = heard.items.iter().filter_map(Item::reading).collect();
    let made: usize = readings.iter().map(|reading| reading.made.len()).sum();
    for answer in &heard.answers {
        let octets = heard.octets.len() + made;
        work::work_grows_with_what_came(work::INFLATING, heard.octets, octets, readings.len(), answer.steps);
    }
}

fn window_clause(sender: Role) -> &'static Clause {
    match sender {
        Role::Client => rfc7692::CLIENT_WINDOW,
        Role::Server => rfc7692::SERVER_WINDOW,
    }
}
