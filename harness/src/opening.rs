//! The opening handshake of a play, in the tester's role.

use wsspec_codec::handshake::{
    Choice, ClientRequest, Head, HeadDecoder, HeadLimits, accept, check_request, check_response,
};
use wsspec_codec::rfc::Clause;
use wsspec_codec::rules::Role;

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
}

impl Opening {
    /// The opening handshake, and what the tester sends first.
    pub fn new(tester: Role, host: &str, target: &str, nonce: [u8; 16]) -> (Opening, Vec<u8>) {
        let mut opening = Opening {
            decoder: HeadDecoder::new(HeadLimits::default()),
            request: None,
            head: None,
        };
        if tester == Role::Server {
            return (opening, Vec::new());
        }
        let request = ClientRequest {
            host: host.to_owned(),
            target: target.to_owned(),
            nonce,
            ..ClientRequest::default()
        };
        let octets = request.encode().expect("the address was checked when it was read");
        opening.request = Some(request);
        (opening, octets)
    }

    /// Takes octets of the subject. `None` while its head is not whole.
    ///
    /// # Errors
    /// The head is not what opens a connection.
    pub fn receive(&mut self, octets: &[u8]) -> Result<Option<Opened>, Unopened> {
        let (head, len) = match self.decoder.push(octets) {
            Ok(None) => return Ok(None),
            Ok(Some(whole)) => whole,
            Err(error) => {
                self.head = Some(String::from_utf8_lossy(&self.decoder.octets()[..SHOWN]).into_owned() + "…");
                return Err(Unopened {
                    answer: Vec::new(),
                    because: error.to_string(),
                    clause: None,
                });
            }
        };
        self.head = Some(String::from_utf8_lossy(head.octets()).into_owned());
        let answer = self.judge(&head)?;
        let rest = octets[len..].to_vec();
        Ok(Some(Opened { answer, rest }))
    }

    /// The head that came, to be shown; once.
    pub fn head_received(&mut self) -> Option<String> {
        self.head.take()
    }

    fn judge(&self, head: &Head) -> Result<Vec<u8>, Unopened> {
        match &self.request {
            Some(request) => match check_response(head, request) {
                Ok(_) => Ok(Vec::new()),
                Err(fault) => Err(Unopened {
                    answer: Vec::new(),
                    because: fault.to_string(),
                    clause: Some(fault.clause()),
                }),
            },
            None => match check_request(head) {
                Ok(request) => Ok(accept(&request, Choice::default())),
                Err(refusal) => Err(Unopened {
                    answer: refusal.response(),
                    because: refusal.to_string(),
                    clause: Some(refusal.clause()),
                }),
            },
        }
    }
}

/// How much of an endless head is shown.
const SHOWN: usize = 200;
