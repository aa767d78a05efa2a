//! What is wrong with a server's response that opens a connection, rule by rule (RFC 6455 4.2.2).

use wsspec_codec::deflate::Agreed;
use wsspec_codec::extension::{self, Extension};
use wsspec_codec::handshake::head::{Flaw, is_token};
use wsspec_codec::handshake::{Head, key};
use wsspec_codec::rfc::{Clause, http1, registry, rfc6455};

use crate::aspect::Aspect;
use crate::pattern::Grade;
use crate::request::{Fault, Faults, seen, text};

/// What the request asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'a> {
    /// The Sec-WebSocket-Accept that answers its key.
    pub accept: &'a str,
    /// The subprotocols it offers.
    pub subprotocols: &'a [String],
    /// The extensions it offers.
    pub extensions: &'a [Extension],
}

/// Everything that is wrong with a response, in the order of its lines.
pub fn faults(head: &Head, asked: Asked<'_>) -> Vec<Fault> {
    let mut faults = Faults::default();
    form(head, &mut faults);
    upgrade(head, &mut faults);
    accept(head, asked.accept, &mut faults);
    subprotocol(head, asked.subprotocols, &mut faults);
    extensions(head, asked.extensions, &mut faults);
    body(head, &mut faults);
    lists(head, &mut faults);
    once(head, &mut faults);
    faults.0
}

fn form(head: &Head, faults: &mut Faults) {
    let mut fail = |clause, because: String| faults.fail(Aspect::ResponseForm, clause, because);
    if let Some(flaw) = head.flaw() {
        let first_field = head.octets().split(|&octet| octet == b'\n').nth(1);
        let indented = first_field.is_some_and(|line| line.starts_with(b" ") || line.starts_with(b"\t"));
        let clause = match flaw {
            Flaw::BareCr => http1::BARE_CR_SEND,
            Flaw::ObsFold if indented => http1::WS_FIRST_HEADER_SEND,
            Flaw::ObsFold => http1::OBS_FOLD_SEND,
            _ => rfc6455::REPLY_VALID_HTTP,
        };
        fail(clause, format!("the response is malformed: {flaw}"));
    }
    if head.octets().starts_with(b"\r\n") || head.octets().starts_with(b"\n") {
        fail(
            rfc6455::REPLY_VALID_HTTP,
            "the response begins with an empty line".to_owned(),
        );
    }
    let line = head.start_line();
    if line.iter().filter(|&&octet| octet == b' ').count() < 2 {
        let because = format!("no space stands behind the code of the status line {:?}", text(line));
        fail(http1::STATUS_LINE, because);
    }
}

fn upgrade(head: &Head, faults: &mut Faults) {
    let upgrades: Vec<&[u8]> = head.elements("Upgrade").collect();
    if !matches!(upgrades.as_slice(), [one] if one.eq_ignore_ascii_case(b"websocket")) {
        let because = format!("the Upgrade field is {}, not websocket", seen(head, "Upgrade"));
        let clause = match upgrades.is_empty() {
            true => http1::STATUS_101_UPGRADE,
            false => rfc6455::UPGRADE_HDR,
        };
        faults.fail(Aspect::ResponseUpgrade, clause, because);
    }
    if !head.lists("Connection", "upgrade") {
        let because = format!(
            "the Connection field is {} and does not list Upgrade",
            seen(head, "Connection")
        );
        faults.fail(Aspect::ResponseConnection, rfc6455::CONNECTION_HDR, because);
    }
}

fn accept(head: &Head, wanted: &str, faults: &mut Faults) {
    let accepts: Vec<&[u8]> = head.values("Sec-WebSocket-Accept").collect();
    let (clause, because) = match accepts.as_slice() {
        [one] if *one == wanted.as_bytes() => return,
        [one] if key::is_accept_key(one) => (
            rfc6455::KEY_HASH,
            format!(
                "Sec-WebSocket-Accept is {:?}, but {wanted:?} answers the key",
                text(one)
            ),
        ),
        [one] => (
            rfc6455::ACCEPT_ABNF,
            format!(
                "Sec-WebSocket-Accept is {:?}, which is not base64 of 20 octets",
                text(one)
            ),
        ),
        [] => (
            rfc6455::KEY_HASH,
            "the Sec-WebSocket-Accept field is missing".to_owned(),
        ),
        many => (
            rfc6455::ACCEPT_ONCE,
            format!("the Sec-WebSocket-Accept field is there {} times", many.len()),
        ),
    };
    faults.fail(Aspect::Accept, clause, because);
}

fn subprotocol(head: &Head, offered: &[String], faults: &mut Faults) {
    let mut fail = |clause, because: String| faults.fail(Aspect::Selected, clause, because);
    let values: Vec<String> = head.values("Sec-WebSocket-Protocol").map(text).collect();
    if values.len() > 1 {
        let because = format!("the Sec-WebSocket-Protocol field is there {} times", values.len());
        fail(rfc6455::PROTOCOL_ONCE, because);
    }
    let Some(value) = values.first() else { return };
    let alike = |name: &String| name.eq_ignore_ascii_case(value);
    let (clause, why): (&'static Clause, &str) = if offered.contains(value) {
        return;
    } else if value.is_empty() {
        (rfc6455::SUBPROTOCOL_EMPTY, "which is empty")
    } else if !is_token(value.as_bytes()) {
        (rfc6455::SUBPROTOCOL_TOKEN, "which is no single token")
    } else if offered.is_empty() {
        (rfc6455::SUBPROTOCOL_NULL, "though none was offered")
    } else if offered.iter().any(alike) {
        (registry::CASE_SENSITIVE, "which was offered in other case")
    } else {
        (rfc6455::SUBPROTOCOL_DERIVED, "which was not offered")
    };
    fail(clause, format!("Sec-WebSocket-Protocol is {value:?}, {why}"));
}

fn extensions(head: &Head, offered: &[Extension], faults: &mut Faults) {
    let fields: Vec<&[u8]> = head.values("Sec-WebSocket-Extensions").collect();
    let mut fail = |clause, because: String| faults.fail(Aspect::Answered, clause, because);
    let said = match extension::listed(head) {
        Ok(said) if said.is_empty() && !fields.is_empty() => {
            let because = "the Sec-WebSocket-Extensions field is there, and lists nothing".to_owned();
            return fail(rfc6455::EXTENSIONS_EMPTY, because);
        }
        Ok(said) => said,
        Err(error) => {
            let because = format!("Sec-WebSocket-Extensions is malformed: {error}");
            return fail(rfc6455::MALFORMED, because);
        }
    };
    let unasked = said
        .iter()
        .find(|said| !offered.iter().any(|offer| offer.name == said.name));
    if let Some(unasked) = unasked {
        let because = format!("the extension `{unasked}` was not offered");
        fail(rfc6455::EXTENSIONS_UNLISTED, because);
    } else if let Err(wrong) = Agreed::from_answer(offered, &said) {
        let because = format!(
            "Sec-WebSocket-Extensions {} {}",
            seen(head, "Sec-WebSocket-Extensions"),
            wrong.because
        );
        fail(wrong.clause, because);
    }
    if fields.len() > 1 {
        let because = "the Sec-WebSocket-Extensions field is there more than once, as erratum 3433 allows";
        faults.add(Grade::Info, Aspect::Answered, rfc6455::EXT_RESPONSE_ONCE, because);
    }
}

fn body(head: &Head, faults: &mut Faults) {
    for (name, clause) in [
        ("Content-Length", http1::NO_CL_101),
        ("Transfer-Encoding", http1::TE_101),
    ] {
        if head.values(name).next().is_some() {
            let because = format!("the {name} field of a 101 is {}", seen(head, name));
            faults.fail(Aspect::Bodiless, clause, because);
        }
    }
}

/// The fields of a response that are lists which may not be empty.
const LISTS: [&str; 4] = [
    "Upgrade",
    "Connection",
    "Sec-WebSocket-Extensions",
    "Sec-WebSocket-Protocol",
];

fn lists(head: &Head, faults: &mut Faults) {
    for name in LISTS {
        let mut values = head.values(name);
        if values.any(|value| {
            value
                .split(|&octet| octet == b',')
                .any(|one| one.trim_ascii().is_empty())
        }) {
            let because = format!("the {name} field {} has an empty element", seen(head, name));
            faults.fail(Aspect::NoEmptyElements, http1::EMPTY_SEND, because);
        }
    }
}

/// The fields that a server may send and that have one value.
const SINGLE: [&str; 6] = [
    "Date",
    "Server",
    "Location",
    "Content-Type",
    "Content-Length",
    "Retry-After",
];

fn once(head: &Head, faults: &mut Faults) {
    for name in SINGLE {
        let count = head.values(name).count();
        if count > 1 {
            let because = format!("the {name} field is there {count} times");
            faults.fail(Aspect::ResponseOnce, http1::DUPLICATE_SEND, because);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wsspec_codec::handshake::HeadLimits;

    const LINES: [&str; 4] = [
        "HTTP/1.1 101 Switching Protocols",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
    ];

    fn judged(lines: &[&str]) -> Vec<(Aspect, &'static str)> {
        let octets = format!("{}\r\n\r\n", lines.join("\r\n"));
        let (head, _) = Head::decode(octets.as_bytes(), HeadLimits::default()).unwrap().unwrap();
        let asked = Asked {
            accept: "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
            subprotocols: &["chat".to_owned(), "superchat".to_owned()],
            extensions: &[Extension::new("permessage-deflate")],
        };
        let faults = faults(&head, asked);
        faults.iter().map(|fault| (fault.aspect, fault.clause.id)).collect()
    }

    fn with(index: usize, line: &str) -> Vec<(Aspect, &'static str)> {
        let mut lines = LINES.to_vec();
        lines[index] = line;
        lines.retain(|line| !line.is_empty());
        judged(&lines)
    }

    fn and(line: &str) -> Vec<(Aspect, &'static str)> {
        judged(&[&LINES[..], &[line]].concat())
    }

    #[test]
    fn right_responses_have_no_fault() {
        for response in [
            judged(&LINES),
            with(0, "HTTP/1.1 101 "),
            with(1, "upgrade: WebSocket"),
            with(2, "Connection: keep-alive, upgrade"),
            and("Sec-WebSocket-Protocol: chat"),
            and("Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover"),
            and("Date: today\r\nServer: x\r\nSet-Cookie: a\r\nSet-Cookie: b"),
        ] {
            assert_eq!(response, []);
        }
    }

    #[test]
    fn each_fault_alone_is_told_as_what_it_is() {
        let accept = "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
        for (faults, aspect, clause) in [
            (with(0, "HTTP/1.1 101"), Aspect::ResponseForm, http1::STATUS_LINE),
            (
                with(1, "Upgrade: websocket\r\nX: a\rb"),
                Aspect::ResponseForm,
                http1::BARE_CR_SEND,
            ),
            (and("X: a\r\n b"), Aspect::ResponseForm, http1::OBS_FOLD_SEND),
            (
                with(0, "HTTP/1.1 101 S\r\n X: y"),
                Aspect::ResponseForm,
                http1::WS_FIRST_HEADER_SEND,
            ),
            (and("X: a\nY: b"), Aspect::ResponseForm, rfc6455::REPLY_VALID_HTTP),
            (
                with(0, "\r\nHTTP/1.1 101 S"),
                Aspect::ResponseForm,
                rfc6455::REPLY_VALID_HTTP,
            ),
            (with(1, ""), Aspect::ResponseUpgrade, http1::STATUS_101_UPGRADE),
            (with(1, "Upgrade: h2c"), Aspect::ResponseUpgrade, rfc6455::UPGRADE_HDR),
            (
                with(2, "Connection: close"),
                Aspect::ResponseConnection,
                rfc6455::CONNECTION_HDR,
            ),
            (with(3, ""), Aspect::Accept, rfc6455::KEY_HASH),
            (
                with(3, "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA="),
                Aspect::Accept,
                rfc6455::KEY_HASH,
            ),
            (
                with(3, "Sec-WebSocket-Accept: s3pP"),
                Aspect::Accept,
                rfc6455::ACCEPT_ABNF,
            ),
            (and(accept), Aspect::Accept, rfc6455::ACCEPT_ONCE),
            (
                and("Sec-WebSocket-Protocol:"),
                Aspect::Selected,
                rfc6455::SUBPROTOCOL_EMPTY,
            ),
            (
                and("Sec-WebSocket-Protocol: other"),
                Aspect::Selected,
                rfc6455::SUBPROTOCOL_DERIVED,
            ),
            (
                and("Sec-WebSocket-Protocol: CHAT"),
                Aspect::Selected,
                registry::CASE_SENSITIVE,
            ),
            (
                and("Sec-WebSocket-Protocol: chat, superchat"),
                Aspect::Selected,
                rfc6455::SUBPROTOCOL_TOKEN,
            ),
            (
                and("Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Protocol: chat"),
                Aspect::Selected,
                rfc6455::PROTOCOL_ONCE,
            ),
            (and("Sec-WebSocket-Extensions: ;"), Aspect::Answered, rfc6455::MALFORMED),
            (
                and("Sec-WebSocket-Extensions: x-other"),
                Aspect::Answered,
                rfc6455::EXTENSIONS_UNLISTED,
            ),
            (
                and("Sec-WebSocket-Extensions: permessage-deflate; unknown"),
                Aspect::Answered,
                wsspec_codec::rfc::rfc7692::CLIENT_UNDEFINED_PARAM,
            ),
            (and("Content-Length: 0"), Aspect::Bodiless, http1::NO_CL_101),
            (and("Transfer-Encoding: chunked"), Aspect::Bodiless, http1::TE_101),
            (
                with(2, "Connection: Upgrade,"),
                Aspect::NoEmptyElements,
                http1::EMPTY_SEND,
            ),
            (and("Date: a\r\nDate: b"), Aspect::ResponseOnce, http1::DUPLICATE_SEND),
        ] {
            assert_eq!(faults.first(), Some(&(aspect, clause.id)), "{faults:?}");
            assert!(faults.len() == 1 || clause.id.contains("empty"), "{faults:?}");
        }
    }
}
