//! The opening handshake of a play, in the tester's role.

use wsspec_codec::deflate::{Agreed, WrongAnswer};
use wsspec_codec::extension::{self, Extension};
use wsspec_codec::handshake::{
    Choice, ClientRequest, Head, HeadDecoder, HeadError, HeadLimits, Request, ResponseFault, accept, check_request,
    check_response_to, key,
};
use wsspec_codec::rfc::{Binds, Clause, rfc6455, rfc7692};
use wsspec_codec::rules::Role;

use crate::agreement;
use crate::aspect::Aspect;
use crate::case::Case;
use crate::head_spec::Known;
use crate::pattern::Grade;
use crate::request::{self, Expected, Fault};
use crate::response::behind::{Behind, frames_out_of_place};
use crate::response::faults::{self as response_faults, Asked};
use crate::response::{Response, status};
use crate::session::Settings;
use crate::verdict::Verdict;

/// The opening handshake, until it is over.
#[derive(Debug)]
pub struct Opening<'c> {
    case: &'c Case,
    decoder: HeadDecoder,
    /// What was asked for, if the tester is the client.
    request: Option<ClientRequest>,
    /// The Sec-WebSocket-Accept that answers it; of a request with several keys, that of each.
    accepts: Vec<String>,
    /// The status codes of the interim responses that have come.
    interim: Vec<u16>,
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
    /// What is wrong with the head and no failure, where the case is about it.
    pub faults: Vec<Fault>,
    /// The response that opened it, where the case waits for one.
    pub response: Option<Response>,
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
    /// The response that did not open it, where the case waits for one.
    pub answered: Option<Box<Answered>>,
}

/// A response, and what came with it.
#[derive(Debug)]
pub struct Answered {
    /// The response.
    pub response: Response,
    /// What reads on.
    pub behind: Behind,
    /// The octets behind its head.
    pub rest: Vec<u8>,
}

impl Unopened {
    fn new(answer: Vec<u8>, verdict: Verdict) -> Unopened {
        Unopened {
            answer,
            verdict,
            answered: None,
        }
    }
}

impl<'c> Opening<'c> {
    /// The opening handshake of a case, and what the tester sends first.
    pub fn new(case: &'c Case, settings: &Settings, nonce: [u8; 16]) -> (Opening<'c>, Vec<u8>) {
        let mut opening = Opening {
            case,
            decoder: HeadDecoder::new(HeadLimits::default()),
            request: None,
            accepts: Vec::new(),
            interim: Vec::new(),
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
            ..Known::default()
        };
        let octets = case.head.write(&octets, known);
        opening.accepts = vec![request.accept_key()];
        opening.remember(&octets, &mut request);
        opening.request = Some(request);
        (opening, octets)
    }

    /// What was asked for is what was written, whatever the case made of it.
    fn remember(&mut self, written: &[u8], request: &mut ClientRequest) {
        let limits = HeadLimits {
            octets: usize::MAX,
            fields: usize::MAX,
        };
        let Ok(Some((head, _))) = Head::decode(written, limits) else {
            request.extensions = offers(self.case.offer.as_deref());
            return;
        };
        request.extensions = extension::listed(&head).unwrap_or_default();
        let subprotocols = head.elements("Sec-WebSocket-Protocol");
        request.subprotocols = subprotocols.map(request::text).collect();
        let keys: Vec<&[u8]> = head.values("Sec-WebSocket-Key").collect();
        if !keys.is_empty() {
            self.accepts = keys.into_iter().map(key::accept_key).collect();
        }
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
                self.interim.extend(status(&head));
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
        Box::new(Unopened::new(Vec::new(), blocked(error, None)))
    }

    /// Whether a head has come in part.
    pub fn is_inside_head(&self) -> bool {
        self.decoder.held() > 0
    }

    /// The head that came, to be shown; once.
    pub fn head_received(&mut self) -> Option<String> {
        self.head.take()
    }

    /// Judges the response of a server.
    fn response(&self, head: &Head, request: &ClientRequest, rest: Vec<u8>) -> Result<Opened, Unopened> {
        if self.case.awaits_response() && head.octets().first().is_some_and(|first| !first.is_ascii()) {
            return Err(Unopened::new(Vec::new(), frames_out_of_place("before its response")));
        }
        let response = Response::read(head).map(|response| Response {
            interim: self.interim.clone(),
            ..response
        });
        let faults = match &response {
            Some(response) if response.opens() => self.faults(head, request),
            _ => Vec::new(),
        };
        let response = response.filter(|_| self.case.awaits_response());
        let unopened = |verdict| Unopened {
            answered: response.clone().map(|response| {
                Box::new(Answered {
                    behind: Behind::new(head),
                    response,
                    rest: rest.clone(),
                })
            }),
            ..Unopened::new(Vec::new(), verdict)
        };
        if let Some(fault) = faults.iter().find(|fault| fault.grade.is_failure()) {
            return Err(unopened(fault.verdict()));
        }
        let accepted =
            check_response_to(head, request, self.accept(head)).map_err(|fault| unopened(self.fault(&fault)))?;
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
                let disappointment = agreed.as_ref().and_then(|agreed| self.disappointment(agreed));
                Ok(Opened {
                    answer: Vec::new(),
                    rest,
                    agreed,
                    faults: faults.into_iter().chain(disappointment).collect(),
                    response,
                    key: None,
                })
            }
        }
    }

    /// The Sec-WebSocket-Accept that is to be in a response.
    fn accept(&self, head: &Head) -> &str {
        let said = head.values("Sec-WebSocket-Accept").next();
        let answered = self.accepts.iter().find(|accept| said == Some(accept.as_bytes()));
        answered.or(self.accepts.first()).map_or("", String::as_str)
    }

    /// What is wrong with the response of a server, of what the case is about.
    fn faults(&self, head: &Head, request: &ClientRequest) -> Vec<Fault> {
        let asked = Asked {
            accept: self.accept(head),
            subprotocols: &request.subprotocols,
            extensions: &request.extensions,
        };
        let mut faults = response_faults::faults(head, asked);
        faults.retain(|fault| self.case.judges.contains(&fault.aspect));
        faults
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
            aspect: Aspect::Answered,
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
            // It is the case's own affair.
            fault if self.case.awaits_response() => Verdict {
                clause: Some(fault.clause()),
                ..Verdict::new(Grade::Fail, format!("the opening handshake failed: {fault}"))
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
            expected: vec![if self.case.needs_agreement() || self.case.either_way {
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
            let mut verdict = fault.verdict();
            if self.case.url.is_some() {
                // What its URL has to do with it says more.
                verdict.clause = self.case.clauses.first().copied();
            }
            return Err(Unopened::new(refusal.unwrap_or_default(), verdict));
        }
        let request = checked.map_err(|refusal| {
            let verdict = blocked(&refusal, Some(refusal.clause()));
            Unopened::new(refusal.response(), verdict)
        })?;
        let (answer, agreed) = self
            .answer(head, &request)
            .map_err(|because| Unopened::new(Vec::new(), Verdict::new(Grade::Unsupported, because)))?;
        Ok(Opened {
            answer,
            rest,
            agreed,
            faults,
            response: None,
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
    fn answer(&self, head: &Head, request: &Request) -> Result<(Vec<u8>, Option<Agreed>), String> {
        let answer = match &self.case.answer {
            None => None,
            Some(wanted) => Some(agreement::answer(wanted, &request.extensions).ok_or_else(|| {
                match request.extensions.iter().any(agreement::may_accept) {
                    true => format!("the subject's offer does not allow `{wanted}`"),
                    false => "the subject does not offer permessage-deflate".to_owned(),
                }
            })?),
        };
        let mut agreed = answer.as_ref().map(|answer| answer.agreed);
        if let Some(because) = agreed.as_ref().and_then(|agreed| self.beyond(agreed)) {
            return Err(because);
        }
        let extensions: Vec<Extension> = answer.into_iter().map(|answer| answer.extension).collect();
        let subprotocol = request.subprotocols.first().map(String::as_str);
        if self.case.head.needs_subprotocol() && subprotocol.is_none() {
            return Err("the subject offers no subprotocol".to_owned());
        }
        let right = accept(
            request,
            Choice {
                subprotocol,
                extensions: &extensions,
            },
        );
        let known = Known {
            target: &request.target,
            host: &request.host,
            key: &request.key,
            accept: &key::accept_key(request.key.as_bytes()),
            subprotocol: subprotocol.unwrap_or_default(),
            longest: head.fields().map(|(_, value)| value.len()).max().unwrap_or(0),
        };
        let response = self.case.head.write(&right, known);
        if self.case.head.touches("Sec-WebSocket-Extensions") {
            let said = said(&response, request);
            if self.case.takes_only_refusal() && said.is_some() {
                return Err("the subject's offer allows what the case wants to see refused".to_owned());
            }
            if agreed.is_some() && !self.case.takes_only_refusal() {
                // What is written is what is agreed on.
                let because = "the subject's offer asks for another answer than the case gives";
                agreed = said.ok_or_else(|| because.to_owned())?;
            }
        }
        Ok((response, agreed))
    }
}

/// What a response agrees on, where it says of extensions what the client's offers allow.
fn said(response: &[u8], request: &Request) -> Option<Option<Agreed>> {
    let (head, _) = Head::decode(response, HeadLimits::default()).ok().flatten()?;
    let said = extension::listed(&head).ok()?;
    Agreed::from_answer(&request.extensions, &said).ok()
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
    status(head).is_some_and(|status| (100..=199).contains(&status) && status != 101)
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
