//! One connection of an ordeal, without I/O: octets and times in; writes, a deadline and a reaction out.

use std::collections::VecDeque;
use std::time::Duration;

use wsspec_codec::frame::{self, FrameHeader, Opcode};
use wsspec_codec::rfc::rfc6455;
use wsspec_codec::rules::{Limits, Role};

use super::echoes::Owed;
use super::{Act, Left, Ordeal, Reaction};
use crate::case::Case;
use crate::drive::Player;
use crate::frame_spec::FrameSpec;
use crate::opening::{Opened, Opening, Unopened};
use crate::pattern::{End, Event, Grade};
use crate::random::SplitMix64;
use crate::receiver::{Frame, Heard, Receiver};
use crate::session::Settings;
use crate::trace::{By, Trace, What};
use crate::verdict::Verdict;

/// One connection that does what an ordeal says.
#[derive(Debug)]
pub struct Assailant<'c> {
    ordeal: &'c Ordeal,
    opening: Opening<'c>,
    receiver: Receiver,
    /// A request that came before it was waited for.
    early: Vec<u8>,
    tester: Tester<'c>,
}

/// The tester's side: what it does, and what it makes of what it hears.
#[derive(Debug)]
struct Tester<'c> {
    role: Role,
    acts: std::slice::Iter<'c, Act>,
    /// As a client its request.
    request: Vec<u8>,
    opening: Stage,
    /// As a server, whether the request gets its response as soon as it comes.
    answers: bool,
    random: SplitMix64,
    sending: Option<Flood>,
    /// Pongs, and the answer to a Close frame.
    manners: VecDeque<Vec<u8>>,
    waits: Waits,
    deaf: bool,
    /// The pong of the fence has come.
    fenced: bool,
    /// Frames of the subject in the timeline.
    shown: u32,
    /// A frame of ours is only there in part, so nothing may stand behind it.
    inside: bool,
    owed: Owed,
    /// The beginning of a response that opens nothing.
    answer: Vec<u8>,
    /// What the acts so far came to, if nothing more happens.
    so_far: Reaction,
    outcome: Option<Result<Reaction, Verdict>>,
    shutdown: bool,
    reset: bool,
    deadline: Option<Duration>,
    time_scale: f64,
    /// At most so many repetitions, where a test has no time for all.
    most: Option<u32>,
    trace: Trace,
}

/// How far the opening handshake is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Before,
    /// As a client, the request is out; as a server, it has come.
    Asked,
    Open,
}

/// What must happen before the next act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Waits {
    Nothing,
    /// The head of the subject.
    Head,
    /// The pong of the fence.
    Pong,
    /// Time, in which the subject may end the connection.
    Time,
    /// A moment between two octets.
    Moment,
    /// The end of TCP, after a Close frame.
    End,
}

/// Octets that are sent many times.
#[derive(Debug)]
struct Flood {
    piece: Vec<u8>,
    pieces: usize,
    last: Vec<u8>,
    /// How long lies between two pieces.
    every: Option<Duration>,
}

/// How much is written at once, in octets, of what is small.
const PIECE: usize = 64 << 10;

/// A subject that neither takes nor sends an octet for so long, and owes something, hangs.
const PATIENCE: Duration = Duration::from_secs(10);

/// When nothing was taken for so long while nothing is read, the subject waits to be read from.
const FULL: Duration = Duration::from_millis(700);

/// How long TCP may stay after a Close frame.
const FAREWELL: Duration = Duration::from_secs(2);

/// How much of an answer is looked at for its status.
const STATUS_LINE: usize = 64;

/// How many frames of the subject the timeline shows.
const FRAMES_SHOWN: u32 = 8;

const FENCE: &[u8] = b"fence";

impl<'c> Assailant<'c> {
    /// The connection with this number, at the moment it is there. `None` for a case without an ordeal.
    pub fn new(case: &'c Case, settings: &Settings, number: u32) -> Option<Assailant<'c>> {
        let ordeal = case.ordeal.as_ref()?;
        let mut random = SplitMix64::new(settings.seed ^ u64::from(number) << 32).fork(&case.id);
        let (opening, request) = Opening::new(case, settings, random.octets());
        let role = settings.subject.peer();
        Some(Assailant {
            ordeal,
            opening,
            receiver: Receiver::with_limits(role, Limits::NONE),
            early: Vec::new(),
            tester: Tester {
                role,
                acts: ordeal.acts.iter(),
                request,
                opening: Stage::Before,
                answers: false,
                random,
                sending: None,
                manners: VecDeque::new(),
                waits: Waits::Nothing,
                deaf: false,
                fenced: false,
                shown: 0,
                inside: false,
                owed: Owed::default(),
                answer: Vec::new(),
                so_far: Reaction::Left,
                outcome: None,
                shutdown: false,
                reset: false,
                deadline: None,
                time_scale: settings.time_scale,
                most: settings.most_messages.map(|most| most.saturating_mul(FEW)),
                trace: Trace::default(),
            },
        })
    }

    /// Whether TCP is to be reset.
    pub fn wants_reset(&self) -> bool {
        self.tester.reset
    }

    /// What is left of it.
    pub fn into_left(self) -> Left {
        Left {
            outcome: self.tester.outcome.unwrap_or(Ok(Reaction::Left)),
            trace: self.tester.trace,
        }
    }

    /// When all of it must be over.
    fn ends_at(&self) -> Duration {
        self.ordeal.within.mul_f64(self.tester.time_scale)
    }

    /// Takes octets of the opening handshake.
    fn head(&mut self, octets: &mut [u8]) {
        let tester = &mut self.tester;
        if tester.role == Role::Server && tester.opening == Stage::Asked {
            let because = format!(
                "the subject sent {} octets behind a request that has no response",
                octets.len()
            );
            return tester.fail(
                because,
                rfc6455::WAIT_RESPONSE,
                "the connection taken for open".to_owned(),
            );
        }
        if tester.role == Role::Client {
            let room = STATUS_LINE.saturating_sub(tester.answer.len());
            tester.answer.extend_from_slice(&octets[..octets.len().min(room)]);
            if tester.opening == Stage::Before {
                return tester.refused();
            }
        }
        let opened = self.opening.receive(octets);
        if let Some(head) = self.opening.head_received() {
            tester.trace.push(By::Subject, What::Head(head));
        }
        match opened {
            Ok(None) => {}
            Ok(Some(opened)) => self.opened(opened),
            Err(unopened) => tester.unopened(*unopened),
        }
    }

    fn opened(&mut self, opened: Opened) {
        let tester = &mut self.tester;
        if let Some(agreed) = opened.agreed {
            self.receiver.agree(agreed);
        }
        if tester.waits == Waits::Head {
            tester.go_on();
        }
        if tester.role == Role::Server && !tester.answers {
            tester.opening = Stage::Asked;
            return;
        }
        if tester.role == Role::Server {
            tester.manners.push_back(opened.answer);
        }
        tester.opening = Stage::Open;
        let mut rest = opened.rest;
        self.frames(&mut rest);
    }

    fn frames(&mut self, mut octets: &mut [u8]) {
        let tester = &mut self.tester;
        while tester.outcome.is_none() && self.receiver.next(&mut octets, |heard| tester.hear(heard)) {}
    }
}

impl Player for Assailant<'_> {
    fn receive(&mut self, now: Duration, octets: &mut [u8]) {
        self.tester.trace.set_now(now);
        if self.is_over() {
            return;
        }
        self.tester.patience();
        match self.tester.opening {
            Stage::Open => self.frames(octets),
            Stage::Before if self.tester.role == Role::Server && self.tester.waits != Waits::Head => {
                self.early.extend_from_slice(octets);
            }
            Stage::Before | Stage::Asked => self.head(octets),
        }
    }

    fn end(&mut self, now: Duration, end: End) {
        self.tester.trace.set_now(now);
        if !self.is_over() {
            self.tester.ended(end);
        }
    }

    fn tick(&mut self, now: Duration) {
        self.tester.trace.set_now(now);
        if self.is_over() {
        } else if now >= self.ends_at() {
            self.tester.outcome = Some(Ok(match self.tester.so_far {
                said @ (Reaction::Close(_) | Reaction::Status(_)) => said,
                _ => Reaction::Unfinished,
            }));
        } else if self.tester.deadline.is_some_and(|deadline| deadline <= now) {
            self.tester.overdue();
        }
    }

    fn take_writes(&mut self) -> VecDeque<Vec<u8>> {
        std::mem::take(&mut self.tester.manners)
    }

    fn put_back(&mut self, mut writes: VecDeque<Vec<u8>>) {
        writes.append(&mut self.tester.manners);
        self.tester.manners = writes;
    }

    fn more(&mut self, now: Duration) -> Option<Vec<u8>> {
        self.tester.trace.set_now(now);
        let piece = self.tester.more();
        if piece.is_some() || self.tester.waits != Waits::Head || self.early.is_empty() {
            return piece;
        }
        let mut early = std::mem::take(&mut self.early);
        self.head(&mut early);
        // What answers it goes before the next act.
        self.tester.manners.pop_front().or_else(|| self.tester.more())
    }

    fn reads(&self) -> bool {
        !self.tester.deaf
    }

    fn wants_shutdown(&self) -> bool {
        self.tester.shutdown
    }

    fn written(&mut self, now: Duration) {
        self.tester.trace.set_now(now);
        self.tester.patience();
    }

    fn wake_at(&self) -> Option<Duration> {
        let ends_at = self.ends_at();
        Some(self.tester.deadline.map_or(ends_at, |deadline| deadline.min(ends_at)))
    }

    fn is_over(&self) -> bool {
        self.tester.outcome.is_some()
    }

    fn give_up(&mut self) {
        let because = "the ordeal waits for nothing and is not over";
        self.tester.outcome = Some(Err(Verdict::new(Grade::Error, because)));
    }
}

/// Where a test has time for few messages of an exchange only, a flood has so many times more.
const FEW: u32 = 100;

impl Tester<'_> {
    /// The next piece to write, now that everything before it is written.
    fn more(&mut self) -> Option<Vec<u8>> {
        loop {
            if self.outcome.is_some() {
                return None;
            }
            if let Some(flood) = &mut self.sending {
                if self.waits == Waits::Moment {
                    return None;
                }
                if let Some(piece) = flood.next() {
                    match flood.every {
                        Some(every) => self.wait(Waits::Moment, every),
                        None => self.patience(),
                    }
                    return Some(piece);
                }
                self.sending = None;
                self.go_on();
            }
            if self.waits != Waits::Nothing {
                return None;
            }
            let Some(act) = self.acts.next() else {
                self.outcome = Some(Ok(self.so_far));
                return None;
            };
            self.trace.push(By::Tester, What::Note(act.to_string()));
            if let Some(piece) = self.begin(act) {
                return Some(piece);
            }
        }
    }

    fn begin(&mut self, act: &Act) -> Option<Vec<u8>> {
        match act {
            Act::Request if self.role == Role::Client => {
                self.opening = Stage::Asked;
                return Some(std::mem::take(&mut self.request));
            }
            Act::Request => self.wait(Waits::Head, PATIENCE),
            Act::Open if self.role == Role::Client => {
                self.opening = Stage::Asked;
                self.wait(Waits::Head, PATIENCE);
                return Some(std::mem::take(&mut self.request));
            }
            Act::Open => {
                self.answers = true;
                self.wait(Waits::Head, PATIENCE);
            }
            Act::Octets(octets) => return Some(octets.expand().into_owned()),
            Act::Frames { frames, times } => self.flood(frames, *times),
            Act::Trickle { octets, every } => {
                let octets = octets.expand();
                self.sending = Some(Flood::trickle(&octets, every.mul_f64(self.time_scale)));
            }
            Act::Deaf => self.deaf = true,
            Act::Hear => self.deaf = false,
            Act::Fence => {
                self.so_far = Reaction::Coped;
                self.fenced = false;
                self.wait(Waits::Pong, PATIENCE);
                return Some(self.frame(Opcode::PING, FENCE));
            }
            Act::Listen(time) => {
                self.so_far = Reaction::Silent;
                self.wait(Waits::Time, *time);
            }
            Act::End => self.shutdown = true,
            Act::Reset => {
                self.reset = true;
                self.outcome = Some(Ok(Reaction::Left));
            }
        }
        None
    }

    fn flood(&mut self, frames: &[FrameSpec], times: u32) {
        let times = self.most.map_or(times, |most| times.min(most));
        let mut once = Vec::new();
        for spec in frames {
            let header = spec.lower(self.role, self.random.octets(), &mut once);
            self.inside = header.payload_len() > spec.payload.len() as u64;
        }
        self.owed.sent(frames, times);
        self.sending = Some(Flood::new(once, times as usize));
        self.patience();
    }

    fn frame(&mut self, opcode: Opcode, payload: &[u8]) -> Vec<u8> {
        let key = (self.role == Role::Client).then(|| self.random.octets());
        let header = FrameHeader::new(opcode, payload.len() as u64).with_masking_key(key);
        let mut wire = Vec::new();
        frame::encode(&header, payload, &mut wire);
        wire
    }

    /// Answers, where something can stand behind what was sent.
    fn answer(&mut self, opcode: Opcode, payload: &[u8]) {
        if !self.inside {
            let wire = self.frame(opcode, payload);
            self.manners.push_back(wire);
        }
    }

    fn wait(&mut self, for_: Waits, time: Duration) {
        self.waits = for_;
        self.deadline = Some(self.trace.now() + time.mul_f64(self.time_scale));
    }

    fn go_on(&mut self) {
        self.waits = Waits::Nothing;
        self.deadline = None;
    }

    /// Something was taken or sent: who moves is waited for.
    fn patience(&mut self) {
        let patience = match (self.waits, &self.sending) {
            (Waits::Nothing, Some(_)) if self.deaf => FULL,
            (Waits::Nothing, Some(_)) | (Waits::Pong | Waits::Head, _) => PATIENCE,
            _ => return,
        };
        self.deadline = Some(self.trace.now() + patience.mul_f64(self.time_scale));
    }

    // --- hearing

    fn unopened(&mut self, unopened: Unopened) {
        if self.role == Role::Server {
            self.manners.push_back(unopened.answer);
        }
        self.outcome = Some(match (self.status(), unopened.verdict.grade) {
            (Some(status @ 200..), grade) if grade != Grade::Unsupported => Ok(Reaction::Status(status)),
            _ => Err(unopened.verdict),
        });
    }

    /// The status of an answer, where one came.
    fn status(&self) -> Option<u16> {
        let line = std::str::from_utf8(&self.answer).ok()?.strip_prefix("HTTP/1.")?;
        line.split(' ').nth(1)?.get(..3)?.parse().ok()
    }

    /// The subject answers what is no whole request: nothing more is sent, so that what it says can be read.
    fn refused(&mut self) {
        if let Some(status @ 200..) = self.status() {
            self.so_far = Reaction::Status(status);
            self.leave_off();
            self.wait(Waits::End, FAREWELL);
        }
    }

    fn hear(&mut self, heard: Heard<'_>) {
        let fits = match heard {
            Heard::Frame(frame) => return self.show(frame),
            Heard::Ping(payload) => return self.answer(Opcode::PONG, &payload),
            Heard::Close(body) => return self.close(body.map(|(code, _)| code.value())),
            Heard::Violation(violation) => {
                let (because, actual) = (format!("the subject sent {violation}"), Event::Violation(violation));
                return self.fail(because, violation.kind.sender_clause(), actual.to_string());
            }
            Heard::BadDeflate(because, clause) => return self.fail(because.clone(), clause, because),
            Heard::Pong(payload) => {
                self.fenced |= payload == FENCE;
                Ok(())
            }
            Heard::Begin(kind) => self.owed.begin(kind),
            Heard::Data(octets) => self.owed.data(octets),
            Heard::End(_) => self.owed.end(),
        };
        if let Err(what) = fits {
            return self.fail(format!("the subject sent {what}"), rfc6455::RECV_BOTH, what.to_owned());
        }
        // The pong may overtake echoes.
        if self.waits == Waits::Pong && self.fenced && self.owed.is_settled() {
            self.go_on();
        }
    }

    fn show(&mut self, frame: &Frame) {
        if self.shown < FRAMES_SHOWN || frame.header.opcode() == Opcode::CLOSE {
            self.shown += 1;
            self.trace.push(By::Subject, What::Frame(frame.seen()));
        }
    }

    fn fail(&mut self, because: String, clause: &'static wsspec_codec::rfc::Clause, actual: String) {
        self.outcome = Some(Err(Verdict {
            clause: Some(clause),
            actual: vec![actual],
            ..Verdict::new(Grade::Fail, because)
        }));
    }

    /// Answers a Close frame, and waits for the end.
    fn close(&mut self, code: Option<u16>) {
        self.so_far = Reaction::Close(code);
        self.leave_off();
        let payload = code.map_or(Vec::new(), |_| 1000u16.to_be_bytes().to_vec());
        self.answer(Opcode::CLOSE, &payload);
        self.shutdown |= self.role == Role::Server || self.inside;
        self.wait(Waits::End, FAREWELL);
    }

    /// Sends nothing more.
    fn leave_off(&mut self) {
        self.sending = None;
        self.acts = [].iter();
    }

    fn ended(&mut self, end: End) {
        self.outcome = Some(Ok(match (self.so_far, self.status(), end) {
            (said @ (Reaction::Close(_) | Reaction::Status(_)), ..) => said,
            (_, Some(status @ 200..), _) => Reaction::Status(status),
            (_, _, End::Reset) => Reaction::Reset,
            _ => Reaction::Dropped,
        }));
    }

    /// The time of what is waited for is over.
    fn overdue(&mut self) {
        match self.waits {
            Waits::Time | Waits::Moment => self.go_on(),
            Waits::End => self.outcome = Some(Ok(self.so_far)),
            Waits::Nothing if self.deaf => {
                self.trace
                    .push(By::Tester, What::Note("reads again: nothing more is taken".to_owned()));
                self.deaf = false;
                self.patience();
            }
            Waits::Nothing | Waits::Head | Waits::Pong => self.outcome = Some(Ok(Reaction::Hung)),
        }
    }
}

impl Flood {
    fn new(once: Vec<u8>, times: usize) -> Flood {
        if times == 1 {
            return Flood {
                piece: Vec::new(),
                pieces: 0,
                last: once,
                every: None,
            };
        }
        let fit = (PIECE / once.len().max(1)).clamp(1, times.max(1));
        Flood {
            piece: once.repeat(fit),
            pieces: times / fit,
            last: once.repeat(times % fit),
            every: None,
        }
    }

    fn trickle(octets: &[u8], every: Duration) -> Flood {
        // Its pieces differ, so they are taken off the front.
        Flood {
            piece: Vec::new(),
            pieces: 0,
            last: octets.to_vec(),
            every: Some(every),
        }
    }

    fn next(&mut self) -> Option<Vec<u8>> {
        if self.every.is_some() {
            return (!self.last.is_empty()).then(|| vec![self.last.remove(0)]);
        }
        if self.pieces > 0 {
            self.pieces -= 1;
            return Some(self.piece.clone());
        }
        let last = std::mem::take(&mut self.last);
        (!last.is_empty()).then_some(last)
    }
}
