//! Autobahn's verdicts: computed once, when TCP is lost.

use std::time::Duration;

use wsspec_codec::deflate::WrongAnswer;
use wsspec_codec::frame::Opcode;
use wsspec_codec::message::MessageKind;
use wsspec_codec::rules::Role;

use super::case::{Act, AutobahnCase, Behavior, BehaviorClose, CloseRule, Event, Expected};
use super::log::Log;
use super::play::Play;
use super::played::{Closing, Played};
use crate::bytes::Bytes;
use crate::exchange::{Content, Exchange, Exchanging};
use crate::verify::{Difference, Expectation, Progress};

/// What is known while a case is played.
#[derive(Debug)]
pub(super) struct Judging<'c> {
    case: &'c AutobahnCase,
    tester: Role,
    pub(super) behavior: Behavior,
    pub(super) result: String,
    pub(super) received: Vec<Event>,
    /// Why the opening handshake failed.
    pub(super) blocked: Option<String>,
    limit: Option<&'static str>,
    echo: Option<(Expectation, Option<Progress>)>,
}

/// A message that is compared as a whole is never longer, in octets.
pub(super) const LONGEST: usize = 1 << 20;

/// So many events are recorded. No list that a case expects has more than a dozen.
const RECORDED: usize = 1000;

const MATCHES: &str = "Actual events match at least one expected.";
const DIFFERS: &str = "Actual events differ from any expected.";

impl<'c> Judging<'c> {
    pub(super) fn new(case: &'c AutobahnCase, tester: Role) -> Judging<'c> {
        let echo = matches!(case.expected, Expected::Echo { .. })
            .then(|| sent(case))
            .flatten()
            .map(|(kind, payload)| (Expectation::of(kind, payload), None));
        Judging {
            case,
            tester,
            behavior: Behavior::Failed,
            result: DIFFERS.to_owned(),
            received: Vec::new(),
            blocked: None,
            limit: None,
            echo,
        }
    }

    /// The case begins: from here on it can be too late.
    pub(super) fn start(&mut self) {
        match self.case.expected {
            Expected::Echo { seconds } => self.result = format!("Did not receive message within {seconds} seconds."),
            Expected::Exchange => {
                if let Some(seconds) = close_after(self.case) {
                    self.result = format!("Case did not finish within {seconds} seconds.");
                }
            }
            Expected::Events(_) | Expected::Informational(_) => {}
        }
    }

    /// Fails the case for this reason.
    pub(super) fn fail(&mut self, sentence: String) {
        self.behavior = Behavior::Failed;
        self.result = sentence;
    }

    /// The answer to the offer breaks a rule. Autobahn does not compare them.
    pub(super) fn wrong_answer(&mut self, wrong: &WrongAnswer) {
        self.fail(format!("The server's answer {} ({}).", wrong.because, wrong.clause.id));
    }

    /// Whether nothing has decided the case yet.
    pub(super) fn is_undecided(&self) -> bool {
        self.behavior == Behavior::Failed
    }

    /// The subject had so long.
    pub(super) fn too_late(&mut self, after: Duration) {
        let seconds = after.as_secs_f64();
        self.fail(match self.case.expected {
            Expected::Echo { .. } => format!("Did not receive message within {seconds} seconds."),
            _ => format!("Case did not finish within {seconds} seconds."),
        });
    }

    /// The subject closed with this code while masses were sent.
    pub(super) fn limited(&mut self, code: Option<u16>) {
        if self.case.is_mass() && self.is_undecided() {
            self.limit = match (code, self.tester.peer()) {
                (Some(1008), Role::Server) => {
                    Some("the server closed with 1008 (policy violation), a deliberate limit of its own resources")
                }
                (Some(1009), Role::Server) => {
                    Some("the server closed with 1009 (message too big), a deliberate limit of its own resources")
                }
                (Some(1008), Role::Client) => {
                    Some("the client closed with 1008 (policy violation), a deliberate limit of its own resources")
                }
                (Some(1009), Role::Client) => {
                    Some("the client closed with 1009 (message too big), a deliberate limit of its own resources")
                }
                _ => None,
            };
        }
    }

    /// Records what came, up to more than any case expects: a subject that floods must not fill the memory.
    pub(super) fn record(&mut self, event: Event) {
        if self.received.len() < RECORDED {
            self.received.push(event);
        }
    }

    /// An exchange is complete.
    pub(super) fn complete(&mut self) {
        self.behavior = Behavior::Ok;
        self.result = "Ok, received all echo'ed messages in time.".to_owned();
    }

    /// A message behind the echoes, which all came. Autobahn compares it like one of them.
    pub(super) fn afterwards(&mut self, exchanging: &mut Exchanging<'_>) {
        if self.behavior == Behavior::Ok
            && let Err(difference) = exchanging.end_of_another()
        {
            self.fail(echo_differs(self.case, exchanging, difference));
        }
    }

    /// A message where nothing was agreed on and so nothing sent. Autobahn compares it with what it would have sent, but cannot
    /// compare what is in it.
    pub(super) fn greeted(&mut self, exchange: &Exchange, kind: MessageKind, payload: &[u8]) {
        let exchanging = Exchanging::new(exchange, None, None);
        let len = match kind {
            MessageKind::Text => String::from_utf8_lossy(payload).chars().count(),
            MessageKind::Binary => payload.len(),
        };
        let expected = match &exchange.content {
            Content::Same { payload, .. } => payload.len(),
            Content::Windows { len, .. } => *len,
        };
        if kind != exchange.kind() {
            self.fail(echo_differs(self.case, &exchanging, Difference::Kind(kind)));
        } else if len != expected {
            let sentence = format!(
                "Echo'ed message length differs from what I sent (got length {len}, expected length {expected})."
            );
            self.fail(sentence);
        }
    }

    /// A message begins; true when it is to be kept as a whole.
    pub(super) fn begin(&mut self, kind: MessageKind) -> bool {
        match &mut self.echo {
            Some((expectation, progress)) => {
                *progress = Some(expectation.begin(kind));
                false
            }
            None => true,
        }
    }

    /// Octets of a message that is not kept.
    pub(super) fn data(&mut self, octets: &[u8]) {
        if let Some((expectation, Some(progress))) = &mut self.echo {
            expectation.compare(progress, octets);
        }
    }

    /// The end of a message that is not kept.
    pub(super) fn end(&mut self) {
        let Some((expectation, Some(progress))) = &mut self.echo else {
            return;
        };
        let kind = expectation.kind();
        let name = |kind| match kind {
            MessageKind::Text => "text",
            MessageKind::Binary => "binary",
        };
        let (word, len) = (name(kind), expectation.len());
        let verdict = expectation.end(*progress);
        // A right echo decides; what comes behind it changes the sentence alone.
        if verdict.is_ok() {
            self.behavior = Behavior::Ok;
        }
        self.result = match verdict {
            Ok(()) => format!("Received {word} message of length {len}."),
            Err(Difference::Kind(got)) => {
                format!("Expected {word} message with payload, but got {}.", name(got))
            }
            Err(Difference::Len(got)) => {
                format!("Expected {word} message with payload of length {len}, but got {got}.")
            }
            Err(Difference::Content(at)) => {
                format!("Received {word} message of length {len}, but its octet {at} is not the one that was sent.")
            }
            Err(Difference::Unasked) => "Received a message that nothing asked for.".to_owned(),
        };
    }

    /// Whether time can change the behavior: events that begin no list will never be one.
    pub(super) fn may_change(&self) -> bool {
        match &self.case.expected {
            Expected::Events(lists) | Expected::Informational(lists) => lists.iter().any(|(_, list)| {
                let begun = list.get(..self.received.len());
                begun.is_some_and(|begun| same(begun, &self.received))
            }),
            Expected::Echo { .. } | Expected::Exchange => true,
        }
    }

    /// Whether what was received equals every list.
    pub(super) fn is_complete(&self) -> bool {
        match &self.case.expected {
            Expected::Events(lists) | Expected::Informational(lists) => {
                lists.iter().all(|(_, list)| same(list, &self.received))
            }
            // There a message decides, and a pong nothing.
            Expected::Echo { .. } | Expected::Exchange => false,
        }
    }

    /// What was recorded, against the lists. A case on a connection that never opened has laid none down, and nothing came of
    /// it: that fails it.
    fn conclude(&mut self, was_open: bool) {
        if !was_open {
            if let Some(sentence) = self.case.unopened {
                self.result = sentence.to_owned();
            }
            return;
        }
        if let Expected::Events(lists) | Expected::Informational(lists) = &self.case.expected {
            let matched = lists.iter().find(|(_, list)| same(list, &self.received));
            if let Some((behavior, _)) = matched {
                self.behavior = *behavior;
                self.result = MATCHES.to_owned();
            }
            let matched = matched.map(|(behavior, _)| *behavior);
            if let Some((_, sentence)) = self.case.sentences.iter().find(|(of, _)| *of == matched) {
                self.result = (*sentence).to_owned();
            }
        }
    }
}

/// How long an exchange may take.
fn close_after(case: &AutobahnCase) -> Option<f64> {
    case.acts.iter().find_map(|act| match act {
        Act::CloseAfter { seconds } => Some(*seconds),
        _ => None,
    })
}

/// The message that is to come back.
fn sent(case: &AutobahnCase) -> Option<(MessageKind, &Bytes)> {
    case.acts.iter().find_map(|act| match act {
        Act::Frame { opcode, payload, .. } | Act::Message { opcode, payload, .. } => {
            Some((MessageKind::from_opcode(Opcode::from_bits(*opcode))?, payload))
        }
        _ => None,
    })
}

fn same(expected: &[Event], received: &[Event]) -> bool {
    let equal = |(expected, received): (&Event, &Event)| match (expected, received) {
        (
            Event::Message { payload, binary },
            Event::Message {
                payload: got,
                binary: kind,
            },
        ) => binary == kind && payload.matches(&got.expand()),
        (Event::Pong(payload), Event::Pong(got)) => payload.matches(&got.expand()),
        (Event::Timeout(tag), Event::Timeout(got)) => tag == got,
        _ => false,
    };
    expected.len() == received.len() && expected.iter().zip(received).all(equal)
}

/// How the connection ended, as a word and a sentence.
fn close_verdict(rule: &CloseRule, closing: &Closing, tester: Role, was_open: bool) -> (BehaviorClose, String) {
    if !was_open {
        let sentence = "The WebSocket opening handshake was never completed!";
        return (BehaviorClose::Failed, sentence.to_owned());
    }
    if rule.by_tester != closing.closed_by_me {
        let sentence = "The connection was failed by the wrong endpoint";
        return (BehaviorClose::Failed, sentence.to_owned());
    }
    if rule.clean && !closing.was_clean {
        let sentence = "The spec requires the connection to be failed cleanly here";
        return (BehaviorClose::Unclean, sentence.to_owned());
    }
    if closing.remote_code.is_some_and(|code| !rule.codes.contains(&code)) {
        let codes: Vec<String> = rule.codes.iter().map(u16::to_string).collect();
        let sentence = format!("The close code should have been {} or empty", codes.join(","));
        return (BehaviorClose::WrongCode, sentence);
    }
    if tester == Role::Client && closing.dropped_by_me {
        let sentence = "It is preferred that the server close the TCP connection";
        return (BehaviorClose::FailedByClient, sentence.to_owned());
    }
    (BehaviorClose::Ok, "Connection was properly closed".to_owned())
}

/// The report of a play that is over.
pub(super) fn played(play: Play<'_>) -> Played {
    let (mut judging, log, parts) = play.into_parts();
    let was_open = parts.duration.is_some();
    judging.conclude(was_open);
    let case = judging.case;
    let rule = &case.close;
    let (mut behavior_close, result_close) = close_verdict(rule, &parts.closing, parts.tester, was_open);
    if was_open && rule.wrong_endpoint_fails && rule.by_tester != parts.closing.closed_by_me {
        judging.behavior = Behavior::Failed;
    }
    if rule.wrong_code_fails && behavior_close == BehaviorClose::WrongCode {
        judging.behavior = Behavior::Failed;
        judging.result.clone_from(&result_close);
    }
    if matches!(case.expected, Expected::Informational(_)) {
        judging.behavior = Behavior::Informational;
        behavior_close = BehaviorClose::Informational;
    }
    let Log {
        rows,
        on,
        reads,
        writes,
        frames_received,
        frames_sent,
    } = log;
    Played {
        tester: parts.tester,
        id: parts.id,
        started: parts.started,
        duration: parts.duration,
        behavior: judging.behavior,
        behavior_close,
        result: judging.result,
        result_close,
        received: judging.received.iter().map(Into::into).collect(),
        closing: parts.closing,
        request: parts.request,
        response: parts.response,
        reads,
        writes,
        frames_received,
        frames_sent,
        wirelog: rows,
        logging: on,
        traffic: parts.traffic,
        pressed: parts.pressed,
        stalled: parts.stalled,
        limit: judging.limit,
        blocked: judging.blocked,
        crowded: false,
    }
}

/// The sentence for an echo that is not what was sent.
pub(super) fn echo_differs(case: &AutobahnCase, exchanging: &Exchanging<'_>, difference: Difference) -> String {
    let binary = exchanging.kind() == MessageKind::Binary;
    let python = |yes: bool| if yes { "True" } else { "False" };
    let len = exchanging.expected_len();
    let message = exchanging.echoed() + 1;
    match (difference, case.offer.is_some()) {
        (Difference::Unasked, _) => "Received a message that nothing asked for.".to_owned(),
        (Difference::Content(at), _) => {
            format!("Echo'ed message contents differs from what I sent (octet {at} of {len}, in echo {message}).")
        }
        (Difference::Kind(kind), true) => format!(
            "Echo'ed message type differs from what I sent (got binary {}, expected binary {}).",
            python(kind == MessageKind::Binary),
            python(binary)
        ),
        (Difference::Len(got), true) => {
            format!("Echo'ed message length differs from what I sent (got length {got}, expected length {len}).")
        }
        (Difference::Kind(kind), false) => format!(
            "Echo'ed message type or length differs from what I sent (got binary = {}, payload length = {len}).",
            python(kind == MessageKind::Binary)
        ),
        (Difference::Len(got), false) => format!(
            "Echo'ed message type or length differs from what I sent (got binary = {}, payload length = {got}).",
            python(binary)
        ),
    }
}
