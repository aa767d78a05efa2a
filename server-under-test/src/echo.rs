//! What the server does, without I/O: it answers a request, and then sends every message back.

use wsspec_codec::connection::{Connection, Event};
use wsspec_codec::handshake::{Choice, Head, accept, check_request, subprotocol};

use crate::options::Options;
use crate::page;

/// What a request gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The connection is open after this response.
    Open(Vec<u8>),
    /// This response, and TCP ends.
    Closed(Vec<u8>),
}

/// Answers a request: opens the connection at any path, shows the page at `/`, refuses the rest. `port` is where the
/// server listens.
pub fn answer(head: &Head, options: &Options, port: u16) -> Answer {
    if let Some(page) = page::answer(head, port) {
        return Answer::Closed(page);
    }
    match check_request(head) {
        Ok(request) => {
            let choice = Choice {
                subprotocol: subprotocol::choose(&request.subprotocols, &options.subprotocols),
                extensions: &[],
            };
            Answer::Open(accept(&request, choice))
        }
        Err(refusal) => Answer::Closed(refusal.response()),
    }
}

/// Takes octets of an open connection, and puts the echoes of all messages in them into its output.
#[inline]
pub fn receive(connection: &mut Connection, octets: &mut [u8]) {
    connection.receive(octets, |event, sender| {
        if let Event::Message { kind, payload } = event {
            // Refused only after a Close frame of ours, when nothing may follow (5.5.1).
            let _ = sender.message(kind, payload);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use wsspec_codec::frame::{Frame, FrameDecoder, Opcode};
    use wsspec_codec::handshake::HeadLimits;
    use wsspec_codec::rules::Limits;

    fn ask(fields: &str) -> String {
        let request = format!(
            "GET /any/path HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n{fields}\r\n"
        );
        let head = Head::decode(request.as_bytes(), HeadLimits::default())
            .unwrap()
            .unwrap()
            .0;
        match answer(&head, &Options::default(), 3368) {
            Answer::Open(response) | Answer::Closed(response) => String::from_utf8(response).unwrap(),
        }
    }

    #[test]
    fn any_path_opens_and_chat_is_chosen() {
        assert!(ask("").starts_with("HTTP/1.1 101 "));
        assert!(!ask("").contains("Protocol:"));
        assert!(ask("Sec-WebSocket-Protocol: chat, superchat\r\n").contains("\r\nSec-WebSocket-Protocol: chat\r\n"));
        assert!(!ask("Sec-WebSocket-Protocol: other\r\n").contains("Protocol:"));
        assert!(!ask("Sec-WebSocket-Extensions: permessage-deflate\r\n").contains("Extensions"));
    }

    #[test]
    fn all_that_one_read_brought_is_answered_in_one_output() {
        let mut connection = Connection::server(Limits::default());
        let mut octets = Vec::new();
        for number in 0..100 {
            let mut frame = Frame::new(Opcode::TEXT, format!("message {number}"));
            frame.header = frame.header.with_masking_key(Some([1, 2, 3, number]));
            frame.encode(&mut octets);
        }
        receive(&mut connection, &mut octets);
        let mut decoder = FrameDecoder::new();
        decoder.push(connection.output());
        for number in 0..100 {
            assert_eq!(
                decoder.next_frame(),
                Some(Frame::new(Opcode::TEXT, format!("message {number}")))
            );
        }
        assert_eq!(decoder.next_frame(), None);
    }
}
