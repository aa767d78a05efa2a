//! The opening handshake of a play, in the tester's role.

use wsspec_codec::deflate::{Agreed, WrongAnswer};
use wsspec_codec::extension::{self, Extension};
use wsspec_codec::handshake::{
    Choice, ClientRequest, Head, HeadDecoder, HeadError, HeadLimits, Request, ResponseFault, accept, check_request,
    check_response, key,
};
use wsspec_codec::rfc::{Binds, Clause, rfc6455, rfc7692};
use wsspec_codec::rules::Role;

use crate::agreement;
use crate::aspect::Aspect;
use crate::case::Case;
use crate::head_spec::Known;
use crate::pattern::Grade;
use crate::request::{self, Expected, Fault};
use crate::session::Settings;
use crate::verdict::Verdict;

/// The opening handshake, until it is over.
#[derive(Debug)]
pub struct Opening<'c> {
    case: &'c Case,
    decoder: HeadDecoder,
    /// What was asked for, if the tester is the client.
    request: Option<ClientRequest>,
    /// What a request of the subject is compared with, if the tester is the server.
    settings: Settings,
    head: Option<String>,
}

/// The connection is open, as far as the tester is concerned.
#[derive(Debug)]
pub struct Opened {
    /// What the tester answers with, if it is the server.
    pub answer: Vec<u8>,
    /// The octets behind the head: frames.
    pub rest: Vec<u8>,
    /// What was agreed on permessage-deflate, if anything was.
    pub agreed: Option<Agreed>,
    /// What is wrong with the request and no failure, where the case is about it.
    pub faults: Vec<Fault>,
    /// The Sec-WebSocket-Key of the subject, if it is the client.
    pub key: Option<String>,
}

/// The connection does not open, or opens in vain.
#[derive(Debug)]
pub struct Unopened {
    /// What the tester answers with, if it is the server.
    pub answer: Vec<u8>,
    /// What that makes of the case.
    pub verdict: Verdict,
}

impl<'c> Opening<'c> {
    /// The opening handshake of a case, and what the tester sends first.
    pub fn new(case: &'c Case, settings: &Settings, nonce: [u8; 16]) -> (Opening<'c>, Vec<u8>) {
        let mut opening = Opening {
            case,
            decoder: HeadDecoder::new(HeadLimits::default()),
            request: None,
            settings: settings.clone(),
            head: None,
        };
        if settings.subject == Role::Client {
            return (opening, Vec::new());
        }
        // As the case writes it, quotes and all.
        let field = case
            .offer
            .as_ref()
            .map(|offer| ("Sec-WebSocket-Extensions".to_owned(), offer.clone()));
        let mut request = ClientRequest {
            host: settings.host.clone(),
            target: settings.target.clone(),
            nonce,
            fields: field.into_iter().collect(),
            ..ClientRequest::default()
        };
        let octets = request.encode().expect("the address was checked when it was read");
        let known = Known {
            target: &request.target,
            host: &request.host,
            key: &key::encode_key(nonce),
            accept: &request.accept_key(),
        };
        let octets = case.head.write(&octets, known);
        request.extensions = offers(case.offer.as_deref());
        opening.request = Some(request);
        (opening, octets)
    }

    /// Takes octets of the subject. `None` while its head is not whole.
    ///
    /// # Errors
    /// The head is not what opens a connection, or not one in which the case can be played.
    pub fn receive(&mut self, mut octets: &[u8]) -> Result<Option<Opened>, Box<Unopened>> {
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
            let rest = octets.to_vec();
            let opened = match &self.request {
                Some(request) => self.response(&head, request, rest),
                None => self.request(&head, rest),
            };
            return opened.map(Some).map_err(Box::new);
        }
    }

    /// A head that is too much.
    fn endless(&mut self, error: &HeadError) -> Box<Unopened> {
        let octets = self.decoder.octets();
        let shown = String::from_utf8_lossy(&octets[..octets.len().min(SHOWN)]);
        self.head = Some(format!("{shown}…"));
        Box::new(Unopened {
            answer: Vec::new(),
            verdict: blocked(error, None),
        })
    }

    /// The head that came, to be shown; once.
    pub fn head_received(&mut self) -> Option<String> {
        self.head.take()
    }

    /// Judges the response of a server.
    fn response(&self, head: &Head, request: &ClientRequest, rest: Vec<u8>) -> Result<Opened, Unopened> {
        let unopened = |verdict| Unopened {
            answer: Vec::new(),
            verdict,
        };
        let accepted = check_response(head, request).map_err(|fault| unopened(self.fault(&fault)))?;
        match Agreed::from_answer(&request.extensions, &accepted.extensions) {
            Err(wrong) => Err(unopened(self.wrong_answer(wrong))),
            Ok(None) if self.case.needs_agreement() => Err(unopened(Verdict::new(
                Grade::Unsupported,
                "the subject declined permessage-deflate",
            ))),
            Ok(agreed) => {
                if let Some(because) = agreed.as_ref().and_then(|agreed| self.beyond(agreed)) {
                    return Err(unopened(Verdict::new(Grade::Unsupported, because)));
                }
                Ok(Opened {
                    answer: Vec::new(),
                    rest,
                    agreed,
                    faults: agreed
                        .and_then(|agreed| self.disappointment(&agreed))
                        .into_iter()
                        .collect(),
                    key: None,
                })
            }
        }
    }

    /// Why the tester may not send what the case sends, after such an agreement.
    fn beyond(&self, agreed: &Agreed) -> Option<String> {
        let tester = self.settings.subject.peer();
        if self.case.refers_back && agreed.no_context_takeover(tester) {
            return Some(format!(
                "{tester}_no_context_takeover was agreed, and the case refers back"
            ));
        }
        let window = agreed.window_bits(tester);
        let bits = self.case.reaches.filter(|&bits| bits > window)?;
        Some(format!(
            "{tester}_max_window_bits={window} was agreed, and the case refers back by 2^{bits} octets"
        ))
    }

    /// That a server grants less than the case hopes for.
    fn disappointment(&self, agreed: &Agreed) -> Option<Fault> {
        let hope = self.case.hope.as_deref()?;
        (!agreement::grants(agreed, hope)).then(|| Fault {
            aspect: Aspect::Extensions,
            grade: Grade::Lenient,
            because: format!("accepted, and not as it had better: `{hope}`"),
            clause: self.case.clauses.first().copied().unwrap_or(rfc7692::RECOMMENDED),
        })
    }

    fn fault(&self, fault: &ResponseFault) -> Verdict {
        match fault {
            // Declining is what the RFC asks for; a server may refuse a request for any reason, though (6455 4.2.2).
            ResponseFault::Status(status @ 400..=499) if self.case.offers_in_vain() => Verdict {
                clause: self.case.clauses.first().copied(),
                ..Verdict::new(
                    Grade::Lenient,
                    format!("refused the request with status {status}, and had only to decline an offer"),
                )
            },
            // Without it the connection does not open; and a case that is about it has its verdict.
            ResponseFault::ExtensionNotOffered(_) if self.case.clauses.contains(&rfc6455::NOT_REQUESTED) => Verdict {
                clause: Some(rfc6455::NOT_REQUESTED),
                ..Verdict::new(Grade::Fail, fault.to_string())
            },
            fault => blocked(fault, Some(fault.clause())),
        }
    }

    fn wrong_answer(&self, wrong: WrongAnswer) -> Verdict {
        let offer = self.case.offer.as_deref().unwrap_or("nothing");
        Verdict {
            // What a client must not take is put as its duty; a server is blamed for its own.
            clause: Some(match wrong.clause.binds {
                Binds::Client => rfc6455::PARAMS_PER_SPEC,
                Binds::Server | Binds::Both => wrong.clause,
            }),
            expected: vec![if self.case.needs_agreement() {
                format!("an answer to `{offer}`, or none")
            } else {
                format!("no answer to `{offer}`")
            }],
            actual: vec![format!("one that {}", wrong.because)],
            ..Verdict::new(Grade::Fail, format!("the subject's answer {}", wrong.because))
        }
    }

    /// Judges the request of a client, and answers it.
    fn request(&self, head: &Head, rest: Vec<u8>) -> Result<Opened, Unopened> {
        let checked = check_request(head);
        let expected = Expected {
            host: &self.settings.host,
            target: &self.settings.target,
        };
        let mut faults = request::faults(head, expected);
        faults.extend(self.stale_key(head));
        faults.retain(|fault| self.case.judges.contains(&fault.aspect));
        if let Some(fault) = faults.iter().find(|fault| fault.grade.is_failure()) {
            let refusal = checked.err().map(|refusal| refusal.response());
            return Err(Unopened {
                answer: refusal.unwrap_or_default(),
                verdict: Verdict {
                    clause: Some(fault.clause),
                    ..Verdict::new(fault.grade, fault.because.clone())
                },
            });
        }
        let request = checked.map_err(|refusal| Unopened {
            answer: refusal.response(),
            verdict: blocked(&refusal, Some(refusal.clause())),
        })?;
        let (answer, agreed) = self.answer(&request).map_err(|because| Unopened {
            answer: Vec::new(),
            verdict: Verdict::new(Grade::Unsupported, because),
        })?;
        Ok(Opened {
            answer,
            rest,
            agreed,
            faults,
            key: Some(request.key),
        })
    }

    /// A key that the subject has used before in this run (4.1).
    fn stale_key(&self, head: &Head) -> Option<Fault> {
        let key = String::from_utf8_lossy(head.values("Sec-WebSocket-Key").next()?).into_owned();
        self.settings.earlier.keys.contains(&key).then(|| Fault {
            aspect: Aspect::KeyFresh,
            grade: Grade::Fail,
            because: format!("Sec-WebSocket-Key {key:?} was sent in another connection as well"),
            clause: rfc6455::KEY_RANDOM,
        })
    }

    /// The response to a request, and what is agreed by it; or why the case cannot be played with this client.
    fn answer(&self, request: &Request) -> Result<(Vec<u8>, Option<Agreed>), String> {
        let answer = match &self.case.answer {
            None => None,
            Some(wanted) => Some(agreement::answer(wanted, &request.extensions).ok_or_else(|| {
                match request.extensions.iter().any(agreement::may_accept) {
                    true => format!("the subject's offer does not allow `{wanted}`"),
                    false => "the subject does not offer permessage-deflate".to_owned(),
                }
            })?),
        };
        let agreed = answer.as_ref().map(|answer| answer.agreed);
        if let Some(because) = agreed.as_ref().and_then(|agreed| self.beyond(agreed)) {
            return Err(because);
        }
        let extensions: Vec<Extension> = answer.into_iter().map(|answer| answer.extension).collect();
        let right = accept(
            request,
            Choice {
                subprotocol: None,
                extensions: &extensions,
            },
        );
        let known = Known {
            target: &request.target,
            host: &request.host,
            key: &request.key,
            accept: &key::accept_key(request.key.as_bytes()),
        };
        let response = self.case.head.write(&right, known);
        if self.case.wants_refusal() && self.may_say(&response, request) {
            return Err("the subject's offer allows what the case wants to see refused".to_owned());
        }
        Ok((response, agreed))
    }

    /// Whether a response says of extensions what the client's offers allow after all.
    fn may_say(&self, response: &[u8], request: &Request) -> bool {
        if !self.case.head.touches("Sec-WebSocket-Extensions") {
            return false;
        }
        let head = Head::decode(response, HeadLimits::default()).ok().flatten();
        let said = head.and_then(|(head, _)| extension::listed(&head).ok());
        said.is_some_and(|said| Agreed::from_answer(&request.extensions, &said).is_ok())
    }
}

/// The opening handshake went wrong, and the case is not about that.
fn blocked(because: impl std::fmt::Display, clause: Option<&'static Clause>) -> Verdict {
    Verdict {
        clause,
        ..Verdict::new(Grade::Blocked, format!("the opening handshake failed: {because}"))
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

    fn opening(case: &Case, nonce: [u8; 16]) -> Opening<'_> {
        Opening::new(case, &Settings::default(), nonce).0
    }

    #[test]
    fn interim_responses_are_read_over_and_frames_behind_the_head_are_kept() {
        let case = Case::new("a/b", "c", []);
        let mut opening = opening(&case, *b"the sample nonce");
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
        let case = Case::new("a/b", "c", []);
        let unopened = opening(&case, [0; 16]).receive(b"HTTP/1.1 404 Not Found\r\n\r\n");
        let verdict = unopened.unwrap_err().verdict;
        assert_eq!(
            (verdict.grade, verdict.because.as_str()),
            (
                Grade::Blocked,
                "the opening handshake failed: status 404 instead of 101"
            )
        );
    }
}
