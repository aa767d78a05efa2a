//! What the tester sends, as octets: flights, and what good manners ask for.

use std::borrow::Cow;
use std::collections::VecDeque;

use wsspec_codec::frame::{self, FrameHeader, Opcode};
use wsspec_codec::mask;
use wsspec_codec::rules::Role;

use crate::bytes::readable;
use crate::case::{Flight, Item};
use crate::exchange::Exchanging;
use crate::frame_spec::FrameSpec;
use crate::head_spec::HeadSpec;
use crate::random::SplitMix64;
use crate::segment::Segmentation;
use crate::trace::{By, Seen, Trace, What};

/// The tester's side of the connection: what is to be written, what it has to remember of it, and the timeline.
#[derive(Debug)]
pub(crate) struct Outgoing {
    tester: Role,
    random: SplitMix64,
    /// Each a write of its own.
    pub(crate) writes: VecDeque<Vec<u8>>,
    /// A head that is to be written together with the next flight, and how the two are cut.
    glued: Option<(Vec<u8>, Segmentation)>,
    /// What happened so far.
    pub(crate) trace: Trace,
    /// Pings that have no pong yet.
    pub(crate) pings: Vec<Vec<u8>>,
    /// A Close frame went out.
    pub(crate) close_sent: bool,
    /// The key and phase for the rest of a frame that announced more than it brought, and how much that is.
    unfinished: Option<(Option<[u8; 4]>, u64)>,
}

/// How much of a head of the tester the timeline shows, in octets.
const HEAD_SHOWN: usize = 4096;

impl Outgoing {
    /// Nothing yet, with masking keys and nonces from `random`.
    pub(crate) fn new(tester: Role, random: SplitMix64) -> Outgoing {
        Outgoing {
            tester,
            random,
            writes: VecDeque::new(),
            glued: None,
            trace: Trace::default(),
            pings: Vec::new(),
            close_sent: false,
            unfinished: None,
        }
    }

    /// In which role the tester sends.
    pub(crate) fn tester(&self) -> Role {
        self.tester
    }

    /// A nonce for an opening handshake.
    pub(crate) fn nonce(&mut self) -> [u8; 16] {
        self.random.octets()
    }

    /// Sends a request or response, if there is one, in the manner of this spec.
    pub(crate) fn head(&mut self, head: Vec<u8>, spec: &HeadSpec) {
        if head.is_empty() {
            return;
        }
        let mut shown = String::from_utf8_lossy(&head[..head.len().min(HEAD_SHOWN)]).into_owned();
        if head.len() > HEAD_SHOWN {
            shown.push_str(&format!("… ({} octets)", head.len()));
        }
        self.trace.push(By::Tester, What::Head(shown));
        let segmentation = spec.segmentation.clone().unwrap_or(Segmentation::Whole);
        if spec.glued {
            self.glued = Some((head, segmentation));
        } else {
            self.writes.extend(segmentation.cut(vec![head]));
        }
    }

    /// Sends a flight, cut like this unless it says it itself.
    pub(crate) fn flight(&mut self, flight: &Flight, segmentation: &Segmentation) {
        let mut frames: Vec<Vec<u8>> = flight.items.iter().map(|item| self.item(item)).collect();
        if let Some((head, segmentation)) = self.glued.take() {
            frames.insert(0, head);
            return self.writes.extend(segmentation.cut(frames));
        }
        let segmentation = flight.segmentation.as_ref().unwrap_or(segmentation);
        self.writes.extend(segmentation.cut(frames));
    }

    /// Sends a frame that no step asks for: good manners.
    pub(crate) fn frame(&mut self, opcode: Opcode, payload: &[u8]) {
        if self.unfinished.is_some() {
            // Inside a frame of ours nothing else can stand.
            return;
        }
        let key = (self.tester == Role::Client).then(|| self.random.octets());
        let header = FrameHeader::new(opcode, payload.len() as u64).with_masking_key(key);
        let mut wire = Vec::new();
        frame::encode(&header, payload, &mut wire);
        self.trace.push(
            By::Tester,
            What::Frame(Seen::new(&header, payload, payload.len() as u64)),
        );
        self.writes.push_back(wire);
    }

    /// Sends as much of an exchange as may be on its way.
    pub(crate) fn messages(&mut self, exchanging: &mut Exchanging<'_>) {
        let masks = self.tester == Role::Client;
        let mut wire = Vec::new();
        exchanging.send(&mut wire, || masks.then(|| self.random.octets()));
        if !wire.is_empty() {
            self.writes.push_back(wire);
        }
    }

    /// Writes something down that the tester did.
    pub(crate) fn note(&mut self, what: impl Into<String>) {
        self.trace.push(By::Tester, What::Note(what.into()));
    }

    /// Whether a frame of the tester's is only there in part.
    pub(crate) fn is_inside_frame(&self) -> bool {
        self.unfinished.is_some()
    }

    fn item(&mut self, item: &Item) -> Vec<u8> {
        match item {
            Item::Frame(spec) => self.spec(spec),
            Item::Rest(octets) => self.rest(octets.expand()),
            Item::Octets(octets) => {
                self.note(format!("sends the octets {octets}"));
                octets.expand().into_owned()
            }
        }
    }

    fn spec(&mut self, spec: &FrameSpec) -> Vec<u8> {
        let mut wire = Vec::new();
        let header = spec.lower(self.tester, self.random.octets(), &mut wire);
        let payload = spec.payload.expand();
        let len = payload.len() as u64;
        self.trace
            .push(By::Tester, What::Frame(Seen::new(&header, &payload, len)));
        match spec.opcode {
            // What it brings beyond what it announces is the next frame.
            Opcode::PING => {
                let announced = header.payload_len().min(len) as usize;
                self.pings.push(payload[..announced].to_vec());
            }
            Opcode::CLOSE => self.close_sent = true,
            _ => {}
        }
        let missing = header.payload_len().saturating_sub(len);
        let key = header.masking_key().map(|key| mask::rotate(key, payload.len()));
        self.unfinished = (missing > 0).then_some((key, missing));
        wire
    }

    fn rest(&mut self, octets: Cow<'_, [u8]>) -> Vec<u8> {
        let mut wire = octets.into_owned();
        self.note(format!("goes on with {}", readable(&wire)));
        if let Some((key, missing)) = self.unfinished.take() {
            let octets = wire.len();
            let key = key.map(|key| {
                mask::apply(key, 0, &mut wire);
                mask::rotate(key, octets)
            });
            let missing = missing.saturating_sub(octets as u64);
            self.unfinished = (missing > 0).then_some((key, missing));
        }
        wire
    }
}
