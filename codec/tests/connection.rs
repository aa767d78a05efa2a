//! What a connection does beyond single streams: limits, memory, and the end.

use wsspec_codec::close::CloseCode;
use wsspec_codec::connection::{Connection, Event};
use wsspec_codec::frame::{Frame, FrameHeader, Opcode};
use wsspec_codec::message::MessageKind;
use wsspec_codec::rfc::rfc6455;
use wsspec_codec::rules::{Limits, ViolationKind};
use wsspec_codec::sender::SendError;

const LIMITS: Limits = Limits {
    frame: 10,
    message: 25,
    fragments: 3,
};

/// A masked frame, as a client sends it.
fn masked(opcode: Opcode, fin: bool, len: usize) -> Vec<u8> {
    let mut frame = Frame::new(opcode, vec![b'x'; len]);
    frame.header = frame.header.with_fin(fin).with_masking_key(Some([1, 2, 3, 4]));
    let mut octets = Vec::new();
    frame.encode(&mut octets);
    octets
}

/// The violation that a server with small limits finds, whatever the pieces.
fn violation(frames: &[Vec<u8>]) -> Option<ViolationKind> {
    let octets = frames.concat();
    let found = |size: usize| {
        let mut server = Connection::server(LIMITS);
        octets
            .chunks(size)
            .for_each(|piece| server.receive(&mut piece.to_vec(), |_, _| {}));
        server.violation()
    };
    let whole = found(octets.len());
    assert_eq!(whole, found(1));
    whole.map(|violation| {
        assert_eq!(violation.clause(), rfc6455::LIMITS_PROTECT);
        violation.kind
    })
}

#[test]
fn limits_hold_exactly() {
    let (text, more) = (Opcode::TEXT, Opcode::CONTINUATION);
    assert_eq!(violation(&[masked(text, true, 10)]), None);
    let too_large = ViolationKind::FrameTooLarge {
        announced: 11,
        limit: 10,
    };
    assert_eq!(violation(&[masked(text, true, 11)]), Some(too_large));
    assert_eq!(violation(&[masked(Opcode::PING, true, 11)]), Some(too_large));
    let parts = |last| {
        [
            masked(text, false, 10),
            masked(more, false, 10),
            masked(more, true, last),
        ]
    };
    assert_eq!(violation(&parts(5)), None);
    let kind = ViolationKind::MessageTooLarge {
        announced: 26,
        limit: 25,
    };
    assert_eq!(violation(&parts(6)), Some(kind));
    assert_eq!(kind.close_code(), CloseCode::TOO_BIG);
    let many = [
        masked(text, false, 0),
        masked(more, false, 0),
        masked(more, false, 0),
        masked(more, true, 0),
    ];
    let kind = ViolationKind::TooManyFragments { limit: 3 };
    assert_eq!(violation(&many), Some(kind));
    assert_eq!(kind.close_code(), CloseCode::POLICY);
    // What one message used up is there again for the next.
    assert_eq!(violation(&[parts(5).concat(), parts(5).concat()]), None);
}

#[test]
fn an_announced_length_is_believed_when_it_has_come() {
    let mut server = Connection::server(Limits::NONE);
    let mut octets = Vec::new();
    FrameHeader::new(Opcode::BINARY, (1 << 63) - 1)
        .with_masking_key(Some([0; 4]))
        .encode(&mut octets);
    octets.extend_from_slice(b"abc");
    server.receive(&mut octets, |event, _| panic!("{event:?}"));
    assert!(server.in_message() && !server.is_ended());
}

#[test]
fn a_server_closes_tcp_after_both_close_frames_and_a_client_waits() {
    let mut server = Connection::server(Limits::default());
    let mut client = Connection::client(Limits::default(), Box::new(|| [5, 6, 7, 8]));
    client
        .sender()
        .close(Some(CloseCode::NORMAL), "bye")
        .expect("nothing was sent");
    let mut octets = client.output().to_vec();
    let mut seen = None;
    server.receive(&mut octets, |event, _| {
        if let Event::Close { code, reason } = event {
            seen = Some((code, reason.to_owned()));
        }
    });
    assert_eq!(seen, Some((Some(CloseCode::NORMAL), "bye".to_owned())));
    assert!(server.close_tcp());
    client.receive(&mut server.output().to_vec(), |_, _| {});
    assert!(client.is_ended() && client.closure().clean && !client.close_tcp());
    client.receive_eof();
    assert!(client.close_tcp());
}

#[test]
fn tcp_that_is_lost_is_reported_as_1006_and_an_empty_close_frame_as_1005() {
    let mut server = Connection::server(Limits::default());
    server.receive_eof();
    assert_eq!(
        (server.closure().clean, server.closure().code),
        (false, CloseCode::ABNORMAL)
    );
    let mut server = Connection::server(Limits::default());
    server.receive(&mut masked(Opcode::CLOSE, true, 0), |_, _| {});
    assert_eq!(
        (server.closure().clean, server.closure().code),
        (true, CloseCode::NO_STATUS)
    );
}

#[test]
fn nothing_illegal_can_be_sent() {
    let mut server = Connection::server(Limits::default());
    let sender = server.sender();
    assert_eq!(sender.ping(&[0; 126]), Err(SendError::ControlTooLong(126)));
    assert_eq!(sender.fragment(b"x", true), Err(SendError::NoMessageOpen));
    assert_eq!(sender.begin(MessageKind::Text, b"a"), Ok(()));
    assert_eq!(sender.message(MessageKind::Text, b"b"), Err(SendError::InMessage));
    assert_eq!(sender.ping(b"between"), Ok(()));
    assert_eq!(sender.fragment(b"c", true), Ok(()));
    for code in [0, 999, 1004, 1005, 1006, 1010, 1015, 5000] {
        let code = CloseCode::new(code);
        assert_eq!(
            sender.close(Some(code), ""),
            Err(SendError::CloseCode(code)),
            "a server does not send {code}"
        );
    }
    assert_eq!(
        sender.close(Some(CloseCode::NORMAL), &"x".repeat(124)),
        Err(SendError::ControlTooLong(126))
    );
    assert_eq!(sender.close(None, ""), Ok(()));
    assert_eq!(sender.text("late"), Err(SendError::AfterClose));
    assert_eq!(sender.close(None, ""), Err(SendError::AfterClose));
}

#[test]
fn a_ping_is_answered_also_while_closing_but_not_after_the_peer_s_close_frame() {
    let mut server = Connection::server(Limits::default());
    server
        .sender()
        .close(Some(CloseCode::GOING_AWAY), "")
        .expect("nothing was sent");
    let before = server.output().len();
    server.receive(&mut masked(Opcode::PING, true, 2), |_, _| {});
    assert_eq!(server.output()[before..], *b"\x8a\x02xx");
    server.receive(&mut masked(Opcode::CLOSE, true, 0), |_, _| {});
    let after = server.output().len();
    server.receive(&mut masked(Opcode::PING, true, 2), |_, _| {});
    assert_eq!(server.output().len(), after);
}
