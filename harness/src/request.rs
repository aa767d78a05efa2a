//! A client's request, rule by rule (RFC 6455 4.1). A server may be content with less; a client may not.

use wsspec_codec::deflate::{ClientWindow, NAME, Offer};
use wsspec_codec::extension;
use wsspec_codec::handshake::{Flaw, Head, key, target};
use wsspec_codec::rfc::{Clause, http1, rfc6455, rfc7692};

use crate::aspect::Aspect;
use crate::pattern::Grade;
use crate::verdict::Verdict;

/// What is wrong with a request, or with a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What of it.
    pub aspect: Aspect,
    /// How bad it is: a failure, or lenient where nothing stronger than a SHOULD is missed.
    pub grade: Grade,
    /// In a sentence.
    pub because: String,
    /// The clause that is broken.
    pub clause: &'static Clause,
}

impl Fault {
    /// What it makes of a case that is about it.
    pub fn verdict(&self) -> Verdict {
        Verdict {
            clause: Some(self.clause),
            ..Verdict::new(self.grade, self.because.clone())
        }
    }
}

/// Where the client was sent; what is empty is not known, and not compared.
#[derive(Clone, Copy, Debug, Default)]
pub struct Expected<'a> {
    /// The Host field.
    pub host: &'a str,
    /// The target.
    pub target: &'a str,
}

/// Everything that is wrong with a request, in the order of its lines.
pub fn faults(head: &Head, expected: Expected<'_>) -> Vec<Fault> {
    let mut faults = Faults::default();
    form(head, &mut faults);
    request_line(head, expected.target, &mut faults);
    host(head, expected.host, &mut faults);
    upgrade(head, &mut faults);
    key_and_version(head, &mut faults);
    once(head, &mut faults);
    lists(head, &mut faults);
    extensions(head, &mut faults);
    subprotocols(head, &mut faults);
    origin(head, &mut faults);
    faults.0
}

/// What was found so far.
#[derive(Default)]
pub(crate) struct Faults(pub(crate) Vec<Fault>);

impl Faults {
    pub(crate) fn fail(&mut self, aspect: Aspect, clause: &'static Clause, because: impl Into<String>) {
        self.add(Grade::Fail, aspect, clause, because);
    }

    pub(crate) fn add(&mut self, grade: Grade, aspect: Aspect, clause: &'static Clause, because: impl Into<String>) {
        self.0.push(Fault {
            aspect,
            grade,
            because: because.into(),
            clause,
        });
    }
}

fn form(head: &Head, faults: &mut Faults) {
    if let Some(flaw) = head.flaw() {
        let clause = match flaw {
            Flaw::BareCr => http1::BARE_CR_SEND,
            Flaw::ObsFold if begins_with_whitespace(head) => http1::WS_FIRST_HEADER_SEND,
            Flaw::ObsFold => http1::OBS_FOLD_SEND,
            _ => rfc6455::VALID_HTTP,
        };
        faults.fail(Aspect::Form, clause, format!("the request is malformed: {flaw}"));
    }
    if head.octets().starts_with(b"\r\n") || head.octets().starts_with(b"\n") {
        faults.fail(
            Aspect::Form,
            http1::NO_EXTRA_CRLF,
            "the request begins with an empty line",
        );
    }
}

/// Whether the line behind the request line begins with whitespace.
fn begins_with_whitespace(head: &Head) -> bool {
    let behind = |line: &[u8]| line.first().is_some_and(|octet| matches!(octet, b' ' | b'\t'));
    let mut lines = head.octets().split(|octet| *octet == b'\n');
    lines.by_ref().find(|line| line.starts_with(head.start_line()));
    lines.next().is_some_and(behind)
}

fn request_line(head: &Head, expected: &str, faults: &mut Faults) {
    let Some([method, target, version]) = head.start_line_parts() else {
        let line = text(head.start_line());
        return faults.fail(
            Aspect::Form,
            rfc6455::VALID_HTTP,
            format!("the request line is malformed: {line:?}"),
        );
    };
    if method != b"GET" {
        let because = format!("the method is {:?}, not GET", text(method));
        faults.fail(Aspect::Method, rfc6455::METHOD_GET, because);
    }
    let high_enough = match version {
        [b'H', b'T', b'T', b'P', b'/', major, b'.', minor] => (*major, *minor) >= (b'1', b'1'),
        _ => false,
    };
    if !high_enough {
        let because = format!("the HTTP version is {:?}, not at least HTTP/1.1", text(version));
        faults.fail(Aspect::HttpVersion, rfc6455::VERSION_1_1, because);
    }
    let named = text(target);
    let scheme = named.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    let resource = match &scheme {
        // What follows the authority; an empty path stands for `/`.
        Some(_) => named
            .splitn(4, '/')
            .nth(3)
            .map_or("/".to_owned(), |path| format!("/{path}")),
        None => named.clone(),
    };
    let because = match scheme.as_deref() {
        Some("http" | "https") | None if !target::is_target(target) => {
            format!("the request target {named:?} is no path and no absolute URI")
        }
        Some("http" | "https") | None if expected.is_empty() || same_resource(&resource, expected) => return,
        Some("http" | "https") | None => format!("the request target is {named:?}, not {expected:?}"),
        Some(_) => format!("the request target {named:?} is neither a resource name nor an http or https URI"),
    };
    faults.fail(Aspect::Target, rfc6455::REQUEST_URI_4_1, because);
}

/// Whether two resource names are the same: the case of the digits in percent escapes does not count (RFC 3986 2.1).
fn same_resource(one: &str, other: &str) -> bool {
    let mut since_percent = 3;
    one.len() == other.len()
        && one.bytes().zip(other.bytes()).all(|(one, other)| {
            since_percent = if one == b'%' { 0 } else { since_percent + 1 };
            one == other || since_percent <= 2 && one.eq_ignore_ascii_case(&other)
        })
}

fn host(head: &Head, expected: &str, faults: &mut Faults) {
    let hosts: Vec<&[u8]> = head.values("Host").collect();
    let Some(&host) = hosts.first() else {
        return faults.fail(Aspect::Host, rfc6455::HOST_4_1, "the Host field is missing");
    };
    let named = text(host);
    if !target::is_authority(host) {
        let because = format!("the Host field is no host with or without a port: {named:?}");
        faults.fail(Aspect::Host, rfc6455::HOST_4_1, because);
    } else if !expected.is_empty() && !named.eq_ignore_ascii_case(expected) {
        let because = format!("the Host field is {named:?} where the URL has {expected:?}");
        faults.fail(Aspect::Host, rfc6455::HOST_4_1, because);
    }
    let first = head.fields().next().map(|(name, _)| text(name));
    if let Some(first) = first.filter(|name| !name.eq_ignore_ascii_case("Host")) {
        let because = format!("the first field is {first}, not Host");
        faults.add(Grade::Lenient, Aspect::HostFirst, http1::HOST_FIRST, because);
    }
}

fn upgrade(head: &Head, faults: &mut Faults) {
    if !head.lists("Upgrade", "websocket") {
        let because = format!("the Upgrade field is {}, not websocket", seen(head, "Upgrade"));
        faults.fail(Aspect::Upgrade, rfc6455::UPGRADE, because);
    }
    if !head.lists("Connection", "upgrade") {
        let because = format!(
            "the Connection field is {} and does not list Upgrade",
            seen(head, "Connection")
        );
        faults.fail(Aspect::Connection, rfc6455::CONNECTION, because);
    }
}

fn key_and_version(head: &Head, faults: &mut Faults) {
    match head.values("Sec-WebSocket-Key").next() {
        None => faults.fail(
            Aspect::Key,
            rfc6455::KEY_PRESENT,
            "the Sec-WebSocket-Key field is missing",
        ),
        Some(key) if !key::is_valid_key(key) => {
            let because = format!("Sec-WebSocket-Key is {:?}, which is not base64 of 16 octets", text(key));
            faults.fail(Aspect::Key, rfc6455::KEY_16_BYTES, because);
        }
        // The last of 22 characters has two bits of the nonce and four that are zero.
        Some(key) if !matches!(key.get(21), Some(b'A' | b'Q' | b'g' | b'w')) => {
            let because = format!("the padding bits of Sec-WebSocket-Key {:?} are not zero", text(key));
            faults.add(Grade::Lenient, Aspect::Key, rfc6455::KEY_CANONICAL, because);
        }
        Some(_) => {}
    }
    match head.values("Sec-WebSocket-Version").next() {
        None => faults.fail(
            Aspect::Version,
            rfc6455::VERSION_PRESENT,
            "the Sec-WebSocket-Version field is missing",
        ),
        Some(b"13") => {}
        Some(other) => {
            let because = format!("Sec-WebSocket-Version is {:?}, not 13", text(other));
            faults.fail(Aspect::Version, rfc6455::VERSION_13, because);
        }
    }
}

/// The fields that a client may send and that have one value.
const SINGLE: [&str; 8] = [
    "Host",
    "Sec-WebSocket-Key",
    "Sec-WebSocket-Version",
    "Origin",
    "User-Agent",
    "Authorization",
    "Content-Length",
    "Referer",
];

fn once(head: &Head, faults: &mut Faults) {
    for name in SINGLE {
        let count = head.values(name).count();
        if count > 1 {
            let because = format!("the {name} field is there {count} times");
            let clause = match name {
                "Sec-WebSocket-Key" => rfc6455::KEY_DUPLICATE,
                "Sec-WebSocket-Version" => rfc6455::VERSION_DUPLICATE,
                _ => http1::DUPLICATE_SEND,
            };
            faults.fail(Aspect::Once, clause, because);
        }
    }
}

/// The fields of a request that are lists.
const LISTS: [&str; 4] = [
    "Connection",
    "Upgrade",
    "Sec-WebSocket-Protocol",
    "Sec-WebSocket-Extensions",
];

fn lists(head: &Head, faults: &mut Faults) {
    for name in LISTS {
        let empty = |value: &[u8]| {
            value
                .split(|octet| *octet == b',')
                .any(|element| element.trim_ascii().is_empty())
        };
        if head.values(name).any(empty) {
            let because = format!("the {name} field {} has an empty element", seen(head, name));
            faults.fail(Aspect::Lists, http1::EMPTY_SEND, because);
        }
    }
}

fn extensions(head: &Head, faults: &mut Faults) {
    let offers = match extension::listed(head) {
        Ok(offers) => offers,
        Err(error) => {
            let because = format!("Sec-WebSocket-Extensions is malformed: {error}");
            return faults.fail(Aspect::Extensions, rfc6455::MALFORMED, because);
        }
    };
    for offer in &offers {
        if !REGISTERED.contains(&offer.name.as_str()) {
            let because = format!("the extension {:?} is not registered", offer.name);
            faults.add(Grade::Lenient, Aspect::Extensions, rfc6455::REGISTERED_TOKEN, because);
        }
    }
    for offer in offers.iter().filter(|offer| offer.name == NAME) {
        match Offer::parse(offer) {
            Err(wrong) => {
                let because = format!("the offer `{offer}` must be declined, because it {}", wrong.because);
                let clause = match wrong.clause {
                    clause if clause == rfc7692::DECLINE_UNDEFINED_PARAM => rfc6455::DEFINED_PARAMS,
                    _ => rfc6455::PARAMS_PER_SPEC,
                };
                faults.fail(Aspect::Extensions, clause, because);
            }
            Ok(asked) if small(&asked) => {
                let because = format!("the offer `{offer}` asks for a window of less than 1,024 octets");
                faults.add(Grade::Lenient, Aspect::Extensions, rfc7692::WINDOW_1024, because);
            }
            Ok(_) => {}
        }
    }
}

/// The names in the registry of extensions (RFC 6455 11.4).
const REGISTERED: [&str; 2] = [NAME, "bbf-usp-protocol"];

/// Whether an offer limits a window to less than is recommended (RFC 7692 7.3).
fn small(offer: &Offer) -> bool {
    let hint = match offer.client_max_window_bits {
        ClientWindow::Hint(bits) => Some(bits),
        ClientWindow::Limitable | ClientWindow::Unlimited => None,
    };
    [offer.server_max_window_bits, hint]
        .into_iter()
        .flatten()
        .any(|bits| bits < 10)
}

fn subprotocols(head: &Head, faults: &mut Faults) {
    let mut offered: Vec<&[u8]> = Vec::new();
    for name in head.elements("Sec-WebSocket-Protocol") {
        if !wsspec_codec::handshake::head::is_token(name) {
            let because = format!("the subprotocol {:?} is no token", text(name));
            faults.fail(Aspect::Subprotocols, rfc6455::PROTOCOL_TOKEN, because);
        } else if offered.contains(&name) {
            let because = format!("the subprotocol {:?} is offered twice", text(name));
            faults.fail(Aspect::Subprotocols, rfc6455::PROTOCOL_UNIQUE, because);
        }
        offered.push(name);
    }
}

fn origin(head: &Head, faults: &mut Faults) {
    let Some(origin) = head.values("Origin").next().map(text) else {
        let agent = head.values("User-Agent").next().unwrap_or_default();
        if agent.starts_with(b"Mozilla/5.0 (") {
            let because = "the Origin field is missing, in the request of what calls itself a browser";
            faults.fail(Aspect::Origin, rfc6455::ORIGIN_BROWSER, because);
        }
        return;
    };
    let serialized = |origin: &str| {
        let authority = origin
            .split_once("://")
            .map(|(scheme, authority)| (scheme.as_bytes(), authority));
        authority.is_some_and(|(scheme, authority)| !scheme.is_empty() && target::is_authority(authority.as_bytes()))
    };
    if origin != "null" && !serialized(&origin) {
        let because = format!("the Origin {origin:?} is no serialized origin");
        faults.add(Grade::Lenient, Aspect::Origin, rfc6455::ORIGIN_NONBROWSER, because);
    }
}

/// What a field says, for people.
pub(crate) fn seen(head: &Head, name: &str) -> String {
    let values: Vec<String> = head.values(name).map(|value| format!("{:?}", text(value))).collect();
    match values.as_slice() {
        [] => "missing".to_owned(),
        values => values.join(" and "),
    }
}

pub(crate) fn text(octets: &[u8]) -> String {
    String::from_utf8_lossy(octets).into_owned()
}

#[cfg(test)]
mod tests;
