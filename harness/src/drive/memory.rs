//! Plays against an endpoint in the same process. Time is virtual, so waiting costs nothing and verdicts never vary.

use std::time::Duration;

use crate::case::Case;
use crate::pattern::End;
use crate::record::Record;
use crate::session::{Session, Settings};

/// An endpoint without I/O, opening handshake included.
pub trait Endpoint {
    /// Takes octets that arrived.
    fn receive(&mut self, octets: &[u8]);

    /// The peer ended its side of TCP.
    fn end(&mut self);

    /// Takes the octets to send.
    fn take_output(&mut self) -> Vec<u8>;

    /// Whether TCP is closed once the output is taken.
    fn has_closed(&self) -> bool;
}

/// Plays a case against an endpoint.
pub fn play(case: &Case, settings: Settings, endpoint: &mut dyn Endpoint) -> Record {
    let mut session = Session::new(case, settings.clone());
    let mut wire = Wire {
        endpoint,
        now: Duration::ZERO,
        closed: false,
    };
    wire.deliver(&mut session);
    let mut shut = false;
    while !session.is_over() {
        let mut writes = session.take_writes();
        if let Some(piece) = writes.pop_front() {
            if !wire.closed {
                wire.endpoint.receive(&piece);
                wire.deliver(&mut session);
            }
            // What the session has to say to the answer comes after what it has already said.
            writes.extend(session.take_writes());
            session.put_back(writes);
        } else if session.wants_shutdown() && !shut {
            shut = true;
            wire.endpoint.end();
            wire.deliver(&mut session);
        } else if let Some(wake_at) = session.wake_at() {
            wire.now = wake_at;
            session.tick(wake_at);
        } else {
            session.abort("the script waits for nothing and is not over");
        }
    }
    Record::new(case, &settings, session, wire.now)
}

struct Wire<'e> {
    endpoint: &'e mut dyn Endpoint,
    now: Duration,
    closed: bool,
}

impl Wire<'_> {
    /// Carries what the endpoint sent to the session.
    fn deliver(&mut self, session: &mut Session<'_>) {
        if self.closed {
            return;
        }
        let mut octets = self.endpoint.take_output();
        if !octets.is_empty() {
            session.receive(self.now, &mut octets);
        }
        if self.endpoint.has_closed() {
            self.closed = true;
            session.end(self.now, End::Closed);
        }
    }
}
