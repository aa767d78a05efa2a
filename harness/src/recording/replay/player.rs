//! A replay as the carriers see it: what comes in, and when nothing does.

use std::collections::VecDeque;
use std::time::Duration;

use super::{LINGER, Replay, State};
use crate::drive::Player;
use crate::pattern::End;

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
