//! The seeds of `handshake_response`: one thing wrong at a time, legal variations, and every request that is answered.

use super::requirements::accept_of;
use super::response::{EXTENSIONS, NONCES, SUBPROTOCOLS, request};
use super::seeds::{ENDS, disturbed, head};
use crate::seeds::{id, vectors};
use crate::target::Seeds;

/// The lines of the shortest response to the first of the nonces.
const LINES: [&str; 4] = [
    "HTTP/1.1 101 Switching Protocols",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
];

/// The seeds of `handshake_response` by name. In turn they end in each of the [`ENDS`], and then in what was asked for.
///
/// # Panics
/// The vectors are missing or are not as their schema says.
pub fn response() -> Seeds {
    let mut heads = vec![("shortest".to_owned(), head(&LINES), 0)];
    heads.extend(disturbed(&LINES).into_iter().map(|(name, octets)| (name, octets, 0)));
    for (name, line) in STATUS_LINES {
        heads.push((
            format!("status-line-{name}"),
            head(&[&[line][..], &LINES[1..]].concat()),
            0,
        ));
    }
    for (name, asked, line) in ADDED {
        heads.push((name.to_owned(), head(&[&LINES[..], &[line]].concat()), asked));
    }
    for (index, nonce) in NONCES.iter().enumerate() {
        heads.push((format!("nonce-{index}"), accepting(nonce, &[]), index as u8));
    }
    for (index, names) in SUBPROTOCOLS.iter().enumerate() {
        for name in *names {
            let octets = accepting(&NONCES[0], &[&format!("Sec-WebSocket-Protocol: {name}")]);
            heads.push((format!("subprotocol-{index}-{name}"), octets, (index as u8) << 2));
        }
    }
    for (index, offers) in EXTENSIONS.iter().enumerate() {
        for (what, answer) in ANSWERS {
            let octets = accepting(&NONCES[0], &[&format!("Sec-WebSocket-Extensions: {answer}")]);
            heads.push((format!("offers-{index}-{what}"), octets, (index as u8) << 4));
        }
        if !offers.is_empty() {
            let octets = accepting(&NONCES[0], &[&format!("Sec-WebSocket-Extensions: {offers}")]);
            heads.push((format!("offers-{index}-the-same"), octets, (index as u8) << 4));
        }
    }
    for (_, vector) in vectors("accept").iter().filter(|(group, _)| group == "answers") {
        let line = format!(
            "Sec-WebSocket-Accept: {}",
            vector["accept"].as_str().unwrap_or_default()
        );
        heads.push((
            format!("accept-{}", id(vector)),
            head(&[&LINES[..3], &[&line]].concat()),
            0,
        ));
    }
    for (name, octets) in [
        (
            "frames-behind",
            [&head(&LINES)[..], b"\x81\x05Hello\x88\x02\x03\xe8"].concat(),
        ),
        (
            "continue-before",
            [b"HTTP/1.1 100 Continue\r\n\r\n", &head(&LINES)[..]].concat(),
        ),
        ("crlf-before", [b"\r\n", &head(&LINES)[..]].concat()),
        ("lf-everywhere", format!("{}\n\n", LINES.join("\n")).into_bytes()),
        ("not-whole", LINES.join("\r\n").into_bytes()),
        (
            "octets-long",
            head(&[&LINES[..], &[&format!("A: {}", "a".repeat(600))]].concat()),
        ),
        ("fields-101", head(&[&LINES[..], &["A:"; 98]].concat())),
        ("body", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK".to_vec()),
        (
            "refused",
            b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n".to_vec(),
        ),
        ("redirected", b"HTTP/1.1 301 x\r\nLocation: /\r\n\r\n".to_vec()),
        ("frames-alone", b"\x81\x05Hello".to_vec()),
    ] {
        heads.push((name.to_owned(), octets, 0));
    }
    let ended = heads.into_iter().zip(ENDS.into_iter().cycle());
    ended
        .map(|((name, octets, asked), end)| (name, [&octets, end, &[asked]].concat()))
        .collect()
}

/// A response to this nonce, with more lines.
fn accepting(nonce: &[u8; 16], more: &[&str]) -> Vec<u8> {
    let asked = NONCES.iter().position(|other| other == nonce).unwrap_or_default();
    let key = wsspec_codec::handshake::key::encode_key(request(asked as u8).nonce);
    let accept = format!("Sec-WebSocket-Accept: {}", accept_of(key.as_bytes()));
    head(&[&LINES[..3], &[&accept], more].concat())
}

const STATUS_LINES: [(&str, &str); 18] = [
    ("1-0", "HTTP/1.0 101 Switching Protocols"),
    ("1-2", "HTTP/1.2 101 Switching Protocols"),
    ("2-0", "HTTP/2.0 101 Switching Protocols"),
    ("2", "HTTP/2 101 Switching Protocols"),
    ("small-letters", "http/1.1 101 Switching Protocols"),
    ("no-reason", "HTTP/1.1 101 "),
    ("no-space", "HTTP/1.1 101"),
    ("other-reason", "HTTP/1.1 101 Web Socket Protocol Handshake"),
    ("reason-not-ascii", "HTTP/1.1 101 \u{e9}\t."),
    ("two-spaces", "HTTP/1.1  101 Switching Protocols"),
    ("100", "HTTP/1.1 100 Continue"),
    ("200", "HTTP/1.1 200 OK"),
    ("426", "HTTP/1.1 426 Upgrade Required"),
    ("0101", "HTTP/1.1 0101 Switching Protocols"),
    ("10", "HTTP/1.1 10 Switching Protocols"),
    ("plus-101", "HTTP/1.1 +01 Switching Protocols"),
    ("no-status", "HTTP/1.1 Switching Protocols"),
    ("request", "GET / HTTP/1.1"),
];

/// Names, what was asked for, and a line that is added.
const ADDED: [(&str, u8, &str); 18] = [
    ("subprotocol-unasked", 0x00, "Sec-WebSocket-Protocol: chat"),
    ("subprotocol-other", 0x04, "Sec-WebSocket-Protocol: superchat"),
    ("subprotocol-other-case", 0x04, "Sec-WebSocket-Protocol: Chat"),
    ("subprotocol-none", 0x04, "X-Protocol: chat"),
    ("subprotocol-empty", 0x04, "Sec-WebSocket-Protocol:"),
    ("subprotocol-list", 0x08, "Sec-WebSocket-Protocol: chat, superchat"),
    (
        "subprotocol-twice",
        0x08,
        "Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Protocol: chat",
    ),
    (
        "subprotocol-two-lines",
        0x08,
        "Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Protocol: superchat",
    ),
    ("subprotocol-spaces", 0x08, "Sec-WebSocket-Protocol:  \tsuperchat "),
    (
        "extensions-two-lines",
        0x50,
        "Sec-WebSocket-Extensions: x-foo\r\nSec-WebSocket-Extensions: permessage-deflate",
    ),
    (
        "extensions-malformed",
        0x10,
        "Sec-WebSocket-Extensions: permessage-deflate;",
    ),
    (
        "extensions-name-in-capitals",
        0x10,
        "Sec-WebSocket-Extensions: PERMESSAGE-DEFLATE",
    ),
    ("length-0", 0x00, "Content-Length: 0"),
    ("length-5", 0x00, "Content-Length: 5"),
    ("chunked", 0x00, "Transfer-Encoding: chunked"),
    ("set-cookie", 0x00, "Set-Cookie: a=b\r\nSet-Cookie: c=d"),
    ("version-in-response", 0x00, "Sec-WebSocket-Version: 13"),
    ("field-name-with-space", 0x00, "A b: c"),
];

/// Names, and what stands in Sec-WebSocket-Extensions.
const ANSWERS: [(&str, &str); 7] = [
    ("nothing", ""),
    ("bare", "permessage-deflate"),
    ("server-window", "permessage-deflate; server_max_window_bits=9"),
    ("client-window", "permessage-deflate; client_max_window_bits=\"9\""),
    (
        "forgetting",
        "permessage-deflate; server_no_context_takeover; server_max_window_bits=10",
    ),
    ("twice", "permessage-deflate, permessage-deflate"),
    ("foreign", "x-foo; bar=1, x-bar"),
];
