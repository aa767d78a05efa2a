//! Servers on free ports that do one thing wrong: raw frames over TCP, a thread for each connection.

#![allow(dead_code, reason = "each test uses a part of it")]

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use wsspec::autobahn::case::AutobahnCase;
use wsspec::autobahn::cases::cases;
use wsspec::autobahn::options::Options;
use wsspec::autobahn::play::Settings;
use wsspec::autobahn::played::Played;
use wsspec::autobahn::run::{Plan, run};
use wsspec::drive::stream::Connector;
use wsspec::run::Ending;
use wsspec_codec::deflate::{Inflater, Terms};
use wsspec_codec::extension;
use wsspec_codec::frame::{Frame, FrameDecoder, Opcode};
use wsspec_codec::handshake::key::accept_key;

/// A server that does this with each connection. It ends with the process.
pub(crate) fn serve(connection: impl Fn(TcpStream) + Send + Sync + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let connection = Arc::new(connection);
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let connection = Arc::clone(&connection);
            thread::spawn(move || connection(stream));
        }
    });
    address
}

/// A message of the tester, as it was meant.
pub(crate) struct Message {
    pub(crate) opcode: Opcode,
    pub(crate) payload: Vec<u8>,
}

/// The end of a connection that a server has.
pub(crate) struct Peer {
    stream: TcpStream,
    frames: FrameDecoder,
    inflater: Inflater,
}

/// Reads a request; `None` if there is none.
fn request(stream: &mut TcpStream) -> Option<String> {
    let (mut head, mut octet) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut octet).ok()?;
        head.push(octet[0]);
    }
    Some(String::from_utf8(head).unwrap())
}

/// Reads the request, and opens no connection.
pub(crate) fn refuse(mut stream: TcpStream, status: &str) -> Option<()> {
    request(&mut stream)?;
    write!(stream, "HTTP/1.1 {status}\r\nConnection: close\r\n\r\n").ok()
}

impl Peer {
    /// Reads the request and opens the connection; what is offered is answered with this. `None` if there is no request.
    pub(crate) fn open(mut stream: TcpStream, answer: impl FnOnce(&str) -> Option<String>) -> Option<Peer> {
        stream.set_nodelay(true).unwrap();
        let head = request(&mut stream)?;
        let field = |name: &str| {
            head.lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
        };
        let key = accept_key(field("Sec-WebSocket-Key")?.as_bytes());
        let extensions = field("Sec-WebSocket-Extensions")
            .and_then(answer)
            .map_or(String::new(), |answer| {
                format!("Sec-WebSocket-Extensions: {answer}\r\n")
            });
        let response = format!(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Accept: {key}\r\n{extensions}\r\n"
        );
        stream.write_all(response.as_bytes()).ok()?;
        Some(Peer {
            stream,
            frames: FrameDecoder::new(),
            inflater: Inflater::new(false),
        })
    }

    /// The next frame; `None` at the end of TCP.
    pub(crate) fn frame(&mut self) -> Option<Frame> {
        let mut buffer = [0; 16 << 10];
        loop {
            if let Some(frame) = self.frames.next_frame() {
                return Some(frame);
            }
            match self.stream.read(&mut buffer) {
                Ok(len) if len > 0 => self.frames.push(&buffer[..len]),
                _ => return None,
            }
        }
    }

    /// Sends a frame, with RSV1 where it says so.
    pub(crate) fn send(&mut self, opcode: Opcode, compressed: bool, payload: &[u8]) {
        let mut frame = Frame::new(opcode, payload);
        frame.header = frame.header.with_rsv(u8::from(compressed) << 2);
        let mut octets = Vec::new();
        frame.encode(&mut octets);
        // Whoever does not read any more has made up its mind.
        let _ = self.stream.write_all(&octets);
    }

    /// Answers as a server should until Close, save that `answer` says what becomes of each message.
    pub(crate) fn serve(mut self, mut answer: impl FnMut(&mut Peer, Message)) {
        let mut open: Option<(Opcode, bool, Vec<u8>)> = None;
        while let Some(frame) = self.frame() {
            match frame.header.opcode() {
                Opcode::CLOSE => return self.send(Opcode::CLOSE, false, &frame.payload),
                Opcode::PING => self.send(Opcode::PONG, false, &frame.payload),
                Opcode::PONG => {}
                opcode => {
                    let compressed = frame.header.rsv() == 0b100;
                    let (_, _, payload) = open.get_or_insert((opcode, compressed, Vec::new()));
                    payload.extend_from_slice(&frame.payload);
                    if frame.header.fin()
                        && let Some((opcode, compressed, payload)) = open.take()
                    {
                        let payload = if compressed { self.inflate(&payload) } else { payload };
                        answer(&mut self, Message { opcode, payload });
                    }
                }
            }
        }
    }

    /// Ends TCP.
    pub(crate) fn end(&mut self) {
        let _ = self.stream.shutdown(Shutdown::Both);
    }

    fn inflate(&mut self, octets: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        self.inflater.begin();
        self.inflater.append(octets, &mut out, 64 << 20).unwrap();
        self.inflater.end().unwrap();
        out
    }
}

/// The right answer to an offer of permessage-deflate.
pub(crate) fn accepting(offer: &str) -> Option<String> {
    let answer = Terms::default().answer(&extension::parse(offer.as_bytes()).unwrap())?;
    Some(answer.extension.to_string())
}

/// No answer to any offer.
pub(crate) fn declining(_: &str) -> Option<String> {
    None
}

/// How everything is played with a server, unless a test has its own ideas.
pub(crate) fn settings(address: SocketAddr) -> Settings {
    Settings {
        host: address.to_string(),
        target: "/".into(),
        origin: None,
        protocols: Vec::new(),
        user_agent: "test".into(),
        options: Options::default(),
        time_scale: 1.0,
        stall: Duration::from_secs(30),
        mass_scale: 1.0,
        deadline: None,
        seed: 0,
    }
}

/// What came of a run, each play under the id of its case.
pub(crate) struct Ran {
    pub(crate) ending: Ending,
    pub(crate) plays: BTreeMap<String, Played>,
}

/// Plays cases with the server that the settings name, so many at the same time.
pub(crate) fn play(cases: Vec<&AutobahnCase>, settings: Settings, jobs: usize, deadline: Option<Duration>) -> Ran {
    let address: SocketAddr = settings.host.parse().unwrap();
    let plan = Plan {
        cases,
        settings,
        jobs,
        deadline,
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut plays = BTreeMap::new();
    let ending = runtime.block_on(async {
        let connector = Connector::resolve(&address.ip().to_string(), address.port(), None)
            .await
            .unwrap();
        let take = |index: usize, played| {
            let before = plays.insert(plan.cases[index].id.clone(), played);
            assert_eq!(before, None, "a case is reported once");
        };
        run(&plan, &connector, std::future::pending(), |_| {}, take).await
    });
    Ran { ending, plays }
}

/// Plays the cases with these ids to the end.
pub(crate) fn play_ids(ids: &[&str], settings: Settings) -> BTreeMap<String, Played> {
    let all = cases();
    let cases: Vec<&AutobahnCase> = all.iter().filter(|case| ids.contains(&&*case.id)).collect();
    assert_eq!(cases.len(), ids.len(), "{ids:?}");
    let ran = play(cases, settings, 32, None);
    assert_eq!(ran.ending, Ending::Complete);
    ran.plays
}
