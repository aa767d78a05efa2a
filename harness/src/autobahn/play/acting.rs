//! What the tester does, act by act.

use std::time::Duration;

use wsspec_codec::frame::{self, FrameHeader, Opcode};
use wsspec_codec::mask;
use wsspec_codec::rules::Role;

use super::{Play, State, Timer};
use crate::agreement;
use crate::autobahn::case::Act;
use crate::autobahn::played::{Flow, Traffic};
use crate::autobahn::wirelog::Row;
use crate::bytes::Bytes;
use crate::exchange::{Exchanging, Sent, fragments};

impl Play<'_> {
    /// Does what stands next in the case, up to the next wait.
    pub(super) fn go_on(&mut self) {
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
                    self.send_frame(header, payload, *chop, *sync);
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
                    let compressing = self.agreed.map(|agreed| agreement::bound(&agreed, self.tester));
                    self.exchanging = Some(Exchanging::new(exchange, None, compressing));
                    self.exchange();
                }
            }
        }
    }

    pub(super) fn key(&mut self) -> Option<[u8; 4]> {
        self.masks().then(|| self.random.octets())
    }

    fn masks(&self) -> bool {
        match self.tester {
            Role::Client => self.settings.options.mask_client_frames,
            Role::Server => self.settings.options.mask_server_frames,
        }
    }

    pub(super) fn send_frame(&mut self, header: FrameHeader, payload: &Bytes, chop: Option<usize>, sync: bool) {
        let header = header.with_masking_key(self.key());
        let mut wire = Vec::with_capacity(FrameHeader::MAX_LEN + payload.len());
        frame::encode(&header, &payload.expand(), &mut wire);
        self.log.sent(&header, payload, chop, sync);
        match chop {
            Some(size) => wire
                .chunks(size.max(1))
                .for_each(|piece| self.write(piece.to_vec(), true)),
            None => self.write(wire, sync),
        }
    }

    /// Sends a message in fragments: where the log is on, frame by frame, else in one go.
    pub(super) fn send_message(&mut self, opcode: Opcode, payload: &Bytes, fragment: usize) {
        if self.state != State::Open {
            return;
        }
        if self.log.on {
            return self.send_fragments(opcode, &payload.expand(), fragment);
        }
        let masks = self.masks();
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

    fn send_fragments(&mut self, opcode: Opcode, payload: &[u8], fragment: usize) {
        let mut rest = payload;
        let mut opcode = opcode;
        loop {
            let (piece, after) = rest.split_at(rest.len().min(fragment));
            // What comes out even is followed by an empty frame, unless it is the only one.
            let fin = piece.len() < fragment || (after.is_empty() && piece.len() == payload.len());
            let header = FrameHeader::new(opcode, piece.len() as u64).with_fin(fin);
            self.send_frame(header, &piece.into(), None, false);
            if fin {
                return;
            }
            (rest, opcode) = (after, Opcode::CONTINUATION);
        }
    }

    /// Writes octets: on their own if `sync`, else together with what else is written in the same turn.
    pub(super) fn write(&mut self, octets: Vec<u8>, sync: bool) {
        if octets.is_empty() {
            return;
        }
        self.log.wrote(&octets, sync);
        match self.writes.back_mut() {
            Some(last) if self.joins && !sync => last.extend_from_slice(&octets),
            _ => self.writes.push_back(octets),
        }
        self.joins = !sync;
    }

    /// Sends what an exchange may send now, and ends it when everything came back.
    pub(super) fn exchange(&mut self) {
        let masks = self.masks();
        let Some(exchanging) = &mut self.exchanging else { return };
        if exchanging.is_complete() {
            let out = exchanging.out;
            self.judging.complete();
            if self.agreed.is_some() {
                let (request, response) = (self.request.len() as u64, self.response.len() as u64);
                // What came before the connection was open, and what went out.
                let (pre_open_incoming, pre_open_outgoing) = match self.tester {
                    Role::Client => (response, request),
                    Role::Server => (request, response),
                };
                self.traffic = Some(Traffic {
                    outgoing: Flow {
                        wire: out.wire,
                        websocket: out.websocket,
                        app: out.app,
                        frames: out.frames,
                        messages: out.messages,
                    },
                    incoming: Flow {
                        wire: self.wire_read.saturating_sub(match self.tester {
                            Role::Client => response,
                            // It was read before the play began.
                            Role::Server => 0,
                        }),
                        ..self.incoming
                    },
                    pre_open_outgoing,
                    pre_open_incoming,
                });
            }
            self.log.switch(true);
            return self.send_close(Some(1000), None);
        }
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
}
