//! Clients that do one thing wrong, in memory: each is noticed by the case that is about it, and by the clause.

use std::collections::HashSet;
use std::sync::Arc;

use wsspec::case::{Case, Step};
use wsspec::drive::memory;
use wsspec::pattern::{Grade, Outcome, Pattern};
use wsspec::random::SplitMix64;
use wsspec::record::Record;
use wsspec::session::{Earlier, Settings};
use wsspec::suite;
use wsspec_codec::deflate::{Compressor, Inflater};
use wsspec_codec::frame::{self, FrameDecoder, FrameHeader, Opcode};
use wsspec_codec::rules::Role;

/// What a client does when the answer has come.
#[derive(Clone, Copy, PartialEq)]
enum Takes {
    /// Takes it for good, whatever it is.
    Everything,
    /// Fails the connection, whatever it is.
    Nothing,
    /// The same, with a Close frame.
    NothingPolitely,
    /// The same, and leaves TCP open.
    NothingSilently,
}

/// An echo client that believes everything, but for what is said of it.
struct Careless {
    output: Vec<u8>,
    takes: Takes,
    open: bool,
    failed: bool,
    closed: bool,
    head: Vec<u8>,
    frames: FrameDecoder,
    message: Option<(Opcode, u8, Vec<u8>)>,
    keys: Box<dyn FnMut() -> [u8; 4]>,
    inflater: Inflater,
    compressor: Compressor,
}

const REQUEST: &str = "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\
    Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\
    Sec-WebSocket-Protocol: chat, superchat\r\n\r\n";

impl Careless {
    fn new() -> Careless {
        Careless::asking(REQUEST)
    }

    fn asking(request: &str) -> Careless {
        let mut random = SplitMix64::new(7);
        Careless {
            output: request.as_bytes().to_vec(),
            takes: Takes::Everything,
            open: false,
            failed: false,
            closed: false,
            head: Vec::new(),
            frames: FrameDecoder::new(),
            message: None,
            keys: Box::new(move || random.octets()),
            inflater: Inflater::new(false),
            compressor: Compressor::new(15),
        }
    }

    fn taking(takes: Takes) -> Careless {
        Careless {
            takes,
            ..Careless::new()
        }
    }

    fn with_keys(keys: impl FnMut() -> [u8; 4] + 'static) -> Careless {
        Careless {
            keys: Box::new(keys),
            ..Careless::new()
        }
    }

    fn send(&mut self, opcode: Opcode, rsv: u8, payload: &[u8]) {
        let header = FrameHeader::new(opcode, payload.len() as u64)
            .with_rsv(rsv)
            .with_masking_key(Some((self.keys)()));
        frame::encode(&header, payload, &mut self.output);
    }

    fn answered(&mut self) {
        self.open = true;
        self.failed = self.takes != Takes::Everything;
        if self.takes == Takes::NothingPolitely {
            self.send(Opcode::CLOSE, 0, &1002u16.to_be_bytes());
        }
        self.closed = self.failed && self.takes != Takes::NothingSilently;
    }

    /// Sends a message back, compressed with a window of 2^15 octets if it came compressed, whatever was agreed.
    fn echo(&mut self, opcode: Opcode, rsv: u8, payload: &[u8]) {
        let mut echo = payload.to_vec();
        if rsv == 0b100 {
            let mut plain = Vec::new();
            self.inflater.begin();
            let inflated = self.inflater.append(payload, &mut plain, 64 << 20);
            if inflated.is_err() || self.inflater.end().is_err() {
                self.closed = true;
                return;
            }
            echo.clear();
            self.compressor.message(&plain, false, &mut echo);
        }
        self.send(opcode, rsv, &echo);
    }
}

impl memory::Endpoint for Careless {
    fn receive(&mut self, octets: &[u8]) {
        if self.open {
            self.frames.push(octets);
        } else {
            self.head.extend_from_slice(octets);
            // A final response begins where an interim one ended.
            while let Some(end) = self.head.windows(4).position(|octets| octets == b"\r\n\r\n") {
                let rest = self.head.split_off(end + 4);
                let interim = self.head.starts_with(b"HTTP/1.1 10") && !self.head.starts_with(b"HTTP/1.1 101");
                self.head = rest;
                if !interim {
                    self.answered();
                    self.frames.push(&std::mem::take(&mut self.head));
                    break;
                }
            }
        }
        while !self.failed
            && !self.closed
            && let Some(frame) = self.frames.next_frame()
        {
            match frame.header.opcode() {
                Opcode::PING => self.send(Opcode::PONG, 0, &frame.payload),
                Opcode::PONG => {}
                Opcode::CLOSE => {
                    self.send(Opcode::CLOSE, 0, &frame.payload);
                    self.closed = true;
                }
                opcode => {
                    let rsv = frame.header.rsv();
                    let (_, _, payload) = self.message.get_or_insert((opcode, rsv, Vec::new()));
                    payload.extend_from_slice(&frame.payload);
                    if frame.header.fin()
                        && let Some((opcode, rsv, payload)) = self.message.take()
                    {
                        self.echo(opcode, rsv, &payload);
                    }
                }
            }
        }
    }

    fn end(&mut self) {
        self.closed = self.takes != Takes::NothingSilently;
    }

    fn take_output(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.output)
    }

    fn has_closed(&self) -> bool {
        self.closed
    }
}

fn case(id: &str) -> Case {
    suite::cases().into_iter().find(|case| case.id == id).expect(id)
}

fn settings() -> Settings {
    Settings {
        subject: Role::Client,
        ..Settings::default()
    }
}

fn play(case: &Case, mut client: Careless) -> Record {
    memory::play(case, settings(), &mut client)
}

fn refusals() -> Vec<Case> {
    let about_clients = |case: &Case| case.is_for(Role::Client) && case.takes_only_refusal();
    suite::cases().into_iter().filter(about_clients).collect()
}

#[test]
fn what_a_careless_client_does_right_it_is_not_blamed_for() {
    for case in suite::cases().iter().filter(|case| {
        matches!(case.topic(), "request" | "answer") && !case.takes_only_refusal() && case.is_for(Role::Client)
    }) {
        let record = play(case, Careless::new());
        // It knows no line end but CRLF, and waits.
        let expected = match case.id.as_str() {
            "answer/line-feeds-alone" => Grade::Lenient,
            _ => Grade::Pass,
        };
        assert_eq!(
            record.verdict.grade, expected,
            "{}: {}",
            case.id, record.verdict.because
        );
    }
}

/// Whether no MUST says that what the case begins with is wrong.
fn may_be_taken(case: &Case) -> bool {
    let first = case.steps.iter().find_map(|step| match step {
        Step::Expect(expect) => Some(&expect.outcomes.0),
        _ => None,
    });
    let lenient = |outcome: &Outcome| outcome.grade == Grade::Lenient && !outcome.patterns.contains(&Pattern::End);
    case.id == "answer/endless-head"
        || first.is_some_and(|outcomes| {
            outcomes
                .iter()
                .any(|outcome| lenient(outcome) && !outcome.patterns.is_empty())
        })
}

#[test]
fn a_client_that_takes_every_answer_fails_each_case_on_wrong_ones() {
    let cases = refusals();
    assert!(cases.len() > 40, "{}", cases.len());
    for case in cases {
        let record = play(&case, Careless::new());
        let expected = match case.id.as_str() {
            // Right answers to what this client offers.
            "answer/deflate-client-window-not-offered"
            | "answer/deflate-larger-window-than-offered"
            | "answer/deflate-no-context-takeover-not-repeated"
            | "answer/deflate-window-not-answered"
            | "answer/deflate-not-offered" => Grade::Unsupported,
            // It looks for the end of the head.
            "answer/frames-before-the-end-of-the-head" => Grade::Pass,
            _ if may_be_taken(&case) => Grade::Lenient,
            _ => Grade::Fail,
        };
        assert_eq!(
            record.verdict.grade, expected,
            "{}: {}",
            case.id, record.verdict.because
        );
        if expected == Grade::Fail {
            assert_eq!(record.verdict.clause, case.clauses.first().copied(), "{}", case.id);
        }
    }
}

#[test]
fn how_a_client_refuses_decides_how_good_it_is() {
    let id = "answer/no-accept";
    let grade = |takes| play(&case(id), Careless::taking(takes)).verdict;
    assert_eq!(grade(Takes::Nothing).grade, Grade::Pass);
    let polite = grade(Takes::NothingPolitely);
    assert_eq!(
        (polite.grade, polite.because.as_str()),
        (Grade::Lenient, "sent a Close frame, as if the connection had been open")
    );
    let silent = grade(Takes::NothingSilently);
    assert_eq!(
        (silent.grade, silent.clause.map(|clause| clause.id)),
        (Grade::Fail, Some("6455-7.1.7-client-close"))
    );
}

#[test]
fn a_client_that_refuses_everything_passes_nothing() {
    for case in suite::cases()
        .iter()
        .filter(|case| case.is_for(Role::Client) && !case.is_mass())
    {
        let settings = Settings {
            opens: false,
            ..settings()
        };
        let record = memory::play(case, settings, &mut Careless::taking(Takes::Nothing));
        assert!(
            record.verdict.grade >= Grade::Info && record.verdict.grade != Grade::Pass,
            "{}: {}",
            case.id,
            record.verdict.grade
        );
    }
}

/// The request with this instead of that.
fn asking(instead: &str, of: &str) -> Careless {
    assert!(REQUEST.contains(of), "{of}");
    Careless::asking(&REQUEST.replace(of, instead))
}

#[test]
fn each_fault_of_a_request_fails_its_case_and_blocks_or_leaves_the_others() {
    let upgrade = "Upgrade: websocket\r\n";
    for (id, clause, client) in [
        (
            "valid-http",
            "6455-4.1-valid-http",
            asking("Upgrade : websocket\r\n", upgrade),
        ),
        ("get", "6455-4.1-method-get", asking("POST ", "GET ")),
        ("http-1-1", "6455-4.1-version-1.1", asking("HTTP/1.0", "HTTP/1.1")),
        ("target", "6455-4.1-request-uri", asking("GET /else HTTP", "GET / HTTP")),
        ("host", "6455-4.1-host", asking("", "Host: localhost\r\n")),
        ("host", "6455-4.1-host", asking("Host: other", "Host: localhost")),
        ("upgrade", "6455-4.1-upgrade", asking("", upgrade)),
        (
            "connection",
            "6455-4.1-connection",
            asking("Connection: close", "Connection: Upgrade"),
        ),
        (
            "key",
            "6455-4.1-key-16-bytes",
            asking(
                "Sec-WebSocket-Key: c2hvcnQ=",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            ),
        ),
        ("version-13", "6455-4.1-version-13", asking("Version: 8", "Version: 13")),
        (
            "single-fields",
            "9110-5.3-duplicate-send",
            asking("Host: localhost\r\nHost: localhost", "Host: localhost"),
        ),
        (
            "extensions",
            "6455-9.1-malformed",
            asking(
                "Extensions: ,; =",
                "Extensions: permessage-deflate; client_max_window_bits",
            ),
        ),
        (
            "subprotocols",
            "6455-4.1-protocol-unique",
            asking("Sec-WebSocket-Protocol: a, a\r\nUpgrade: websocket\r\n", upgrade),
        ),
        (
            "waits-for-the-response",
            "6455-4.1-wait-response",
            asking("\r\n\r\n\u{1}", "\r\n\r\n"),
        ),
    ] {
        let record = play(&case(&format!("request/{id}")), client);
        assert_eq!(
            (record.verdict.grade, record.verdict.clause.map(|clause| clause.id)),
            (Grade::Fail, Some(clause)),
            "{id}: {}",
            record.verdict.because
        );
    }
    let client = asking("", "Host: localhost\r\n");
    let record = play(&case("request/upgrade"), client);
    assert_eq!(record.verdict.grade, Grade::Blocked, "{}", record.verdict.because);
    let late = "Upgrade: websocket\r\nHost: localhost\r\n";
    let record = play(
        &case("request/host-first"),
        asking(late, "Host: localhost\r\nUpgrade: websocket\r\n"),
    );
    assert_eq!(record.verdict.grade, Grade::Lenient, "{}", record.verdict.because);
}

#[test]
fn a_key_that_comes_again_in_another_connection_is_noticed() {
    let earlier = Earlier {
        keys: HashSet::from(["dGhlIHNhbXBsZSBub25jZQ==".to_owned()]),
        ..Earlier::default()
    };
    let settings = Settings {
        earlier: Arc::new(earlier),
        ..settings()
    };
    let record = memory::play(&case("request/fresh-key"), settings, &mut Careless::new());
    assert_eq!(
        (record.verdict.grade, record.verdict.clause.map(|clause| clause.id)),
        (Grade::Fail, Some("6455-4.1-key-random"))
    );
}

fn keys(frames: u32, keys: impl FnMut() -> [u8; 4] + 'static) -> Record {
    play(
        &case(&format!("masking/fresh-keys-in-{frames}-frames")),
        Careless::with_keys(keys),
    )
}

#[test]
fn masking_keys_that_can_be_predicted_are_noticed_and_good_ones_pass() {
    for frames in [60, 5000] {
        let mut random = SplitMix64::new(99);
        let record = keys(frames, move || random.octets());
        assert_eq!(record.verdict.grade, Grade::Pass, "{}", record.verdict.because);
    }
    let fixed = keys(60, || [0x37, 0xFA, 0x21, 0x3D]);
    let zero = keys(60, || [0; 4]);
    let mut count = 0xFFFF_FFF0_u32;
    let counter = keys(60, move || {
        count = count.wrapping_add(1);
        count.to_be_bytes()
    });
    let mut random = SplitMix64::new(3);
    let sixteen = keys(5000, move || {
        let bits = random.next_u64() as u16;
        (SplitMix64::new(bits.into()).next_u64() as u32).to_be_bytes()
    });
    let mut state = 1u32;
    let congruential = keys(5000, move || {
        state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345);
        state.to_be_bytes()
    });
    // As undici up to 6.24 does it: behind the last octets of its buffer it reads zeros.
    let mut random = SplitMix64::new(4);
    let mut left = 4096;
    let drained = keys(5000, move || {
        left = i32::max(left - 1, -1);
        if left >= 0 { random.octets() } else { [0; 4] }
    });
    for (what, record, clause) in [
        ("drained", drained, "6455-5.3-fresh-key"),
        ("fixed", fixed, "6455-5.3-fresh-key"),
        ("zero", zero, "6455-5.3-fresh-key"),
        ("counter", counter, "6455-5.3-unpredictable"),
        ("16 bits", sixteen, "6455-5.3-fresh-key"),
        ("congruential", congruential, "6455-5.3-unpredictable"),
    ] {
        assert_eq!(
            (record.verdict.grade, record.verdict.clause.map(|clause| clause.id)),
            (Grade::Fail, Some(clause)),
            "{what}: {}",
            record.verdict.because
        );
    }
}

#[test]
fn a_client_that_compresses_as_it_likes_is_noticed() {
    for (id, clause) in [
        ("compression/answer-client-window-9", "7692-7.2.1-client-window"),
        (
            "compression/answer-client-no-context-takeover",
            "7692-7.2.1-client-reset",
        ),
    ] {
        let record = play(&case(id), Careless::new());
        assert_eq!(
            (record.verdict.grade, record.verdict.clause.map(|clause| clause.id)),
            (Grade::Fail, Some(clause)),
            "{id}: {}",
            record.verdict.because
        );
    }
    let record = play(&case("compression/answer-without-parameters"), Careless::new());
    assert_eq!(record.verdict.grade, Grade::Pass, "{}", record.verdict.because);
}

#[test]
fn a_client_whose_offer_does_not_allow_the_answer_does_not_support_the_case() {
    let offer = "permessage-deflate; client_max_window_bits";
    let none = || asking("x-other", offer);
    let bare = || asking("permessage-deflate", offer);
    let fresh = || asking("permessage-deflate; server_no_context_takeover", offer);
    for (id, client, grade) in [
        ("compression/one-block", none(), Grade::Unsupported),
        ("compression/one-block", fresh(), Grade::Pass),
        ("compression/refers-to-the-message-before", fresh(), Grade::Unsupported),
        ("compression/answer-client-window-9", bare(), Grade::Unsupported),
        ("answer/deflate-client-window-not-offered", bare(), Grade::Fail),
    ] {
        let record = play(&case(id), client);
        assert_eq!(record.verdict.grade, grade, "{id}: {}", record.verdict.because);
    }
}
