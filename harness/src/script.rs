//! Plays the steps of a case, one after the other, and comes to a verdict.

use std::mem;
use std::time::Duration;

use wsspec_codec::close::CloseCode;
use wsspec_codec::frame::Opcode;
use wsspec_codec::message::MessageKind;
use wsspec_codec::rfc::Clause;
use wsspec_codec::rules::Role;

use crate::bytes::readable;
use crate::case::{Case, Closing, ECHO_PATIENCE, Step};
use crate::echoes::{self, Wrong};
use crate::exchange::{Compressing, Exchanging};
use crate::flight::Outgoing;
use crate::lost::Lost;
use crate::matcher::{Matcher, Progress};
use crate::pattern::{Event, Grade, Outcome};
use crate::receiver::{Frame, Heard};
use crate::segment::Segmentation;
use crate::text;
use crate::trace::{By, What};
use crate::verdict::Verdict;

/// A script that is being played.
#[derive(Debug)]
pub(crate) struct Script<'c> {
    case: &'c Case,
    manner: Manner,
    steps: std::slice::Iter<'c, Step>,
    waits: Waits<'c>,
    step_clause: Option<&'static Clause>,
    /// When the step has waited long enough.
    pub(crate) deadline: Option<Duration>,
    /// How long it waits, or the opening handshake.
    pub(crate) patience: Duration,
    /// What came in this step.
    events: Vec<Event>,
    /// The message that has come in part.
    message: Option<(MessageKind, Vec<u8>)>,
    /// Data frames of this exchange.
    frames: u64,
    close_received: bool,
    /// Whether to end our side of TCP.
    pub(crate) shutdown: bool,
    verdict: Verdict,
    over: bool,
}

/// How steps are played.
#[derive(Clone, Debug)]
pub(crate) struct Manner {
    /// How flights are cut that do not say it themselves.
    pub(crate) segmentation: Segmentation,
    /// What waiting times are multiplied with.
    pub(crate) time_scale: f64,
    /// The most messages of an exchange.
    pub(crate) most_messages: Option<u32>,
    /// How messages of an exchange are compressed, once that is agreed.
    pub(crate) compressing: Option<Compressing>,
}

/// What a step waits for.
#[derive(Debug)]
enum Waits<'c> {
    Nothing,
    Outcome(Matcher<'c>),
    Echoes(Box<Exchanging<'c>>),
}

/// How many data frames of an exchange the timeline shows.
const FRAMES_SHOWN: u64 = 8;

/// How many events of a step a verdict quotes.
const EVENTS_KEPT: usize = 40;

/// How much of a message is kept: no outcome wants more.
const MESSAGE_KEPT: usize = 32 << 20;

impl<'c> Script<'c> {
    /// Before the first step.
    pub(crate) fn new(case: &'c Case, manner: Manner) -> Script<'c> {
        Script {
            case,
            manner,
            steps: case.steps.iter(),
            waits: Waits::Nothing,
            step_clause: None,
            deadline: None,
            patience: Duration::ZERO,
            events: Vec::new(),
            message: None,
            frames: 0,
            close_received: false,
            shutdown: false,
            verdict: Verdict::pass(),
            over: false,
        }
    }

    /// Exchanges are compressed from here on.
    pub(crate) fn compress(&mut self, compressing: Compressing) {
        self.manner.compressing = Some(compressing);
    }

    /// From now on, wait so long, multiplied with the time scale.
    pub(crate) fn wait(&mut self, patience: Duration, now: Duration) {
        self.patience = patience.mul_f64(self.manner.time_scale);
        self.deadline = Some(now + self.patience);
    }

    /// Goes on to the next step that waits.
    pub(crate) fn advance(&mut self, out: &mut Outgoing) {
        self.waits = Waits::Nothing;
        self.events.clear();
        while let Some(step) = self.steps.next() {
            match step {
                Step::Send(flight) => {
                    out.flight(flight, &self.manner.segmentation);
                    self.shutdown |= self.ends_tcp(out);
                }
                Step::Expect(expect) => {
                    self.waits = Waits::Outcome(Matcher::new(&expect.outcomes));
                    self.step_clause = expect.clause;
                    return self.wait(expect.within, out.trace.now());
                }
                Step::Exchange(exchange) => {
                    out.trace.sent(format!("begins {}", text::exchange(exchange)));
                    let exchanging = Exchanging::new(exchange, self.manner.most_messages, self.manner.compressing);
                    self.waits = Waits::Echoes(Box::new(exchanging));
                    self.step_clause = None;
                    self.frames = 0;
                    self.wait(ECHO_PATIENCE, out.trace.now());
                    return self.refill(out);
                }
                Step::End => {
                    out.note("ends its side of TCP");
                    self.shutdown = true;
                }
            }
        }
        self.over = true;
    }

    /// Sends what an exchange may send now.
    pub(crate) fn refill(&mut self, out: &mut Outgoing) {
        if let Waits::Echoes(exchanging) = &mut self.waits {
            out.messages(exchanging);
        }
    }

    /// Takes what the subject sent.
    pub(crate) fn hear(&mut self, heard: Heard<'_>, out: &mut Outgoing) {
        if self.over {
            return;
        }
        match heard {
            Heard::Frame(frame) => self.show(frame, out),
            Heard::Begin(kind) => match &mut self.waits {
                Waits::Echoes(exchanging) => exchanging.begin(kind),
                _ => self.message = Some((kind, Vec::new())),
            },
            Heard::Data(octets) => self.data(octets, out.trace.now()),
            Heard::End(compressed) => self.end_message(compressed, out),
            Heard::Ping(payload) if !self.close_received => out.frame(Opcode::PONG, &payload),
            Heard::Ping(_) => {}
            Heard::Pong(payload) => self.pong(payload, out),
            Heard::Close(body) => self.close(body, out),
            Heard::Violation(violation) => self.event(Event::Violation(violation), out),
            Heard::BadDeflate(because, clause) => {
                let verdict = Verdict::new(Grade::Fail, because);
                self.finish(Verdict {
                    clause: Some(clause),
                    ..verdict
                });
            }
        }
    }

    /// Puts a frame of the subject into the timeline; of an exchange only the first data frames.
    fn show(&mut self, frame: &Frame, out: &mut Outgoing) {
        let exchanging = matches!(self.waits, Waits::Echoes(_)) && !frame.header.opcode().is_control();
        self.frames += u64::from(exchanging);
        if !exchanging || frame.broken || self.frames <= FRAMES_SHOWN {
            out.trace.push(By::Subject, What::Frame(frame.seen()));
        }
    }

    fn data(&mut self, octets: &[u8], now: Duration) {
        match &mut self.waits {
            Waits::Echoes(exchanging) => {
                exchanging.data(octets);
                self.deadline = Some(now + self.patience);
                // One without end is not waited for.
                let arrived = exchanging
                    .arrived()
                    .filter(|&octets| octets > exchanging.expected_len());
                if let Some(arrived) = arrived {
                    let wrong = echoes::exceeds(exchanging, arrived);
                    self.fail_echo(wrong);
                }
            }
            _ => {
                if let Some((_, message)) = &mut self.message
                    && message.len() < MESSAGE_KEPT
                {
                    message.extend_from_slice(octets);
                }
            }
        }
    }

    fn end_message(&mut self, compressed: bool, out: &mut Outgoing) {
        if let Waits::Echoes(exchanging) = &mut self.waits {
            let ended = exchanging.end();
            self.deadline = Some(out.trace.now() + self.patience);
            if let Err(difference) = ended {
                let wrong = echoes::differs(exchanging, difference);
                self.fail_echo(wrong);
            } else if exchanging.is_complete() {
                out.note(format!("took {} in {} frames", echoes::so_far(exchanging), self.frames));
                self.advance(out);
            }
            return;
        }
        let Some((kind, payload)) = self.message.take() else {
            return;
        };
        if compressed {
            let shown = format!("inflates to {}", readable(&payload));
            out.trace.push(By::Subject, What::Note(shown));
        }
        self.event(Event::Message { kind, payload }, out);
    }

    /// A pong counts if we asked for it; any other is a heartbeat (5.5.3).
    fn pong(&mut self, payload: Vec<u8>, out: &mut Outgoing) {
        match out.pings.iter().position(|ping| *ping == payload) {
            Some(index) => {
                out.pings.drain(..=index);
                self.event(Event::Pong(payload), out);
            }
            None => out.note("takes the pong for a heartbeat: no ping of the tester waits for it"),
        }
    }

    /// Answers a Close frame, unless it is an answer.
    fn close(&mut self, body: Option<(CloseCode, String)>, out: &mut Outgoing) {
        self.close_received = true;
        if !out.close_sent && self.case.closing != Closing::WithoutAnswer {
            out.close_sent = true;
            let answer = body.as_ref().map(|(code, _)| match code {
                code if code.may_be_sent(out.tester()) => *code,
                _ => CloseCode::PROTOCOL_ERROR,
            });
            let payload = answer.map_or(Vec::new(), |code| code.value().to_be_bytes().to_vec());
            out.frame(Opcode::CLOSE, &payload);
        }
        // A frame of ours that is unfinished can only be given up.
        self.shutdown |= self.ends_tcp(out) || out.is_inside_frame();
        self.event(Event::Close(body), out);
    }

    /// As a server we end TCP after both Close frames.
    fn ends_tcp(&self, out: &Outgoing) -> bool {
        let closed = self.close_received && out.close_sent;
        closed && out.tester() == Role::Server && self.case.closing != Closing::WithoutEnd
    }

    /// Whether the subject sent a Close frame.
    pub(crate) fn close_received(&self) -> bool {
        self.close_received
    }

    // --- judging

    /// Judges something that the subject did.
    pub(crate) fn event(&mut self, event: Event, out: &mut Outgoing) {
        if self.over {
            return;
        }
        let progress = match &mut self.waits {
            Waits::Nothing => return,
            Waits::Outcome(matcher) => matcher.event(&event),
            Waits::Echoes(_) if matches!(event, Event::Pong(_)) => return,
            Waits::Echoes(exchanging) => {
                if let Event::Close(Some((code, _))) = &event
                    && let Some(limit) = echoes::limit(exchanging, *code)
                {
                    return self.finish(Verdict::new(Grade::Info, limit));
                }
                Progress::Lost
            }
        };
        if self.events.len() < EVENTS_KEPT {
            self.events.push(event);
        }
        match progress {
            Progress::Waiting => {}
            Progress::Decided(outcome) => self.decided(outcome, out),
            Progress::Lost => self.lost(false, out),
        }
    }

    /// The time of the step is over.
    pub(crate) fn timeout(&mut self, out: &mut Outgoing) {
        self.deadline = None;
        match &self.waits {
            Waits::Outcome(matcher) => match matcher.timeout() {
                Progress::Decided(outcome) => self.decided(outcome, out),
                _ => self.lost(true, out),
            },
            _ => self.lost(true, out),
        }
    }

    /// The time of the whole play is over.
    pub(crate) fn overdue(&mut self, after: Duration) {
        let expected = self.expected();
        let actual = self.actual();
        self.finish(Verdict {
            grade: Grade::Fail,
            because: format!("the play was not over after {} s, its deadline", after.as_secs_f64()),
            clause: self.clause(),
            expected,
            actual,
            timed_out: true,
        });
    }

    fn decided(&mut self, outcome: &'c Outcome, out: &mut Outgoing) {
        if outcome.grade > self.verdict.grade {
            self.verdict.grade = outcome.grade;
            self.verdict.clause = self.clause();
            self.verdict.expected = self.wanted();
            self.verdict.actual = self.actual();
        }
        if !outcome.because.is_empty() {
            if !self.verdict.because.is_empty() {
                self.verdict.because.push_str("; ");
            }
            self.verdict.because.push_str(&outcome.because);
        }
        if outcome.ends() {
            self.deadline = None;
            self.over = true;
        } else {
            self.advance(out);
        }
    }

    /// No outcome goes like this.
    fn lost(&mut self, timed_out: bool, out: &Outgoing) {
        let (because, clause) = Lost {
            last: self.events.last(),
            timed_out,
            closed: self.close_received && out.close_sent,
            subject: out.tester().peer(),
            refusable: self.case.takes_only_refusal(),
        }
        .explain();
        let (because, clause) = match &self.waits {
            Waits::Echoes(exchanging) => (format!("{because}, after {}", echoes::so_far(exchanging)), clause),
            _ => (because, clause),
        };
        let mut actual = self.actual();
        if timed_out {
            actual.push(format!(
                "nothing {}for {} s",
                if actual.is_empty() { "" } else { "more " },
                self.patience.as_secs_f64()
            ));
        }
        self.finish(Verdict {
            grade: Grade::Fail,
            because,
            clause: clause.or(self.clause()),
            expected: if timed_out { self.expected() } else { self.wanted() },
            actual,
            timed_out,
        });
    }

    fn fail_echo(&mut self, wrong: Wrong) {
        self.finish(Verdict {
            clause: self.clause(),
            expected: vec![wrong.expected],
            actual: vec![wrong.actual],
            ..Verdict::new(Grade::Fail, wrong.because)
        });
    }

    fn clause(&self) -> Option<&'static Clause> {
        self.step_clause.or(self.case.clauses.first().copied())
    }

    /// What the step wanted, in words: all of its outcomes.
    fn wanted(&self) -> Vec<String> {
        let step = self.case.steps.len() - self.steps.len();
        match step.checked_sub(1).and_then(|index| self.case.steps.get(index)) {
            Some(Step::Expect(expect)) => in_words(expect.outcomes.0.iter()),
            Some(Step::Exchange(exchange)) => vec![text::exchange(exchange)],
            _ => Vec::new(),
        }
    }

    /// What it still wanted: those that are still possible.
    fn expected(&self) -> Vec<String> {
        match &self.waits {
            Waits::Outcome(matcher) => in_words(matcher.alive()),
            _ => self.wanted(),
        }
    }

    fn actual(&self) -> Vec<String> {
        let so_far = match &self.waits {
            Waits::Echoes(exchanging) => Some(echoes::so_far(exchanging)),
            _ => None,
        };
        so_far
            .into_iter()
            .chain(self.events.iter().map(Event::to_string))
            .collect()
    }

    /// Takes note of something that makes the verdict no better than this.
    pub(crate) fn note(&mut self, grade: Grade, because: &str, clause: &'static Clause) {
        if grade > self.verdict.grade {
            self.verdict.grade = grade;
            self.verdict.clause = Some(clause);
        }
        if !self.verdict.because.is_empty() {
            self.verdict.because.push_str("; ");
        }
        self.verdict.because.push_str(because);
    }

    /// This is the verdict.
    pub(crate) fn finish(&mut self, verdict: Verdict) {
        self.verdict = verdict;
        self.deadline = None;
        self.over = true;
    }

    /// How good it is so far.
    pub(crate) fn grade(&self) -> Grade {
        self.verdict.grade
    }

    /// Whether the verdict is there.
    pub(crate) fn is_over(&self) -> bool {
        self.over
    }

    /// The verdict so far.
    pub(crate) fn into_verdict(mut self) -> Verdict {
        mem::replace(&mut self.verdict, Verdict::pass())
    }
}

fn in_words<'o>(outcomes: impl Iterator<Item = &'o Outcome>) -> Vec<String> {
    outcomes
        .filter(|outcome| !outcome.patterns.is_empty())
        .map(text::outcome)
        .collect()
}
