//! A client, without I/O: it asks for a connection, and then sends every message back.
//!
//! It is what a client should be, as the server here is: one end of a pair for fuzzing, a subject in memory for a tester
//! of clients, and where the defects of clients can be planted.

use std::fmt;

use wsspec_codec::close::CloseCode;
use wsspec_codec::connection::{Connection, Event};
use wsspec_codec::deflate::{Agreed, WrongAnswer};
use wsspec_codec::handshake::response::BadRequest;
use wsspec_codec::handshake::{ClientRequest, Head, HeadDecoder, HeadError, ResponseFault, check_response};
use wsspec_codec::plant::{Plant, instead, planted};
use wsspec_codec::rfc::rfc7692;
use wsspec_codec::rules::Violation;
use wsspec_codec::sender::{MaskingKeys, Sender};

use crate::echo;
use crate::misreading;
use crate::options::Options;

/// One client from its request to the end of its connection.
pub struct Client {
    request: ClientRequest,
    /// The octets of the request that are not written yet.
    asking: Vec<u8>,
    state: State,
    /// Until the connection is open.
    masking_keys: Option<MaskingKeys>,
    options: Options,
    eof: bool,
    /// So many octets behind the response are none of the connection's: always none, but for a planted defect.
    body: usize,
}

enum State {
    /// So many interim responses have come, and no final one.
    Opening(HeadDecoder, u8),
    Open(Box<Connection>),
    Failed(Failure),
}

/// Why a client failed the connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The response is too long, or does not come to an end.
    Head(HeadError),
    /// More interim responses than are read (RFC 9110 15.2), and no final one.
    Interim,
    /// The response opens no connection.
    Response(ResponseFault),
    /// What it says of permessage-deflate does not answer the offer.
    Answer(WrongAnswer),
    /// A frame broke a rule.
    Frames(Violation),
}

/// How many interim responses are read before patience ends.
const INTERIM: u8 = 10;

impl Client {
    /// A client that makes this request, for which it draws the nonce. The extensions it offers are offers of
    /// permessage-deflate, if any. Of the options it keeps the limits and how to compress.
    ///
    /// # Errors
    /// It is no request.
    pub fn new(
        mut request: ClientRequest,
        nonce: impl FnOnce() -> [u8; 16],
        masking_keys: MaskingKeys,
        options: Options,
    ) -> Result<Client, BadRequest> {
        request.nonce = if planted(Plant::NonceConstant) {
            *b"16 constant ones"
        } else {
            nonce()
        };
        let decoder = HeadDecoder::new(options.head_limits);
        Ok(Client {
            asking: misreading::request(
                ClientRequest {
                    extensions: instead::offers(request.extensions.clone()),
                    ..request.clone()
                }
                .encode()?,
            ),
            request,
            state: State::Opening(decoder, 0),
            masking_keys: Some(odd_keys(masking_keys)),
            options,
            eof: false,
            body: 0,
        })
    }

    /// What it asks for.
    pub fn request(&self) -> &ClientRequest {
        &self.request
    }

    /// Takes octets that arrived, in any pieces, and puts the echoes of all messages in them into its output. What comes
    /// behind the response is frames already.
    pub fn receive(&mut self, octets: &mut [u8]) {
        self.hear(octets, &mut echo::send_back);
    }

    /// The same, and what it does with the messages is the caller's to say.
    pub fn hear(&mut self, mut octets: &mut [u8], on_event: &mut dyn FnMut(Event<'_>, &mut Sender)) {
        while let State::Opening(decoder, ..) = &mut self.state {
            match decoder.push(octets) {
                Ok(None) => {
                    let whole = [decoder.octets(), b"\r\n"].concat();
                    if planted(Plant::ResponseTakenWithoutItsEnd)
                        && whole.ends_with(b"\r\n\r\n")
                        && let Ok(Some((head, _))) = Head::decode(&whole, self.options.head_limits)
                    {
                        self.answered(&head);
                    }
                    return;
                }
                Ok(Some((head, len))) => {
                    octets = &mut octets[len..];
                    self.answered(&head);
                    if planted(Plant::ContentLengthHonoured) {
                        let length = head.values("Content-Length").next().unwrap_or_default();
                        self.body = String::from_utf8_lossy(length).parse().unwrap_or(0);
                    }
                    if planted(Plant::OctetsBehindResponseLost) {
                        return;
                    }
                }
                Err(error) => self.state = State::Failed(Failure::Head(error)),
            }
        }
        let taken = octets.len().min(self.body);
        self.body -= taken;
        if let State::Open(connection) = &mut self.state {
            connection.receive_dyn(&mut octets[taken..], on_event);
        }
    }

    /// Takes note that the server ended its side of TCP.
    pub fn receive_eof(&mut self) {
        self.eof = true;
        if let State::Open(connection) = &mut self.state {
            connection.receive_eof();
        }
    }

    /// The octets to write: the request, then frames.
    pub fn output(&self) -> &[u8] {
        match &self.state {
            State::Open(connection) if self.asking.is_empty() => connection.output(),
            _ => &self.asking,
        }
    }

    /// Takes note that the first `octets` of [`output`](Client::output) were written.
    pub fn written(&mut self, octets: usize) {
        match &mut self.state {
            State::Open(connection) if self.asking.is_empty() => connection.written(octets),
            _ => drop(self.asking.drain(..octets.min(self.asking.len()))),
        }
    }

    /// Whether to close TCP once the output is written.
    pub fn close_tcp(&self) -> bool {
        match &self.state {
            State::Opening(..) => self.eof,
            State::Open(connection) => connection.close_tcp(),
            State::Failed(_) => true,
        }
    }

    /// The connection, once it is open: to send by ourselves, and to ask how it ended.
    pub fn connection(&mut self) -> Option<&mut Connection> {
        match &mut self.state {
            State::Open(connection) => Some(connection),
            _ => None,
        }
    }

    /// Why it failed, if it did.
    pub fn failure(&self) -> Option<Failure> {
        match &self.state {
            State::Opening(..) => None,
            State::Open(connection) => connection.violation().map(Failure::Frames),
            State::Failed(failure) => Some(failure.clone()),
        }
    }

    /// Acts on the head of a response.
    fn answered(&mut self, head: &Head) {
        self.state = match self.judge(head) {
            Ok(agreed) => {
                let masking_keys = self.masking_keys.take().expect("a connection opens once");
                let connection = Connection::client(self.options.limits, masking_keys);
                let mut connection = match &agreed {
                    Some(agreed) => connection.agree(agreed, self.options.compression),
                    None => connection,
                };
                if let Some(code) = self.refuses(agreed.as_ref()) {
                    // The first frame of a connection, so nothing forbids it.
                    let _ = connection.sender().close(Some(code), "");
                }
                State::Open(Box::new(connection))
            }
            Err(failure) => match (&mut self.state, &failure) {
                (State::Opening(_, interim), Failure::Response(ResponseFault::Status(100..=199)))
                    if !planted(Plant::InterimTakenForFinal) =>
                {
                    *interim = interim.saturating_add(1);
                    if *interim <= INTERIM || planted(Plant::InterimResponsesWithoutEnd) {
                        return;
                    }
                    State::Failed(Failure::Interim)
                }
                _ => State::Failed(failure),
            },
        };
    }

    /// What the response says of compression, if it opens a connection.
    fn judge(&self, head: &Head) -> Result<Option<Agreed>, Failure> {
        let head = misreading::response(head).map_err(Failure::Response)?;
        let accepted = check_response(&head, &self.request).map_err(Failure::Response)?;
        let offers = &self.request.extensions;
        let agreed = Agreed::from_answer(offers, &accepted.extensions).map_err(Failure::Answer)?;
        match agreed {
            Some(agreed) if planted(Plant::ClientNoContextTakeoverRefused) && agreed.client_no_context_takeover => {
                Err(Failure::Answer(WrongAnswer {
                    because: "has client_no_context_takeover".to_owned(),
                    clause: rfc7692::CLIENT_MUST_SUPPORT,
                    agreed: Some(agreed),
                }))
            }
            agreed => Ok(agreed.or_else(|| instead::agreed_anyway(offers))),
        }
    }

    /// The status code with which a planted defect closes a connection that has just opened.
    fn refuses(&self, agreed: Option<&Agreed>) -> Option<CloseCode> {
        match agreed {
            None if planted(Plant::DeclinedOfferClosedWithoutReason) && !self.request.extensions.is_empty() => {
                Some(CloseCode::new(1010))
            }
            Some(agreed) if planted(Plant::UnsupportedAnswerClosedWith1002) && agreed.client_max_window_bits == 8 => {
                Some(CloseCode::PROTOCOL_ERROR)
            }
            _ => None,
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("request", &self.request)
            .field("open", &matches!(self.state, State::Open(_)))
            .field("failure", &self.failure())
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Head(error) => error.fmt(f),
            Failure::Interim => write!(f, "more than {INTERIM} interim responses, and no final one"),
            Failure::Response(fault) => fault.fmt(f),
            Failure::Answer(wrong) => wrong.fmt(f),
            Failure::Frames(violation) => violation.fmt(f),
        }
    }
}

impl std::error::Error for Failure {}

/// What a planted defect makes of the masking keys.
fn odd_keys(mut next_key: MaskingKeys) -> MaskingKeys {
    if planted(Plant::MaskingKeyConstant) {
        let key = next_key();
        Box::new(move || key)
    } else if planted(Plant::MaskingKeyCountsUp) {
        let mut key = u32::from_be_bytes(next_key());
        Box::new(move || {
            key = key.wrapping_add(1);
            key.to_be_bytes()
        })
    } else {
        next_key
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wsspec_codec::deflate::{Compression, Offer};
    use wsspec_codec::frame::{Frame, FrameDecoder, Opcode};
    use wsspec_codec::handshake::HeadLimits;

    const RESPONSE: &str = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
                            Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n";

    fn client_offering(extensions: Vec<wsspec_codec::extension::Extension>) -> Client {
        let request = ClientRequest {
            host: "localhost".into(),
            target: "/".into(),
            extensions,
            ..ClientRequest::default()
        };
        let options = Options {
            compression: Compression { level: 1, threshold: 0 },
            ..Options::default()
        };
        let mut count = 0;
        let keys = Box::new(move || {
            count += 1;
            [count, 2, 3, 4]
        });
        Client::new(request, || *b"the sample nonce", keys, options).unwrap()
    }

    fn client() -> Client {
        client_offering(Vec::new())
    }

    /// What it writes, with the request gone.
    fn written(client: &mut Client) -> Vec<Frame> {
        let mut decoder = FrameDecoder::new();
        while !client.output().is_empty() {
            let output = client.output().to_vec();
            if !output.starts_with(b"GET ") {
                decoder.push(&output);
            }
            client.written(output.len());
        }
        std::iter::from_fn(|| decoder.next_frame()).collect()
    }

    fn answered(client: &mut Client, fields: &str, frames: &[u8]) {
        let mut octets = [RESPONSE.as_bytes(), fields.as_bytes(), b"\r\n", frames].concat();
        client.receive(&mut octets);
    }

    #[test]
    fn what_it_asks_for_is_what_it_writes_first() {
        let mut client = client();
        let (head, len) = Head::decode(client.output(), HeadLimits::default()).unwrap().unwrap();
        assert_eq!(len, client.output().len());
        assert_eq!(
            head.values("Sec-WebSocket-Key").next(),
            Some(&b"dGhlIHNhbXBsZSBub25jZQ=="[..])
        );
        client.written(10);
        assert_eq!(client.output(), &head.octets()[10..]);
        assert!(!client.close_tcp());
        client.receive_eof();
        assert!(client.close_tcp());
    }

    #[test]
    fn frames_behind_the_response_are_echoed_masked_each_with_its_own_key() {
        let mut client = client();
        answered(&mut client, "", b"\x81\x02hi\x82\x01!");
        let frames = written(&mut client);
        let echoes: Vec<_> = frames
            .iter()
            .map(|frame| (frame.header.opcode(), &frame.payload[..]))
            .collect();
        assert_eq!(echoes, [(Opcode::TEXT, &b"hi"[..]), (Opcode::BINARY, b"!")]);
        let keys: Vec<_> = frames.iter().map(|frame| frame.header.masking_key()).collect();
        assert_eq!(keys, [Some([1, 2, 3, 4]), Some([2, 2, 3, 4])]);
    }

    #[test]
    fn the_response_may_come_in_any_pieces() {
        let octets = [RESPONSE.as_bytes(), b"\r\n\x81\x02hi"].concat();
        for size in 1..octets.len() {
            let mut client = client();
            octets
                .chunks(size)
                .for_each(|piece| client.receive(&mut piece.to_vec()));
            assert_eq!(written(&mut client).len(), 1, "in pieces of {size}");
        }
    }

    #[test]
    fn messages_are_compressed_as_agreed() {
        let offer = Offer {
            client_no_context_takeover: true,
            ..Offer::default()
        };
        let mut client = client_offering(vec![offer.to_extension()]);
        let hello = b"\xc1\x07\xf2\x48\xcd\xc9\xc9\x07\x00";
        answered(&mut client, "Sec-WebSocket-Extensions: permessage-deflate\r\n", hello);
        let frames = written(&mut client);
        assert_eq!(frames[0].header.rsv(), 0b100);
        assert_eq!(frames[0].payload, b"\xf2\x48\xcd\xc9\xc9\x07\x00");
    }

    #[test]
    fn what_opens_no_connection_fails_it_and_nothing_more_is_written() {
        let fails = |mut client: Client, octets: &str| {
            client.receive(&mut octets.as_bytes().to_vec());
            assert!(client.close_tcp() && written(&mut client).is_empty());
            client.failure().unwrap()
        };
        let refused = fails(client(), "HTTP/1.1 403 Forbidden\r\n\r\n");
        assert_eq!(refused, Failure::Response(ResponseFault::Status(403)));
        let unasked = format!("{RESPONSE}Sec-WebSocket-Extensions: x-foo\r\n\r\n");
        let not_offered = ResponseFault::ExtensionNotOffered("x-foo".into());
        assert_eq!(fails(client(), &unasked), Failure::Response(not_offered));
        let offering = client_offering(vec![Offer::default().to_extension()]);
        let wrong = format!("{RESPONSE}Sec-WebSocket-Extensions: permessage-deflate; foo\r\n\r\n");
        assert!(matches!(fails(offering, &wrong), Failure::Answer(_)));
        let endless = "x".repeat(20_000);
        assert!(matches!(fails(client(), &endless), Failure::Head(_)));
    }

    #[test]
    fn interim_responses_are_read_past_but_not_without_end() {
        let interim = "HTTP/1.1 103 Early Hints\r\n\r\n";
        let mut patient = client();
        patient.receive(&mut interim.repeat(10).into_bytes());
        answered(&mut patient, "", b"\x89\x00");
        assert_eq!(written(&mut patient)[0].header.opcode(), Opcode::PONG);
        let mut worn_out = client();
        worn_out.receive(&mut interim.repeat(11).into_bytes());
        assert_eq!(worn_out.failure(), Some(Failure::Interim));
    }

    #[test]
    fn a_broken_rule_is_the_failure_and_a_close_frame_says_it() {
        let mut client = client();
        answered(&mut client, "", b"\xa1\x00");
        assert!(matches!(client.failure(), Some(Failure::Frames(_))));
        assert_eq!(written(&mut client)[0].payload[..2], [0x03, 0xEA]);
        assert!(client.close_tcp());
    }

    #[test]
    fn after_the_closing_handshake_the_server_closes_tcp_first() {
        let mut client = client();
        answered(&mut client, "", b"\x88\x02\x03\xe8");
        assert_eq!(written(&mut client)[0].header.opcode(), Opcode::CLOSE);
        assert!(!client.close_tcp());
        client.receive_eof();
        assert!(client.close_tcp() && client.failure().is_none());
        assert!(client.connection().unwrap().closure().clean);
    }
}
