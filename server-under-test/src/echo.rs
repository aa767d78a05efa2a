//! What the server does, without I/O: it answers a request, and then sends every message back.

use wsspec_codec::close::{CloseCode, MAX_REASON};
use wsspec_codec::connection::{Connection, Event};
use wsspec_codec::deflate::{self, Agreed};
use wsspec_codec::extension::Extension;
use wsspec_codec::handshake::{Choice, Head, accept, check_request, subprotocol};
use wsspec_codec::message::MessageKind;
use wsspec_codec::plant::{Plant, planted};
use wsspec_codec::sender::Sender;

use crate::options::Options;
use crate::page;

/// What a request gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The connection is open after this response, and messages are compressed if that was agreed.
    Open(Vec<u8>, Option<Agreed>),
    /// This response, and TCP ends.
    Closed(Vec<u8>),
}

/// Answers a request: opens the connection at any path, shows the page at `/`, refuses the rest. `port` is where the
/// server listens.
pub fn answer(head: &Head, options: &Options, port: u16) -> Answer {
    let closed = |response| {
        Answer::Closed(if head.start_line().starts_with(b"HEAD ") {
            page::without_content(response)
        } else {
            response
        })
    };
    if let Some(page) = page::answer(head, port) {
        return closed(page);
    }
    match check_request(head) {
        Ok(request) => {
            let unasked = [Extension::new(deflate::NAME)];
            let offers = match &request.extensions[..] {
                [] if planted(Plant::CompressionAnsweredUnasked) => &unasked,
                offers => offers,
            };
            let compressed = options.deflate.and_then(|terms| terms.answer(offers));
            let (agreed, extension) = compressed
                .map(|deflate::Answer { agreed, extension }| (agreed, extension))
                .unzip();
            let spoken = |name: &str| {
                let mut spoken = options.subprotocols.iter().map(String::as_str);
                spoken.find(|spoken| planted(Plant::SubprotocolCaseIgnored) && spoken.eq_ignore_ascii_case(name))
            };
            let choice = Choice {
                subprotocol: subprotocol::choose(&request.subprotocols, &options.subprotocols)
                    .map(|name| spoken(name).unwrap_or(name))
                    .or(options
                        .subprotocols
                        .first()
                        .filter(|_| planted(Plant::SubprotocolNotOffered))
                        .map(String::as_str)),
                extensions: match planted(Plant::CompressesWithoutAnswer) {
                    true => &[],
                    false => extension.as_slice(),
                },
            };
            let response = accept(&request, choice);
            match request.origin {
                Some(_) if planted(Plant::OriginRefusedAfterOpening) => Answer::Closed(response),
                _ => Answer::Open(response, agreed),
            }
        }
        Err(refusal) if planted(Plant::FramesReadAfterRefusal) => Answer::Open(refusal.response(), None),
        Err(refusal) => closed(refusal.response()),
    }
}

/// A connection that is open after such an answer.
pub fn open(agreed: Option<&Agreed>, options: &Options) -> Connection {
    let connection = Connection::server(options.limits);
    match agreed {
        Some(agreed) => connection.agree(agreed, options.compression),
        None => connection,
    }
}

/// Takes octets of an open connection, and puts the echoes of all messages in them into its output.
#[inline]
pub fn receive(connection: &mut Connection, octets: &mut [u8]) {
    if planted(Plant::HttpAnsweredWhenOpen) && octets.starts_with(b"GET ") {
        return connection
            .sender()
            .preface(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    }
    connection.receive(octets, send_back);
}

/// The text that asks an endpoint to start the closing handshake, so that a tester sees it do so: a status code and a
/// reason may stand behind it, as in `wsspec:close 4001 bye`.
pub const CLOSE: &str = "wsspec:close";

/// Sends a message back, whichever side we are, or closes if that is what it asks for.
#[inline]
pub(crate) fn send_back(event: Event<'_>, sender: &mut Sender) {
    if let Event::Message { kind, payload } = event {
        if kind == MessageKind::Text
            && let Some(asked) = payload.strip_prefix(CLOSE.as_bytes())
        {
            return close_as_asked(&String::from_utf8_lossy(asked), sender);
        }
        let (kind, payload) = odd_echo(kind, payload);
        // Refused only after a Close frame of ours, when nothing may follow (5.5.1).
        let _ = sender.message(kind, payload);
    }
}

/// Starts the closing handshake with the status code and the reason that stand there, if any. A reason that is too long is
/// cut, at a character. A code that may not be sent is left out.
#[cold]
fn close_as_asked(asked: &str, sender: &mut Sender) {
    let (code, reason) = asked.trim_start().split_once(' ').unwrap_or((asked.trim(), ""));
    let code = code.parse().ok().map(CloseCode::new);
    let code = code.filter(|code| code.may_be_sent(sender.role()));
    // Refused only if it is closing already.
    let _ = sender.close(code, cut(reason));
}

/// As much of a reason as a Close frame holds.
fn cut(reason: &str) -> &str {
    if planted(Plant::LongReasonSent) {
        return reason;
    }
    let ends = reason.char_indices().map(|(at, c)| at + c.len_utf8());
    &reason[..ends.take_while(|&end| end <= MAX_REASON).last().unwrap_or(0)]
}

/// What a planted defect makes of a message.
#[inline(always)]
fn odd_echo(kind: MessageKind, payload: &[u8]) -> (MessageKind, &[u8]) {
    let text = kind == MessageKind::Text;
    let stripped = payload.strip_prefix("\u{feff}".as_bytes());
    match stripped {
        _ if planted(Plant::TextEchoedAsBinary) => (MessageKind::Binary, payload),
        Some(rest) if planted(Plant::ByteOrderMarkLost) && text => (kind, rest),
        _ if planted(Plant::NulEndsText) && text => {
            let end = payload.iter().position(|&octet| octet == 0);
            (kind, &payload[..end.unwrap_or(payload.len())])
        }
        _ if planted(Plant::EchoCutInsideCharacter) && text && payload.last().is_some_and(|octet| *octet >= 0x80) => {
            (kind, &payload[..payload.len() - 1])
        }
        _ => (kind, payload),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wsspec_codec::deflate::Terms;
    use wsspec_codec::frame::{Frame, FrameDecoder, Opcode};
    use wsspec_codec::handshake::HeadLimits;
    use wsspec_codec::rules::Limits;

    fn ask(fields: &str) -> String {
        ask_with(fields, &Options::default())
    }

    fn ask_with(fields: &str, options: &Options) -> String {
        let request = format!(
            "GET /any/path HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n{fields}\r\n"
        );
        let head = Head::decode(request.as_bytes(), HeadLimits::default())
            .unwrap()
            .unwrap()
            .0;
        match answer(&head, options, 3368) {
            Answer::Open(response, _) | Answer::Closed(response) => String::from_utf8(response).unwrap(),
        }
    }

    #[test]
    fn any_path_opens_and_chat_is_chosen() {
        assert!(ask("").starts_with("HTTP/1.1 101 "));
        assert!(!ask("").contains("Protocol:"));
        assert!(ask("Sec-WebSocket-Protocol: chat, superchat\r\n").contains("\r\nSec-WebSocket-Protocol: chat\r\n"));
        assert!(!ask("Sec-WebSocket-Protocol: other\r\n").contains("Protocol:"));
    }

    #[test]
    fn compression_is_answered_as_it_is_offered_and_as_the_options_say() {
        let of_a_browser = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";
        assert!(!ask("").contains("Extensions"));
        assert!(ask(of_a_browser).contains("\r\nSec-WebSocket-Extensions: permessage-deflate\r\n"));
        assert!(!ask("Sec-WebSocket-Extensions: permessage-deflate; foo\r\n").contains("Extensions"));
        // In two fields, the second offer is the first that can be accepted.
        let two = "Sec-WebSocket-Extensions: x-foo\r\nSec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=9\r\n";
        assert!(ask(two).contains("Extensions: permessage-deflate; server_max_window_bits=9\r\n"));
        let without = Options {
            deflate: None,
            ..Options::default()
        };
        assert!(!ask_with(of_a_browser, &without).contains("Extensions"));
        let small = Options {
            deflate: Some(Terms {
                client_max_window_bits: 10,
                ..Terms::default()
            }),
            ..Options::default()
        };
        assert!(ask_with(of_a_browser, &small).contains("permessage-deflate; client_max_window_bits=10\r\n"));
    }

    #[test]
    fn messages_come_back_as_what_they_were_and_whole() {
        for (opcode, payload) in [
            (Opcode::TEXT, "text"),
            (Opcode::BINARY, "binary"),
            (Opcode::TEXT, "\u{feff}with a byte order mark"),
            (Opcode::TEXT, "a\0b"),
            (Opcode::TEXT, ""),
        ] {
            let mut connection = Connection::server(Limits::default());
            let mut octets = Vec::new();
            let mut frame = Frame::new(opcode, payload);
            frame.header = frame.header.with_masking_key(Some([1, 2, 3, 4]));
            frame.encode(&mut octets);
            receive(&mut connection, &mut octets);
            let mut decoder = FrameDecoder::new();
            decoder.push(connection.output());
            assert_eq!(decoder.next_frame(), Some(Frame::new(opcode, payload)));
        }
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
