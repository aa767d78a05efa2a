//! What must hold of our client and our server with a pipe between them that cuts, delays and drops.

use std::collections::VecDeque;

use mutatis::{Context as Chance, Generate, Mutate};
use serde::{Deserialize, Serialize};
use wsspec::model::{What, drawing};
use wsspec_codec::close::CloseCode;
use wsspec_codec::connection::Connection;
use wsspec_codec::deflate::{ClientWindow, Compression, Offer, Terms};
use wsspec_codec::handshake::{ClientRequest, HeadDecoder};
use wsspec_codec::rfc::rfc6455;
use wsspec_codec::rules::Role;
use wsspec_server::Options;
use wsspec_server::client::Client;
use wsspec_server::echo::{self, Answer};

use crate::endpoint::Reported;
use crate::hold::hold;
use crate::structured::Structured;
use crate::talk::{Call, Said};

/// A client, a server, and what happens between them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Mutate)]
pub struct Pair {
    /// What the client offers: none or an offer (`0x01`), with each of its parameters (`0x02`, `0x04`, `0x08`, `0x10`).
    pub offer: u8,
    /// The windows: what the client offers in the low four bits, what the server takes in the high ones.
    pub windows: u8,
    /// What the server adds to the answer (`0x01`, `0x02`), and whether it declines (`0x04`).
    pub terms: u8,
    /// In their order. What is on the way then, arrives.
    pub moves: Vec<Move>,
}

/// One thing that happens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Mutate)]
pub struct Move {
    /// Which: octets are written, or arrive, or an application calls, or TCP is lost.
    pub what: u8,
    /// The server does it, or it happens to it.
    pub server: bool,
    /// How many octets.
    pub octets: u8,
    /// What the application says.
    pub call: Call,
}

impl Structured for Pair {
    const VERSION: u8 = 1;
}

impl Generate<Move> for MoveMutator {
    fn generate(&mut self, chance: &mut Chance) -> mutatis::Result<Move> {
        Ok(Move {
            what: chance.rng().gen_u8(),
            server: chance.rng().gen_u8().is_multiple_of(2),
            octets: chance.rng().gen_u8(),
            call: Call::default(),
        })
    }
}

impl Pair {
    fn offer(&self) -> Option<Offer> {
        let bits = 8 + self.windows % 8;
        (self.offer & 1 != 0).then(|| Offer {
            server_no_context_takeover: self.offer & 2 != 0,
            client_no_context_takeover: self.offer & 4 != 0,
            server_max_window_bits: (self.offer & 8 != 0).then_some(bits),
            client_max_window_bits: match self.offer & 0x30 {
                0x10 => ClientWindow::Limitable,
                0x30 => ClientWindow::Hint(bits),
                _ => ClientWindow::Unlimited,
            },
        })
    }

    fn options(&self) -> Options {
        let bits = 8 + self.windows / 16 % 8;
        Options {
            deflate: (self.terms & 4 == 0).then_some(Terms {
                server_no_context_takeover: self.terms & 1 != 0,
                client_no_context_takeover: self.terms & 2 != 0,
                server_max_window_bits: bits,
                client_max_window_bits: bits,
                ..Terms::default()
            }),
            compression: Compression { level: 1, threshold: 0 },
            ..Options::default()
        }
    }
}

/// One side, and what is known of it.
struct Side<E> {
    endpoint: E,
    role: Role,
    /// What it said, answers included.
    said: Said,
    events: Vec<Reported>,
    /// Written by it, and not arrived.
    on_the_way: VecDeque<u8>,
}

/// The server: until it is asked, a decoder.
enum Server {
    Asked(HeadDecoder),
    Open(Box<Connection>),
    /// It refused.
    Refused,
}

/// Both sides, and TCP between them.
struct Connected {
    client: Side<Client>,
    server: Side<Server>,
    options: Options,
    /// What the client wrote.
    sent: Vec<u8>,
    lost: bool,
}

/// Every oracle of this module on one pair.
pub fn all(pair: &Pair) {
    let mut connected = Connected::new(pair);
    for step in &pair.moves {
        connected.step(step);
    }
    connected.settle();
    what_is_said_is_heard(&connected);
    nobody_fails(&connected);
    random_numbers_are_used_as_drawn(&connected);
    everything_is_written(&mut connected);
}

impl Connected {
    fn new(pair: &Pair) -> Connected {
        let request = ClientRequest {
            host: "localhost:3368".into(),
            target: "/chat".into(),
            extensions: pair.offer().iter().map(Offer::to_extension).collect(),
            ..ClientRequest::default()
        };
        let options = pair.options();
        let client = Client::new(request, || NONCE, Box::new(keys()), pair.options());
        Connected {
            client: Side::new(client.expect("the request is legal"), Role::Client),
            server: Side::new(Server::Asked(HeadDecoder::new(options.head_limits)), Role::Server),
            options,
            sent: Vec::new(),
            lost: false,
        }
    }

    fn step(&mut self, step: &Move) {
        let len = usize::from(step.octets) + 1;
        match (step.what % 32, step.server) {
            (0..=7, false) => self.client_writes(len),
            (0..=7, true) => self.server_writes(len),
            (8..=17, false) => self.client_reads(len),
            (8..=17, true) => self.server_reads(len),
            (18..=30, false) => {
                if let Some(connection) = self.client.endpoint.connection() {
                    speak(&step.call, connection, &mut self.client.said);
                }
            }
            (18..=30, true) => {
                if let Server::Open(connection) = &mut self.server.endpoint {
                    speak(&step.call, connection, &mut self.server.said);
                }
            }
            _ => {
                // What is on the way is lost, and both learn of it.
                self.lost = true;
                self.client.endpoint.receive_eof();
                if let Server::Open(connection) = &mut self.server.endpoint {
                    connection.receive_eof();
                }
                self.client.on_the_way.clear();
                self.server.on_the_way.clear();
            }
        }
    }

    fn client_writes(&mut self, len: usize) {
        let output = self.client.endpoint.output();
        let len = len.min(output.len());
        self.sent.extend_from_slice(&output[..len]);
        if !self.lost {
            self.client.on_the_way.extend(&output[..len]);
        }
        self.client.endpoint.written(len);
    }

    fn server_writes(&mut self, len: usize) {
        if let Server::Open(connection) = &mut self.server.endpoint {
            let output = connection.output();
            let len = len.min(output.len());
            if !self.lost {
                self.server.on_the_way.extend(&output[..len]);
            }
            connection.written(len);
        }
    }

    fn client_reads(&mut self, len: usize) {
        let on_the_way = &mut self.server.on_the_way;
        let mut piece: Vec<u8> = on_the_way.drain(..len.min(on_the_way.len())).collect();
        let (said, events) = (&mut self.client.said, &mut self.client.events);
        self.client.endpoint.hear(&mut piece, &mut |event, _| {
            let event = Reported::new(event);
            said.answer(&event, Role::Client);
            events.push(event);
        });
    }

    fn server_reads(&mut self, len: usize) {
        let on_the_way = &mut self.client.on_the_way;
        let mut piece: Vec<u8> = on_the_way.drain(..len.min(on_the_way.len())).collect();
        let mut octets = &mut piece[..];
        if let Server::Asked(decoder) = &mut self.server.endpoint {
            let Ok(Some((head, len))) = decoder.push(octets) else {
                return;
            };
            octets = &mut octets[len..];
            self.server.endpoint = match echo::answer(&head, &self.options, 3368) {
                Answer::Closed(_) => Server::Refused,
                Answer::Open(response, agreed) => {
                    let mut connection = echo::open(agreed.as_ref(), &self.options);
                    connection.sender().preface(&response);
                    Server::Open(Box::new(connection))
                }
            };
        }
        if let Server::Open(connection) = &mut self.server.endpoint {
            let (said, events) = (&mut self.server.said, &mut self.server.events);
            connection.receive_dyn(octets, &mut |event, _| {
                let event = Reported::new(event);
                said.answer(&event, Role::Server);
                events.push(event);
            });
        }
    }

    /// Lets everything arrive that is on the way.
    fn settle(&mut self) {
        // A request, a response, what was said, pongs, and the answers to Close frames.
        for _ in 0..8 {
            self.client_writes(usize::MAX);
            self.server_reads(usize::MAX);
            self.server_writes(usize::MAX);
            self.client_reads(usize::MAX);
        }
    }
}

impl<E> Side<E> {
    fn new(endpoint: E, role: Role) -> Side<E> {
        Side {
            endpoint,
            role,
            said: Said::default(),
            events: Vec::new(),
            on_the_way: VecDeque::new(),
        }
    }
}

fn speak(call: &Call, connection: &mut Connection, said: &mut Said) {
    let judged = call.make(connection.sender(), said);
    hold(judged.is_ok(), connection.output(), rfc6455::ORDER_5_4, || {
        format!("after {said:?} the call {call:?} gets {judged:?}")
    });
}

/// Each side hears what the other said, in that order, up to its Close frame; only the beginning of it if TCP was lost.
fn what_is_said_is_heard(connected: &Connected) {
    let Connected {
        client, server, lost, ..
    } = connected;
    let pairs = [
        (&client.said, client.role, &server.events),
        (&server.said, server.role, &client.events),
    ];
    for (said, speaker, events) in pairs {
        let heard: Vec<What> = events.iter().filter_map(heard).collect();
        let close = said.whats.iter().position(|what| matches!(what, What::Close(_)));
        let said = &said.whats[..close.map_or(said.whats.len(), |close| close + 1)];
        let same = if *lost { said.starts_with(&heard) } else { said == heard };
        hold(same, &[], rfc6455::RECV_BOTH, || {
            format!("the {speaker} said {said:?}, and {heard:?} was heard")
        });
    }
}

fn heard(event: &Reported) -> Option<What> {
    Some(match event {
        Reported::Message(kind, payload) => What::Message(*kind, payload.0.clone()),
        Reported::Ping(payload) => What::Ping(payload.0.clone()),
        Reported::Pong(payload) => What::Pong(payload.0.clone()),
        Reported::Close(code, reason) => What::Close(code.map(|code| (CloseCode::value(code), reason.clone()))),
        Reported::Failed(_) => return None,
    })
}

/// The nonce and the masking keys are those that were drawn for them, each key once and in order (4.1, 5.3).
fn random_numbers_are_used_as_drawn(connected: &Connected) {
    let nonce = connected.client.endpoint.request().nonce;
    hold(nonce == NONCE, &nonce, rfc6455::KEY_RANDOM, || {
        format!("{NONCE:?} was drawn, and {nonce:?} is the nonce")
    });
    let sent = &connected.sent[..];
    let head = sent
        .windows(4)
        .position(|octets| octets == b"\r\n\r\n")
        .map_or(sent.len(), |end| end + 4);
    let mut rest = &sent[head..];
    let mut next = keys();
    while let Some((header, _, len)) = drawing::frame(rest) {
        let drawn = Some(next());
        hold(header.key == drawn, rest, rfc6455::FRESH_KEY, || {
            format!("{drawn:?} was drawn, and {:?} is the masking key", header.key)
        });
        rest = &rest[len..];
    }
}

/// What the client draws for its nonce.
const NONCE: [u8; 16] = *b"sixteen octets!!";

/// What the client draws its masking keys from: no key comes twice.
fn keys() -> impl FnMut() -> [u8; 4] + Send {
    let mut key = 0x0102_0304_u32;
    move || {
        key = key.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        key.to_be_bytes()
    }
}

/// Neither finds a fault in what the other does, and the opening handshake succeeds.
fn nobody_fails(connected: &Connected) {
    let failure = connected.client.endpoint.failure();
    hold(failure.is_none(), &[], rfc6455::RECV_BOTH, || {
        format!("the client fails with {failure:?}")
    });
    let failed = connected
        .server
        .events
        .iter()
        .find(|event| matches!(event, Reported::Failed(_)));
    let refused = matches!(connected.server.endpoint, Server::Refused);
    hold(failed.is_none() && !refused, &[], rfc6455::RECV_BOTH, || {
        format!("the server fails with {failed:?}, or refuses: {refused}")
    });
}

/// Nothing is held back, and both end TCP after the closing handshake as their role demands (7.1.1).
fn everything_is_written(connected: &mut Connected) {
    let Connected {
        client, server, lost, ..
    } = connected;
    let left = client.endpoint.output().len();
    hold(left == 0, &[], rfc6455::FLUSH_BEFORE_CLOSE, || {
        format!("{left} octets of the client are never written")
    });
    let Server::Open(connection) = &server.endpoint else {
        return;
    };
    let over = client.said.closed && server.said.closed;
    let ends = connection.close_tcp();
    hold(ends == (over || *lost), &[], rfc6455::SERVER_IMMEDIATE, || {
        format!("both sent a Close frame: {over}; the server ends TCP: {ends}")
    });
}
