//! Plays against an endpoint in the same process. Time is virtual, so waiting costs nothing and verdicts never vary.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use super::Player;
use crate::case::Case;
use crate::hostile::{self, Assailant};
use crate::pattern::End;
use crate::record::Record;
use crate::session::{Session, Settings};
use crate::url_spec::Ended;

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

    /// How it ends TCP.
    fn how_it_ends(&self) -> End {
        End::Closed
    }
}

/// Plays a case against an endpoint; an ordeal with one connection.
pub fn play(case: &Case, settings: Settings, endpoint: &mut dyn Endpoint) -> Record {
    if let (Some(mut assailant), Some(ordeal)) = (Assailant::new(case, &settings, 0), &case.ordeal) {
        let duration = carry(&mut assailant, endpoint);
        let (verdict, trace) = hostile::judge(case, ordeal, vec![assailant.into_left()]);
        return Record::with(case, &settings, verdict, trace, duration);
    }
    let mut session = Session::new(case, settings.clone());
    let duration = carry(&mut session, endpoint);
    Record::new(case, &settings, session, duration)
}

/// Plays a case that is about the URL of a client with the endpoint that is made for it; an endpoint is not made by a client
/// that refuses the URL. `None` if the case is not about the URL.
pub fn play_at(
    case: &Case,
    mut settings: Settings,
    make: impl FnOnce(&str) -> Option<Box<dyn Endpoint>>,
) -> Option<Record> {
    let spec = case.url.as_ref()?;
    let ip = match spec.ipv6 {
        true => IpAddr::V6(Ipv6Addr::LOCALHOST),
        false => IpAddr::V4(Ipv4Addr::LOCALHOST),
    };
    let address = SocketAddr::new(ip, PORT);
    spec.settle(address, &mut settings);
    Some(match make(&spec.write(address)) {
        Some(mut endpoint) => play(case, settings, &mut *endpoint),
        None => Record::judged(case, &settings, spec.refused(Ended::Failing)),
    })
}

/// The port of an address in memory.
const PORT: u16 = 9001;

/// Carries octets between a player and an endpoint until the player is over, and says how long that took.
pub fn carry(player: &mut dyn Player, endpoint: &mut dyn Endpoint) -> Duration {
    let mut wire = Wire {
        endpoint,
        now: Duration::ZERO,
        closed: false,
    };
    wire.deliver(player);
    let mut shut = false;
    while !player.is_over() {
        let mut writes = player.take_writes();
        if let Some(piece) = writes.pop_front() {
            if !wire.closed {
                wire.endpoint.receive(&piece);
                wire.deliver(player);
            }
            // What the player has to say to the answer comes after what it has already said.
            writes.extend(player.take_writes());
            player.put_back(writes);
        } else if let Some(piece) = player.more(wire.now) {
            if !wire.closed {
                wire.endpoint.receive(&piece);
            }
            wire.deliver(player);
        } else if player.is_over() {
            break;
        } else if player.wants_shutdown() && !shut {
            shut = true;
            wire.endpoint.end();
            wire.deliver(player);
        } else if let Some(wake_at) = player.wake_at() {
            wire.now = wake_at;
            player.tick(wake_at);
            wire.deliver(player);
        } else {
            player.give_up();
        }
    }
    wire.now
}

struct Wire<'e> {
    endpoint: &'e mut dyn Endpoint,
    now: Duration,
    closed: bool,
}

impl Wire<'_> {
    /// Carries what the endpoint sent to the player.
    fn deliver(&mut self, player: &mut dyn Player) {
        if self.closed || !player.reads() {
            return;
        }
        let mut octets = self.endpoint.take_output();
        if !octets.is_empty() {
            player.receive(self.now, &mut octets);
        }
        if self.endpoint.has_closed() {
            self.closed = true;
            player.end(self.now, self.endpoint.how_it_ends());
        }
    }
}
