//! A subject in memory, of either role, that does one thing.

#![allow(dead_code, reason = "each test uses a part of it")]

use wsspec::drive::memory::Endpoint;
use wsspec_codec::extension::Extension;
use wsspec_codec::frame::{Frame, FrameDecoder, Opcode};
use wsspec_codec::handshake::{Choice, ClientRequest, HeadDecoder, HeadLimits, accept, check_request};
use wsspec_codec::rules::Role;

/// What a subject does: the frames it answers with, and whether it then closes TCP.
pub(crate) type Reaction = fn(&Frame) -> (Vec<Frame>, bool);

/// A subject that opens the connection and reacts to each frame.
pub(crate) struct Subject {
    role: Role,
    /// What it answers to offers of extensions.
    pub(crate) extensions: Vec<Extension>,
    pub(crate) opening: Option<HeadDecoder>,
    pub(crate) frames: FrameDecoder,
    react: Reaction,
    pub(crate) output: Vec<u8>,
    pub(crate) closed: bool,
    /// What the tester sent.
    pub(crate) seen: Vec<Frame>,
    pub(crate) tester_ended: bool,
}

impl Subject {
    pub(crate) fn new(role: Role, react: Reaction) -> Subject {
        let request = ClientRequest {
            host: "localhost".into(),
            target: "/".into(),
            ..ClientRequest::default()
        };
        Subject {
            role,
            extensions: Vec::new(),
            opening: Some(HeadDecoder::new(HeadLimits::default())),
            frames: FrameDecoder::new(),
            react,
            output: match role {
                Role::Client => request.encode().unwrap(),
                Role::Server => Vec::new(),
            },
            closed: false,
            seen: Vec::new(),
            tester_ended: false,
        }
    }

    pub(crate) fn send(&mut self, mut frame: Frame) {
        if self.role == Role::Client {
            frame.header = frame.header.with_masking_key(Some([1, 2, 3, 4]));
        }
        frame.encode(&mut self.output);
    }
}

impl Endpoint for Subject {
    fn receive(&mut self, mut octets: &[u8]) {
        if let Some(decoder) = &mut self.opening {
            let Some((head, len)) = decoder.push(octets).unwrap() else {
                return;
            };
            if self.role == Role::Server {
                let choice = Choice {
                    extensions: &self.extensions,
                    ..Choice::default()
                };
                self.output.extend(accept(&check_request(&head).unwrap(), choice));
            }
            self.opening = None;
            octets = &octets[len..];
        }
        self.frames.push(octets);
        while let Some(frame) = self.frames.next_frame() {
            let (answers, closes) = (self.react)(&frame);
            answers.into_iter().for_each(|answer| self.send(answer));
            self.closed |= closes;
            self.seen.push(frame);
        }
    }

    fn end(&mut self) {
        self.tester_ended = true;
        self.closed = true;
    }

    fn take_output(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.output)
    }

    fn has_closed(&self) -> bool {
        self.closed
    }
}

/// Answers texts and Close frames, and closes TCP as a server does.
pub(crate) fn honest(frame: &Frame) -> (Vec<Frame>, bool) {
    match frame.header.opcode() {
        Opcode::CLOSE => (vec![Frame::new(Opcode::CLOSE, frame.payload.clone())], true),
        opcode => (vec![Frame::new(opcode, frame.payload.clone())], false),
    }
}
