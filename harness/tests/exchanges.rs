//! Exchanges and offers, against subjects that do one thing wrong.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod subject;

use std::time::Duration;

use wsspec::case::{Case, ECHO_PATIENCE};
use wsspec::corpus::Corpus;
use wsspec::drive::memory;
use wsspec::exchange::{Content, Exchange, Kind};
use wsspec::frame_spec::text;
use wsspec::pattern::{Grade, Outcomes, Pattern};
use wsspec::record::Record;
use wsspec::session::Settings;
use wsspec_codec::extension;
use wsspec_codec::frame::{Frame, Opcode};
use wsspec_codec::rfc::{rfc6455, rfc7692};
use wsspec_codec::rules::Role;

use subject::{Reaction, Subject, honest};

/// Twenty texts of forty octets, three of them on their way at once.
fn twenty() -> Case {
    exchange(Exchange {
        content: Content::Same {
            kind: Kind::Text,
            payload: "0123456789012345678901234567890123456789".into(),
        },
        messages: 20,
        fragment: None,
        in_flight: 3,
    })
}

fn exchange(exchange: Exchange) -> Case {
    Case::new("test/exchange", "messages are echoed", [rfc6455::RECV_BOTH])
        .exchange(exchange)
        .close()
}

fn play(case: &Case, settings: Settings, react: Reaction) -> (Record, Subject) {
    let mut subject = Subject::new(settings.subject, react);
    (memory::play(case, settings, &mut subject), subject)
}

/// What a server's reaction to the twenty texts comes to.
fn because(react: Reaction) -> (Grade, String) {
    let verdict = play(&twenty(), Settings::default(), react).0.verdict;
    (verdict.grade, verdict.because)
}

fn failed(because: &str) -> (Grade, String) {
    (Grade::Fail, because.to_owned())
}

/// An echo with another payload.
fn other(frame: &Frame, change: fn(&mut Vec<u8>)) -> (Vec<Frame>, bool) {
    let mut payload = frame.payload.clone();
    change(&mut payload);
    (vec![Frame::new(frame.header.opcode(), payload)], false)
}

#[test]
fn honest_echoes_pass_in_either_role_however_they_are_cut() {
    for subject in [Role::Server, Role::Client] {
        for fragment in [None, Some(1), Some(7), Some(40)] {
            let settings = || Settings {
                subject,
                ..Settings::default()
            };
            assert_eq!(play(&twenty(), settings(), honest).0.verdict.grade, Grade::Pass);
            let windows = exchange(Exchange {
                content: Content::Windows {
                    corpus: Corpus::Json,
                    len: 700,
                },
                messages: 5,
                fragment,
                in_flight: 2,
            });
            let (record, seen) = play(&windows, settings(), same_frames);
            assert_eq!(record.verdict.grade, Grade::Pass, "{:?}", record.verdict);
            let ends = |frame: &&Frame| frame.header.fin() && !frame.header.opcode().is_control();
            assert_eq!(seen.seen.iter().filter(ends).count(), 5);
        }
    }
}

/// Echoes fragments as they come, which makes the same message.
fn same_frames(frame: &Frame) -> (Vec<Frame>, bool) {
    let (mut answers, closes) = honest(frame);
    answers[0].header = answers[0].header.with_fin(frame.header.fin());
    (answers, closes)
}

#[test]
fn the_most_messages_are_a_limit_of_the_settings() {
    let settings = Settings {
        most_messages: Some(4),
        ..Settings::default()
    };
    let (record, subject) = play(&twenty(), settings, honest);
    assert_eq!(record.verdict.grade, Grade::Pass);
    assert_eq!(subject.seen.len(), 5, "four texts and a Close frame");
}

#[test]
fn what_is_wrong_with_an_echo_is_said_to_the_octet() {
    let (record, _) = play(&twenty(), Settings::default(), |frame| {
        other(frame, |payload| payload[27] = b'x')
    });
    let verdict = record.verdict;
    assert_eq!(verdict.grade, Grade::Fail);
    assert_eq!(
        verdict.because,
        "echo 1 of 20 differs from what was sent at octet 27 of 40, counted from 0"
    );
    assert_eq!(verdict.clause, Some(rfc6455::RECV_BOTH));
    assert_eq!(verdict.expected, ["octet 27 is 0x37"]);
    assert_eq!(verdict.actual, ["octet 27 is 0x78"]);

    assert_eq!(
        because(|frame| other(frame, |payload| payload.truncate(39))),
        failed("echo 1 of 20 has 39 octets where 40 were sent")
    );
    assert_eq!(
        because(|frame| other(frame, |payload| payload.push(b'0'))),
        failed("echo 1 of 20 has 41 octets where 40 were sent")
    );
    assert_eq!(
        because(|frame| (vec![Frame::new(Opcode::BINARY, frame.payload.clone())], false)),
        failed("echo 1 of 20 is binary where text was sent")
    );
    assert_eq!(
        because(|frame| (vec![honest(frame).0.remove(0); 4], false)),
        failed("the subject sent a message where nothing was on its way that it could be the echo of")
    );
}

#[test]
fn a_limit_of_the_subject_is_an_observation_and_anything_else_that_ends_the_exchange_is_not() {
    let limit = |code: u16| {
        (
            Grade::Info,
            format!("the subject's own limit: closed with {code} after 0 of 20 echoes"),
        )
    };
    assert_eq!(
        because(|_| (vec![Frame::new(Opcode::CLOSE, b"\x03\xf1")], true)),
        limit(1009)
    );
    assert_eq!(
        because(|_| (vec![Frame::new(Opcode::CLOSE, b"\x03\xf0")], true)),
        limit(1008)
    );
    assert_eq!(
        because(|_| (vec![Frame::new(Opcode::CLOSE, b"\x03\xf5")], true)),
        limit(1013)
    );
    assert_eq!(
        because(|_| (vec![Frame::new(Opcode::CLOSE, b"\x03\xe8")], true)),
        failed("unexpected: close 1000, after 0 of 20 echoes")
    );
    assert_eq!(
        because(|frame| (honest(frame).0, true)),
        failed("unexpected: end of TCP, after 3 of 20 echoes")
    );
}

#[test]
fn patience_is_for_each_echo_and_the_whole_play_has_a_deadline() {
    let (record, _) = play(&twenty(), Settings::default(), |_| (vec![], false));
    assert_eq!(
        record.verdict.because,
        "the subject did not react, after 0 of 20 echoes"
    );
    assert!(record.verdict.timed_out);
    assert_eq!(record.duration, ECHO_PATIENCE);

    let settings = Settings {
        deadline: Some(Duration::from_secs(4)),
        ..Settings::default()
    };
    let (record, _) = play(&twenty(), settings, |_| (vec![], false));
    assert_eq!(record.verdict.because, "the play was not over after 4 s, its deadline");
    assert_eq!((record.verdict.grade, record.verdict.timed_out), (Grade::Fail, true));
    assert_eq!(record.duration, Duration::from_secs(4));
}

/// A compressed `Hello` and then a reference to it, to a server that answers offers like this.
fn offered(offer: &str, answer: &str, react: Reaction) -> Record {
    let hello = || text(b"\xf2\x48\xcd\xc9\xc9\x07\x00").rsv(0b100);
    let case = Case::new("test/offer", "an offer is answered", [rfc7692::ACCEPT_NAME])
        .offers(offer)
        .send([hello(), hello()])
        .expect(Outcomes::pass([Pattern::text("Hello"), Pattern::text("Hello")]))
        .close();
    let mut subject = Subject::new(Role::Server, react);
    subject.extensions = extension::parse(answer.as_bytes()).unwrap();
    memory::play(&case, Settings::default(), &mut subject)
}

/// Echoes compressed messages as they came, which is right as long as they do not refer to one another.
fn compressed_echo(frame: &Frame) -> (Vec<Frame>, bool) {
    let (mut answers, closes) = honest(frame);
    answers[0].header = answers[0].header.with_rsv(frame.header.rsv());
    (answers, closes)
}

#[test]
fn a_declined_offer_is_unsupported_and_a_wrong_answer_fails_with_its_clause() {
    let plain = "permessage-deflate";
    assert_eq!(offered(plain, plain, compressed_echo).verdict.grade, Grade::Pass);
    assert_eq!(offered(plain, "", compressed_echo).verdict.grade, Grade::Unsupported);

    let wrong = offered(plain, "permessage-deflate; client_max_window_bits=10", compressed_echo).verdict;
    assert_eq!((wrong.grade, wrong.clause), (Grade::Fail, Some(rfc7692::NOT_OFFERED)));
    let forgotten = offered("permessage-deflate; server_no_context_takeover", plain, compressed_echo).verdict;
    assert_eq!(forgotten.clause, Some(rfc7692::MUST_ACK));
    let larger = offered(
        "permessage-deflate; server_max_window_bits=9",
        "permessage-deflate; server_max_window_bits=10",
        compressed_echo,
    );
    assert_eq!(larger.verdict.clause, Some(rfc7692::SAME_OR_SMALLER));
    let illegal = offered("permessage-deflate; unknown", plain, compressed_echo).verdict;
    assert_eq!(illegal.clause, Some(rfc7692::DECLINE_UNDEFINED_PARAM));
}

#[test]
fn what_does_not_inflate_fails_and_what_is_inflated_stands_in_the_timeline() {
    let plain = "permessage-deflate";
    let good = offered(plain, plain, compressed_echo);
    let notes = format!("{:?}", good.trace.entries());
    assert!(notes.contains(r#"inflates to \"Hello\""#), "{notes}");

    let bad = offered(plain, plain, |frame| {
        let mut answer = Frame::new(frame.header.opcode(), b"\x06\x00");
        answer.header = answer.header.with_rsv(0b100);
        (vec![answer], false)
    });
    assert_eq!(bad.verdict.grade, Grade::Fail);
    assert_eq!(bad.verdict.clause, Some(rfc7692::COMPRESS_ALGO));
}
