//! Plays one case, without I/O: octets and times in; writes, a deadline and a verdict out.
//!
//! A verdict depends only on the case and on the inputs with their times. The tester's own manners live here and nowhere
//! else: it answers pings and Close frames, closes TCP as a server after both Close frames (7.1.1), and tolerates pongs
//! that nobody asked for (5.5.3).

use std::collections::VecDeque;
use std::mem;
use std::time::Duration;

use wsspec_codec::close::CloseCode;
use wsspec_codec::frame::{FrameHeader, Opcode};
use wsspec_codec::rfc::{Clause, rfc6455};
use wsspec_codec::rules::{Role, ViolationKind};

use crate::case::{Case, Step};
use crate::flight::{Lowering, lower};
use crate::matcher::{Matcher, Progress};
use crate::opening::{Opened, Opening};
use crate::pattern::{End, Event, Grade, Outcome};
use crate::random::SplitMix64;
use crate::receiver::{Meaning, Received, Receiver};
use crate::segment::Segmentation;
use crate::trace::{By, Seen, Trace, What};
use crate::verdict::Verdict;

/// How a case is played.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The role of the subject.
    pub subject: Role,
    /// How flights are cut that do not say it themselves.
    pub segmentation: Segmentation,
    /// What every waiting time is multiplied with.
    pub time_scale: f64,
    /// What masking keys and nonces come from.
    pub seed: u64,
    /// The authority for the Host field of a request.
    pub host: String,
    /// The request target.
    pub target: String,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            subject: Role::Server,
            segmentation: Segmentation::Whole,
            time_scale: 1.0,
            seed: 0,
            host: "localhost".to_owned(),
            target: "/".to_owned(),
        }
    }
}

/// One play of one case.
#[derive(Debug)]
pub struct Session<'c> {
    case: &'c Case,
    settings: Settings,
    random: SplitMix64,
    trace: Trace,
    now: Duration,

    opening: Option<Opening>,
    receiver: Receiver,

    steps: std::slice::Iter<'c, Step>,
    matcher: Option<Matcher<'c>>,
    step_clause: Option<&'static Clause>,
    deadline: Option<Duration>,
    /// How long the step waits, or the opening handshake.
    patience: Duration,
    /// What came in this step.
    events: Vec<Event>,
    verdict: Verdict,
    over: bool,

    writes: VecDeque<Vec<u8>>,
    shutdown: bool,
    close_sent: bool,
    close_received: bool,
    tcp_ended: bool,
    /// Pings of ours that have no pong yet.
    pings: Vec<Vec<u8>>,
    /// The key and phase for the rest of a frame that announced more than it brought, and how much that is.
    unfinished: Option<(Option<[u8; 4]>, u64)>,
}

/// How long an opening handshake may take.
const OPENING_PATIENCE: Duration = Duration::from_secs(5);

impl<'c> Session<'c> {
    /// A play at the moment the TCP connection is there.
    pub fn new(case: &'c Case, settings: Settings) -> Session<'c> {
        let tester = settings.subject.peer();
        let mut session = Session {
            case,
            random: SplitMix64::new(settings.seed).fork(&case.id),
            trace: Trace::default(),
            now: Duration::ZERO,
            opening: None,
            receiver: Receiver::new(tester),
            steps: case.steps.iter(),
            matcher: None,
            step_clause: None,
            deadline: Some(OPENING_PATIENCE.mul_f64(settings.time_scale)),
            patience: OPENING_PATIENCE.mul_f64(settings.time_scale),
            events: Vec::new(),
            verdict: Verdict::pass(),
            over: false,
            writes: VecDeque::new(),
            shutdown: false,
            close_sent: false,
            close_received: false,
            tcp_ended: false,
            pings: Vec::new(),
            unfinished: None,
            settings,
        };
        let nonce = session.random.octets();
        let (opening, request) = Opening::new(tester, &session.settings.host, &session.settings.target, nonce);
        session.opening = Some(opening);
        session.send_head(request);
        session
    }

    /// The subject sent octets.
    pub fn receive(&mut self, now: Duration, octets: &[u8]) {
        self.now = now;
        if self.over || self.tcp_ended {
            return;
        }
        let Some(mut opening) = self.opening.take() else {
            self.receiver.push(octets);
            return self.frames();
        };
        let opened = opening.receive(octets);
        if let Some(head) = opening.head_received() {
            self.trace.push(now, By::Subject, What::Head(head));
        }
        match opened {
            Ok(None) => self.opening = Some(opening),
            Ok(Some(Opened { answer, rest })) => {
                self.send_head(answer);
                self.deadline = None;
                self.advance();
                self.receiver.push(&rest);
                self.frames();
            }
            Err(refusal) => {
                self.send_head(refusal.answer);
                self.block(
                    format!("the opening handshake failed: {}", refusal.because),
                    refusal.clause,
                );
            }
        }
    }

    /// The subject ended TCP.
    pub fn end(&mut self, now: Duration, end: End) {
        self.now = now;
        if self.over || self.tcp_ended {
            return;
        }
        self.tcp_ended = true;
        let inside = self.opening.is_none() && !self.close_received && self.receiver.is_inside_frame();
        let end = if inside { End::InsideFrame } else { end };
        let how = match end {
            End::Closed => "ends TCP",
            End::Reset => "resets TCP",
            End::InsideFrame => "ends TCP in the middle of a frame",
        };
        self.trace.push(now, By::Subject, What::Note(how.to_owned()));
        if self.opening.is_some() {
            self.block(format!("the subject {how} before the opening handshake was over"), None);
        } else {
            self.event(Event::End(end));
        }
    }

    /// Time has passed.
    pub fn tick(&mut self, now: Duration) {
        self.now = now;
        if self.over || self.deadline.is_none_or(|deadline| deadline > now) {
            return;
        }
        self.deadline = None;
        if self.opening.is_some() {
            let seconds = self.patience.as_secs_f64();
            self.block(format!("the opening handshake was not over after {seconds} s"), None);
            self.verdict.timed_out = true;
            return;
        }
        match self.matcher.as_ref().map(Matcher::timeout) {
            Some(Progress::Decided(outcome)) => self.decided(outcome),
            _ => self.lost(true),
        }
    }

    /// Takes what is to be written, each piece a write of its own.
    pub fn take_writes(&mut self) -> VecDeque<Vec<u8>> {
        mem::take(&mut self.writes)
    }

    /// Gives back what was taken and not written.
    pub fn put_back(&mut self, mut writes: VecDeque<Vec<u8>>) {
        writes.append(&mut self.writes);
        self.writes = writes;
    }

    /// Whether to end our side of TCP once everything is written, and go on reading.
    pub fn wants_shutdown(&self) -> bool {
        self.shutdown
    }

    /// Takes note that something was written: a step waits from its last octet on, however slowly a flight goes out. A
    /// subject that does not read lets nothing be written, and gains no time.
    pub fn written(&mut self, now: Duration) {
        if self.deadline.is_some() {
            self.deadline = Some(now + self.patience);
        }
    }

    /// When to call [`tick`](Session::tick), if nothing happens before.
    pub fn wake_at(&self) -> Option<Duration> {
        self.deadline
    }

    /// Whether the verdict is there.
    pub fn is_over(&self) -> bool {
        self.over
    }

    /// Gives up for a reason that is not the subject's.
    pub fn abort(&mut self, because: impl Into<String>) {
        if !self.over {
            self.finish(Verdict::new(Grade::Error, because));
        }
    }

    /// The verdict so far, and what happened.
    pub fn into_parts(self) -> (Verdict, Trace) {
        (self.verdict, self.trace)
    }

    fn tester(&self) -> Role {
        self.settings.subject.peer()
    }

    // --- sending

    fn send_head(&mut self, head: Vec<u8>) {
        if head.is_empty() {
            return;
        }
        let shown = String::from_utf8_lossy(&head).into_owned();
        self.trace.push(self.now, By::Tester, What::Head(shown));
        self.writes.push_back(head);
    }

    /// Goes on to the next step that waits.
    fn advance(&mut self) {
        self.matcher = None;
        self.events.clear();
        for step in self.steps.by_ref() {
            match step {
                Step::Send(flight) => {
                    let pieces = lower(
                        flight,
                        &mut Lowering {
                            tester: self.settings.subject.peer(),
                            random: &mut self.random,
                            unfinished: &mut self.unfinished,
                            pings: &mut self.pings,
                            close_sent: &mut self.close_sent,
                            trace: &mut self.trace,
                            now: self.now,
                        },
                    );
                    let segmentation = flight.segmentation.as_ref().unwrap_or(&self.settings.segmentation);
                    self.writes.extend(segmentation.cut(pieces));
                }
                Step::Expect(expect) => {
                    self.matcher = Some(Matcher::new(&expect.outcomes));
                    self.step_clause = expect.clause;
                    self.patience = expect.within.mul_f64(self.settings.time_scale);
                    self.deadline = Some(self.now + self.patience);
                    return;
                }
            }
        }
        self.over = true;
    }

    /// Sends a frame that no step asks for: good manners.
    fn send_frame(&mut self, opcode: Opcode, payload: &[u8]) {
        if self.unfinished.is_some() {
            // Inside a frame of ours nothing else can stand.
            return;
        }
        let key = (self.tester() == Role::Client).then(|| self.random.octets());
        let header = FrameHeader::new(opcode, payload.len() as u64).with_masking_key(key);
        let mut wire = Vec::new();
        wsspec_codec::frame::encode(&header, payload, &mut wire);
        self.trace
            .push(self.now, By::Tester, What::Frame(Seen::new(&header, payload, &wire)));
        self.writes.push_back(wire);
    }

    // --- receiving

    /// Takes the frames that are there.
    fn frames(&mut self) {
        while !self.over {
            let Some(Received { seen, meaning }) = self.receiver.next() else {
                return;
            };
            self.trace.push(self.now, By::Subject, What::Frame(seen));
            match meaning {
                Meaning::Fragment => {}
                Meaning::Ping(payload) if !self.close_received => self.send_frame(Opcode::PONG, &payload),
                Meaning::Ping(_) => {}
                Meaning::Event(Event::Pong(payload)) => self.pong(payload),
                Meaning::Event(Event::Close(body)) => self.close(body),
                Meaning::Event(event) => self.event(event),
            }
        }
    }

    /// A pong counts if we asked for it; any other is a heartbeat (5.5.3).
    fn pong(&mut self, payload: Vec<u8>) {
        match self.pings.iter().position(|ping| *ping == payload) {
            Some(index) => {
                self.pings.drain(..=index);
                self.event(Event::Pong(payload));
            }
            None => self.trace.push(
                self.now,
                By::Tester,
                What::Note("takes the pong for a heartbeat: no ping of the tester waits for it".to_owned()),
            ),
        }
    }

    /// Answers a Close frame, unless it is an answer.
    fn close(&mut self, body: Option<(CloseCode, String)>) {
        self.close_received = true;
        if !self.close_sent {
            self.close_sent = true;
            let tester = self.tester();
            let answer = body.as_ref().map(|(code, _)| match code {
                code if code.may_be_sent(tester) => *code,
                _ => CloseCode::PROTOCOL_ERROR,
            });
            let payload = answer.map_or(Vec::new(), |code| code.value().to_be_bytes().to_vec());
            self.send_frame(Opcode::CLOSE, &payload);
        }
        // As a server we end TCP after both Close frames; and a frame of ours that is unfinished can only be given up.
        self.shutdown = self.tester() == Role::Server || self.unfinished.is_some();
        self.event(Event::Close(body));
    }

    // --- judging

    fn event(&mut self, event: Event) {
        if self.over {
            return;
        }
        let Some(matcher) = &mut self.matcher else { return };
        let progress = matcher.event(&event);
        if self.events.len() < EVENTS_KEPT {
            self.events.push(event);
        }
        match progress {
            Progress::Waiting => {}
            Progress::Decided(outcome) => self.decided(outcome),
            Progress::Lost => self.lost(false),
        }
    }

    fn decided(&mut self, outcome: &'c Outcome) {
        if outcome.grade > self.verdict.grade {
            self.verdict.grade = outcome.grade;
            self.verdict.clause = self.step_clause.or(self.case.clauses.first().copied());
            self.verdict.expected = self.expected(None);
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
            self.advance();
        }
    }

    /// No outcome goes like this.
    fn lost(&mut self, timed_out: bool) {
        let expected = self.expected(self.matcher.as_ref().filter(|_| timed_out));
        let mut clause = self.step_clause.or(self.case.clauses.first().copied());
        let because = match self.events.last() {
            Some(Event::Violation(violation)) => {
                clause = Some(violation.kind.sender_clause());
                format!("the subject sent {violation}")
            }
            Some(Event::Close(Some((code, _)))) if !timed_out && !code.may_be_received() => {
                clause = Some(ViolationKind::CloseCode(*code).sender_clause());
                format!("the subject sent status code {code}, which must not stand in a Close frame")
            }
            Some(Event::End(End::InsideFrame)) => {
                clause = Some(rfc6455::TRANSMIT);
                "the subject ended TCP in the middle of a frame".to_owned()
            }
            Some(last) if !timed_out => format!("unexpected: {last}"),
            last => {
                if self.close_received && self.close_sent {
                    clause = Some(match self.settings.subject {
                        Role::Server => rfc6455::SERVER_IMMEDIATE,
                        Role::Client => rfc6455::TCP_CLOSE_AFTER,
                    });
                    "the subject kept TCP open after both Close frames".to_owned()
                } else if last.is_some() {
                    "the subject did not go on".to_owned()
                } else {
                    "the subject did not react".to_owned()
                }
            }
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
            clause,
            expected,
            actual,
            timed_out,
        });
    }

    /// What the step wanted, in words: all of its outcomes, or those that are still possible.
    fn expected(&self, alive: Option<&Matcher<'c>>) -> Vec<String> {
        let step = self.case.steps.len() - self.steps.len();
        let outcomes: Vec<&Outcome> = match (alive, step.checked_sub(1).and_then(|index| self.case.steps.get(index))) {
            (Some(matcher), _) => matcher.alive().collect(),
            (None, Some(Step::Expect(expect))) => expect.outcomes.0.iter().collect(),
            _ => Vec::new(),
        };
        outcomes
            .iter()
            .filter(|outcome| !outcome.patterns.is_empty())
            .map(|outcome| crate::text::outcome(outcome))
            .collect()
    }

    fn actual(&self) -> Vec<String> {
        self.events.iter().map(Event::to_string).collect()
    }

    fn block(&mut self, because: String, clause: Option<&'static Clause>) {
        self.finish(Verdict {
            clause,
            ..Verdict::new(Grade::Blocked, because)
        });
    }

    fn finish(&mut self, verdict: Verdict) {
        self.verdict = verdict;
        self.deadline = None;
        self.over = true;
    }
}

/// How many events of a step a verdict quotes.
const EVENTS_KEPT: usize = 40;
