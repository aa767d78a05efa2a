//! What must hold of a request: that we read and judge it as others do, and as RFC 6455 section 4.2.1 says.

use std::borrow::Cow;

use arbitrary::{Arbitrary, Unstructured};
use hyper::Uri;
use wsspec_codec::handshake::{Flaw, Head, Refusal, Request};
use wsspec_codec::rfc::{Clause, http1, rfc6455};
use wsspec_server::echo::Answer;

use super::answer;
use super::arrival::Arrival;
use super::difference::{Difference, as_1_1, same_fields};
use super::hyper_peer;
use super::message;
use super::requirements::{absolute, broken_by_request, extensions};
use super::subject::Handshake;
use crate::hold::{hold, told_in_a_line};
use crate::negotiation::extensions::as_element;
use crate::target::{Flow, Form};

/// Every oracle on one input of `handshake_request`, which is an [`Arrival`].
pub fn all(subject: &impl Handshake, input: &[u8]) {
    let Ok(arrival) = Arrival::arbitrary_take_rest(Unstructured::new(input)) else {
        return;
    };
    let octets = arrival.octets();
    let Some((head, end)) = arrival.judge(subject) else {
        return;
    };
    let (octets, behind) = octets.split_at(end);
    let as_1_1 = as_1_1(octets).map_or(Cow::Borrowed(octets), Cow::Owned);
    let parsed = message::Request::parse(&as_1_1);
    let judged = Judged {
        octets,
        verdict: subject.check_request(&head),
        answer: subject.answer(&head),
        broken: parsed.as_ref().map(broken_by_request),
        head,
        as_1_1: &as_1_1,
        parsed,
    };
    if let Err(refusal) = &judged.verdict {
        told_in_a_line(judged.octets, refusal.clause(), refusal);
    }
    reads_as_httparse_reads_it(&judged);
    is_accepted_if_nothing_is_broken(&judged);
    is_refused_for_what_is_broken(&judged);
    is_understood_as_it_is_written(&judged);
    hyper_opens_what_we_accept(&judged, behind);
    answer::the_reference_server_answers(&judged);
}

/// What an input puts on the wire.
pub fn wire(input: &[u8]) -> Vec<Flow> {
    let arrival = Arrival::arbitrary_take_rest(Unstructured::new(input));
    let flow = |arrival: Arrival<'_>| Flow {
        what: "a client's request, and what follows it".to_owned(),
        form: Form::Text,
        octets: arrival.octets().to_vec(),
    };
    arrival.into_iter().map(flow).collect()
}

/// A request, and what we and others make of it.
pub struct Judged<'a> {
    /// The head.
    pub octets: &'a [u8],
    /// As we read it.
    pub head: Head,
    /// As we judge it.
    pub verdict: Result<Request, Refusal>,
    /// As the reference server answers it.
    pub answer: Answer,
    /// The octets for who knows no higher version than 1.1.
    pub as_1_1: &'a [u8],
    /// As `httparse` reads it, if it does.
    pub parsed: Option<message::Request<'a>>,
    /// What it breaks then.
    pub broken: Option<Vec<(&'static Clause, u16)>>,
}

/// A head without flaw is read alike: by the target and the fields, octet for octet. One that we accept is read at all.
pub fn reads_as_httparse_reads_it(judged: &Judged<'_>) {
    let octets = judged.octets;
    let Some(parsed) = &judged.parsed else {
        hold(judged.verdict.is_err(), octets, rfc6455::VALID_HTTP, || {
            "we accept it, and httparse finds no request in it".to_owned()
        });
        return;
    };
    let bare_lf = Difference::BareLf.is_in(octets);
    let flaw = judged.head.flaw();
    let known = flaw.is_none() || bare_lf && flaw == Some(Flaw::BareLf);
    hold(known, octets, rfc6455::VALID_HTTP, || {
        format!("we find in it {flaw:?}, and httparse finds nothing")
    });
    if bare_lf {
        return;
    }
    let theirs = parsed.fields.0.iter().map(|(name, value)| (name.as_bytes(), *value));
    let same = judged.head.fields().eq(theirs) && parsed.len == octets.len();
    hold(same, octets, rfc6455::UNKNOWN_HEADERS, || {
        format!("httparse reads {parsed:?}, and we read {:?}", judged.head)
    });
    let parts = judged.head.start_line_parts();
    let same = parts
        .is_some_and(|[method, target, _]| method == parsed.method.as_bytes() && target == parsed.target.as_bytes());
    hold(same, octets, rfc6455::REQUEST_URI_4_2_1, || {
        format!("httparse reads {parsed:?}, and we read {parts:?}")
    });
}

/// A request that breaks no requirement is accepted, apart from the differences that are listed.
pub fn is_accepted_if_nothing_is_broken(judged: &Judged<'_>) {
    let Some(broken) = judged.broken.as_ref().filter(|broken| broken.is_empty()) else {
        return;
    };
    let accepted = match &judged.verdict {
        Ok(_) => true,
        Err(refusal) => is_known(refusal, judged.octets),
    };
    hold(accepted, judged.octets, rfc6455::VIOLATION, || {
        format!("it breaks {broken:?}, and we say {:?}", judged.verdict)
    });
}

/// Whether others need not refuse for this.
fn is_known(refusal: &Refusal, octets: &[u8]) -> bool {
    match refusal {
        Refusal::Malformed(Flaw::BareLf) => Difference::BareLf.is_in(octets),
        Refusal::Body => Difference::LongZero.is_in(octets),
        _ => false,
    }
}

/// A request that breaks requirements is refused, over one of them, with the status that belongs to it.
pub fn is_refused_for_what_is_broken(judged: &Judged<'_>) {
    let octets = judged.octets;
    let Some(broken) = judged.broken.as_ref().filter(|broken| !broken.is_empty()) else {
        return;
    };
    match &judged.verdict {
        Ok(_) => hold(false, octets, broken[0].0, || "it is accepted".to_owned()),
        Err(refusal) => {
            let fits = broken.contains(&(refusal.clause(), refusal.status())) || is_known(refusal, octets);
            hold(fits, octets, broken[0].0, || {
                format!(
                    "it breaks {broken:?}, and is refused with {} over {refusal:?}",
                    refusal.status()
                )
            });
        }
    }
}

/// What we take from a request that we accept stands in it.
pub fn is_understood_as_it_is_written(judged: &Judged<'_>) {
    let (Ok(request), Some(parsed)) = (&judged.verdict, &judged.parsed) else {
        return;
    };
    let fields = &parsed.fields;
    let first = |name: &str| {
        fields
            .values(name)
            .first()
            .map(|value| String::from_utf8_lossy(value).into_owned())
    };
    let protocols = fields.list("Sec-WebSocket-Protocol");
    let authority = absolute(parsed.target).map(|(authority, _)| authority.to_owned());
    let authority = authority.or(first("Host"));
    let understood = request.target == parsed.target
        && authority.as_ref() == Some(&request.host)
        && request.expects_continue == fields.lists("Expect", "100-continue")
        && first("Sec-WebSocket-Key").as_ref() == Some(&request.key)
        && first("Origin") == request.origin
        && request
            .subprotocols
            .iter()
            .map(String::as_bytes)
            .eq(protocols.iter().map(Vec::as_slice))
        && extensions(fields) == Some(request.extensions.iter().map(as_element).collect());
    hold(understood, judged.octets, rfc6455::VALIDATE_4_1, || {
        format!("httparse reads {parsed:?}, and we understand {request:?}")
    });
}

/// A server by others gets to answer 101 to what we accept, reads the same in it, and finds the same octets behind it.
/// Where nothing but LF without CR is between us, it does so too.
pub fn hyper_opens_what_we_accept(judged: &Judged<'_>, behind: &[u8]) {
    let octets = judged.octets;
    let only_bare_lf = judged.broken.as_ref().is_some_and(Vec::is_empty) && Difference::BareLf.is_in(octets);
    if judged.verdict.is_err() && !only_bare_lf {
        return;
    }
    let Some(served) = hyper_peer::serve(&[judged.as_1_1, behind].concat()) else {
        let mut known = [Difference::TargetCharacter, Difference::EscapeInHost].into_iter();
        let differs = known.any(|difference| difference.is_in(octets));
        hold(differs, octets, rfc6455::STATUS_101, || {
            "we accept it, and hyper does not come to answer 101".to_owned()
        });
        return;
    };
    hold(served.behind == behind, octets, http1::PIPELINED, || {
        format!("behind it stand {behind:?}, and hyper finds {:?}", served.behind)
    });
    if let (Ok(request), false) = (&judged.verdict, only_bare_lf) {
        let same = served.method == "GET"
            && same_target(&request.target, &served.target)
            && same_fields(&judged.head, &served.fields);
        hold(same, octets, rfc6455::REQUEST_URI_4_2_1, || {
            format!("hyper reads {served:?}, and we read {:?}", judged.head)
        });
    }
}

/// Whether `hyper` read the target so. It writes an absolute URI without path with one, and the scheme in small letters.
fn same_target(ours: &str, theirs: &Uri) -> bool {
    let path_and_query = theirs
        .path_and_query()
        .map_or("", |path_and_query| path_and_query.as_str());
    let Some((authority, rest)) = absolute(ours) else {
        return ours == path_and_query && theirs.authority().is_none();
    };
    let scheme = ours.split("://").next().unwrap_or_default();
    theirs
        .scheme_str()
        .is_some_and(|theirs| theirs.eq_ignore_ascii_case(scheme))
        && theirs.authority().is_some_and(|theirs| theirs.as_str() == authority)
        && (rest == path_and_query || format!("/{rest}") == path_and_query)
}
