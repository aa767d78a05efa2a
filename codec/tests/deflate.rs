//! Connections that agreed on permessage-deflate (RFC 7692): both roles, any pieces, what is wrong, and memory.

use allocation_counter::measure;
use wsspec_codec::close::CloseCode;
use wsspec_codec::connection::{Connection, Event};
use wsspec_codec::deflate::{Agreed, Compression, Compressor, RSV1, Terms};
use wsspec_codec::extension::Extension;
use wsspec_codec::frame::{Frame, FrameDecoder, Opcode};
use wsspec_codec::message::MessageKind;
use wsspec_codec::rfc::rfc7692;
use wsspec_codec::rules::{Limits, Role, Violation, ViolationKind};

const AGREED: Agreed = Agreed {
    server_no_context_takeover: false,
    client_no_context_takeover: false,
    server_max_window_bits: 15,
    client_max_window_bits: 15,
};

fn forgetting(bits: u8) -> Agreed {
    Agreed {
        server_no_context_takeover: true,
        client_no_context_takeover: true,
        server_max_window_bits: bits,
        client_max_window_bits: bits,
    }
}

fn endpoint(role: Role, agreed: &Agreed, compression: Compression, limits: Limits) -> Connection {
    let connection = match role {
        Role::Server => Connection::server(limits),
        Role::Client => Connection::client(limits, Box::new(|| [0xA5, 0, 0xFF, 1])),
    };
    connection.agree(agreed, compression)
}

fn server(limits: Limits) -> Connection {
    endpoint(Role::Server, &AGREED, Compression::default(), limits)
}

/// A masked frame, as a client sends it.
fn masked(opcode: Opcode, fin: bool, rsv: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = Frame::new(opcode, payload);
    let header = frame.header.with_fin(fin).with_rsv(rsv);
    frame.header = header.with_masking_key(Some([1, 2, 3, 4]));
    let mut octets = Vec::new();
    frame.encode(&mut octets);
    octets
}

/// A whole compressed message, as a client sends it.
fn compressed(opcode: Opcode, payload: &[u8]) -> Vec<u8> {
    masked(opcode, true, RSV1, payload)
}

/// What is to be written, which then is.
fn written(connection: &mut Connection) -> Vec<u8> {
    let octets = connection.output().to_vec();
    connection.written(octets.len());
    octets
}

type Messages = Vec<(MessageKind, Vec<u8>)>;

/// The messages in these octets, in pieces of this size.
fn messages(connection: &mut Connection, octets: &[u8], size: usize) -> Messages {
    let mut messages = Vec::new();
    for piece in octets.chunks(size) {
        connection.receive(&mut piece.to_vec(), |event, _| match event {
            Event::Message { kind, payload } => messages.push((kind, payload.to_vec())),
            Event::Ping(_) | Event::Pong(_) => {}
            other => panic!("{other:?}"),
        });
    }
    messages
}

fn conversation() -> Messages {
    let text: String = (0..3000)
        .map(|n| format!("{} καὶ {}, ", n % 13, n * n % 1009))
        .collect();
    vec![
        (MessageKind::Text, text.clone().into_bytes()),
        (MessageKind::Binary, Vec::new()),
        (MessageKind::Text, b"Hello".to_vec()),
        (
            MessageKind::Binary,
            (0..70_000u32).map(|n| (n.wrapping_mul(n) >> 3) as u8).collect(),
        ),
        (MessageKind::Text, Vec::new()),
        (MessageKind::Text, text.into_bytes()),
    ]
}

#[test]
fn both_roles_understand_each_other_under_all_parameters() {
    for bits in 8..=15 {
        for agreed in [
            forgetting(bits),
            Agreed {
                server_max_window_bits: bits,
                ..AGREED
            },
        ] {
            for (sender, size) in [
                (Role::Client, 1),
                (Role::Client, 1000),
                (Role::Server, 7),
                (Role::Server, usize::MAX),
            ] {
                let compression = Compression {
                    level: bits - 7,
                    threshold: 0,
                };
                let mut from = endpoint(sender, &agreed, compression, Limits::NONE);
                let mut to = endpoint(sender.peer(), &agreed, compression, Limits::NONE);
                for (index, (kind, payload)) in conversation().into_iter().enumerate() {
                    let sender = from.sender();
                    match index % 3 {
                        0 => sender.message(kind, &payload).unwrap(),
                        1 => sender.fragmented(kind, &payload, 100).unwrap(),
                        _ => {
                            let (first, rest) = payload.split_at(payload.len() / 3);
                            sender.begin(kind, first).unwrap();
                            sender.ping(b"between").unwrap();
                            // Not while a message is open that may refer to it.
                            sender.forget_context();
                            sender.fragment(rest, false).unwrap();
                            sender.fragment(b"", true).unwrap();
                        }
                    }
                    let octets = written(&mut from);
                    assert!(kind == MessageKind::Binary || payload.len() < 10_000 || octets.len() < payload.len());
                    assert_eq!(messages(&mut to, &octets, size), [(kind, payload)]);
                    to.written(usize::MAX);
                }
            }
        }
    }
}

#[test]
fn a_window_is_kept_or_forgotten_as_agreed() {
    let sizes = |agreed: &Agreed, forget: bool| {
        let mut client = endpoint(Role::Client, agreed, Compression::default(), Limits::NONE);
        let mut server = endpoint(Role::Server, agreed, Compression::default(), Limits::NONE);
        [(); 2].map(|()| {
            client.sender().text("a sentence that is not all that short").unwrap();
            let octets = written(&mut client);
            assert_eq!(client.sender().has_context(), !agreed.client_no_context_takeover);
            if forget {
                client.sender().forget_context();
            }
            assert_eq!(messages(&mut server, &octets, 3).len(), 1);
            octets.len()
        })
    };
    let [first, second] = sizes(&AGREED, false);
    assert!(second < first / 2);
    let [first, second] = sizes(&forgetting(15), false);
    assert_eq!(first, second);
    // A sender may forget whatever was agreed.
    let [first, second] = sizes(&AGREED, true);
    assert_eq!(first, second);
}

#[test]
fn a_message_may_refer_back_over_nearly_the_whole_window() {
    let noise = std::iter::successors(Some(1u32), |n| {
        Some(n.wrapping_mul(1_664_525).wrapping_add(1_013_904_223))
    });
    let noise: Vec<u8> = noise.map(|n| (n >> 24) as u8).take(30_000).collect();
    let mut client = endpoint(Role::Client, &AGREED, Compression::default(), Limits::NONE);
    let mut server = server(Limits::NONE);
    let sizes = [(); 2].map(|()| {
        client.sender().message(MessageKind::Binary, &noise).unwrap();
        let octets = written(&mut client);
        let expected = [(MessageKind::Binary, noise.clone())];
        assert_eq!(messages(&mut server, &octets, usize::MAX), expected);
        octets.len()
    });
    assert!(sizes[1] < sizes[0] / 10);
}

#[test]
fn only_the_first_fragment_says_that_a_message_is_compressed() {
    let mut server = server(Limits::NONE);
    server.sender().fragmented(MessageKind::Text, b"Hello", 3).unwrap();
    server.sender().begin(MessageKind::Text, b"Hel").unwrap();
    server.sender().fragment(b"lo", true).unwrap();
    let mut decoder = FrameDecoder::new();
    decoder.push(server.output());
    let marks: Vec<u8> = std::iter::from_fn(|| decoder.next_frame())
        .map(|frame| frame.header.rsv())
        .collect();
    assert_eq!(marks, [RSV1, 0, 0, RSV1, 0]);
}

#[test]
fn short_messages_and_those_that_are_to_be_are_sent_as_they_are() {
    let compression = Compression {
        level: 6,
        threshold: 10,
    };
    let mut server = endpoint(Role::Server, &AGREED, compression, Limits::NONE);
    let sender = server.sender();
    sender.text("nine octs").unwrap();
    sender.text("ten octets").unwrap();
    sender
        .uncompressed(MessageKind::Text, b"a text of many octets")
        .unwrap();
    sender.ping(b"never compressed, as long as it may be").unwrap();
    sender.fragmented(MessageKind::Binary, b"short", 2).unwrap();
    let octets = written(&mut server);
    let mut decoder = FrameDecoder::new();
    decoder.push(&octets);
    let marks: Vec<u8> = std::iter::from_fn(|| decoder.next_frame())
        .map(|frame| frame.header.rsv())
        .collect();
    assert_eq!(marks, [0, RSV1, 0, 0, 0, 0, 0]);
    let mut client = endpoint(Role::Client, &AGREED, compression, Limits::NONE);
    let received = messages(&mut client, &octets, 5);
    let payloads: Vec<&[u8]> = received.iter().map(|(_, payload)| payload.as_slice()).collect();
    assert_eq!(
        payloads,
        [b"nine octs", &b"ten octets"[..], b"a text of many octets", b"short"]
    );
}

/// What a server that agreed finds wrong in octets that come in pieces of this size.
fn found(octets: &[u8], size: usize, limits: Limits) -> Option<Violation> {
    let mut server = server(limits);
    for piece in octets.chunks(size.max(1)) {
        server.receive(&mut piece.to_vec(), |_, _| {});
    }
    server.violation()
}

/// What it finds in any pieces, at the octet where it says and not before.
fn violation(octets: &[u8], limits: Limits) -> Option<Violation> {
    let whole = found(octets, octets.len(), limits);
    for size in [1, 2, 3, 7, 1000, 16 << 10] {
        assert_eq!(found(octets, size, limits), whole, "in pieces of {size}");
    }
    if let Some(violation) = whole {
        let until = violation.offset as usize;
        assert_eq!(found(&octets[..until], until, limits), None);
        assert_eq!(found(&octets[..=until], until + 1, limits), whole);
    }
    whole
}

const HELLO: &[u8] = b"\xf2\x48\xcd\xc9\xc9\x07\x00";

#[test]
fn the_bit_is_for_the_first_frame_of_a_message_alone() {
    let kind = |frames: &[Vec<u8>]| {
        let first = frames[..frames.len() - 1].concat().len() as u64;
        violation(&frames.concat(), Limits::default()).map(|violation| {
            assert_eq!(
                (violation.offset, violation.close_code()),
                (first, CloseCode::PROTOCOL_ERROR)
            );
            violation.kind
        })
    };
    let wrong = |bits, opcode| Some(ViolationKind::ReservedBits(bits, opcode));
    let (text, more) = (Opcode::TEXT, Opcode::CONTINUATION);
    assert_eq!(kind(&[masked(text, true, RSV1, HELLO)]), None);
    assert_eq!(kind(&[masked(text, true, RSV1 | 0b010, HELLO)]), wrong(0b010, text));
    assert_eq!(kind(&[masked(text, true, 0b001, HELLO)]), wrong(0b001, text));
    for control in [Opcode::PING, Opcode::PONG, Opcode::CLOSE] {
        assert_eq!(kind(&[masked(control, true, RSV1, b"")]), wrong(RSV1, control));
    }
    for rsv in [0, RSV1] {
        let frames = [masked(text, false, rsv, b""), masked(more, true, RSV1, HELLO)];
        assert_eq!(kind(&frames), wrong(RSV1, more));
    }
    // Without agreement it is for no frame.
    let mut plain = Connection::server(Limits::default());
    plain.receive(&mut masked(text, true, RSV1, HELLO), |_, _| {});
    assert_eq!(plain.violation().map(|violation| violation.kind), wrong(RSV1, text));
}

#[test]
fn what_does_not_inflate_fails_the_connection_at_the_end_of_its_frame() {
    let fault =
        |octets: &[u8]| violation(octets, Limits::default()).map(|violation| (violation.kind, violation.offset));
    let (invalid, truncated) = (ViolationKind::InvalidDeflate, ViolationKind::TruncatedDeflate);
    assert_eq!(invalid.clause(), rfc7692::INVALID_DEFLATE);
    assert_eq!(truncated.clause(), rfc7692::INCOMPLETE_BLOCK);
    assert_eq!(invalid.close_code(), CloseCode::PROTOCOL_ERROR);
    // A type of block that there is not, then more octets.
    let frame = compressed(Opcode::BINARY, b"\x07 and more");
    assert_eq!(fault(&frame), Some((invalid, frame.len() as u64 - 1)));
    // In the first of two frames; in the second.
    let frames = [
        masked(Opcode::BINARY, false, RSV1, b"\x07"),
        masked(Opcode::CONTINUATION, true, 0, b"more"),
    ];
    assert_eq!(fault(&frames.concat()), Some((invalid, frames[0].len() as u64 - 1)));
    let frames = [
        masked(Opcode::BINARY, false, RSV1, b"\x00\x05\x00"),
        masked(Opcode::CONTINUATION, true, 0, b"\x05\x00Hello"),
    ]
    .concat();
    assert_eq!(fault(&frames), Some((invalid, frames.len() as u64 - 1)));
    // A reference to a message that was not compressed.
    let octets = [
        masked(Opcode::TEXT, true, 0, b"Hello"),
        compressed(Opcode::TEXT, b"\xf2\x00\x11\x00\x00"),
    ]
    .concat();
    assert_eq!(fault(&octets), Some((invalid, octets.len() as u64 - 1)));
    // Ends inside a block; says nothing at all; and ends in an empty frame, whose header is all there is.
    for payload in [&HELLO[..5], b""] {
        let frame = compressed(Opcode::BINARY, payload);
        assert_eq!(fault(&frame), Some((truncated, frame.len() as u64 - 1)));
    }
    let frames = [
        masked(Opcode::BINARY, false, RSV1, &HELLO[..5]),
        masked(Opcode::CONTINUATION, true, 0, b""),
    ]
    .concat();
    assert_eq!(fault(&frames), Some((truncated, frames.len() as u64 - 1)));
}

#[test]
fn a_long_frame_is_judged_before_its_end() {
    let mut payload = vec![0x07];
    payload.resize(40 << 10, 0);
    let octets = compressed(Opcode::BINARY, &payload);
    let header = octets.len() - payload.len();
    let wrong = violation(&octets, Limits::default()).unwrap();
    assert_eq!(wrong.kind, ViolationKind::InvalidDeflate);
    assert_eq!(wrong.offset as usize, header + (16 << 10) - 1);
}

fn deflated(payload: &[u8]) -> Vec<u8> {
    let mut wire = Vec::new();
    Compressor::new(15).message(payload, true, &mut wire);
    wire
}

#[test]
fn text_is_judged_when_it_is_inflated_and_before_the_message_is_whole() {
    let fault =
        |octets: &[u8]| violation(octets, Limits::default()).map(|violation| (violation.kind, violation.offset));
    // What is compressed need not be UTF-8; what it inflates to must.
    assert_eq!(fault(&compressed(Opcode::TEXT, &deflated("κόσμε".as_bytes()))), None);
    assert_eq!(fault(&compressed(Opcode::BINARY, &deflated(b"\xff"))), None);
    let frame = compressed(Opcode::TEXT, &deflated(b"good \xff bad"));
    assert_eq!(
        fault(&frame),
        Some((ViolationKind::InvalidUtf8, frame.len() as u64 - 1))
    );
    let frame = compressed(Opcode::TEXT, &deflated(b"good \xce"));
    assert_eq!(
        fault(&frame),
        Some((ViolationKind::TruncatedUtf8, frame.len() as u64 - 1))
    );
    // A code point may be cut by a frame, and a frame by a code point that goes wrong fails at once.
    let mut compressor = Compressor::new(15);
    let mut parts = [(&b"\xce"[..], false), (b"\xba", true)].map(|(part, last)| {
        let mut wire = Vec::new();
        compressor.part(part, last, &mut wire);
        wire
    });
    let frames = |parts: &[Vec<u8>; 2]| {
        [
            masked(Opcode::TEXT, false, RSV1, &parts[0]),
            masked(Opcode::CONTINUATION, true, 0, &parts[1]),
        ]
    };
    assert_eq!(fault(&frames(&parts).concat()), None);
    let mut compressor = Compressor::new(15);
    parts[0].clear();
    compressor.part(b"\xce\xff", false, &mut parts[0]);
    let frames = frames(&parts);
    let end = frames[0].len() as u64 - 1;
    assert_eq!(fault(&frames.concat()), Some((ViolationKind::InvalidUtf8, end)));
    // What is wrong first is what is told: bad text in front of bad data.
    let frame = compressed(
        Opcode::TEXT,
        &[&deflated(b"\xff")[..], b"\x00\x00\xff\xff\x07"].concat(),
    );
    assert_eq!(fault(&frame).unwrap().0, ViolationKind::InvalidUtf8);
}

#[test]
fn the_limit_holds_for_what_a_message_inflates_to_and_for_what_comes() {
    let limits = Limits {
        message: 1000,
        ..Limits::default()
    };
    let fits = compressed(Opcode::BINARY, &deflated(&[0; 1000]));
    assert_eq!(violation(&[&fits[..], &fits].concat(), limits), None);
    let frame = compressed(Opcode::BINARY, &deflated(&[0; 1001]));
    let kind = ViolationKind::MessageTooLarge {
        announced: 1001,
        limit: 1000,
    };
    let wrong = violation(&frame, limits).unwrap();
    assert_eq!((wrong.kind, wrong.offset), (kind, frame.len() as u64 - 1));
    assert_eq!(wrong.close_code(), CloseCode::TOO_BIG);
    // What is announced is too much already.
    let frame = compressed(Opcode::BINARY, &[0; 1001]);
    for size in [1, frame.len()] {
        assert_eq!(found(&frame, size, limits).unwrap().offset, 3);
    }
    // Text that goes wrong within the limit is wrong text.
    let text = [&[b'x'; 900][..], b"\xff", &[b'x'; 900]].concat();
    let wrong = violation(&compressed(Opcode::TEXT, &deflated(&text)), limits).unwrap();
    assert_eq!(wrong.kind, ViolationKind::InvalidUtf8);
}

#[test]
fn ten_mebioctets_of_zeros_end_with_1009_in_little_memory() {
    let octets = compressed(Opcode::BINARY, &deflated(&vec![0; 10 << 20]));
    assert!(octets.len() < 16 << 10);
    let limits = Limits {
        message: 64 << 10,
        ..Limits::default()
    };
    for size in [1, 100, octets.len()] {
        let mut server = server(limits);
        let mut octets = octets.clone();
        let peak = measure(|| {
            for piece in octets.chunks_mut(size) {
                server.receive(piece, |_, _| {});
            }
        })
        .bytes_max;
        assert!(peak < 256 << 10, "{peak} octets in pieces of {size}");
        assert_eq!(server.violation().unwrap().close_code(), CloseCode::TOO_BIG);
        assert_eq!(written(&mut server)[2..4], 1009u16.to_be_bytes());
    }
}

#[test]
fn an_idle_connection_holds_what_the_agreement_asks_for_and_no_more() {
    let held = |agreed: &Agreed, forget: bool| {
        let mut octets = compressed(Opcode::BINARY, &deflated(&[7; 100_000]));
        let mut server = None;
        let info = measure(|| {
            let server = server.insert(endpoint(Role::Server, agreed, Compression::default(), Limits::NONE));
            server.receive(&mut octets, |event, sender| {
                if let Event::Message { kind, payload } = event {
                    sender.message(kind, payload).unwrap();
                }
            });
            server.written(usize::MAX);
            if forget {
                server.sender().forget_context();
            }
        });
        info.bytes_current
    };
    assert!(held(&forgetting(15), false) < 1024, "{}", held(&forgetting(15), false));
    let kept = held(&AGREED, false);
    assert!((300 << 10..430 << 10).contains(&kept), "{kept}");
    let forgotten = held(&AGREED, true);
    assert!((32 << 10..64 << 10).contains(&forgotten), "{forgotten}");
}

#[test]
fn a_failed_connection_holds_nothing() {
    let mut octets = [compressed(Opcode::TEXT, HELLO), compressed(Opcode::TEXT, b"\x07")].concat();
    let mut connection = None;
    let info = measure(|| {
        let server = connection.insert(server(Limits::default()));
        server.receive(&mut octets, |_, sender| {
            let _ = sender.text("an answer");
        });
        server.written(usize::MAX);
    });
    assert!(connection.unwrap().close_tcp());
    assert!(info.bytes_current < 1024, "{}", info.bytes_current);
}

#[test]
fn a_browser_and_a_server_come_to_terms() {
    let offer = Extension::new("permessage-deflate").with("client_max_window_bits", None);
    let answer = Terms::default().answer(std::slice::from_ref(&offer)).unwrap();
    assert_eq!(answer.extension, Extension::new("permessage-deflate"));
    let judged = Agreed::from_answer(&[offer], &[answer.extension]);
    assert_eq!(judged, Ok(Some(AGREED)));
    assert_eq!(answer.agreed, AGREED);
}
