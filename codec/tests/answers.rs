//! What an endpoint sends, octet for octet.

use allocation_counter::measure;
use wsspec_codec::close::CloseCode;
use wsspec_codec::connection::{Connection, Event};
use wsspec_codec::frame::{Frame, FrameDecoder, FrameHeader, Opcode};
use wsspec_codec::message::MessageKind;
use wsspec_codec::rules::Limits;

/// Frames as a client sends them.
fn masked(frames: &[(Opcode, bool, &[u8])]) -> Vec<u8> {
    let mut octets = Vec::new();
    for &(opcode, fin, payload) in frames {
        let mut frame = Frame::new(opcode, payload);
        frame.header = frame.header.with_fin(fin).with_masking_key(Some([1, 2, 3, 4]));
        frame.encode(&mut octets);
    }
    octets
}

/// What a server that echoes answers to these frames, which come at once.
fn answers(limits: Limits, frames: &[(Opcode, bool, &[u8])]) -> Vec<Frame> {
    let mut server = Connection::server(limits);
    server.receive(&mut masked(frames), |event, sender| {
        if let Event::Message { kind, payload } = event {
            sender.message(kind, payload).expect("it did not close");
        }
    });
    sent(&server)
}

/// The frames that wait to be written, and nothing but frames.
fn sent(connection: &Connection) -> Vec<Frame> {
    let mut decoder = FrameDecoder::new();
    decoder.push(connection.output());
    let frames = std::iter::from_fn(|| decoder.next_frame()).collect();
    assert_eq!(decoder.unread(), b"");
    frames
}

#[test]
fn a_ping_is_answered_with_what_it_carried_wherever_it_comes() {
    let long = [b'x'; 125];
    let pings: [&[u8]; 4] = [b"", b"a", &long, b"b"];
    let frames = pings.map(|payload| (Opcode::PING, true, payload));
    let pongs = pings.map(|payload| Frame::new(Opcode::PONG, payload));
    assert_eq!(answers(Limits::default(), &frames), pongs);
    let inside = [
        (Opcode::TEXT, false, &b"\xc3"[..]),
        (Opcode::PING, true, b"mid"),
        (Opcode::CONTINUATION, true, b"\xa9"),
    ];
    let expected = [Frame::new(Opcode::PONG, "mid"), Frame::new(Opcode::TEXT, "\u{e9}")];
    assert_eq!(answers(Limits::default(), &inside), expected);
}

#[test]
fn lengths_are_written_in_the_shortest_form() {
    for len in [0, 1, 125, 126, 127, 65_535, 65_536] {
        let payload = vec![b'x'; len];
        let expected = [Frame::new(Opcode::BINARY, payload.clone())];
        assert_eq!(
            answers(Limits::default(), &[(Opcode::BINARY, true, &payload)]),
            expected
        );
    }
}

#[test]
fn a_close_frame_is_answered_once_with_its_code_and_nothing_behind_it() {
    for body in [&b""[..], b"\x03\xe8", b"\x0b\xb8", b"\x13\x87"] {
        let behind = [
            (Opcode::CLOSE, true, body),
            (Opcode::TEXT, true, b"late"),
            (Opcode::CLOSE, true, body),
        ];
        let expected = [Frame::new(Opcode::CLOSE, body)];
        assert_eq!(answers(Limits::default(), &behind), expected, "{body:02x?}");
    }
    // 1010 is for clients alone, and is answered with 1000.
    let expected = [Frame::new(Opcode::CLOSE, b"\x03\xe8")];
    assert_eq!(
        answers(Limits::default(), &[(Opcode::CLOSE, true, b"\x03\xf2")]),
        expected
    );
}

#[test]
fn a_connection_fails_with_the_code_for_the_cause_and_nothing_behind_it() {
    let limits = Limits {
        frame: 10,
        message: 10,
        fragments: 1,
    };
    for (opcode, fin, payload, code) in [
        (Opcode::from_bits(3), true, &b""[..], CloseCode::PROTOCOL_ERROR),
        (Opcode::CONTINUATION, true, b"", CloseCode::PROTOCOL_ERROR),
        (Opcode::CLOSE, true, b"\x03\xed", CloseCode::PROTOCOL_ERROR),
        (Opcode::TEXT, true, b"\xff", CloseCode::INVALID_DATA),
        (Opcode::CLOSE, true, b"\x03\xe8\xff", CloseCode::INVALID_DATA),
        (Opcode::BINARY, true, b"11 octets..", CloseCode::TOO_BIG),
    ] {
        let frames = [(opcode, fin, payload), (Opcode::PING, true, b"late")];
        let [close] = &answers(limits, &frames)[..] else {
            panic!("one frame answers {opcode} {payload:02x?}");
        };
        assert_eq!(close.header.opcode(), Opcode::CLOSE);
        assert_eq!(
            close.payload[..2],
            code.value().to_be_bytes(),
            "{opcode} {payload:02x?}"
        );
    }
    let frames = [(Opcode::TEXT, false, &b""[..]), (Opcode::CONTINUATION, true, b"")];
    assert_eq!(
        answers(limits, &frames)[0].payload[..2],
        CloseCode::POLICY.value().to_be_bytes()
    );
}

#[test]
fn the_longest_reason_is_sent_whole() {
    let mut server = Connection::server(Limits::default());
    let reason = "x".repeat(123);
    server.sender().close(Some(CloseCode::GOING_AWAY), &reason).unwrap();
    let expected = [b"\x03\xe9", reason.as_bytes()].concat();
    assert_eq!(sent(&server), [Frame::new(Opcode::CLOSE, expected)]);
}

#[test]
fn fragments_continue_a_message_and_the_last_one_ends_it() {
    let fragments = [
        ("ab", Opcode::TEXT, false),
        ("cd", Opcode::CONTINUATION, false),
        ("e", Opcode::CONTINUATION, true),
    ];
    let expected = fragments.map(|(payload, opcode, fin)| {
        let mut frame = Frame::new(opcode, payload);
        frame.header = frame.header.with_fin(fin);
        frame
    });
    let mut server = Connection::server(Limits::default());
    server.sender().fragmented(MessageKind::Text, b"abcde", 2).unwrap();
    assert_eq!(sent(&server), expected);
    let mut server = Connection::server(Limits::default());
    server.sender().begin(MessageKind::Text, b"ab").unwrap();
    server.sender().fragment(b"cd", false).unwrap();
    server.sender().fragment(b"e", true).unwrap();
    assert_eq!(sent(&server), expected);
}

#[test]
fn a_client_masks_every_frame_with_the_next_key_and_a_server_none() {
    let mut count = 0;
    let keys = Box::new(move || {
        count += 1;
        [count, 2, 3, 4]
    });
    let mut client = Connection::client(Limits::default(), keys);
    let mut server = Connection::server(Limits::default());
    for sender in [client.sender(), server.sender()] {
        sender.text("a").unwrap();
        sender.ping(b"b").unwrap();
        sender.close(None, "").unwrap();
    }
    let keys = |connection| {
        sent(connection)
            .iter()
            .map(|frame| frame.header.masking_key())
            .collect::<Vec<_>>()
    };
    assert_eq!(keys(&client), [1, 2, 3].map(|first| Some([first, 2, 3, 4])));
    assert_eq!(keys(&server), [None; 3]);
}

#[test]
fn nothing_is_reserved_for_a_length_that_is_announced() {
    let mut server = Connection::server(Limits::default());
    let mut octets = Vec::new();
    FrameHeader::new(Opcode::BINARY, 32 << 20)
        .with_masking_key(Some([0; 4]))
        .encode(&mut octets);
    let held = measure(|| server.receive(&mut octets, |event, _| panic!("{event:?}")));
    assert!(held.bytes_max < 1024, "{} octets", held.bytes_max);
}
