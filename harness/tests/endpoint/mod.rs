//! An echoing endpoint in memory, of either role, made of the codec alone.

use std::slice;

use wsspec::drive::memory::Endpoint;
use wsspec_codec::connection::{Connection, Event};
use wsspec_codec::deflate::{Compression, Terms};
use wsspec_codec::handshake::{Choice, ClientRequest, HeadDecoder, HeadLimits, accept, check_request, check_response};
use wsspec_codec::rules::{Limits, Role};

/// Echoes every message, and does what RFC 6455 says; as a server it agrees on permessage-deflate as it is offered (RFC
/// 7692).
pub(crate) struct Echo {
    opening: Option<HeadDecoder>,
    request: ClientRequest,
    connection: Connection,
    output: Vec<u8>,
    closed: bool,
}

impl Echo {
    /// An endpoint at the start of a TCP connection.
    pub(crate) fn new(role: Role) -> Echo {
        let request = ClientRequest {
            host: "localhost".into(),
            target: "/".into(),
            nonce: *b"the sample nonce",
            ..ClientRequest::default()
        };
        let (connection, output) = match role {
            Role::Server => (Connection::server(Limits::default()), Vec::new()),
            Role::Client => {
                let mut count = 0u32;
                let keys = Box::new(move || {
                    count = count.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    count.to_be_bytes()
                });
                (
                    Connection::client(Limits::default(), keys),
                    request.encode().expect("the request is legal"),
                )
            }
        };
        Echo {
            opening: Some(HeadDecoder::new(HeadLimits::default())),
            request,
            connection,
            output,
            closed: false,
        }
    }

    fn open<'o>(&mut self, octets: &'o [u8]) -> &'o [u8] {
        let Some(decoder) = &mut self.opening else {
            return octets;
        };
        let Some((head, len)) = decoder.push(octets).expect("the head is short") else {
            return &[];
        };
        self.opening = None;
        if self.connection.sender().role() == Role::Server {
            let request = check_request(&head).expect("the tester's request is legal");
            let answer = Terms::default().answer(&request.extensions);
            let choice = Choice {
                extensions: answer
                    .as_ref()
                    .map(|answer| &answer.extension)
                    .map_or(&[], slice::from_ref),
                ..Choice::default()
            };
            self.output.extend(accept(&request, choice));
            if let Some(answer) = answer {
                let connection = Connection::server(Limits::default());
                self.connection = connection.agree(&answer.agreed, Compression { level: 1, threshold: 0 });
            }
        } else {
            check_response(&head, &self.request).expect("the tester's response is legal");
        }
        &octets[len..]
    }
}

impl Endpoint for Echo {
    fn receive(&mut self, octets: &[u8]) {
        let mut frames = self.open(octets).to_vec();
        self.connection.receive(&mut frames, |event, sender| {
            if let Event::Message { kind, payload } = event {
                // After a Close frame of ours nothing may follow.
                let _ = sender.message(kind, payload);
            }
        });
        let pending = self.connection.output().len();
        self.output.extend_from_slice(self.connection.output());
        self.connection.written(pending);
        self.closed = self.connection.close_tcp();
    }

    fn end(&mut self) {
        self.connection.receive_eof();
        self.closed = true;
    }

    fn take_output(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.output)
    }

    fn has_closed(&self) -> bool {
        self.closed
    }
}
