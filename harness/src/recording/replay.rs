//! One side of a recording played to a live endpoint, without I/O: octets and times in; writes, a deadline and a comparison
//! out.
//!
//! What the recorded endpoint sent is sent as it was, in the order of the recording: a chunk waits until as much has been
//! heard as had been heard before it. What comes back is compared by meaning.

use std::collections::{HashSet, VecDeque};
use std::time::Duration;

use wsspec_codec::deflate::Agreed;
use wsspec_codec::frame::{self, FrameHeader, Opcode};
use wsspec_codec::handshake::{ClientRequest, Head, HeadDecoder, HeadLimits, check_request, check_response};
use wsspec_codec::rules::Role;

use super::Recording;
use super::compare::{Comparer, Comparison};
use super::expected::{Expect, Expected, Heard, close_code};
use super::flights::{self, Piece};
use super::hearing::Hearing;
use super::rekey;
pub use super::rekey::Destination;
use super::talk::{self, Lacking, Talk};
use crate::drive::Player;
use crate::model::What;
use crate::pattern::End;
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
        let cuts = self.talk.side(self.us).cuts.iter().map(|cut| cut.end);
        let inside = cuts.filter(|&cut| cut < request.len()).collect();
        Segmentation::At(inside).cut(vec![request]).into()
    }

    fn heads(&mut self, mut octets: &mut [u8]) {
        while let State::Opening(decoder) = &mut self.state {
            match decoder.push(octets) {
                Ok(None) => return,
                Ok(Some((head, len))) => {
                    octets = &mut octets[len..];
                    if self.us == Role::Client && talk::is_interim(&head) {
                        continue;
                    }
                    self.head(&head);
                }
                Err(error) => self.refuse(error.to_string(), None),
            }
        }
        self.frames(octets);
    }

    fn head(&mut self, head: &Head) {
        match self.us {
            Role::Client => self.response(head),
            Role::Server => self.request(head),
        }
    }

    /// The live server's response, compared with the recorded one.
    fn response(&mut self, head: &Head) {
        let (status, recorded) = (talk::status(head), self.talk.status());
        if status != recorded {
            let shown =
                |status: Option<u16>| status.map_or("no status".to_owned(), |status| format!("status {status}"));
            return self.refuse(
                format!("ended with {}, and {} was recorded", shown(status), shown(recorded)),
                None,
            );
        }
        if !self.talk.opens() {
            return self.conclude();
        }
        let asked = self.asked.clone().unwrap_or_default();
        let accepted = match check_response(head, &asked) {
            Ok(accepted) => accepted,
            Err(fault) => return self.refuse(format!("fails: {fault}"), Some(fault.clause())),
        };
        let agreed = match Agreed::from_answer(&asked.extensions, &accepted.extensions) {
            Ok(agreed) => agreed,
            Err(wrong) => return self.refuse(format!("fails: the answer {}", wrong.because), Some(wrong.clause)),
        };
        let spoken = self.talk.response.values("Sec-WebSocket-Protocol").next();
        let spoken = spoken.map(|spoken| String::from_utf8_lossy(spoken).into_owned());
        if spoken != accepted.subprotocol {
            let shown = |name: &Option<String>| name.as_ref().map_or("none".to_owned(), |name| format!("{name:?}"));
            let (now, then) = (shown(&accepted.subprotocol), shown(&spoken));
            self.comparer.response(
                format!("chose another subprotocol: {now}, and {then} was recorded"),
                None,
            );
        }
        self.open(agreed.as_ref(), None);
    }

    /// The live client's request, answered with the recorded response.
    fn request(&mut self, head: &Head) {
        let request = match check_request(head) {
            Ok(request) => request,
            Err(refusal) => {
                self.writes.push_back(refusal.response());
                return self.refuse(format!("fails: {refusal}"), Some(refusal.clause()));
            }
        };
        let side = self.talk.side(Role::Server);
        if !self.talk.opens() {
            self.writes.push_back(side.octets.clone());
            return self.conclude();
        }
        let recorded = check_request(&self.talk.request).ok();
        if let Some(recorded) = recorded.filter(|recorded| recorded.target != request.target) {
            let note = format!(
                "the client asks for {}, and {} was recorded",
                request.target, recorded.target
            );
            self.comparer.outcome.notes.push(note);
        }
        let (octets, agreed, notes) = rekey::response(&side.octets[..side.head], &self.talk.response, &request);
        self.comparer.outcome.notes.extend(notes);
        let glued = !side.cuts.iter().any(|cut| cut.end == side.head);
        let head = Piece {
            octets,
            after: Heard::default(),
            ends_chunk: !glued,
            ends_frame: true,
        };
        self.open(agreed.as_ref(), Some(head));
    }

    /// The connection is open, and this was agreed.
    fn open(&mut self, agreed: Option<&Agreed>, head: Option<Piece>) {
        let side = self.talk.side(self.us);
        let places = Expected::places(&self.talk, self.us, self.expect);
        let recorded = self.talk.agreed.as_ref();
        self.pieces = match recorded {
            Some(recorded) if !flights::fits(side, Some(recorded), agreed) => {
                let note = "what was compressed in the recording is sent without compression, for the compression that is \
                            agreed on now does not allow it as it is";
                self.comparer.outcome.notes.push(note.to_owned());
                flights::without_compression(side, recorded, &places)
            }
            _ => flights::as_recorded(side, &places),
        };
        if let Some(head) = head {
            self.pieces.push_front(head);
        }
        self.state = State::Open(Box::new(Hearing::of(self.us.peer(), agreed)));
    }

    /// The handshake is not as recorded: nothing more is to be compared.
    fn refuse(&mut self, what: String, clause: Option<&'static wsspec_codec::rfc::Clause>) {
        self.comparer.response(what, clause);
        self.conclude();
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

impl Player for Replay {
    fn receive(&mut self, now: Duration, octets: &mut [u8]) {
        self.now = now;
        match &self.state {
            State::Opening(_) => self.heads(octets),
            State::Open(_) | State::Ending(_) => self.frames(octets),
            State::Over => return,
        }
        if matches!(self.state, State::Opening(_) | State::Open(_)) {
            self.deadline = Some(now + self.manner.patience);
        }
        self.advance();
    }

    fn end(&mut self, now: Duration, end: End) {
        self.now = now;
        let peer = self.us.peer();
        let how = match (&self.state, end) {
            (State::Open(hearing), _) if hearing.is_inside_frame() => "ended TCP in the middle of a frame",
            (_, End::Reset) => "reset TCP",
            _ => "ended TCP",
        };
        match &self.state {
            State::Opening(_) => {
                let because = format!("the {peer} {how} before the opening handshake was over");
                self.comparer.outcome.cut_short = Some(because);
            }
            State::Open(_) => {
                self.comparer.ended();
                self.comparer.cut_short(&format!("the {peer} {how}"));
            }
            State::Ending(_) | State::Over => {}
        }
        self.over();
    }

    fn tick(&mut self, now: Duration) {
        self.now = now;
        if self.deadline.is_none_or(|deadline| deadline > now) {
            return;
        }
        let (peer, seconds) = (self.us.peer(), self.manner.patience.as_secs_f64());
        match &self.state {
            State::Opening(_) => {
                let because = format!("the {peer} did not finish the opening handshake in {seconds} s");
                self.comparer.outcome.cut_short = Some(because);
            }
            State::Open(_) => self
                .comparer
                .cut_short(&format!("nothing came from the {peer} for {seconds} s")),
            State::Ending(_) if !self.shutdown => {
                let note = format!(
                    "the server had not ended TCP {} s after its Close frame",
                    LINGER.as_secs()
                );
                self.comparer.outcome.notes.push(note);
            }
            State::Ending(_) | State::Over => {}
        }
        self.over();
    }

    fn take_writes(&mut self) -> VecDeque<Vec<u8>> {
        std::mem::take(&mut self.writes)
    }

    fn put_back(&mut self, mut writes: VecDeque<Vec<u8>>) {
        writes.append(&mut self.writes);
        self.writes = writes;
    }

    fn wants_shutdown(&self) -> bool {
        self.shutdown
    }

    fn written(&mut self, now: Duration) {
        self.now = now;
        if matches!(self.state, State::Opening(_) | State::Open(_)) {
            self.deadline = Some(now + self.manner.patience);
        }
    }

    fn wake_at(&self) -> Option<Duration> {
        self.deadline
    }

    fn is_over(&self) -> bool {
        matches!(self.state, State::Over)
    }

    fn give_up(&mut self) {
        self.comparer.cut_short("nothing is waited for any more,");
        self.over();
    }
}
