//! Compression over real TCP, with a DEFLATE that is not zlib and that nobody here wrote.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use miniz_oxide::deflate::core::{CompressorOxide, create_comp_flags_from_zip_params};
use miniz_oxide::deflate::stream::deflate;
use miniz_oxide::inflate::stream::{InflateState, inflate};
use miniz_oxide::{DataFormat, MZFlush};
use wsspec_codec::deflate::{Compression, Terms};
use wsspec_codec::frame::{Frame, FrameDecoder, Opcode};
use wsspec_codec::rules::Limits;
use wsspec_server::{Options, Running, spawn};

const RSV1: u8 = 0b100;
const BROWSER: &str = "permessage-deflate; client_max_window_bits";
const TAIL: [u8; 4] = [0, 0, 0xFF, 0xFF];

/// A client made of little: what it sends is what the test says.
struct Client {
    stream: TcpStream,
    decoder: FrameDecoder,
    /// The extensions of the response.
    extensions: Option<String>,
}

impl Client {
    fn open(server: &Running, offer: &str) -> Client {
        let mut stream = TcpStream::connect(server.address()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let request = format!(
            "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Extensions: {offer}\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut octet = [0];
            stream.read_exact(&mut octet).unwrap();
            head.push(octet[0]);
        }
        let head = String::from_utf8(head).unwrap();
        let field = head
            .lines()
            .find_map(|line| line.strip_prefix("Sec-WebSocket-Extensions: "));
        Client {
            stream,
            decoder: FrameDecoder::new(),
            extensions: field.map(str::to_owned),
        }
    }

    fn send(&mut self, opcode: Opcode, rsv: u8, payload: &[u8]) {
        let mut frame = Frame::new(opcode, payload);
        frame.header = frame.header.with_rsv(rsv).with_masking_key(Some([9, 8, 7, 6]));
        let mut octets = Vec::new();
        frame.encode(&mut octets);
        self.stream.write_all(&octets).unwrap();
    }

    fn read(&mut self) -> Frame {
        let mut buffer = [0; 4096];
        loop {
            if let Some(frame) = self.decoder.next_frame() {
                return frame;
            }
            let octets = self.stream.read(&mut buffer).unwrap();
            assert!(octets > 0, "the server closed TCP");
            self.decoder.push(&buffer[..octets]);
        }
    }

    /// The status code with which the server closes.
    fn closed_with(&mut self) -> u16 {
        let frame = self.read();
        assert_eq!(frame.header.opcode(), Opcode::CLOSE);
        u16::from_be_bytes([frame.payload[0], frame.payload[1]])
    }
}

/// The foreign compressor and inflater.
struct Foreign {
    compressor: CompressorOxide,
    inflater: Box<InflateState>,
}

impl Foreign {
    fn new() -> Foreign {
        Foreign {
            compressor: CompressorOxide::new(create_comp_flags_from_zip_params(6, -15, 0)),
            inflater: InflateState::new_boxed(DataFormat::Raw),
        }
    }

    fn compress(&mut self, payload: &[u8]) -> Vec<u8> {
        let mut room = vec![0; 2 * payload.len() + 100];
        let result = deflate(&mut self.compressor, payload, &mut room, MZFlush::Sync);
        assert!(result.status.is_ok() && result.bytes_consumed == payload.len());
        room.truncate(result.bytes_written);
        assert!(room.ends_with(&TAIL));
        room.truncate(room.len() - TAIL.len());
        room
    }

    fn inflate(&mut self, payload: &[u8]) -> Vec<u8> {
        let wire = [payload, &TAIL].concat();
        let (mut rest, mut inflated) = (&wire[..], Vec::new());
        let mut room = vec![0; 1 << 16];
        loop {
            let result = inflate(&mut self.inflater, rest, &mut room, MZFlush::Sync);
            rest = &rest[result.bytes_consumed..];
            inflated.extend_from_slice(&room[..result.bytes_written]);
            if rest.is_empty() && result.bytes_written < room.len() {
                return inflated;
            }
            assert!(result.status.is_ok(), "{:?}", result.status);
        }
    }
}

fn texts() -> Vec<String> {
    let line = |n: usize| format!("line {n} of a text that a foreign compressor made smaller, κόσμε\n");
    vec![
        (0..5).map(line).collect(),
        (0..2000).map(line).collect(),
        line(1),
        (0..5).map(line).collect(),
    ]
}

#[test]
fn a_browser_s_offer_is_taken_and_messages_go_both_ways() {
    let server = spawn(Options::default()).unwrap();
    let mut client = Client::open(&server, BROWSER);
    assert_eq!(client.extensions.as_deref(), Some("permessage-deflate"));
    let mut foreign = Foreign::new();
    let mut sizes = Vec::new();
    for text in texts() {
        client.send(Opcode::TEXT, RSV1, &foreign.compress(text.as_bytes()));
        let echo = client.read();
        assert_eq!((echo.header.opcode(), echo.header.rsv()), (Opcode::TEXT, RSV1));
        assert_eq!(foreign.inflate(&echo.payload), text.as_bytes());
        sizes.push(echo.payload.len());
    }
    // The last is the first once more, in view of it.
    assert!(sizes[3] < sizes[0] / 2, "{sizes:?}");
    // What is short comes back as it is, and what comes as it is is compressed if it is not.
    client.send(Opcode::BINARY, RSV1, &foreign.compress(b"short"));
    let echo = client.read();
    assert_eq!((echo.header.rsv(), &echo.payload[..]), (0, &b"short"[..]));
    client.send(Opcode::BINARY, 0, &[7; 1000]);
    let echo = client.read();
    assert_eq!(echo.header.rsv(), RSV1);
    assert_eq!(foreign.inflate(&echo.payload), [7; 1000]);
}

#[test]
fn each_message_stands_alone_where_that_was_agreed() {
    let asked = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
    let demanding = Options {
        deflate: Some(Terms {
            server_no_context_takeover: true,
            client_no_context_takeover: true,
            ..Terms::default()
        }),
        ..Options::default()
    };
    for (options, offer) in [(Options::default(), asked), (demanding, BROWSER)] {
        let server = spawn(options).unwrap();
        let mut client = Client::open(&server, offer);
        assert_eq!(client.extensions.as_deref(), Some(asked));
        for text in texts() {
            let mut foreign = Foreign::new();
            client.send(Opcode::TEXT, RSV1, &foreign.compress(text.as_bytes()));
            assert_eq!(foreign.inflate(&client.read().payload), text.as_bytes());
        }
    }
}

#[test]
fn the_examples_of_rfc_7692_are_understood() {
    let options = Options {
        compression: Compression { level: 6, threshold: 0 },
        ..Options::default()
    };
    let server = spawn(options).unwrap();
    let mut client = Client::open(&server, "permessage-deflate");
    for payload in [
        &b"\xf2\x48\xcd\xc9\xc9\x07\x00"[..],
        b"\xf2\x00\x11\x00\x00",
        b"\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00",
        b"\xf3\x48\xcd\xc9\xc9\x07\x00\x00",
        b"\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00",
    ] {
        client.send(Opcode::TEXT, RSV1, payload);
    }
    // The first two echoes are the first two examples.
    let mut foreign = Foreign::new();
    for example in [
        Some(&b"\xf2\x48\xcd\xc9\xc9\x07\x00"[..]),
        Some(b"\xf2\x00\x11\x00\x00"),
        None,
        None,
        None,
    ] {
        let echo = client.read().payload;
        assert_eq!(example.unwrap_or(&echo), echo);
        assert_eq!(foreign.inflate(&echo), b"Hello");
    }
    client.send(Opcode::TEXT, RSV1, b"\x00");
    assert_eq!(client.read().payload, b"\x00");
}

#[test]
fn what_is_not_agreed_on_is_not_taken() {
    let server = spawn(Options::default()).unwrap();
    for offer in [
        "permessage-deflate; foo",
        "permessage-deflate; server_max_window_bits=7",
        "x-foo",
    ] {
        let mut client = Client::open(&server, offer);
        assert_eq!(client.extensions, None);
        client.send(Opcode::TEXT, RSV1, b"\xf2\x48\xcd\xc9\xc9\x07\x00");
        assert_eq!(client.closed_with(), 1002);
    }
    let without = Options {
        deflate: None,
        ..Options::default()
    };
    assert_eq!(Client::open(&spawn(without).unwrap(), BROWSER).extensions, None);
}

#[test]
fn bad_data_ends_with_1002_and_too_much_of_it_with_1009() {
    let options = Options {
        limits: Limits {
            message: 100_000,
            ..Limits::default()
        },
        ..Options::default()
    };
    let server = spawn(options).unwrap();
    let mut client = Client::open(&server, BROWSER);
    client.send(Opcode::BINARY, RSV1, b"\x07");
    assert_eq!(client.closed_with(), 1002);
    let mut client = Client::open(&server, BROWSER);
    let mut foreign = Foreign::new();
    client.send(Opcode::BINARY, RSV1, &foreign.compress(&[0; 100_000]));
    assert_eq!(foreign.inflate(&client.read().payload).len(), 100_000);
    client.send(Opcode::BINARY, RSV1, &foreign.compress(&[0; 100_001]));
    assert_eq!(client.closed_with(), 1009);
}

#[test]
fn after_some_quiet_the_server_forgets() {
    let options = Options {
        context_timeout: Duration::from_millis(1),
        ..Options::default()
    };
    let server = spawn(options).unwrap();
    let mut client = Client::open(&server, BROWSER);
    let text = &texts()[0];
    let mut sizes = Vec::new();
    let start = Instant::now();
    // Forgotten is the first message when the second takes as much.
    while sizes.len() < 2 || sizes.last() != sizes.first() {
        assert!(start.elapsed() < Duration::from_secs(10), "{sizes:?}");
        client.send(Opcode::TEXT, 0, text.as_bytes());
        sizes.push(client.read().payload.len());
        // Nothing comes, and time goes by.
        client.stream.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
        let nothing = client.stream.read(&mut [0]).unwrap_err().kind();
        assert!(matches!(nothing, ErrorKind::WouldBlock | ErrorKind::TimedOut));
        client.stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    }
}
