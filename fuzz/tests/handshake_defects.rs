//! Each oracle of the opening handshake notices a defect of the kind that it is for, on the seeds alone.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod noticing;

use noticing::notices;
use wsspec_codec::handshake::{
    Accepted, ClientRequest, Flaw, Head, HeadDecoder, HeadError, HeadLimits, Refusal, Request, ResponseFault,
    check_request, check_response,
};
use wsspec_fuzz::handshake::subject::Handshake;
use wsspec_fuzz::handshake::{self, request, response};
use wsspec_fuzz::{HANDSHAKE_REQUEST, HANDSHAKE_RESPONSE};
use wsspec_server::echo::Answer;

macro_rules! request {
    ($(#[doc = $doc:literal])* $name:ident, $subject:expr, $words:literal, $clause:literal) => {
        $(#[doc = $doc])*
        #[test]
        fn $name() {
            notices(HANDSHAKE_REQUEST, |input| request::all(&$subject, input), $words, $clause);
        }
    };
}

macro_rules! response {
    ($name:ident, $subject:expr, $words:literal, $clause:literal) => {
        #[test]
        fn $name() {
            notices(
                HANDSHAKE_RESPONSE,
                |input| response::all(&$subject, input),
                $words,
                $clause,
            );
        }
    };
}

#[test]
fn of_what_is_right_nothing_is_said() {
    for input in (HANDSHAKE_REQUEST.seeds)().values() {
        request::all(&handshake::subject::Ours, input);
    }
    for input in (HANDSHAKE_RESPONSE.seeds)().values() {
        response::all(&handshake::subject::Ours, input);
    }
}

/// The head with this line in place of all fields of its name.
fn with(head: &Head, line: &str) -> Head {
    let name = line.split(':').next().unwrap().as_bytes();
    let lines = head.octets().split_inclusive(|octet| *octet == b'\n');
    let kept = lines.filter(|octets| !octets.to_ascii_lowercase().starts_with(&name.to_ascii_lowercase()));
    let mut octets = kept.collect::<Vec<_>>().concat();
    octets.truncate(octets.len() - 2);
    let octets = [&octets, line.as_bytes(), b"\r\n\r\n"].concat();
    Head::decode(&octets, HeadLimits::default()).unwrap().unwrap().0
}

struct ForgetsBetweenPieces;

impl Handshake for ForgetsBetweenPieces {
    fn push(&self, _: &mut HeadDecoder, piece: &[u8]) -> Result<Option<(Head, usize)>, HeadError> {
        HeadDecoder::new(HeadLimits::default()).push(piece)
    }
}

request!(
    a_decoder_that_forgets_between_pieces,
    ForgetsBetweenPieces,
    "in one piece: Whole",
    "6455-4.2.1-incremental"
);

struct TakesAnOctetMore;

impl Handshake for TakesAnOctetMore {
    fn push(&self, decoder: &mut HeadDecoder, piece: &[u8]) -> Result<Option<(Head, usize)>, HeadError> {
        let whole = decoder.push(piece)?;
        Ok(whole.map(|(head, taken)| (head, piece.len().min(taken + 1))))
    }
}

request!(
    a_decoder_that_takes_an_octet_of_what_follows,
    TakesAnOctetMore,
    "are the head, and 10 are left",
    "6455-4.1-response-trailing"
);

struct HoldsMore;

impl Handshake for HoldsMore {
    fn push(&self, decoder: &mut HeadDecoder, piece: &[u8]) -> Result<Option<(Head, usize)>, HeadError> {
        let room = std::hint::black_box(Vec::<u8>::with_capacity(1 << 20));
        let whole = decoder.push(piece);
        drop(room);
        whole
    }
}

request!(
    a_decoder_that_holds_more_than_its_limits,
    HoldsMore,
    "octets were held, at most",
    "6455-10.4-limits-protect"
);

struct IgnoresItsLimits;

impl Handshake for IgnoresItsLimits {
    fn push(&self, decoder: &mut HeadDecoder, piece: &[u8]) -> Result<Option<(Head, usize)>, HeadError> {
        if decoder.held() == 0 {
            *decoder = HeadDecoder::new(HeadLimits::default());
        }
        decoder.push(piece)
    }
}

request!(
    a_decoder_that_ignores_its_limits,
    IgnoresItsLimits,
    "by its lines the head is Refused",
    "6455-4.2.1-incremental"
);

struct DoesNotWaitForTheEnd;

impl Handshake for DoesNotWaitForTheEnd {
    fn decode(&self, octets: &[u8], limits: HeadLimits) -> Result<Option<(Head, usize)>, HeadError> {
        Head::decode(&[octets, b"\n"].concat(), limits)
    }
}

request!(
    a_decoder_that_does_not_wait_for_the_end,
    DoesNotWaitForTheEnd,
    "octets the head is NotYet, and decode says Ok(Some",
    "6455-4.2.2-complete-steps"
);

struct KeepsAnOctet;

impl Handshake for KeepsAnOctet {
    fn push(&self, decoder: &mut HeadDecoder, piece: &[u8]) -> Result<Option<(Head, usize)>, HeadError> {
        let whole = decoder.push(piece)?;
        if whole.is_some() {
            decoder.push(b"H")?;
        }
        Ok(whole)
    }
}

request!(
    a_decoder_that_keeps_an_octet_for_the_next_head,
    KeepsAnOctet,
    "behind a head comes Ok(Some",
    "9110-15.2-interim"
);

/// Does not look at one of the fields.
struct TakesAny(&'static str);

impl Handshake for TakesAny {
    fn check_request(&self, head: &Head) -> Result<Request, Refusal> {
        check_request(&with(head, self.0))
    }

    fn check_response(&self, head: &Head, request: &ClientRequest) -> Result<Accepted, ResponseFault> {
        check_response(&with(head, self.0), request)
    }
}

request!(
    a_server_that_takes_any_host,
    TakesAny("Host: a"),
    "it is accepted",
    "9112-3.2-host-invalid"
);
request!(
    a_server_that_takes_several_hosts,
    TakesAny("Host: a"),
    "it is accepted",
    "9112-3.2-host-multiple"
);
request!(
    a_server_that_takes_any_upgrade,
    TakesAny("Upgrade: websocket"),
    "it is accepted",
    "6455-4.2.1-upgrade-missing"
);
request!(
    a_server_that_takes_any_connection,
    TakesAny("Connection: Upgrade"),
    "it is accepted",
    "6455-4.2.1-connection-missing"
);
request!(
    a_server_that_takes_any_version,
    TakesAny("Sec-WebSocket-Version: 13"),
    "it is accepted",
    "6455-4.2.2-version-mismatch"
);
request!(
    a_server_that_takes_any_key,
    TakesAny("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="),
    "it is accepted",
    "6455-4.2.1-key-invalid"
);
request!(
    a_server_that_takes_any_subprotocol,
    TakesAny("Sec-WebSocket-Protocol: chat"),
    "it is accepted",
    "6455-4.2.1-protocol-list"
);
request!(
    a_server_that_takes_any_extension,
    TakesAny("Sec-WebSocket-Extensions: x-foo"),
    "it is accepted",
    "6455-9.1-malformed"
);
request!(
    a_server_that_takes_a_body,
    TakesAny("Content-Length: 0"),
    "it is accepted",
    "9112-6.3-cl-body"
);

/// Judges requests and responses otherwise.
struct Judges {
    request: fn(Result<Request, Refusal>) -> Result<Request, Refusal>,
    response: fn(Result<Accepted, ResponseFault>) -> Result<Accepted, ResponseFault>,
}

const AS_WE_DO: Judges = Judges {
    request: |verdict| verdict,
    response: |verdict| verdict,
};

impl Handshake for Judges {
    fn check_request(&self, head: &Head) -> Result<Request, Refusal> {
        (self.request)(check_request(head))
    }

    fn check_response(&self, head: &Head, request: &ClientRequest) -> Result<Accepted, ResponseFault> {
        (self.response)(check_response(head, request))
    }
}

request!(
    a_server_that_refuses_everything,
    Judges {
        request: |_| Err(Refusal::KeyMissing),
        ..AS_WE_DO
    },
    "it breaks [], and we say Err(KeyMissing)",
    "6455-4.2.1-violation"
);
request!(
    a_server_that_refuses_for_another_reason,
    Judges {
        request: |verdict| verdict.map_err(|_| Refusal::KeyMissing),
        ..AS_WE_DO
    },
    "is refused with 400 over KeyMissing",
    "9112-3.2-host-missing"
);
request!(
    a_server_that_finds_flaws_where_none_are,
    Judges {
        request: |verdict| verdict.map_err(|_| Refusal::Malformed(Flaw::ObsFold)),
        ..AS_WE_DO
    },
    "is refused with 400 over Malformed(ObsFold)",
    "9112-3.2-host-missing"
);
request!(
    a_server_that_forgets_the_query,
    Judges {
        request: |verdict| {
            let mut request = verdict?;
            request
                .target
                .truncate(request.target.find('?').unwrap_or(request.target.len()));
            Ok(request)
        },
        ..AS_WE_DO
    },
    "and we understand Request",
    "6455-4.1-validate"
);

struct Answers(fn(Answer) -> Answer);

impl Handshake for Answers {
    fn answer(&self, head: &Head) -> Answer {
        (self.0)(handshake::subject::Ours.answer(head))
    }
}

/// The answer with other words in it.
fn reworded(answer: Answer, from: &str, to: &str) -> Answer {
    let reword = |octets: Vec<u8>| String::from_utf8(octets).unwrap().replace(from, to).into_bytes();
    match answer {
        Answer::Open(octets, agreed) => Answer::Open(reword(octets), agreed),
        Answer::Closed(octets) => Answer::Closed(reword(octets)),
    }
}

request!(
    an_answer_to_another_key,
    Answers(|answer| reworded(answer, "Sec-WebSocket-Accept: ", "Sec-WebSocket-Accept: A")),
    "which breaks Some([Clause",
    "6455-4.2.2-status-101"
);
request!(
    an_answer_with_another_subprotocol,
    Answers(|answer| reworded(answer, "Protocol: superchat", "Protocol: chat")),
    "it chooses Some",
    "6455-4.2.2-subprotocol-derived"
);
request!(
    an_answer_that_does_not_wait,
    Answers(|answer| reworded(answer, "HTTP/1.1 100 Continue\r\n\r\n", "")),
    "it is answered at once with",
    "9110-7.8-expect-100"
);
request!(
    a_refusal_with_another_status,
    Answers(|answer| reworded(answer, "HTTP/1.1 505 ", "HTTP/1.1 400 ")),
    "it is to be answered with 505",
    "9112-2.2-garbage-400"
);
request!(
    a_refusal_that_does_not_say_what_is_allowed,
    Answers(|answer| reworded(answer, "Allow: GET\r\n", "")),
    "it is answered with Response",
    "9110-15.5.6-405-allow"
);
request!(
    a_refusal_that_does_not_say_what_is_spoken,
    Answers(|answer| reworded(answer, "Sec-WebSocket-Version: 13\r\n", "")),
    "it is answered with Response",
    "9110-7.8-426-upgrade"
);
request!(
    a_refusal_with_content_for_head,
    Answers(|answer| match answer {
        Answer::Closed(octets) if octets.ends_with(b"\r\n\r\n") =>
            Answer::Closed([octets, b"content".to_vec()].concat()),
        answer => answer,
    }),
    "7 octets are behind Response",
    "6455-4.2.2-reply-valid-http"
);
request!(
    a_refusal_that_opens,
    Answers(|answer| match answer {
        Answer::Closed(octets) => Answer::Open(octets, None),
        answer => answer,
    }),
    "and the server answers Open",
    "6455-4.2.2-complete-steps"
);

response!(
    a_client_that_takes_any_upgrade,
    TakesAny("Upgrade: websocket"),
    "it is accepted",
    "6455-4.1-upgrade-value"
);
response!(
    a_client_that_takes_any_connection,
    TakesAny("Connection: Upgrade"),
    "it is accepted",
    "6455-4.1-connection-missing"
);
response!(
    a_client_that_takes_any_accept,
    TakesAny("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
    "it is accepted",
    "6455-4.1-accept-wrong"
);
response!(
    a_client_that_takes_any_extension,
    TakesAny("Sec-WebSocket-Extensions:"),
    "it is accepted",
    "6455-4.1-ext-unrequested"
);
response!(
    a_client_that_fails_over_everything,
    Judges {
        response: |_| Err(ResponseFault::AcceptMissing),
        ..AS_WE_DO
    },
    "it breaks nothing, and we say Err(AcceptMissing)",
    "6455-4.1-open-state"
);
response!(
    a_client_that_fails_for_another_reason,
    Judges {
        response: |verdict| verdict.map_err(|_| ResponseFault::AcceptMissing),
        ..AS_WE_DO
    },
    "and is refused over AcceptMissing",
    "6455-4.1-upgrade-missing"
);
response!(
    a_client_that_forgets_the_subprotocol,
    Judges {
        response: |verdict| {
            Ok(Accepted {
                subprotocol: None,
                ..verdict?
            })
        },
        ..AS_WE_DO
    },
    "and we understand Accepted",
    "6455-4.1-open-state"
);
