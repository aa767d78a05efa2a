//! The tester's own manners, in both roles, against subjects that do one thing each.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod subject;

use std::time::Duration;

use wsspec::case::{Case, PATIENCE};
use wsspec::drive::memory::{self, Endpoint};
use wsspec::frame_spec::{close, text};
use wsspec::pattern::{Grade, Outcomes, Pattern};
use wsspec::record::Record;
use wsspec::session::Settings;
use wsspec::trace::{By, What};
use wsspec_codec::frame::{Frame, LengthForm, Opcode};
use wsspec_codec::rfc::rfc6455;
use wsspec_codec::rules::Role;

use subject::{Reaction, Subject, honest};

/// Sends a text, wants it back, and closes.
fn echo() -> Case {
    Case::new("test/echo", "a text is echoed", [rfc6455::RECV_BOTH])
        .send([text("a")])
        .expect(Outcomes::pass([Pattern::text("a")]))
        .close()
}

fn play(case: &Case, role: Role, react: Reaction) -> (Record, Subject) {
    let mut subject = Subject::new(role, react);
    let settings = Settings {
        subject: role,
        ..Settings::default()
    };
    (memory::play(case, settings, &mut subject), subject)
}

#[test]
fn an_honest_subject_passes_in_either_role() {
    for role in [Role::Server, Role::Client] {
        assert_eq!(play(&echo(), role, honest).0.verdict.grade, Grade::Pass, "{role}");
    }
}

#[test]
fn a_play_can_be_repeated_exactly() {
    assert_eq!(
        play(&echo(), Role::Server, honest).0,
        play(&echo(), Role::Server, honest).0
    );
}

#[test]
fn pings_of_the_subject_are_answered_and_do_not_count() {
    for role in [Role::Server, Role::Client] {
        let (record, subject) = play(&echo(), role, |frame| {
            let (mut answers, closes) = honest(frame);
            if frame.header.opcode() == Opcode::TEXT {
                answers.insert(0, Frame::new(Opcode::PING, "are you there?"));
            }
            if frame.header.opcode() == Opcode::PONG {
                answers.clear();
            }
            (answers, closes)
        });
        assert_eq!(record.verdict.grade, Grade::Pass, "{role}");
        let pongs: Vec<_> = subject
            .seen
            .iter()
            .filter(|frame| frame.header.opcode() == Opcode::PONG)
            .collect();
        assert_eq!(pongs.len(), 1);
        assert_eq!(pongs[0].payload, b"are you there?");
        assert_eq!(pongs[0].header.is_masked(), role == Role::Server);
    }
}

#[test]
fn pongs_that_nobody_asked_for_do_not_count() {
    let (record, _) = play(&echo(), Role::Server, |frame| {
        let (mut answers, closes) = honest(frame);
        answers.insert(0, Frame::new(Opcode::PONG, "heartbeat"));
        (answers, closes)
    });
    assert_eq!(record.verdict.grade, Grade::Pass);
}

#[test]
fn a_close_frame_of_the_subject_is_answered_with_its_code() {
    for role in [Role::Server, Role::Client] {
        let case = Case::new("test/closes", "the subject closes", [rfc6455::REPLY])
            .send([text("a")])
            .expect(Outcomes::pass([Pattern::close(1001), Pattern::End]));
        let (record, subject) = play(&case, role, |frame| match frame.header.opcode() {
            Opcode::TEXT => (vec![Frame::new(Opcode::CLOSE, 1001u16.to_be_bytes())], false),
            _ => (vec![], true),
        });
        assert_eq!(record.verdict.grade, Grade::Pass, "{role}: {:?}", record.verdict);
        let answer = subject.seen.last().unwrap();
        assert_eq!(answer.header.opcode(), Opcode::CLOSE);
        assert_eq!(answer.payload, 1001u16.to_be_bytes());
    }
}

#[test]
fn as_a_server_the_tester_ends_tcp_after_both_close_frames() {
    let (record, subject) = play(&echo(), Role::Client, |frame| (honest(frame).0, false));
    assert_eq!(record.verdict.grade, Grade::Pass);
    assert!(subject.tester_ended);
}

#[test]
fn as_a_client_the_tester_waits_for_the_server_to_end_tcp() {
    let (record, subject) = play(&echo(), Role::Server, |frame| (honest(frame).0, false));
    assert!(!subject.tester_ended);
    assert_eq!(record.verdict.grade, Grade::Fail);
    assert_eq!(record.verdict.clause, Some(rfc6455::SERVER_IMMEDIATE));
    assert_eq!(record.duration, PATIENCE);
}

#[test]
fn illegal_frames_of_the_subject_fail_with_the_clause_that_its_sender_broke() {
    let faults: [(Reaction, &str); 4] = [
        (
            |frame| {
                let mut answer = honest(frame).0.remove(0);
                answer.header = answer.header.with_masking_key(Some([1; 4]));
                (vec![answer], false)
            },
            rfc6455::SERVER_UNMASKED.id,
        ),
        (
            |frame| {
                let mut answer = honest(frame).0.remove(0);
                answer.header = answer.header.with_length(LengthForm::Bits16, 1).unwrap();
                (vec![answer], false)
            },
            rfc6455::LEN_MINIMAL_SEND.id,
        ),
        (
            |_| (vec![Frame::new(Opcode::TEXT, b"\xff")], false),
            rfc6455::TEXT_UTF8_SEND.id,
        ),
        (
            |_| (vec![Frame::new(Opcode::CLOSE, 1005u16.to_be_bytes())], true),
            rfc6455::CODE_1005_SEND.id,
        ),
    ];
    for (react, clause) in faults {
        let (record, _) = play(&echo(), Role::Server, react);
        assert_eq!(record.verdict.grade, Grade::Fail);
        assert_eq!(record.verdict.clause.unwrap().id, clause, "{:?}", record.verdict);
    }
}

#[test]
fn dropping_silence_and_wrong_octets_are_failures_that_say_what_came() {
    let (record, _) = play(&echo(), Role::Server, |_| (vec![], true));
    assert_eq!(
        (record.verdict.grade, record.verdict.actual),
        (Grade::Fail, vec!["end of TCP".to_owned()])
    );
    let (record, _) = play(&echo(), Role::Server, |_| (vec![], false));
    assert_eq!(record.verdict.because, "the subject did not react");
    let (record, _) = play(&echo(), Role::Server, |_| (vec![Frame::new(Opcode::TEXT, "b")], false));
    assert_eq!(record.verdict.expected, ["text \"a\""]);
    assert_eq!(record.verdict.actual, ["text \"b\""]);
}

#[test]
fn nothing_is_sent_inside_an_unfinished_frame() {
    let case = Case::new("test/unfinished", "a frame never ends", [rfc6455::TEXT_INVALID])
        .send([text(b"\xff").announcing(9)])
        .expect(Outcomes::fails_with(1007));
    let mut subject = Subject::new(Role::Server, |_| (vec![], false));
    // It fails the connection at the first octet, and then waits for the tester to end TCP.
    subject.output = Vec::new();
    struct Impatient(Subject);
    impl Endpoint for Impatient {
        fn receive(&mut self, octets: &[u8]) {
            self.0.receive(octets);
            if self.0.opening.is_none() && !self.0.frames.unread().is_empty() {
                self.0.send(Frame::new(Opcode::CLOSE, 1007u16.to_be_bytes()));
            }
        }
        fn end(&mut self) {
            self.0.end();
        }
        fn take_output(&mut self) -> Vec<u8> {
            self.0.take_output()
        }
        fn has_closed(&self) -> bool {
            self.0.closed
        }
    }
    let mut subject = Impatient(subject);
    let record = memory::play(&case, Settings::default(), &mut subject);
    assert_eq!(record.verdict.grade, Grade::Pass, "{:?}", record.verdict);
    assert_eq!(record.duration, Duration::ZERO);
    let sent_frames = |entry: &&wsspec::trace::Entry| entry.by == By::Tester && matches!(entry.what, What::Frame(_));
    assert_eq!(record.trace.entries().iter().filter(sent_frames).count(), 1);
}

#[test]
fn a_script_whose_close_frame_stands_alone_ends_there() {
    let case = Case::new("test/close", "Close is answered", [rfc6455::REPLY])
        .send([close(1000)])
        .expect(Outcomes::closes([1000]));
    assert_eq!(play(&case, Role::Server, honest).0.verdict.grade, Grade::Pass);
}
