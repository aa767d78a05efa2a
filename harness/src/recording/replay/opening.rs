//! The opening handshake of a replay: the live endpoint's head against the recorded one.

use wsspec_codec::deflate::Agreed;
use wsspec_codec::handshake::{Head, check_request, check_response};
use wsspec_codec::rfc::Clause;
use wsspec_codec::rules::Role;

use super::super::expected::{Expected, Heard};
use super::super::flights::{self, Piece};
use super::super::hearing::Hearing;
use super::super::{rekey, talk};
use super::{Replay, State};

impl Replay {
    /// Takes octets of the other side's head, and the frames behind it.
    pub(super) fn heads(&mut self, mut octets: &mut [u8]) {
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
    fn refuse(&mut self, what: String, clause: Option<&'static Clause>) {
        self.comparer.response(what, clause);
        self.conclude();
    }
}
