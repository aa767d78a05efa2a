//! The opening handshake of a play, in the tester's role.

use wsspec_codec::extension::{self, Extension};
use wsspec_codec::handshake::{
    Choice, ClientRequest, Head, HeadDecoder, HeadError, HeadLimits, ResponseFault, accept, check_request,
    check_response,
};
use wsspec_codec::rfc::Clause;
use wsspec_codec::rules::Role;

use wsspec_codec::deflate::Agreed;

use crate::agreement::Agreement;

/// The opening handshake, until it is over.
#[derive(Debug)]
pub struct Opening {
    decoder: HeadDecoder,
    /// What was asked for, if the tester is the client.
    request: Option<ClientRequest>,
    head: Option<String>,
}

/// The connection is open.
#[derive(Debug)]
pub struct Opened {
    /// What the tester answers with, if it is the server.
    pub answer: Vec<u8>,
    /// The octets behind the head: frames.
    pub rest: Vec<u8>,
    /// What the offer of the case came to; `None` if there was none, or the server declined.
    pub agreed: Agreement,
}

/// The connection does not open.
#[derive(Debug)]
pub struct Unopened {
    /// What the tester answers with, if it is the server.
    pub answer: Vec<u8>,
    /// Why.
    pub because: String,
    /// The clause that the subject broke.
    pub clause: Option<&'static Clause>,
    /// The status with which a server refused.
    pub status: Option<u16>,
}

impl Opening {
    /// The opening handshake, and what the tester sends first.
    pub fn new(tester: Role, host: &str, target: &str, offer: Option<&str>, nonce: [u8; 16]) -> (Opening, Vec<u8>) {
        let mut opening = Opening {
            decoder: HeadDecoder::new(HeadLimits::default()),
            request: None,
            head: None,
        };
        if tester == Role::Server {
            return (opening, Vec::new());
        }
        // As the case writes it, quotes and all.
        let field = offer.map(|offer| ("Sec-WebSocket-Extensions".to_owned(), offer.to_owned()));
        let mut request = ClientRequest {
            host: host.to_owned(),
            target: target.to_owned(),
            nonce,
            fields: field.into_iter().collect(),
            ..ClientRequest::default()
        };
        let octets = request.encode().expect("the address was checked when it was read");
        request.extensions = offers(offer);
        opening.request = Some(request);
        (opening, octets)
    }

    /// Takes octets of the subject. `None` while its head is not whole.
    ///
    /// # Errors
    /// The head is not what opens a connection.
    pub fn receive(&mut self, mut octets: &[u8]) -> Result<Option<Opened>, Unopened> {
        loop {
            let (head, len) = match self.decoder.push(octets) {
                Ok(None) => return Ok(None),
                Ok(Some(whole)) => whole,
                Err(error) => return Err(self.endless(&error)),
            };
            octets = &octets[len..];
            let shown = String::from_utf8_lossy(head.octets());
            self.head.get_or_insert_default().push_str(&shown);
            if self.request.is_some() && is_interim(&head) {
                // A client reads on until the final response (RFC 9110 15.2).
                continue;
            }
            let (answer, agreed) = self.judge(&head)?;
            let rest = octets.to_vec();
            return Ok(Some(Opened { answer, rest, agreed }));
        }
    }

    /// A head that is too much.
    fn endless(&mut self, error: &HeadError) -> Unopened {
        let octets = self.decoder.octets();
        let shown = String::from_utf8_lossy(&octets[..octets.len().min(SHOWN)]);
        self.head = Some(format!("{shown}…"));
        Unopened {
            answer: Vec::new(),
            because: error.to_string(),
            clause: None,
            status: None,
        }
    }

    /// The head that came, to be shown; once.
    pub fn head_received(&mut self) -> Option<String> {
        self.head.take()
    }

    fn judge(&self, head: &Head) -> Result<(Vec<u8>, Agreement), Unopened> {
        let Some(request) = &self.request else {
            return match check_request(head) {
                Ok(request) => Ok((accept(&request, Choice::default()), Ok(None))),
                Err(refusal) => Err(Unopened {
                    answer: refusal.response(),
                    because: refusal.to_string(),
                    clause: Some(refusal.clause()),
                    status: None,
                }),
            };
        };
        match check_response(head, request) {
            Ok(accepted) => {
                let agreed = Agreed::from_answer(&request.extensions, &accepted.extensions);
                Ok((Vec::new(), agreed))
            }
            Err(fault) => Err(Unopened {
                answer: Vec::new(),
                because: fault.to_string(),
                clause: Some(fault.clause()),
                status: match fault {
                    ResponseFault::Status(status) => Some(status),
                    _ => None,
                },
            }),
        }
    }
}

/// What a case offers. A case whose offer does not follow the grammar offers nothing that could be accepted.
pub(crate) fn offers(offer: Option<&str>) -> Vec<Extension> {
    let offers = extension::parse(offer.unwrap_or_default().as_bytes());
    offers.unwrap_or_default()
}

/// Whether a response is only an interim one: 1xx, but not 101.
fn is_interim(head: &Head) -> bool {
    let status = head.start_line().split(|&octet| octet == b' ').nth(1);
    matches!(status, Some([b'1', digits @ ..]) if digits.len() == 2 && digits != b"01")
}

/// How much of an endless head is shown.
const SHOWN: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interim_responses_are_read_over_and_frames_behind_the_head_are_kept() {
        let (mut opening, _) = Opening::new(Role::Client, "localhost", "/", None, *b"the sample nonce");
        let octets = b"HTTP/1.1 103 Early Hints\r\nLink: </s>\r\n\r\nHTTP/1.1 101 S\r\nUpgrade: websocket\r\n\
            Connection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n\x81\x00";
        let (first, second) = octets.split_at(60);
        assert!(opening.receive(first).unwrap().is_none());
        let opened = opening.receive(second).unwrap().unwrap();
        assert_eq!(opened.rest, b"\x81\x00");
        assert!(opening.head_received().unwrap().contains("103 Early Hints"));
    }

    #[test]
    fn another_final_status_is_why_the_connection_does_not_open() {
        let (mut opening, _) = Opening::new(Role::Client, "localhost", "/", None, [0; 16]);
        let unopened = opening.receive(b"HTTP/1.1 404 Not Found\r\n\r\n").unwrap_err();
        assert_eq!(unopened.because, "status 404 instead of 101");
    }
}
