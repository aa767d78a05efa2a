//! A recording taken apart: the heads of the opening handshake, the frames behind them, and what they mean.

use std::fmt;

use wsspec_codec::deflate::Agreed;
use wsspec_codec::extension::{self, Extension};
use wsspec_codec::frame::{Frame, FrameDecoder};
use wsspec_codec::handshake::{Head, HeadDecoder, HeadLimits};
use wsspec_codec::rules::Role;

use super::Recording;
use super::hearing::{Hearing, Said};

/// Both sides of a session.
#[derive(Clone, Debug)]
pub struct Talk {
    /// What the client asked for.
    pub request: Head,
    /// The server's final response.
    pub response: Head,
    /// What was agreed on compression. Where the answer does not fit the offer, what it says.
    pub agreed: Option<Agreed>,
    client: Side,
    server: Side,
}

/// What one side sent.
#[derive(Clone, Debug)]
pub struct Side {
    /// Who.
    pub role: Role,
    /// All octets.
    pub octets: Vec<u8>,
    /// How many of them are heads: the request, or the final response and the interim ones before it.
    pub head: usize,
    /// Where its chunks end, and how many octets the other side had sent before each.
    pub cuts: Vec<Cut>,
}

/// The end of a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Behind the last octet of the chunk.
    pub end: usize,
    /// How many octets the other side had sent before.
    pub heard: usize,
}

/// What a recording lacks to be replayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lacking {
    /// A whole request.
    Request,
    /// A whole response.
    Response,
}

impl fmt::Display for Lacking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Lacking::Request => "the recording has no whole request, so there is nothing to send",
            Lacking::Response => "the recording has no whole response, so there is nothing to compare with",
        })
    }
}

impl std::error::Error for Lacking {}

/// The longest head of a recording.
const LIMITS: HeadLimits = HeadLimits {
    octets: 64 << 10,
    fields: 1000,
};

/// Whether a response is followed by another: 1xx, but not 101.
pub(super) fn is_interim(head: &Head) -> bool {
    status(head).is_some_and(|status| (100..=199).contains(&status) && status != 101)
}

/// The status of a response.
pub(super) fn status(head: &Head) -> Option<u16> {
    let status = head.start_line().split(|&octet| octet == b' ').nth(1)?;
    std::str::from_utf8(status).ok()?.parse().ok()
}

/// The final response in what a server sent, and where it ends.
pub(super) fn response(octets: &[u8]) -> Option<(Head, usize)> {
    let mut at = 0;
    loop {
        let (head, len) = HeadDecoder::new(LIMITS).push(&octets[at..]).ok().flatten()?;
        at += len;
        if !is_interim(&head) {
            return Some((head, at));
        }
    }
}

impl Talk {
    /// Takes a recording apart.
    ///
    /// # Errors
    /// Request or response are not there.
    pub fn of(recording: &Recording) -> Result<Talk, Lacking> {
        let mut client = Side::of(recording, Role::Client);
        let mut server = Side::of(recording, Role::Server);
        let request = HeadDecoder::new(LIMITS).push(&client.octets).ok().flatten();
        let (request, head) = request.ok_or(Lacking::Request)?;
        client.head = head;
        let (response, head) = response(&server.octets).ok_or(Lacking::Response)?;
        server.head = head;
        let offers = offers(&request);
        let agreed = match Agreed::from_answer(&offers, &extension::listed(&response).unwrap_or_default()) {
            Ok(agreed) => agreed,
            Err(wrong) => wrong.agreed,
        };
        Ok(Talk {
            request,
            response,
            agreed,
            client,
            server,
        })
    }

    /// Whether the response opens the connection; if not, what follows it are no frames.
    pub fn opens(&self) -> bool {
        self.status() == Some(101)
    }

    /// The status of the response.
    pub fn status(&self) -> Option<u16> {
        status(&self.response)
    }

    /// One of the two sides.
    pub fn side(&self, role: Role) -> &Side {
        match role {
            Role::Client => &self.client,
            Role::Server => &self.server,
        }
    }

    /// What one side says, in order, each with the number of its octets until then; up to the first broken rule.
    pub(super) fn said(&self, role: Role) -> Vec<(Said, usize)> {
        let mut said = Vec::new();
        if self.opens() {
            let side = self.side(role);
            let mut octets = side.octets[side.head..].to_vec();
            Hearing::of(role, self.agreed.as_ref()).hear(&mut octets, |what, at| said.push((what, side.head + at)));
        }
        said
    }
}

/// The extensions that a request offers; none where it says nothing that can be understood.
pub(super) fn offers(request: &Head) -> Vec<Extension> {
    extension::listed(request).unwrap_or_default()
}

impl Side {
    fn of(recording: &Recording, role: Role) -> Side {
        let mut side = Side {
            role,
            octets: Vec::new(),
            head: 0,
            cuts: Vec::new(),
        };
        let mut heard = 0;
        for chunk in &recording.chunks {
            if chunk.from == role {
                side.octets.extend_from_slice(&chunk.octets);
                let end = side.octets.len();
                side.cuts.push(Cut { end, heard });
            } else {
                heard += chunk.octets.len();
            }
        }
        side
    }

    /// The whole frames behind the head, as they stood on the wire, and the octets of one that is not whole.
    pub fn frames(&self) -> (Vec<Frame>, Vec<u8>) {
        let mut decoder = FrameDecoder::new();
        decoder.push(&self.octets[self.head..]);
        let frames = std::iter::from_fn(|| decoder.next_frame()).collect();
        (frames, decoder.unread().to_vec())
    }
}
