//! One side of a recording played to a live endpoint, without I/O: octets and times in; writes, a deadline and a comparison
//! out.
//!
//! What the recorded endpoint sent is sent as it was, in the order of the recording: a chunk waits until as much has been
//! heard as had been heard before it. What comes back is compared by meaning.

mod opening;
mod player;

use std::collections::{HashSet, VecDeque};
use std::time::Duration;

use wsspec_codec::frame::{self, FrameHeader, Opcode};
use wsspec_codec::handshake::{ClientRequest, HeadDecoder, HeadLimits};
use wsspec_codec::rules::Role;

use super::Recording;
use super::compare::{Comparer, Comparison};
use super::expected::{Expect, Expected, close_code};
use super::flights::{self, Piece};
use super::hearing::Hearing;
use super::rekey;
pub use super::rekey::Destination;
use super::talk::{Lacking, Talk};
use crate::model::What;
use crate::random::SplitMix64;
use crate::segment::Segmentation;

/// How a recording is replayed.
#[derive(Clone, Debug)]
pub struct Manner {
    /// How what is sent is cut; `None`: as in the recording.
    pub segmentation: Option<Segmentation>,
    /// By what the other side is judged; `None`: as the recording says.
    pub expect: Option<Expect>,
    /// How long nothing may come while something is expected; or twice as long as the recorded endpoint took for anything,
    /// if that is more.
    pub patience: Duration,
}

impl Default for Manner {
    /// As in the recording, and 5 s.
    fn default() -> Manner {
        Manner {
            segmentation: None,
            expect: None,
            patience: Duration::from_secs(5),
        }
    }
}

/// A replay that goes on.
#[derive(Debug)]
pub struct Replay {
    us: Role,
    talk: Talk,
    manner: Manner,
    expect: Expect,
    state: State,
    asked: Option<ClientRequest>,
    comparer: Comparer,
    pieces: VecDeque<Piece>,
    writes: VecDeque<Vec<u8>>,
    /// Whether what was written last ends inside a frame.
    inside_frame: bool,
    /// Whether a Close frame is among what we send.
    closes: bool,
    /// The payloads of our recorded pongs: what they answer, the recording answers.
    pongs: HashSet<Vec<u8>>,
    /// Pings that the recording does not answer.
    unanswered: Vec<Vec<u8>>,
    keys: SplitMix64,
    now: Duration,
    deadline: Option<Duration>,
    shutdown: bool,
}

#[derive(Debug)]
enum State {
    /// The head of the other side is still to come.
    Opening(HeadDecoder),
    Open(Box<Hearing>),
    /// Everything was said; TCP is to end. What still comes is too much.
    Ending(Option<Box<Hearing>>),
    Over,
}

/// How long TCP may take to end once everything was said.
const LINGER: Duration = Duration::from_secs(1);

impl Replay {
    /// Plays the client to a server there. The request goes out at once.
    ///
    /// # Errors
    /// The recording has no request or no response.
    pub fn as_client(recording: &Recording, to: &Destination, manner: Manner) -> Result<Replay, Lacking> {
        let mut replay = Replay::new(recording, Role::Client, manner)?;
        let request = rekey::request(&replay.talk.request, to);
        replay.asked = Some(rekey::asked(&replay.talk.request));
        replay.writes = match &replay.manner.segmentation {
            None => replay.as_cut(request),
            Some(segmentation) => segmentation.cut(vec![request]).into(),
        };
        Ok(replay)
    }

    /// Plays the server to a client that has connected.
    ///
    /// # Errors
    /// As [`as_client`](Replay::as_client).
    pub fn as_server(recording: &Recording, manner: Manner) -> Result<Replay, Lacking> {
        Replay::new(recording, Role::Server, manner)
    }

    fn new(recording: &Recording, us: Role, mut manner: Manner) -> Result<Replay, Lacking> {
        let talk = Talk::of(recording)?;
        let expect = manner.expect.or(recording.about.expect).unwrap_or_default();
        manner.patience = manner.patience.max(2 * longest_pause(recording, us.peer()));
        let mut expected = Expected::of(&talk, us, expect);
        expected.goes_on = !recording.complete && expect == Expect::Recorded;
        let (mut pongs, mut closes) = (HashSet::new(), false);
        for (said, _) in talk.said(us) {
            match said {
                Ok(What::Pong(payload)) => drop(pongs.insert(payload)),
                said => closes |= close_code(said).is_some(),
            }
        }
        Ok(Replay {
            us,
            pongs,
            closes,
            talk,
            deadline: Some(manner.patience),
            manner,
            expect,
            state: State::Opening(HeadDecoder::new(HeadLimits::default())),
            asked: None,
            comparer: Comparer::new(expected),
            pieces: VecDeque::new(),
            writes: VecDeque::new(),
            inside_frame: false,
            unanswered: Vec::new(),
            keys: SplitMix64::new(0),
            now: Duration::ZERO,
            shutdown: false,
        })
    }

    /// What came of it, whether it is over or not.
    pub fn into_comparison(self) -> Comparison {
        self.comparer.finish()
    }

    /// A request cut where the recorded one was, as far as the two are equally long.
    fn as_cut(&self, request: Vec<u8>) -> VecDeque<Vec<u8>> {
        let side = self.talk.side(self.us);
        let shorter = side.head.min(request.len());
        let cuts = side.cuts.iter().map(|cut| cut.end);
        let inside = cuts.take_while(|&cut| cut < shorter).collect();
        Segmentation::At(inside).cut(vec![request]).into()
    }

    /// Ends our side of TCP.
    fn conclude(&mut self) {
        self.pieces.clear();
        self.shutdown = true;
        self.deadline = Some(self.now + LINGER);
        self.state = match std::mem::replace(&mut self.state, State::Over) {
            State::Open(hearing) => State::Ending(Some(hearing)),
            _ => State::Ending(None),
        };
    }

    fn frames(&mut self, octets: &mut [u8]) {
        // Some servers send a Close frame when TCP ends without one: the answer to what we did, and no part of the session.
        let ending = matches!(self.state, State::Ending(_));
        let (State::Open(hearing) | State::Ending(Some(hearing))) = &mut self.state else {
            return;
        };
        let (comparer, pongs, unanswered) = (&mut self.comparer, &self.pongs, &mut self.unanswered);
        let mut broken = false;
        hearing.hear(octets, |said, _| match said {
            Ok(What::Ping(payload)) if !pongs.contains(&payload) => unanswered.push(payload),
            Ok(What::Close(_)) if ending => {}
            Ok(what) => comparer.hear(&what),
            Err(fault) => {
                comparer.broken(fault.how, fault.clause);
                broken = true;
            }
        });
        if broken && !ending {
            self.conclude();
        }
    }

    /// Sends what may be sent by now, and ends when everything was said.
    fn advance(&mut self) {
        if !matches!(self.state, State::Open(_)) {
            return;
        }
        loop {
            self.answer_pings();
            let heard = self.comparer.heard();
            let Some(first) = self.pieces.front().filter(|first| heard.covers(&first.after)) else {
                break;
            };
            let after = first.after;
            let count = self.pieces.iter().take_while(|piece| piece.after == after).count();
            let flight: Vec<Piece> = self.pieces.drain(..count).collect();
            self.inside_frame = flight.last().is_some_and(|piece| !piece.ends_frame);
            let pieces = self.cut(flight);
            self.writes.extend(pieces);
        }
        let closed = self.comparer.is_closed();
        // Behind a Close frame comes nothing that could be waited for.
        if closed || self.pieces.is_empty() && self.comparer.is_complete() {
            let answered = self.closes && self.pieces.is_empty();
            if closed && !answered && !self.inside_frame {
                self.control(Opcode::CLOSE, &[]);
            }
            self.conclude();
            // The server ends TCP first (RFC 6455 7.1.1).
            self.shutdown = !(closed && self.us == Role::Client);
        }
    }

    /// Joins pieces to what is written at once.
    fn cut(&self, flight: Vec<Piece>) -> Vec<Vec<u8>> {
        let join = |ends: fn(&Piece) -> bool| {
            let mut joined: Vec<Vec<u8>> = Vec::new();
            let mut open = false;
            for piece in &flight {
                if !std::mem::replace(&mut open, !ends(piece)) {
                    joined.push(Vec::new());
                }
                if let Some(last) = joined.last_mut() {
                    last.extend_from_slice(&piece.octets);
                }
            }
            joined
        };
        match &self.manner.segmentation {
            None => join(|piece| piece.ends_chunk),
            Some(segmentation) => segmentation.cut(join(|piece| piece.ends_frame)),
        }
    }

    /// Answers, between two frames, the pings that the recording does not answer.
    fn answer_pings(&mut self) {
        if self.inside_frame || self.closes && self.pieces.is_empty() {
            return;
        }
        for payload in std::mem::take(&mut self.unanswered) {
            self.control(Opcode::PONG, &payload);
        }
    }

    fn control(&mut self, opcode: Opcode, payload: &[u8]) {
        let key = flights::masks(self.us).then(|| self.keys.octets());
        let header = FrameHeader::new(opcode, payload.len() as u64).with_masking_key(key);
        let mut octets = Vec::new();
        frame::encode(&header, payload, &mut octets);
        self.writes.push_back(octets);
    }

    fn over(&mut self) {
        self.state = State::Over;
        self.deadline = None;
    }
}

/// The longest time before something of this side.
fn longest_pause(recording: &Recording, from: Role) -> Duration {
    let pairs = recording.chunks.windows(2).filter(|pair| pair[1].from == from);
    let pauses = pairs.map(|pair| pair[1].at.saturating_sub(pair[0].at));
    // A clock that was turned, or a file that says so, makes nobody wait for days.
    pauses.max().unwrap_or_default().min(Duration::from_secs(600))
}
