//! One case of Autobahn played against a server, without I/O: octets and times in; writes and what is to be reported out.
//!
//! It does what Autobahn's client does, with its timers and in its order, and leaves out only what made Autobahn hang.

use std::collections::VecDeque;
use std::mem;
use std::time::{Duration, SystemTime};

use wsspec_codec::frame::{self, FrameHeader, Opcode};
use wsspec_codec::handshake::{HeadDecoder, HeadLimits};
use wsspec_codec::mask;
use wsspec_codec::message::MessageKind;

use super::case::{Act, AutobahnCase, Behavior, Event, Expected};
use super::judge::{self, Judging};
use super::log::Log;
use super::opening::Opening;
use super::options::Options;
use super::played::{Closing, Flow, Played, Received, Traffic};
use super::receiver::{Heard, Receiver};
use super::wirelog::{Cut, Row};
use crate::agreement::{Agreed, WrongAnswer};
use crate::bytes::Bytes;
use crate::distance::DistanceMeter;
use crate::exchange::{Compressing, Exchanging, Sent, fragments};
use crate::pattern::End;
use crate::random::SplitMix64;

/// How a case is played.
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
    /// What masking keys and the nonce follow from.
    pub seed: u64,
}

/// A play under way.
#[derive(Debug)]
pub struct Play<'c> {
    pub(super) case: &'c AutobahnCase,
    settings: Settings,
    random: SplitMix64,
    pub(super) log: Log,
    now: Duration,
    pub(super) started: SystemTime,
    pub(super) opened_at: Option<Duration>,
    pub(super) state: State,
    opening: Opening,
    decoder: HeadDecoder,
    pub(super) request: Vec<u8>,
    pub(super) response: Vec<u8>,
    receiver: Option<Receiver>,
    acts: std::slice::Iter<'c, Act>,
    timers: Vec<(Duration, Timer)>,
    writes: VecDeque<Vec<u8>>,
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
    wire_sent: u64,
    wire_read: u64,
    /// Whether a timer decided something that a slow machine may have decided.
    pressed: bool,
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
    Wait(Option<&'static str>),
}

impl<'c> Play<'c> {
    /// A play at the moment the TCP connection is there.
    pub fn new(case: &'c AutobahnCase, settings: Settings) -> Play<'c> {
        let mut random = SplitMix64::new(settings.seed).fork(&case.id);
        let (opening, request) = Opening::new(&settings, case.offer.as_deref(), random.octets());
        let mut play = Play {
            case,
            random,
            log: Log::new(),
            now: Duration::ZERO,
            started: SystemTime::now(),
            opened_at: None,
            state: State::Connecting,
            opening,
            decoder: HeadDecoder::new(HeadLimits::default()),
            request: request.clone(),
            response: Vec::new(),
            receiver: None,
            acts: case.acts.iter(),
            timers: Vec::new(),
            writes: VecDeque::new(),
            closing: Closing::default(),
            judging: Judging::new(case),
            message: None,
            exchanging: None,
            agreed: None,
            meter: DistanceMeter::default(),
            part_key: None,
            incoming: Flow::default(),
            traffic: None,
            wire_sent: 0,
            wire_read: 0,
            pressed: false,
            over: false,
            ended_at: Duration::ZERO,
            settings,
        };
        play.arm(play.settings.options.open_handshake_timeout, Timer::OpenTimeout);
        play.write(request, false);
        play
    }

    /// The subject sent octets. They are of no use afterwards.
    pub fn receive(&mut self, now: Duration, octets: &mut [u8]) {
        self.now = now;
        if self.over {
            return;
        }
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
        mem::take(&mut self.writes)
    }

    /// When to call [`tick`](Play::tick), if nothing happens before.
    pub fn wake_at(&self) -> Option<Duration> {
        self.timers.iter().map(|(due, _)| *due).min()
    }

    /// Whether the connection has ended, by the subject or by us: TCP is to be dropped.
    pub fn is_over(&self) -> bool {
        self.over
    }

    /// Whether a timer decided what a slow machine may have decided: such a play is worth repeating.
    pub fn was_pressed(&self) -> bool {
        self.pressed
    }

    /// What is to be reported.
    pub fn into_played(self) -> Played {
        judge::played(self)
    }

    // --- opening

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
        match self.opening.judge(&head) {
            Err(because) => self.refuse(because),
            Ok(opened) => {
                self.state = State::Open;
                self.opened_at = Some(self.now);
                self.timers.retain(|(_, timer)| *timer != Timer::OpenTimeout);
                self.agreed = opened.agreed;
                let measures = opened.agreed.is_some_and(|agreed| agreed.limits_server());
                self.receiver = Some(Receiver::new(&self.settings.options, opened.agreed, measures));
                self.begin(opened.wrong);
                if used < octets.len() {
                    self.frames(&mut octets[used..]);
                }
            }
        }
    }

    fn refuse(&mut self, because: String) {
        self.judging.blocked = Some(because.clone());
        self.closing.not_clean_reason = Some(because);
        self.closing.dropped_by_me = true;
        self.finish();
    }

    /// The connection is open: the case begins.
    fn begin(&mut self, wrong: Option<WrongAnswer>) {
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
                self.judging
                    .fail(format!("The server's answer {} ({}).", wrong.because, wrong.clause.id));
                self.log.switch(true);
                return self.send_close(Some(1000), None);
            }
        }
        self.go_on();
    }

    // --- acting

    /// Does what stands next in the case, up to the next wait.
    fn go_on(&mut self) {
        while let Some(act) = self.acts.next() {
            match act {
                Act::Frame {
                    opcode,
                    fin,
                    rsv,
                    payload,
                    chop,
                    sync,
                } => {
                    let header = FrameHeader::new(Opcode::from_bits(*opcode), payload.len() as u64)
                        .with_fin(*fin)
                        .with_rsv(*rsv);
                    self.send_frame(header, &payload.expand(), *chop, *sync);
                }
                Act::Message {
                    opcode,
                    payload,
                    fragment,
                } => self.send_message(Opcode::from_bits(*opcode), payload, *fragment),
                Act::Header { opcode, fin, announced } => {
                    let header = FrameHeader::new(Opcode::from_bits(*opcode), *announced).with_fin(*fin);
                    self.part_key = self.key();
                    let header = header.with_masking_key(self.part_key);
                    let mut wire = Vec::new();
                    header.encode(&mut wire);
                    self.log.sent(&header, &[], None, false);
                    self.write(wire, false);
                }
                Act::Part(payload) => {
                    let mut wire = payload.expand().into_owned();
                    if let Some(key) = &mut self.part_key {
                        mask::apply(*key, 0, &mut wire);
                        *key = mask::rotate(*key, wire.len());
                    }
                    self.write(wire, false);
                }
                Act::Close(payload) => self.send_close_frame(&payload.expand()),
                Act::Wait { seconds, tag } => {
                    self.log.always(Row::WaitArmed(*seconds, *tag));
                    return self.arm(Duration::from_secs_f64(*seconds), Timer::Wait(*tag));
                }
                Act::Kill { seconds } => {
                    self.log.always(Row::KillArmed(*seconds));
                    self.arm(Duration::from_secs_f64(*seconds), Timer::Kill);
                }
                Act::CloseAfter { seconds } => {
                    self.log.always(Row::CloseArmed(*seconds));
                    self.arm(Duration::from_secs_f64(*seconds), Timer::CloseAfter);
                }
                Act::Exchange(exchange) => {
                    let compressing = self.agreed.map(|agreed| Compressing {
                        window_bits: agreed.client_max_window_bits,
                        takes_over: !agreed.client_no_context_takeover,
                    });
                    self.exchanging = Some(Exchanging::new(exchange, None, compressing));
                    self.exchange();
                }
            }
        }
    }

    fn key(&mut self) -> Option<[u8; 4]> {
        self.settings.options.mask_client_frames.then(|| self.random.octets())
    }

    fn send_frame(&mut self, header: FrameHeader, payload: &[u8], chop: Option<usize>, sync: bool) {
        let header = header.with_masking_key(self.key());
        let mut wire = Vec::with_capacity(FrameHeader::MAX_LEN + payload.len());
        frame::encode(&header, payload, &mut wire);
        self.log.sent(&header, payload, chop, sync);
        match chop {
            Some(size) => wire
                .chunks(size.max(1))
                .for_each(|piece| self.write(piece.to_vec(), true)),
            None => self.write(wire, sync),
        }
    }

    fn send_message(&mut self, opcode: Opcode, payload: &Bytes, fragment: usize) {
        if self.state != State::Open {
            return;
        }
        let masks = self.settings.options.mask_client_frames;
        let random = &mut self.random;
        let (mut wire, mut sent) = (Vec::new(), Sent::default());
        let mut key = || masks.then(|| random.octets());
        fragments(
            opcode,
            0,
            &payload.expand(),
            Some(fragment),
            &mut wire,
            &mut key,
            &mut sent,
        );
        self.log.count_sent(opcode.bits(), sent.messages);
        self.log
            .count_sent(Opcode::CONTINUATION.bits(), sent.frames - sent.messages);
        self.write(wire, false);
    }

    fn write(&mut self, octets: Vec<u8>, sync: bool) {
        if octets.is_empty() {
            return;
        }
        self.log.wrote(&octets, sync);
        self.wire_sent += octets.len() as u64;
        self.writes.push_back(octets);
    }

    /// Sends what an exchange may send now, and ends it when everything came back.
    fn exchange(&mut self) {
        let Some(exchanging) = &mut self.exchanging else { return };
        if exchanging.is_complete() {
            let out = exchanging.out;
            self.judging.complete();
            if self.agreed.is_some() {
                let pre_open = self.request.len() as u64;
                self.traffic = Some(Traffic {
                    outgoing: Flow {
                        wire: out.wire,
                        websocket: out.websocket,
                        app: out.app,
                        frames: out.frames,
                        messages: out.messages,
                    },
                    incoming: Flow {
                        wire: self.wire_read - self.response.len() as u64,
                        ..self.incoming
                    },
                    pre_open_outgoing: pre_open,
                    pre_open_incoming: self.response.len() as u64,
                });
            }
            self.log.switch(true);
            return self.send_close(Some(1000), None);
        }
        let masks = self.settings.options.mask_client_frames;
        let random = &mut self.random;
        let before = exchanging.out;
        let mut wire = Vec::new();
        exchanging.send(&mut wire, || masks.then(|| random.octets()));
        let out = exchanging.out;
        let opcode = exchanging.kind().opcode().bits();
        self.log.count_sent(opcode, out.messages - before.messages);
        let fragments = (out.frames - out.messages) - (before.frames - before.messages);
        self.log.count_sent(Opcode::CONTINUATION.bits(), fragments);
        self.write(wire, false);
    }

    // --- closing

    /// Sends a Close frame as part of the closing handshake, if none was sent.
    fn send_close(&mut self, code: Option<u16>, reason: Option<String>) {
        let mut payload = code.map_or(Vec::new(), |code| code.to_be_bytes().to_vec());
        payload.extend_from_slice(reason.as_deref().unwrap_or_default().as_bytes());
        self.close_with(&payload, code, reason, false);
    }

    /// Sends a Close frame with any payload.
    fn send_close_frame(&mut self, payload: &[u8]) {
        let code = payload.first_chunk().map(|code| u16::from_be_bytes(*code));
        let reason = payload.get(2..).filter(|reason| !reason.is_empty());
        let reason = reason.map(|reason| String::from_utf8_lossy(reason).into_owned());
        self.close_with(payload, code, reason, false);
    }

    fn close_with(&mut self, payload: &[u8], code: Option<u16>, reason: Option<String>, reply: bool) {
        if self.state != State::Open {
            return;
        }
        self.send_frame(
            FrameHeader::new(Opcode::CLOSE, payload.len() as u64),
            payload,
            None,
            false,
        );
        self.state = State::Closing;
        self.closing.closed_by_me = !reply;
        self.closing.local_code = code;
        self.closing.local_reason = reason;
        if !reply {
            self.arm(self.settings.options.close_handshake_timeout, Timer::CloseTimeout);
        }
    }

    /// Fails the connection, or drops TCP if it is closing already.
    fn fail(&mut self, code: u16, reason: &str) {
        if self.state == State::Closed {
            return;
        }
        self.closing.failed_by_me = true;
        if self.settings.options.fail_by_drop {
            self.closing.was_clean = false;
            let because = "I failed the WebSocket connection by dropping the TCP connection";
            self.closing.not_clean_reason = Some(because.to_owned());
            return self.drop_tcp();
        }
        match self.state {
            State::Open => {
                let reason: String = reason
                    .chars()
                    .scan(0, |len, c| {
                        *len += c.len_utf8();
                        (*len <= 123).then_some(c)
                    })
                    .collect();
                self.send_close(Some(code), Some(reason));
            }
            _ => self.drop_tcp(),
        }
    }

    fn drop_tcp(&mut self) {
        self.closing.dropped_by_me = true;
        self.finish();
    }

    fn finish(&mut self) {
        self.state = State::Closed;
        self.over = true;
        self.ended_at = self.now;
        self.timers.clear();
    }

    // --- time

    fn arm(&mut self, after: Duration, timer: Timer) {
        self.timers
            .push((self.now + after.mul_f64(self.settings.time_scale), timer));
    }

    fn due(&mut self, timer: Timer) {
        match timer {
            Timer::Wait(tag) => {
                self.log.always(Row::WaitDue(tag));
                match tag {
                    None => self.go_on(),
                    Some(tag) if self.state == State::Open => {
                        self.judging.received.push(Event::Timeout(tag));
                        self.go_on();
                    }
                    Some(_) => {}
                }
            }
            Timer::Kill => {
                self.pressed = true;
                self.log.always(Row::KillDue);
                self.fail(1001, "Going Away");
            }
            Timer::CloseAfter => {
                self.pressed = true;
                self.log.always(Row::CloseDue);
                self.send_close(None, None);
            }
            Timer::OpenTimeout => {
                self.pressed = true;
                self.closing.open_timeout = true;
                self.give_up("peer did not finish (in time) the opening handshake");
            }
            Timer::CloseTimeout => {
                self.pressed = true;
                self.closing.close_timeout = true;
                self.give_up("peer did not respond (in time) in closing handshake");
            }
            Timer::Stuck if self.timers.iter().any(|(_, timer)| *timer == Timer::Kill) => {
                self.arm(self.settings.options.server_connection_drop_timeout, Timer::Stuck);
            }
            Timer::DropTimeout | Timer::Stuck => {
                self.pressed = true;
                self.closing.drop_timeout = true;
                self.give_up("server did not drop TCP connection (in time)");
            }
        }
    }

    fn give_up(&mut self, because: &str) {
        self.closing.was_clean = false;
        self.closing.not_clean_reason = Some(because.to_owned());
        self.drop_tcp();
    }

    // --- receiving

    fn frames(&mut self, octets: &mut [u8]) {
        let Some(mut receiver) = self.receiver.take() else {
            return;
        };
        let mut input = octets;
        while !self.over && receiver.next(&mut input, |heard| self.hear(heard)).is_some() {}
        self.receiver = Some(receiver);
    }

    fn hear(&mut self, heard: Heard<'_>) {
        if self.over {
            return;
        }
        match heard {
            Heard::Broken(code, reason) => self.fail(code, &reason),
            Heard::Begin(kind) => self.begin_message(kind),
            Heard::Data(octets) => self.data(octets),
            Heard::End { wire, compressed } => self.end_message(wire, compressed),
            Heard::Frame(header, payload) => {
                if !header.opcode().is_control() {
                    self.incoming.frames += 1;
                    self.incoming.websocket += header.payload_len();
                }
                self.log.received(&header, payload);
            }
            Heard::Ping(payload) => {
                if self.state == State::Open {
                    self.send_frame(
                        FrameHeader::new(Opcode::PONG, payload.len() as u64),
                        &payload,
                        None,
                        false,
                    );
                }
            }
            Heard::Pong(payload) => {
                self.judging.received.push(Event::Pong(payload.into()));
                self.after_event();
            }
            Heard::Close(code, reason) => self.closed(code, reason),
        }
    }

    fn begin_message(&mut self, kind: MessageKind) {
        if let Some(exchanging) = &mut self.exchanging {
            exchanging.begin(kind);
        } else if self.judging.begin(kind) {
            self.message = Some((kind, Vec::new()));
        }
    }

    fn data(&mut self, octets: &[u8]) {
        self.incoming.app += octets.len() as u64;
        if let Some(exchanging) = &mut self.exchanging {
            exchanging.data(octets);
        } else if let Some((_, payload)) = &mut self.message {
            // Nothing that is expected is longer.
            if payload.len() < judge::LONGEST {
                payload.extend_from_slice(octets);
            }
        } else {
            self.judging.data(octets);
        }
    }

    fn end_message(&mut self, wire: &[u8], compressed: bool) {
        self.incoming.messages += 1;
        if self.closing.failed_by_me {
            self.message = None;
            return;
        }
        if let Some((kind, payload)) = self.message.take() {
            self.judging.received.push(Event::Message {
                payload: payload.into(),
                binary: kind == MessageKind::Binary,
            });
            return self.after_event();
        }
        let Some(exchanging) = &mut self.exchanging else {
            self.log.on = true;
            self.judging.end();
            return self.send_close(Some(1000), None);
        };
        if self.state != State::Open {
            return;
        }
        let verdict = exchanging
            .end()
            .map_err(|difference| judge::echo_differs(self.case, exchanging, difference));
        let verdict = verdict.and_then(|()| match (self.agreed, compressed) {
            (Some(agreed), true) => match agreed.overreach(&mut self.meter, wire) {
                Some((because, clause)) => Err(format!("In a compressed message {because} ({}).", clause.id)),
                None => Ok(()),
            },
            _ => Ok(()),
        });
        match verdict {
            Ok(()) => self.exchange(),
            Err(sentence) => {
                self.judging.fail(sentence);
                self.log.switch(true);
                self.send_close(Some(1000), None);
            }
        }
    }

    /// After an event, the tester closes if everything that was expected is there.
    fn after_event(&mut self) {
        if let Some(code) = self.case.close.closes_with
            && self.judging.is_complete()
        {
            self.send_close(Some(code), None);
        }
    }

    /// A Close frame of the subject.
    fn closed(&mut self, code: Option<u16>, reason: Option<Vec<u8>>) {
        self.closing.remote_code = code;
        self.closing.remote_reason = reason.map(|reason| String::from_utf8_lossy(&reason).into_owned());
        self.closing.was_clean = true;
        match self.state {
            State::Closing => {
                self.timers
                    .retain(|(_, timer)| !matches!(timer, Timer::CloseTimeout | Timer::Stuck));
                self.arm(self.settings.options.server_connection_drop_timeout, Timer::DropTimeout);
            }
            State::Open => {
                match code {
                    Some(code) if self.settings.options.echo_close_code_reason => {
                        let reason = self.closing.remote_reason.clone();
                        let mut payload = code.to_be_bytes().to_vec();
                        payload.extend_from_slice(reason.as_deref().unwrap_or_default().as_bytes());
                        self.close_with(&payload, Some(code), reason, true);
                    }
                    _ => self.close_with(&1000u16.to_be_bytes(), Some(1000), None, true),
                }
                self.arm(self.settings.options.server_connection_drop_timeout, Timer::Stuck);
            }
            State::Connecting | State::Closed => {}
        }
    }

    pub(super) fn into_parts(self) -> (Judging<'c>, Log, Parts) {
        let parts = Parts {
            id: self.case.id.clone(),
            started: self.started,
            duration: self.opened_at.map(|at| self.ended_at.saturating_sub(at)),
            closing: self.closing,
            request: self.request,
            response: self.response,
            traffic: self.traffic,
            pressed: self.pressed,
        };
        (self.judging, self.log, parts)
    }
}

/// What is left of a play.
pub(super) struct Parts {
    pub(super) id: String,
    pub(super) started: SystemTime,
    pub(super) duration: Option<Duration>,
    pub(super) closing: Closing,
    pub(super) request: Vec<u8>,
    pub(super) response: Vec<u8>,
    pub(super) traffic: Option<Traffic>,
    pub(super) pressed: bool,
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
