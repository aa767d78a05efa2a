//! The tester's side of one connection of an ordeal: what it does next, and what it makes of what it hears.

use std::collections::VecDeque;
use std::time::Duration;

use wsspec_codec::frame::{self, FrameHeader, Opcode};
use wsspec_codec::rfc::{Clause, rfc6455};
use wsspec_codec::rules::Role;

use super::echoes::Owed;
use super::flood::Flood;
use super::{Act, Ordeal, Reaction};
use crate::frame_spec::FrameSpec;
use crate::opening::Unopened;
use crate::pattern::{End, Event, Grade};
use crate::random::SplitMix64;
use crate::receiver::{Frame, Heard};
use crate::session::Settings;
use crate::trace::{By, Trace, What};
use crate::verdict::Verdict;

/// The tester's side: what it does, and what it makes of what it hears.
#[derive(Debug)]
pub(super) struct Tester<'c> {
    pub(super) role: Role,
    pub(super) acts: std::slice::Iter<'c, Act>,
    /// As a client its request.
    pub(super) request: Vec<u8>,
    pub(super) opening: Stage,
    /// As a server, whether the request gets its response as soon as it comes.
    pub(super) answers: bool,
    pub(super) random: SplitMix64,
    pub(super) sending: Option<Flood>,
    /// Pongs, and the answer to a Close frame.
    pub(super) manners: VecDeque<Vec<u8>>,
    pub(super) waits: Waits,
    pub(super) deaf: bool,
    /// The pong of the fence has come.
    pub(super) fenced: bool,
    /// Frames of the subject in the timeline.
    pub(super) shown: u32,
    /// A frame of ours is only there in part, so nothing may stand behind it.
    pub(super) inside: bool,
    pub(super) owed: Owed,
    /// The beginning of a response that opens nothing.
    pub(super) answer: Vec<u8>,
    /// What the acts so far came to, if nothing more happens.
    pub(super) so_far: Reaction,
    pub(super) outcome: Option<Result<Reaction, Verdict>>,
    pub(super) shutdown: bool,
    pub(super) reset: bool,
    pub(super) deadline: Option<Duration>,
    pub(super) time_scale: f64,
    /// At most so many repetitions, where a test has no time for all.
    pub(super) most: Option<u32>,
    pub(super) trace: Trace,
}

/// How far the opening handshake is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Before,
    /// As a client, the request is out; as a server, it has come.
    Asked,
    Open,
}

/// What must happen before the next act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Waits {
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

/// A subject that neither takes nor sends an octet for so long, and owes something, hangs.
const PATIENCE: Duration = Duration::from_secs(10);

/// When nothing was taken for so long while nothing is read, the subject waits to be read from.
const FULL: Duration = Duration::from_millis(700);

/// How long TCP may stay after a Close frame.
const FAREWELL: Duration = Duration::from_secs(2);

/// How much of an answer is looked at for its status.
pub(super) const STATUS_LINE: usize = 64;

/// How many frames of the subject the timeline shows.
const FRAMES_SHOWN: u32 = 8;

const FENCE: &[u8] = b"fence";

/// Where a test has time for few messages of an exchange only, a flood has so many times more.
const FEW: u32 = 100;

impl<'c> Tester<'c> {
    /// At the moment the connection is there.
    pub(super) fn new(ordeal: &'c Ordeal, settings: &Settings, request: Vec<u8>, random: SplitMix64) -> Tester<'c> {
        Tester {
            role: settings.subject.peer(),
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
        }
    }
}

impl Tester<'_> {
    /// The next piece to write, now that everything before it is written.
    pub(super) fn more(&mut self) -> Option<Vec<u8>> {
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
            match act {
                Act::Deaf | Act::Hear | Act::Listen(_) => self.trace.push(By::Tester, What::Note(act.to_string())),
                sending => self.trace.sent(sending.to_string()),
            }
            if let Some(piece) = self.begin(act) {
                return Some(piece);
            }
        }
    }

    pub(super) fn begin(&mut self, act: &Act) -> Option<Vec<u8>> {
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

    pub(super) fn flood(&mut self, frames: &[FrameSpec], times: u32) {
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

    pub(super) fn frame(&mut self, opcode: Opcode, payload: &[u8]) -> Vec<u8> {
        let key = (self.role == Role::Client).then(|| self.random.octets());
        let header = FrameHeader::new(opcode, payload.len() as u64).with_masking_key(key);
        let mut wire = Vec::new();
        frame::encode(&header, payload, &mut wire);
        wire
    }

    /// Answers, where something can stand behind what was sent.
    pub(super) fn answer(&mut self, opcode: Opcode, payload: &[u8]) {
        if !self.inside {
            let wire = self.frame(opcode, payload);
            self.manners.push_back(wire);
        }
    }

    pub(super) fn wait(&mut self, for_: Waits, time: Duration) {
        self.waits = for_;
        self.deadline = Some(self.trace.now() + time.mul_f64(self.time_scale));
    }

    pub(super) fn go_on(&mut self) {
        self.waits = Waits::Nothing;
        self.deadline = None;
    }

    /// Something was taken or sent: who moves is waited for.
    pub(super) fn patience(&mut self) {
        let patience = match (self.waits, &self.sending) {
            (Waits::Nothing, Some(_)) if self.deaf => FULL,
            (Waits::Nothing, Some(_)) | (Waits::Pong | Waits::Head, _) => PATIENCE,
            _ => return,
        };
        self.deadline = Some(self.trace.now() + patience.mul_f64(self.time_scale));
    }

    // --- hearing

    pub(super) fn unopened(&mut self, unopened: Unopened) {
        if self.role == Role::Server {
            self.manners.push_back(unopened.answer);
        }
        self.outcome = Some(match (self.status(), unopened.verdict.grade) {
            (Some(status @ 200..), grade) if grade != Grade::Unsupported => Ok(Reaction::Status(status)),
            _ => Err(unopened.verdict),
        });
    }

    /// The status of an answer, where one came.
    pub(super) fn status(&self) -> Option<u16> {
        let line = std::str::from_utf8(&self.answer).ok()?.strip_prefix("HTTP/1.")?;
        line.split(' ').nth(1)?.get(..3)?.parse().ok()
    }

    /// The subject answers what is no whole request: nothing more is sent, so that what it says can be read.
    pub(super) fn refused(&mut self) {
        if let Some(status @ 200..) = self.status() {
            self.so_far = Reaction::Status(status);
            self.leave_off();
            self.wait(Waits::End, FAREWELL);
        }
    }

    pub(super) fn hear(&mut self, heard: Heard<'_>) {
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

    pub(super) fn show(&mut self, frame: &Frame) {
        if self.shown < FRAMES_SHOWN || frame.header.opcode() == Opcode::CLOSE {
            self.shown += 1;
            self.trace.push(By::Subject, What::Frame(frame.seen()));
        }
    }

    pub(super) fn fail(&mut self, because: String, clause: &'static Clause, actual: String) {
        self.outcome = Some(Err(Verdict {
            clause: Some(clause),
            actual: vec![actual],
            ..Verdict::new(Grade::Fail, because)
        }));
    }

    /// Answers a Close frame, and waits for the end.
    pub(super) fn close(&mut self, code: Option<u16>) {
        self.so_far = Reaction::Close(code);
        self.leave_off();
        let payload = code.map_or(Vec::new(), |_| 1000u16.to_be_bytes().to_vec());
        self.answer(Opcode::CLOSE, &payload);
        self.shutdown |= self.role == Role::Server || self.inside;
        self.wait(Waits::End, FAREWELL);
    }

    /// Sends nothing more.
    pub(super) fn leave_off(&mut self) {
        self.sending = None;
        self.acts = [].iter();
    }

    pub(super) fn ended(&mut self, end: End) {
        self.outcome = Some(Ok(match (self.so_far, self.status(), end) {
            (said @ (Reaction::Close(_) | Reaction::Status(_)), ..) => said,
            (_, Some(status @ 200..), _) => Reaction::Status(status),
            (_, _, End::Reset) => Reaction::Reset,
            _ => Reaction::Dropped,
        }));
    }

    /// The time of what is waited for is over.
    pub(super) fn overdue(&mut self) {
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
