//! Recorded sessions of real clients: each is shown, read by the codec, encoded again, and replayed in both roles.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod recorded;

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use recorded::{Canned, Other, REQUEST, RESPONSE, Reference, all, frame, here, session};
use wsspec::drive::Player as _;
use wsspec::drive::memory::{self, carry};
use wsspec::model::{self, Context, Terms, What};
use wsspec::random::SplitMix64;
use wsspec::recording::compare::Comparison;
use wsspec::recording::replay::{Manner, Replay};
use wsspec::recording::talk::Talk;
use wsspec::recording::{Chunk, Expect, Recording, read, text, write};
use wsspec::segment::Segmentation;
use wsspec_codec::connection::{Connection, Event};
use wsspec_codec::deflate::{self, Compression};
use wsspec_codec::frame::{FrameDecoder, LengthForm, Opcode};
use wsspec_codec::handshake::{ClientRequest, check_request, check_response};
use wsspec_codec::message::MessageKind;
use wsspec_codec::rules::{Limits, Role};
use wsspec_server::Options;
use wsspec_server::client::Client;

const ROLES: [Role; 2] = [Role::Client, Role::Server];

/// As it was recorded, and in every other way.
fn segmentations() -> Vec<Option<Segmentation>> {
    let others = [
        "whole",
        "frames",
        "octets",
        "octets(7)",
        "octets(997)",
        "at(1,2,3,9,130,66000)",
    ];
    let others = others
        .into_iter()
        .map(|segmentation| Some(segmentation.parse().unwrap()));
    std::iter::once(None).chain(others).collect()
}

fn manner(segmentation: Option<Segmentation>) -> Manner {
    Manner {
        segmentation,
        ..Manner::default()
    }
}

/// Replays the client to an endpoint.
fn to_server(recording: &Recording, manner: Manner, server: &mut dyn memory::Endpoint) -> Comparison {
    let mut replay = Replay::as_client(recording, &here(), manner).unwrap();
    carry(&mut replay, server);
    replay.into_comparison()
}

/// Replays the server to an endpoint.
fn to_client(recording: &Recording, manner: Manner, client: &mut dyn memory::Endpoint) -> Comparison {
    let mut replay = Replay::as_server(recording, manner).unwrap();
    carry(&mut replay, client);
    replay.into_comparison()
}

#[test]
fn recordings_read_like_this() {
    for (name, recording) in all() {
        let mut snapshots = insta::Settings::clone_current();
        snapshots.set_snapshot_path("../../snapshots/recordings");
        snapshots.set_prepend_module_to_snapshot(false);
        snapshots.set_omit_expression(true);
        let shown = text::recording(&recording).unwrap();
        snapshots.bind(|| insta::assert_snapshot!(name, shown));
    }
}

#[test]
fn every_kind_of_client_is_there_with_every_form_of_length() {
    let mut clients = BTreeSet::new();
    for (name, recording) in all() {
        clients.insert(name.split('-').next().unwrap().to_owned());
        let talk = Talk::of(&recording).unwrap();
        let compressed = name.contains("-deflate");
        assert_eq!(talk.agreed.is_some(), compressed, "{name}");
        assert!(
            recording.about.agent.is_some() && recording.about.version.is_some(),
            "{name}"
        );
        let (frames, rest) = talk.side(Role::Client).frames();
        assert!(rest.is_empty(), "{name}");
        assert!(frames.iter().all(|frame| frame.header.is_masked()), "{name}");
        assert!(
            frames.iter().any(|frame| frame.header.opcode() == Opcode::PONG),
            "{name}"
        );
        assert_eq!(frames.last().unwrap().header.opcode(), Opcode::CLOSE, "{name}");
        let said = heard(&model_of(&talk, Role::Client));
        for length in [0, 5, 125, 126, 65_535, 65_536] {
            for kind in ["text", "binary"] {
                let there = said.iter().any(|what| {
                    matches!(what, What::Message(of, payload)
                    if of.to_string() == kind && payload.len() == length)
                });
                assert!(there, "{name}: no {kind} of {length} octets");
            }
        }
        if !compressed {
            let forms: BTreeSet<LengthForm> = frames.iter().map(|frame| frame.header.length_form()).collect();
            // gorilla and nhooyr cut what is longer than their buffers.
            let fragments = ["gorilla", "nhooyr"].iter().any(|client| name.starts_with(client));
            assert!(forms.len() == 3 || fragments, "{name}: {forms:?}");
        }
    }
    let expected = [
        "aiohttp",
        "chromium",
        "curl",
        "firefox",
        "gorilla",
        "java",
        "nhooyr",
        "npm",
        "tungstenite",
        "undici",
    ];
    assert!(expected.iter().all(|client| clients.contains(*client)), "{clients:?}");
    assert!(clients.contains("websockets"));
}

#[test]
fn the_codec_accepts_each_request_and_each_response() {
    for (name, recording) in all() {
        let talk = Talk::of(&recording).unwrap();
        let request = check_request(&talk.request).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
        let asked = ClientRequest {
            nonce: STANDARD.decode(&request.key).unwrap().try_into().unwrap(),
            subprotocols: request.subprotocols,
            extensions: request.extensions,
            ..ClientRequest::default()
        };
        let accepted = check_response(&talk.response, &asked).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        assert_eq!(accepted.extensions.len(), usize::from(talk.agreed.is_some()), "{name}");
    }
}

#[test]
fn every_frame_is_encoded_to_the_octets_that_were_recorded() {
    for (name, recording) in all() {
        let talk = Talk::of(&recording).unwrap();
        for role in ROLES {
            let side = talk.side(role);
            let wire = &side.octets[side.head..];
            for size in [1, 7, 997, usize::MAX] {
                let mut decoder = FrameDecoder::new();
                let mut again = Vec::new();
                for piece in wire.chunks(size.min(wire.len())) {
                    decoder.push(piece);
                    while let Some(frame) = decoder.next_frame() {
                        frame.encode(&mut again);
                    }
                }
                assert!(again == wire, "{name}: the {role} in pieces of {size}");
            }
        }
    }
}

/// What one side means, by the reading that shares nothing with the codec.
fn model_of(talk: &Talk, role: Role) -> model::Reading {
    let side = talk.side(role);
    let context = |agreed: &deflate::Agreed| match agreed.no_context_takeover(role) {
        true => Context::Fresh,
        false => Context::TakenOver,
    };
    let terms = Terms {
        receiver: role.peer(),
        limits: Limits::NONE,
        compression: talk.agreed.as_ref().map(context),
    };
    model::read(&side.octets[side.head..], &terms)
}

fn heard(reading: &model::Reading) -> Vec<What> {
    assert_eq!(reading.fault, None);
    reading.heard.iter().map(|heard| heard.what.clone()).collect()
}

#[test]
fn the_codec_hears_what_the_model_reads_in_either_role_however_the_octets_are_cut() {
    for (name, recording) in all() {
        let talk = Talk::of(&recording).unwrap();
        for role in ROLES {
            let expected = heard(&model_of(&talk, role));
            let side = talk.side(role);
            for segmentation in segmentations() {
                let octets = side.octets[side.head..].to_vec();
                let pieces = match segmentation {
                    None => vec![octets],
                    Some(segmentation) => segmentation.cut(vec![octets]),
                };
                let connection = match role.peer() {
                    Role::Server => Connection::server(Limits::default()),
                    Role::Client => Connection::client(Limits::default(), Box::new(|| [0; 4])),
                };
                let mut connection = match &talk.agreed {
                    Some(agreed) => connection.agree(agreed, Compression::default()),
                    None => connection,
                };
                let mut events = Vec::new();
                for mut piece in pieces {
                    connection.receive(&mut piece, |event, _| {
                        events.push(match event {
                            Event::Message { kind, payload } => What::Message(kind, payload.to_vec()),
                            Event::Ping(payload) => What::Ping(payload.to_vec()),
                            Event::Pong(payload) => What::Pong(payload.to_vec()),
                            Event::Close { code, reason } => {
                                What::Close(code.map(|code| (code.value(), reason.to_owned())))
                            }
                            Event::Failed(violation) => panic!("{name}: the {role}: {violation}"),
                        });
                    });
                }
                assert!(events == expected, "{name}: the {role}");
            }
        }
    }
}

/// On what terms a server may compress.
fn servers() -> Vec<Options> {
    let terms = |terms| Options {
        deflate: Some(terms),
        compression: Compression { level: 1, threshold: 0 },
        ..Options::default()
    };
    let small = deflate::Terms {
        client_no_context_takeover: true,
        server_no_context_takeover: true,
        server_max_window_bits: 9,
        client_max_window_bits: 9,
        ..deflate::Terms::default()
    };
    let without = Options {
        deflate: None,
        ..Options::default()
    };
    vec![terms(deflate::Terms::default()), terms(small), without]
}

#[test]
fn the_reference_server_says_the_same_on_any_terms_however_the_octets_are_cut() {
    for (name, recording) in all() {
        for (index, options) in servers().into_iter().enumerate() {
            // Terms and cuts have nothing to do with each other.
            let segmentations = if index == 0 { segmentations() } else { vec![None] };
            for segmentation in segmentations {
                let shown = format!("{name} to server {index}, {segmentation:?}");
                let comparison = to_server(
                    &recording,
                    manner(segmentation),
                    &mut Reference::server(options.clone()),
                );
                assert!(comparison.is_same(), "{shown}: {comparison:?}");
                assert!(comparison.messages.1 >= 12, "{shown}: {comparison:?}");
                assert_eq!(comparison.messages.0, comparison.messages.1, "{shown}");
                assert_eq!(comparison.pongs.0, comparison.pongs.1, "{shown}");
                assert_eq!(comparison.close.as_deref(), Some("status code 1000"), "{shown}");
            }
        }
    }
}

#[test]
fn the_two_sides_of_a_recording_say_the_same_to_each_other() {
    let recorded = |segmentation: &Option<Segmentation>| Manner {
        expect: Some(Expect::Recorded),
        ..manner(segmentation.clone())
    };
    let few = |segmentation: &Option<Segmentation>| {
        let shown = segmentation.as_ref().map(ToString::to_string);
        matches!(shown.as_deref(), None | Some("whole" | "frames" | "octets(7)"))
    };
    for (name, recording) in all() {
        for segmentation in segmentations().into_iter().filter(few) {
            let mut server = Other(Replay::as_server(&recording, recorded(&segmentation)).unwrap());
            let client = to_server(&recording, recorded(&segmentation), &mut server);
            assert!(
                client.is_same(),
                "{name}, {segmentation:?}: the client hears {client:?}"
            );
            let mut client = Other(Replay::as_client(&recording, &here(), recorded(&segmentation)).unwrap());
            let server = to_client(&recording, recorded(&segmentation), &mut client);
            assert!(
                server.is_same(),
                "{name}, {segmentation:?}: the server hears {server:?}"
            );
            assert!(server.messages.0 >= 12, "{name}: {server:?}");
        }
    }
}

#[test]
fn a_client_that_echoes_says_what_an_echo_is() {
    let client = || {
        let request = ClientRequest {
            host: "localhost".into(),
            target: "/".into(),
            ..ClientRequest::default()
        };
        let keys = Box::new(|| [7, 7, 7, 7]);
        Client::new(request, || [7; 16], keys, Options::default()).unwrap()
    };
    let echo = Manner {
        expect: Some(Expect::Echo),
        ..Manner::default()
    };
    for (name, recording) in all() {
        if recording.about.expect == Some(Expect::Echo) {
            // Its server sends no message.
            continue;
        }
        // What the server says is an answer in the recording, and so would wait for a client that speaks first.
        let mut recording = recording;
        recording.chunks.sort_by_key(|chunk| chunk.from == Role::Client);
        let request = recording
            .chunks
            .iter()
            .position(|chunk| chunk.from == Role::Client)
            .unwrap();
        recording.chunks[..=request].rotate_right(1);
        let comparison = to_client(&recording, echo.clone(), &mut Reference::client(client()));
        assert!(comparison.is_same(), "{name}: {comparison:?}");
        assert!(comparison.messages.0 >= 12, "{name}: {comparison:?}");
    }
}

#[test]
fn a_recording_is_the_same_session_wherever_its_chunks_are_cut() {
    let mut random = SplitMix64::new(6);
    for (name, recording) in all() {
        let mut cut = recording.clone();
        cut.chunks.clear();
        for chunk in &recording.chunks {
            let mut rest = chunk.octets.as_slice();
            while !rest.is_empty() {
                let most = if random.below(2) == 0 { 5 } else { 5000 };
                let len = (1 + random.below(most)).min(rest.len());
                let (octets, behind) = rest.split_at(len);
                let octets = octets.to_vec();
                cut.chunks.push(Chunk { octets, ..*chunk });
                rest = behind;
            }
        }
        let comparison = to_server(&cut, Manner::default(), &mut Reference::server(Options::default()));
        assert!(comparison.is_same(), "{name}: {comparison:?}");
    }
}

#[test]
fn a_recording_comes_back_from_its_file_as_it_was() {
    for (name, recording) in all() {
        let file = write::write(&recording, Vec::new()).unwrap();
        assert_eq!(
            read::read(&file, read::Reading::default()).unwrap(),
            recording,
            "{name}"
        );
        assert!(file.len() < 20_000, "{name} has {} octets", file.len());
    }
}

/// What the recorded server said, and what the reference server says to the same client.
fn differences(recorded: &[(Opcode, &[u8])], sent: &[(Opcode, &[u8])]) -> Vec<String> {
    let client = sent
        .iter()
        .map(|(opcode, payload)| (Role::Client, frame(Role::Client, *opcode, *payload)));
    let server = recorded
        .iter()
        .map(|(opcode, payload)| (Role::Server, frame(Role::Server, *opcode, *payload)));
    // All that the client says, then all that the server says: nothing waits.
    let recording = session(client.chain(server).collect());
    let comparison = to_server(
        &recording,
        Manner::default(),
        &mut Reference::server(Options::default()),
    );
    assert_eq!(comparison.cut_short, None);
    comparison.differences.iter().map(ToString::to_string).collect()
}

const BYE: (Opcode, &[u8]) = (Opcode::CLOSE, b"\x03\xe8");

#[test]
fn what_differs_is_told_with_message_and_octet() {
    let text = |payload: &'static str| (Opcode::TEXT, payload.as_bytes());
    let same = [text("one"), text("two"), BYE];
    assert_eq!(differences(&same, &same), [""; 0]);
    for (recorded, told) in [
        (
            vec![text("one"), text("twa"), BYE],
            "message 2 differs at octet 2: 0x6f came and 0x61 was expected; text \"two\" instead of text \"twa\"",
        ),
        (
            vec![text("one"), text("twofold"), BYE],
            "message 2 differs at octet 3: the end came and 0x66 was expected; text \"two\" instead of text \"twofold\"",
        ),
        (
            vec![text("one"), (Opcode::BINARY, b"two"), BYE],
            "message 2 is text and not binary: \"two\"",
        ),
        (
            vec![text("one"), BYE],
            "message 2 is one too many: text \"two\"; 1 were expected",
        ),
        (
            vec![text("one"), text("two"), text("three"), BYE],
            "the Close frame came too early, after message 2 of 3: status code 1000",
        ),
        (
            vec![text("one"), text("two"), (Opcode::CLOSE, b"\x0b\xb8")],
            "the Close frame has status code 1000, and 3000 was expected",
        ),
        (
            vec![text("one"), text("two"), (Opcode::CLOSE, b"")],
            "the Close frame has status code 1000, and none was expected",
        ),
    ] {
        assert_eq!(differences(&recorded, &same), [told]);
    }
    // One of a fragmented message and one of a whole one mean the same, and so does a later pong alone.
    let pinged = [(Opcode::PING, &b"a"[..]), (Opcode::PING, b"b"), text("one"), BYE];
    let one_pong = [(Opcode::PONG, &b"b"[..]), text("one"), BYE];
    assert_eq!(differences(&one_pong, &pinged), [""; 0]);
    // One that was not answered may be, and one that was must be.
    assert_eq!(differences(&one_pong[1..], &pinged), [""; 0]);
    assert_eq!(
        differences(
            &[(Opcode::PONG, b"a"), text("one"), BYE],
            &[(Opcode::PING, b"a"), text("one"), BYE]
        ),
        [""; 0]
    );
    let unanswered = [
        RESPONSE.into(),
        frame(Role::Server, Opcode::TEXT, "one"),
        frame(Role::Server, Opcode::CLOSE, BYE.1),
    ];
    let recorded = session(vec![
        (Role::Client, frame(Role::Client, Opcode::PING, "a")),
        (Role::Server, frame(Role::Server, Opcode::PONG, "a")),
        (Role::Server, frame(Role::Server, Opcode::TEXT, "one")),
        (Role::Server, frame(Role::Server, Opcode::CLOSE, BYE.1)),
    ]);
    let comparison = to_server(
        &recorded,
        Manner::default(),
        &mut Canned::new(unanswered.concat(), true),
    );
    assert_eq!(comparison.cut_short, None);
    assert_eq!(
        comparison.differences[0].to_string(),
        "the end came before all was there: the ping \"a\" was not answered"
    );
}

#[test]
fn the_place_of_a_difference_far_inside_a_message_is_shown() {
    let sent = vec![b'*'; 70_000];
    let mut recorded = sent.clone();
    recorded[65_000] = b'+';
    let told = differences(&[(Opcode::BINARY, &recorded), BYE], &[(Opcode::BINARY, &sent), BYE]);
    assert_eq!(told.len(), 1);
    assert!(
        told[0].starts_with("message 1 differs at octet 65000: 0x2a came and 0x2b was expected; "),
        "{told:?}"
    );
    assert!(
        told[0].contains("\"********+***************\" from octet 64992 on"),
        "{told:?}"
    );
}

/// What comes of a recorded session with a server that says just this.
fn with_canned(recorded: Vec<(Role, Vec<u8>)>, says: Vec<u8>, ends: bool) -> Comparison {
    to_server(&session(recorded), Manner::default(), &mut Canned::new(says, ends))
}

fn hello() -> Vec<(Role, Vec<u8>)> {
    ROLES.map(|role| (role, frame(role, Opcode::TEXT, "hello"))).to_vec()
}

#[test]
fn a_server_that_dies_or_falls_silent_leaves_the_comparison_incomplete() {
    let opened = || RESPONSE.as_bytes().to_vec();
    for (says, ends, told) in [
        (
            vec![],
            true,
            "the server ended TCP before the opening handshake was over",
        ),
        (vec![], false, "the server did not finish the opening handshake in 5 s"),
        (
            opened(),
            true,
            "the server ended TCP after message 0 of 1; 1 messages did not come, of which the next is text \"hello\"",
        ),
        (
            opened(),
            false,
            "nothing came from the server for 5 s after message 0 of 1; 1 messages did not come, of which the next is \
             text \"hello\"",
        ),
        (
            [opened(), b"\x81\x05hel".to_vec()].concat(),
            true,
            "the server ended TCP in the middle of a frame after message 0 of 1; 1 messages did not come, of which the \
             next is text \"hello\"",
        ),
    ] {
        let comparison = with_canned(hello(), says, ends);
        assert_eq!(comparison.differences, []);
        assert_eq!(comparison.cut_short.as_deref(), Some(told));
        assert!(!comparison.is_same());
    }
    let comparison = with_canned(
        hello(),
        [opened(), frame(Role::Server, Opcode::TEXT, "hello")].concat(),
        false,
    );
    assert!(comparison.is_same(), "{comparison:?}");
}

#[test]
fn a_server_that_took_its_time_when_it_was_recorded_is_given_twice_as_much() {
    let mut recording = session(hello());
    recording.chunks[3].at = std::time::Duration::from_secs(20);
    let comparison = to_server(&recording, Manner::default(), &mut Canned::new(RESPONSE.into(), false));
    let told = comparison.cut_short.unwrap();
    assert!(
        told.starts_with("nothing came from the server for 40 s after message 0 of 1"),
        "{told}"
    );
}

#[test]
fn a_server_that_breaks_a_rule_is_told_with_the_clause() {
    let masked = [RESPONSE.as_bytes(), &frame(Role::Client, Opcode::TEXT, "hello")].concat();
    let comparison = with_canned(hello(), masked, false);
    let told = comparison.differences[0].to_string();
    assert!(
        told.starts_with("after message 0 a frame breaks a rule: a frame from a server that is masked"),
        "{told}"
    );
    assert_eq!(comparison.differences[0].clause.unwrap().id, "6455-5.1-server-unmasked");
    let refused = with_canned(hello(), b"HTTP/1.1 404 Not Found\r\n\r\n".to_vec(), true);
    let told = refused.differences[0].to_string();
    assert_eq!(
        told,
        "the opening handshake ended with status 404, and status 101 was recorded"
    );
    let accept = RESPONSE.replace("s3pPL", "S3pPL");
    let told = with_canned(hello(), accept.into_bytes(), true).differences[0].to_string();
    assert!(
        told.starts_with("the opening handshake fails: Sec-WebSocket-Accept is \"S3pPL"),
        "{told}"
    );
}

#[test]
fn a_refusal_that_was_recorded_is_compared_by_its_status() {
    let mut refused = session(Vec::new());
    refused.chunks[1].octets = b"HTTP/1.1 401 No\r\nContent-Length: 3\r\n\r\nwho".to_vec();
    let with = |says: &str| {
        to_server(
            &refused,
            Manner::default(),
            &mut Canned::new(says.as_bytes().to_vec(), true),
        )
    };
    assert!(with("HTTP/1.1 401 Unauthorized\r\n\r\n").is_same());
    assert_eq!(
        with(RESPONSE).differences[0].to_string(),
        "the opening handshake ended with status 101, and status 401 was recorded"
    );
    let mut client = Other(Replay::as_client(&refused, &here(), Manner::default()).unwrap());
    assert!(to_client(&refused, Manner::default(), &mut client).is_same());
    assert!(client.0.into_comparison().is_same());
}

#[test]
fn a_client_that_offers_no_compression_hears_and_says_the_same() {
    let deflate = all().into_iter().filter(|(name, _)| name.ends_with("-deflate"));
    for (name, recording) in deflate {
        let mut client = WithoutOffer(Other(
            Replay::as_client(&recording, &here(), Manner::default()).unwrap(),
        ));
        let comparison = to_client(&recording, Manner::default(), &mut client);
        assert!(comparison.is_same(), "{name}: {comparison:?}");
        assert!(
            comparison.notes.iter().any(|note| note.contains("without compression")),
            "{name}: {comparison:?}"
        );
        let heard = client.0.0.into_comparison();
        assert!(heard.is_same(), "{name}: {heard:?}");
        assert!(heard.messages.0 >= 12, "{name}: {heard:?}");
    }
}

/// A client whose offer of extensions gets lost.
struct WithoutOffer(Other);

impl memory::Endpoint for WithoutOffer {
    fn receive(&mut self, octets: &[u8]) {
        self.0.receive(octets);
    }

    fn end(&mut self) {
        self.0.end();
    }

    fn take_output(&mut self) -> Vec<u8> {
        let octets = self.0.take_output();
        if !octets.starts_with(b"GET ") {
            return octets;
        }
        let lines = octets.split_inclusive(|octet| *octet == b'\n');
        let kept = lines.filter(|line| !line.to_ascii_lowercase().starts_with(b"sec-websocket-extensions:"));
        kept.flatten().copied().collect()
    }

    fn has_closed(&self) -> bool {
        self.0.has_closed()
    }
}

#[test]
fn pings_that_the_recording_does_not_answer_are_answered() {
    let recording = session(vec![
        (Role::Client, frame(Role::Client, Opcode::TEXT, "hello")),
        (Role::Server, frame(Role::Server, Opcode::TEXT, "hello")),
        (Role::Client, frame(Role::Client, Opcode::TEXT, "again")),
    ]);
    let mut server = Listening {
        canned: Canned::new(
            [
                RESPONSE.as_bytes().to_vec(),
                frame(Role::Server, Opcode::PING, "new"),
                frame(Role::Server, Opcode::TEXT, "hello"),
            ]
            .concat(),
            false,
        ),
        heard: Vec::new(),
    };
    let comparison = to_server(&recording, Manner::default(), &mut server);
    assert!(comparison.is_same(), "{comparison:?}");
    let head = server
        .heard
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .unwrap()
        + 4;
    let mut decoder = FrameDecoder::new();
    decoder.push(&server.heard[head..]);
    let said: Vec<(Opcode, Vec<u8>)> = std::iter::from_fn(|| decoder.next_frame())
        .map(|frame| (frame.header.opcode(), frame.payload))
        .collect();
    let text = |text: &str| (Opcode::TEXT, text.as_bytes().to_vec());
    assert_eq!(said, [(Opcode::PONG, b"new".to_vec()), text("hello"), text("again")]);
}

/// Keeps what it is told.
struct Listening {
    canned: Canned,
    heard: Vec<u8>,
}

impl memory::Endpoint for Listening {
    fn receive(&mut self, octets: &[u8]) {
        self.heard.extend_from_slice(octets);
        self.canned.receive(octets);
    }

    fn end(&mut self) {
        self.canned.end();
    }

    fn take_output(&mut self) -> Vec<u8> {
        self.canned.take_output()
    }

    fn has_closed(&self) -> bool {
        self.canned.has_closed()
    }
}

#[test]
fn a_request_is_written_as_it_was_recorded() {
    let mut recording = session(hello());
    let writes = |recording: &Recording| {
        let mut replay = Replay::as_client(recording, &here(), Manner::default()).unwrap();
        replay.take_writes()
    };
    assert_eq!(
        writes(&recording).len(),
        1,
        "another Host makes it longer, and no piece more"
    );
    let rest = recording.chunks[0].octets.split_off(20);
    let second = Chunk {
        octets: rest,
        ..recording.chunks[0].clone()
    };
    recording.chunks.insert(1, second);
    let writes = writes(&recording);
    assert_eq!(writes.len(), 2);
    assert_eq!(writes[0], REQUEST.as_bytes()[..20]);
}

#[test]
fn either_side_may_close_first() {
    let closing = |first: Role| {
        let (one, other) = (first, first.peer());
        session(vec![
            (Role::Client, frame(Role::Client, Opcode::TEXT, "hello")),
            (Role::Server, frame(Role::Server, Opcode::TEXT, "hello")),
            (one, frame(one, Opcode::CLOSE, b"\x0f\xa0bye")),
            (other, frame(other, Opcode::CLOSE, b"\x0f\xa0")),
        ])
    };
    for first in ROLES {
        let recording = closing(first);
        let mut server = Other(Replay::as_server(&recording, Manner::default()).unwrap());
        let client = to_server(&recording, Manner::default(), &mut server);
        assert!(client.is_same(), "{first}: {client:?}");
        assert_eq!(client.close.as_deref(), Some("status code 4000"));
        let server = server.0.into_comparison();
        assert!(server.is_same(), "{first}: {server:?}");
    }
}

fn bad(file: &[u8]) -> String {
    read::read(file, read::Reading::default()).unwrap_err().to_string()
}

#[test]
fn what_is_no_recording_is_told_in_words() {
    let whole = write::write(&session(hello()), Vec::new()).unwrap();
    let text = String::from_utf8(whole).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let change = |from: &str, to: &str| {
        assert!(text.contains(from), "{from} is not in\n{text}");
        bad(text.replacen(from, to, 1).as_bytes())
    };
    let without_footer = text
        .lines()
        .take(lines.len() - 1)
        .map(|line| format!("{line}\n"))
        .collect::<String>();
    let cut = "it is cut off: after 4 chunks there is no footer; --partial replays what is there";
    assert_eq!(
        bad(b""),
        "it is empty, and a recording has at least a header and a footer"
    );
    assert_eq!(bad(b" \n\n"), bad(b""));
    assert_eq!(bad(without_footer.as_bytes()), cut);
    assert_eq!(bad(&text.as_bytes()[..text.len() - 9]), cut);
    for (file, told) in [
        (&b"\xff\xfe\x00"[..], "it is not UTF-8"),
        (b"GIF89a", "its first line is no JSON object"),
        (
            b"{\"kind\":\"header\",\"profile\":\"smoke\"}\n",
            "its first line does not say",
        ),
        (b"[1,2]", "its first line does not say"),
    ] {
        let bad = bad(file);
        assert!(
            bad.starts_with("it is neither a recording of `wsspec record` nor a HAR file: "),
            "{bad}"
        );
        assert!(bad.contains(told), "{bad}");
    }
    assert_eq!(
        change("\"version\":1", "\"version\":2"),
        "it is in version 2 of the format, and this wsspec reads version 1"
    );
    assert_eq!(
        change("\"version\":1", "\"version\":\"1\""),
        "line 1: the version is no number"
    );
    let base64 = change("\"base64\":\"", "\"base64\":\"!");
    assert!(base64.contains("the chunk has base64 that is none: "), "{base64}");
    assert!(change("\"octets\":11", "\"octets\":12").ends_with("the chunk has 11 octets and says that it has 12"));
    assert!(change("\"chunks\":4", "\"chunks\":5").ends_with("the footer counts 5 chunks, and 4 are there"));
    assert!(change("\"from\":\"client\"", "\"from\":\"proxy\"").contains("unknown variant `proxy`"));
    assert!(
        change("\"head\":\"GET /chat", "\"head\":\"GET /other")
            .ends_with("the request is not the one that the chunks hold")
    );
    assert!(change("\"head\":\"HTTP/1.1 101", "\"head\":\"HTTP/1.1 200").contains("the response is not the one"));
    assert!(bad(format!("{text}{}\n", lines[1]).as_bytes()).ends_with("there is a line after the footer"));
    assert!(bad(format!("{}\n{text}", lines[0]).as_bytes()).ends_with("a second header"));
    let garbled = text.replacen(lines[2], "{\"kind\":\"chunk\"", 1);
    assert!(
        bad(garbled.as_bytes()).starts_with("line 3: it is no line of a recording: "),
        "{}",
        bad(garbled.as_bytes())
    );
}

#[test]
fn what_is_there_of_a_recording_that_is_cut_off_can_be_replayed() {
    let whole = write::write(&session(hello()), Vec::new()).unwrap();
    let partial = read::Reading {
        partial: true,
        session: None,
    };
    // In the middle of the line of the last chunk, in which the server says hello.
    let text = String::from_utf8(whole).unwrap();
    let last = text.rfind("\"kind\":\"chunk\"").unwrap();
    let recording = read::read(&text.as_bytes()[..last + 30], partial).unwrap();
    assert_eq!(recording.chunks.len(), 3);
    assert!(!recording.complete);
    let comparison = to_server(
        &recording,
        Manner::default(),
        &mut Reference::server(Options::default()),
    );
    assert!(comparison.is_same(), "{comparison:?}");
    assert_eq!(comparison.messages, (1, 0));
    // Of a whole recording it would be one too many.
    let whole = Recording {
        complete: true,
        ..recording
    };
    let comparison = to_server(&whole, Manner::default(), &mut Reference::server(Options::default()));
    assert_eq!(comparison.differences.len(), 1, "{comparison:?}");
}

#[test]
fn a_recording_without_request_or_response_cannot_be_replayed() {
    let mut recording = session(Vec::new());
    recording.chunks.truncate(1);
    let lacking = Replay::as_client(&recording, &here(), Manner::default()).unwrap_err();
    assert_eq!(
        lacking.to_string(),
        "the recording has no whole response, so there is nothing to compare with"
    );
    recording.chunks[0].octets.truncate(REQUEST.len() - 2);
    let lacking = Replay::as_server(&recording, Manner::default()).unwrap_err();
    assert_eq!(
        lacking.to_string(),
        "the recording has no whole request, so there is nothing to send"
    );
}

/// A session in memory of the reference client and server, which agree on permessage-deflate by these terms.
fn made(offer: deflate::Offer, options: &Options) -> Recording {
    let request = ClientRequest {
        host: "a".into(),
        target: "/".into(),
        extensions: vec![offer.to_extension()],
        ..ClientRequest::default()
    };
    let mut random = SplitMix64::new(1);
    let mut keys = random.fork("keys");
    let mut client = Client::new(
        request,
        || *b"the sample nonce",
        Box::new(move || keys.octets()),
        options.clone(),
    )
    .unwrap();
    let mut server = wsspec_server::memory::Endpoint::server(options.clone());
    let mut recording = session(Vec::new());
    recording.chunks.clear();
    let mut chunk = |from, octets: &[u8]| {
        recording.chunks.push(Chunk {
            at: std::time::Duration::ZERO,
            from,
            octets: octets.to_vec(),
        });
    };
    for round in 0..8usize {
        if let Some(connection) = client.connection() {
            let sender = connection.sender();
            let text = "over and over, ".repeat(1 + 300 * round);
            sender.message(MessageKind::Text, text.as_bytes()).unwrap();
            sender
                .fragmented(MessageKind::Text, text.as_bytes(), 1 + random.below(text.len()))
                .unwrap();
            sender.ping(&text.as_bytes()[..10 + round]).unwrap();
            sender.uncompressed(MessageKind::Binary, &[round as u8; 200]).unwrap();
        }
        let mut octets = client.output().to_vec();
        client.written(octets.len());
        chunk(Role::Client, &octets);
        server.receive(&mut octets);
        let mut octets = server.take_output();
        chunk(Role::Server, &octets);
        client.hear(&mut octets, &mut |_, _| {});
    }
    recording
}

#[test]
fn sessions_with_any_parameters_of_permessage_deflate_replay_on_any_others() {
    let mut made_with = BTreeSet::new();
    for flags in 0..16 {
        let offer = deflate::Offer {
            server_no_context_takeover: flags & 1 != 0,
            client_no_context_takeover: flags & 2 != 0,
            server_max_window_bits: (flags & 4 != 0).then_some(9),
            client_max_window_bits: deflate::ClientWindow::Limitable,
        };
        let options = Options {
            deflate: Some(deflate::Terms {
                client_max_window_bits: if flags & 8 != 0 { 10 } else { 15 },
                ..deflate::Terms::default()
            }),
            compression: Compression { level: 6, threshold: 0 },
            ..Options::default()
        };
        let recording = made(offer, &options);
        made_with.insert(format!("{:?}", Talk::of(&recording).unwrap().agreed.unwrap()));
        for server in servers() {
            let comparison = to_server(&recording, Manner::default(), &mut Reference::server(server));
            assert!(comparison.is_same(), "{flags}: {comparison:?}");
            assert_eq!((comparison.messages, comparison.pongs), ((21, 21), (7, 7)), "{flags}");
        }
        let mut client = Other(Replay::as_client(&recording, &here(), Manner::default()).unwrap());
        let comparison = to_client(&recording, Manner::default(), &mut client);
        assert!(comparison.is_same(), "{flags}: {comparison:?}");
    }
    assert!(made_with.len() >= 8, "{made_with:?}");
}

fn har() -> String {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../snapshots/recordings");
    std::fs::read_to_string(folder.join("chromium-156.0.8078.108.har")).unwrap()
}

#[test]
fn what_the_developer_tools_of_chromium_export_is_replayed() {
    let recording = read::read(har().as_bytes(), read::Reading::default()).unwrap();
    assert_eq!(recording.name(), "Chromium 156.0.0.0");
    let note = recording.about.note.as_deref().unwrap();
    assert!(note.starts_with("from a HAR file, which has no frames: "), "{note}");
    for options in servers() {
        let comparison = to_server(&recording, Manner::default(), &mut Reference::server(options));
        assert!(comparison.is_same(), "{comparison:?}");
        assert_eq!(comparison.messages, (8, 8));
    }
    let mut client = Other(Replay::as_client(&recording, &here(), Manner::default()).unwrap());
    assert!(to_client(&recording, Manner::default(), &mut client).is_same());
}

#[test]
fn a_har_file_without_the_one_session_is_told_in_words() {
    let file: serde_json::Value = serde_json::from_str(&har()).unwrap();
    let with = |change: &dyn Fn(&mut Vec<serde_json::Value>), session| {
        let mut file = file.clone();
        change(file["log"]["entries"].as_array_mut().unwrap());
        let reading = read::Reading {
            partial: false,
            session,
        };
        read::read(file.to_string().as_bytes(), reading).map_err(|bad| bad.to_string())
    };
    let is_session = |entry: &serde_json::Value| entry["_webSocketMessages"].is_array();
    assert_eq!(
        with(&|entries| entries.retain(|entry| !is_session(entry)), None).unwrap_err(),
        "the HAR file has no WebSocket session: no entry with `_webSocketMessages`"
    );
    let twice = |entries: &mut Vec<serde_json::Value>| {
        let session = entries.iter().find(|entry| is_session(entry)).unwrap().clone();
        entries.push(session);
    };
    let several = with(&twice, None).unwrap_err();
    assert!(
        several.contains("several WebSocket sessions; choose one with --session N: 1 ws://127.0.0.1:"),
        "{several}"
    );
    assert!(with(&twice, Some(2)).is_ok());
    assert_eq!(
        with(&twice, Some(3)).unwrap_err(),
        "the HAR file has 2 WebSocket sessions, and no number 3"
    );
    for (key, value, told) in [
        (
            "data",
            serde_json::json!("!"),
            "has message 6 with base64 that is none: ",
        ),
        (
            "opcode",
            serde_json::json!(9),
            "has message 6 with opcode 9, and not 1 or 2",
        ),
        (
            "type",
            serde_json::json!("sent"),
            "has message 6 of type \"sent\", and not send or receive",
        ),
        ("time", serde_json::json!("now"), "has a session that is malformed: "),
    ] {
        let change = |entries: &mut Vec<serde_json::Value>| {
            let session = entries.iter_mut().find(|entry| is_session(entry)).unwrap();
            session["_webSocketMessages"][5][key] = value.clone();
        };
        let bad = with(&change, None).unwrap_err();
        assert!(bad.starts_with(&format!("the HAR file {told}")), "{bad}");
    }
}

#[test]
fn a_session_of_any_octets_comes_to_an_end() {
    let mut random = SplitMix64::new(7);
    let recordings: Vec<_> = all()
        .into_iter()
        .filter(|(name, _)| name.ends_with("-deflate"))
        .collect();
    let mut differences = 0;
    for round in 0..60 {
        let (_, mut recording) = recordings[round % recordings.len()].clone();
        for _ in 0..=random.below(8) {
            let chunk = random.below(recording.chunks.len());
            let octets = &mut recording.chunks[chunk].octets;
            let at = random.below(octets.len());
            octets[at] = random.octets::<1>()[0];
        }
        // Its own server says what is not the same any more, the reference server what it always says.
        let Ok(server) = Replay::as_server(&recording, Manner::default()) else {
            continue;
        };
        let mut client = Replay::as_client(&recording, &here(), Manner::default()).unwrap();
        carry(&mut client, &mut Other(server));
        let comparison = to_server(
            &recording,
            Manner::default(),
            &mut Reference::server(Options::default()),
        );
        differences += usize::from(!comparison.is_same());
        let _ = text::recording(&recording);
    }
    assert!(differences > 20, "{differences}");
}
