//! One case of Autobahn played without I/O: octets and times in; writes and what is to be reported out.
//!
//! It does what Autobahn does in either role, with its timers and in its order, and leaves out only what made Autobahn hang.

mod acting;
mod closing;
mod hearing;
mod time;

use std::collections::VecDeque;
use std::mem;
use std::time::{Duration, SystemTime};

use wsspec_codec::deflate::{Agreed, WrongAnswer};
use wsspec_codec::handshake::{HeadDecoder, HeadLimits};
use wsspec_codec::message::MessageKind;
use wsspec_codec::rules::Role;

use super::answering::Accepted;
use super::case::{Act, AutobahnCase, Behavior, Event, Expected};
use super::judge::{self, Judging};
use super::log::Log;
use super::opening::{Opening, Refusal};
use super::options::Options;
use super::played::{Closing, Flow, Played, Received, Traffic};
use super::receiver::Receiver;
use super::wirelog::Cut;
use crate::address::Address;
use crate::agreement;
use crate::distance::DistanceMeter;
use crate::exchange::Exchanging;
use crate::pattern::End;
use crate::random::SplitMix64;

/// How a case is played. What stands in the request is for a tester that is the client.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The Host field.
    pub host: String,
    /// The request target.
    pub target: String,
    /// The Origin field.
    pub origin: Option<String>,
    /// The subprotocols to offer.
    pub protocols: Vec<String>,
    /// The User-Agent field.
    pub user_agent: String,
    /// Autobahn's protocol options.
    pub options: Options,
    /// All waiting times are multiplied by it.
    pub time_scale: f64,
    /// How long the subject may do nothing at all in a case about masses, where Autobahn's own timers run for minutes.
    pub stall: Duration,
    /// What the times for the closing handshake are multiplied with there, besides `time_scale`.
    pub mass_scale: f64,
    /// How long a play may take.
    pub deadline: Option<Duration>,
    /// What masking keys and the nonce follow from.
    pub seed: u64,
}

impl Settings {
    /// As Autobahn plays if a spec file says no more than where the server is.
    pub fn new(address: &Address) -> Settings {
        Settings {
            host: address.authority_with_port(),
            target: address.target.clone(),
            ..Settings::default()
        }
    }
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            host: String::new(),
            target: "/".to_owned(),
            origin: None,
            protocols: Vec::new(),
            user_agent: format!(
                "wsspec/{} (AutobahnTestSuite/{} compatible)",
                env!("CARGO_PKG_VERSION"),
                super::VERSION
            ),
            options: Options::default(),
            time_scale: 1.0,
            stall: Duration::from_secs(30),
            mass_scale: 1.0,
            deadline: None,
            seed: 0,
        }
    }
}

/// A play under way.
#[derive(Debug)]
pub struct Play<'c> {
    pub(super) tester: Role,
    pub(super) case: &'c AutobahnCase,
    settings: Settings,
    random: SplitMix64,
    pub(super) log: Log,
    now: Duration,
    pub(super) started: SystemTime,
    pub(super) opened_at: Option<Duration>,
    pub(super) state: State,
    /// Until the connection is open.
    opening: Option<Opening>,
    decoder: HeadDecoder,
    pub(super) request: Vec<u8>,
    pub(super) response: Vec<u8>,
    receiver: Option<Receiver>,
    acts: std::slice::Iter<'c, Act>,
    timers: Vec<(Duration, Timer)>,
    writes: VecDeque<Vec<u8>>,
    /// Whether more may be written together with the last piece.
    joins: bool,
    pub(super) closing: Closing,
    pub(super) judging: Judging<'c>,
    message: Option<(MessageKind, Vec<u8>)>,
    exchanging: Option<Exchanging<'c>>,
    agreed: Option<Agreed>,
    meter: DistanceMeter,
    /// The key for the rest of a frame whose payload goes out in parts.
    part_key: Option<[u8; 4]>,
    incoming: Flow,
    traffic: Option<Traffic>,
    wire_read: u64,
    /// Whether a timer decided something that a slow machine may have decided.
    pressed: bool,
    stalled: bool,
    /// When octets last went one way or the other.
    stirred_at: Duration,
    over: bool,
    ended_at: Duration,
}

/// How far the connection is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Connecting,
    Open,
    Closing,
    Closed,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Timer {
    OpenTimeout,
    CloseTimeout,
    DropTimeout,
    /// The subject closed and does not drop TCP: Autobahn waits for ever.
    Stuck,
    Kill,
    CloseAfter,
    /// Nothing has happened for a while in a case about masses.
    Stall,
    /// The play takes longer than it may.
    Deadline,
    Wait(Option<&'static str>),
}

impl<'c> Play<'c> {
    /// A play against a server at the moment the TCP connection is there.
    pub fn new(case: &'c AutobahnCase, settings: Settings) -> Play<'c> {
        let mut play = Play::in_role(Role::Client, case, settings);
        let (opening, request) = Opening::new(&play.settings, case.offer.as_deref(), play.random.octets());
        play.opening = Some(opening);
        play.request.clone_from(&request);
        play.arm(play.settings.options.open_handshake_timeout, Timer::OpenTimeout);
        play.write(request, false);
        play
    }

    /// A play against a client whose request was accepted: with the response the connection is open, and the case begins.
    pub fn answering(case: &'c AutobahnCase, settings: Settings, accepted: Accepted) -> Play<'c> {
        let mut play = Play::in_role(Role::Server, case, settings);
        play.log.read(&accepted.request);
        play.write(accepted.response.clone(), false);
        (play.request, play.response) = (accepted.request, accepted.response);
        play.open(accepted.agreed);
        play.begin(None);
        play
    }

    fn in_role(tester: Role, case: &'c AutobahnCase, settings: Settings) -> Play<'c> {
        let random = SplitMix64::new(settings.seed).fork(&case.id);
        let mut play = Play {
            tester,
            case,
            random,
            log: Log::new(),
            now: Duration::ZERO,
            started: SystemTime::now(),
            opened_at: None,
            state: State::Connecting,
            opening: None,
            decoder: HeadDecoder::new(HeadLimits::default()),
            request: Vec::new(),
            response: Vec::new(),
            receiver: None,
            acts: case.acts.iter(),
            timers: Vec::new(),
            writes: VecDeque::new(),
            joins: false,
            closing: Closing::default(),
            judging: Judging::new(case, tester),
            message: None,
            exchanging: None,
            agreed: None,
            meter: DistanceMeter::default(),
            part_key: None,
            incoming: Flow::default(),
            traffic: None,
            wire_read: 0,
            pressed: false,
            stalled: false,
            stirred_at: Duration::ZERO,
            over: false,
            ended_at: Duration::ZERO,
            settings,
        };
        if let Some(deadline) = play.settings.deadline {
            play.timers.push((deadline, Timer::Deadline));
        }
        play
    }

    /// The subject sent octets. They are of no use afterwards.
    pub fn receive(&mut self, now: Duration, octets: &mut [u8]) {
        self.now = now;
        if self.over {
            return;
        }
        self.stirred_at = now;
        self.log.read(octets);
        self.wire_read += octets.len() as u64;
        if self.state == State::Connecting {
            return self.head(octets);
        }
        self.frames(octets);
    }

    /// The subject ended TCP.
    pub fn end(&mut self, now: Duration, _end: End) {
        self.now = now;
        if self.over {
            return;
        }
        self.lose();
    }

    /// TCP is gone, and nobody gave it up.
    fn lose(&mut self) {
        if self.over {
            return;
        }
        if !self.closing.was_clean && self.closing.not_clean_reason.is_none() {
            self.closing.not_clean_reason =
                Some("peer dropped the TCP connection without previous WebSocket closing handshake".to_owned());
        }
        self.finish();
    }

    /// Time has passed.
    pub fn tick(&mut self, now: Duration) {
        self.now = now;
        while let Some(index) = self.timers.iter().position(|(due, _)| *due <= now) {
            // The one that is due first; of several, the one that was armed first.
            let first = (0..self.timers.len())
                .min_by_key(|&index| self.timers[index].0)
                .unwrap_or(index);
            let (_, timer) = self.timers.remove(first);
            if self.over {
                return;
            }
            self.due(timer);
        }
    }

    /// Takes what is to be written, each piece a write of its own.
    pub fn take_writes(&mut self) -> VecDeque<Vec<u8>> {
        self.joins = false;
        mem::take(&mut self.writes)
    }

    /// Takes note that something was written.
    pub fn written(&mut self, now: Duration) {
        self.stirred_at = now;
    }

    /// When to call [`tick`](Play::tick), if nothing happens before.
    pub fn wake_at(&self) -> Option<Duration> {
        self.timers.iter().map(|(due, _)| *due).min()
    }

    /// Whether the connection has ended, by the subject or by us: TCP is to be dropped.
    pub fn is_over(&self) -> bool {
        self.over
    }

    /// Whether the opening handshake has succeeded.
    pub fn was_open(&self) -> bool {
        self.opened_at.is_some()
    }

    /// Whether the subject is a client.
    pub fn tests_client(&self) -> bool {
        self.tester == Role::Server
    }

    /// Whether a timer decided what a slow machine may have decided: such a play is worth repeating.
    pub fn was_pressed(&self) -> bool {
        self.pressed
    }

    /// What is to be reported.
    pub fn into_played(self) -> Played {
        judge::played(self)
    }

    fn head(&mut self, octets: &mut [u8]) {
        let held = self.response.len();
        let (head, used) = match self.decoder.push(octets) {
            Ok(None) => {
                self.response.extend_from_slice(octets);
                return;
            }
            Ok(Some(whole)) => whole,
            Err(error) => {
                self.response.extend_from_slice(octets);
                return self.refuse(error.to_string());
            }
        };
        self.response.extend_from_slice(&octets[..used]);
        debug_assert_eq!(self.response.len(), held + used, "the head is what came up to here");
        let Some(opening) = self.opening.take() else { return };
        match opening.judge(&head) {
            Err(Refusal { because, wrong }) => {
                if let Some(wrong) = wrong {
                    self.judging.wrong_answer(&wrong);
                }
                self.refuse(because);
            }
            Ok(opened) => {
                self.timers.retain(|(_, timer)| *timer != Timer::OpenTimeout);
                self.open(opened.agreed);
                self.begin(opened.wrong);
                if used < octets.len() {
                    self.frames(&mut octets[used..]);
                }
            }
        }
    }

    fn open(&mut self, agreed: Option<Agreed>) {
        self.state = State::Open;
        self.opened_at = Some(self.now);
        self.agreed = agreed;
        let subject = self.tester.peer();
        let measures = agreed.is_some_and(|agreed| agreement::limits(&agreed, subject));
        self.receiver = Some(Receiver::new(self.tester, &self.settings.options, agreed, measures));
    }

    fn refuse(&mut self, because: String) {
        self.judging.blocked = Some(because.clone());
        self.closing.not_clean_reason = Some(because);
        self.closing.dropped_by_me = true;
        self.finish();
    }

    /// The connection is open: the case begins.
    fn begin(&mut self, wrong: Option<WrongAnswer>) {
        if self.case.is_mass() {
            self.arm(self.settings.stall, Timer::Stall);
        }
        match self.case.expected {
            Expected::Echo { .. } => self.log.on = false,
            Expected::Exchange => self.log.switch(false),
            Expected::Events(_) | Expected::Informational(_) => {}
        }
        if self.case.offer.is_some() {
            if self.agreed.is_none() {
                self.judging.behavior = Behavior::Unimplemented;
                return self.send_close(Some(1000), None);
            }
            if let Some(wrong) = wrong {
                self.judging.wrong_answer(&wrong);
                self.log.switch(true);
                return self.send_close(Some(1000), None);
            }
        }
        self.judging.start();
        self.go_on();
    }

    pub(super) fn into_parts(self) -> (Judging<'c>, Log, Parts) {
        let parts = Parts {
            tester: self.tester,
            id: self.case.id.clone(),
            started: self.started,
            duration: self.opened_at.map(|at| self.ended_at.saturating_sub(at)),
            closing: self.closing,
            request: self.request,
            response: self.response,
            traffic: self.traffic,
            pressed: self.pressed,
            stalled: self.stalled,
        };
        (self.judging, self.log, parts)
    }
}

/// What is left of a play.
pub(super) struct Parts {
    pub(super) tester: Role,
    pub(super) id: String,
    pub(super) started: SystemTime,
    pub(super) duration: Option<Duration>,
    pub(super) closing: Closing,
    pub(super) request: Vec<u8>,
    pub(super) response: Vec<u8>,
    pub(super) traffic: Option<Traffic>,
    pub(super) pressed: bool,
    pub(super) stalled: bool,
}

impl From<&Event> for Received {
    fn from(event: &Event) -> Received {
        match event {
            Event::Message { payload, binary } => Received::Message {
                payload: Cut::new(&payload.expand()),
                binary: *binary,
            },
            Event::Pong(payload) => Received::Pong(Cut::new(&payload.expand())),
            Event::Timeout(tag) => Received::Timeout(tag),
        }
    }
}
