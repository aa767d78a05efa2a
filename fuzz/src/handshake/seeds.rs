//! The seeds of `handshake_request`: one thing wrong at a time, legal variations, and what clients really send.

use super::arrival::SMALL;
use super::recorded::SENT;
use crate::seeds::{id, vectors};
use crate::target::Seeds;

/// The lines of the shortest request; the example of RFC 6455 section 1.2 without what may be left out.
pub const LINES: [&str; 6] = [
    "GET /chat HTTP/1.1",
    "Host: server.example.com",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version: 13",
];

/// How an input ends: in one piece, in pieces of three octets, and in uneven ones with small limits.
pub const ENDS: [&[u8]; 3] = [&[0x00], &[2, 0x01], &[0, 4, 9, 0x13]];

/// The seeds of `handshake_request` by name. In turn they end in each of the [`ENDS`].
///
/// # Panics
/// The vectors are missing or are not as their schema says.
pub fn request() -> Seeds {
    let mut heads = vec![("shortest".to_owned(), head(&LINES))];
    heads.extend(disturbed(&LINES));
    for (name, line, with) in REPLACED {
        let mut lines = LINES.to_vec();
        lines[line] = with;
        heads.push((name.to_owned(), head(&lines)));
    }
    for (name, line) in ADDED {
        heads.push((name.to_owned(), head(&[&LINES[..], &[line]].concat())));
    }
    heads.extend(others());
    for (group, vector) in vectors("accept").iter().filter(|(group, _)| group != "answers") {
        let line = format!("Sec-WebSocket-Key: {}", vector["key"].as_str().unwrap_or_default());
        let mut lines = LINES.to_vec();
        lines[4] = &line;
        heads.push((format!("key-{group}-{}", id(vector)), head(&lines)));
    }
    heads.extend(SENT.map(|(name, octets)| (format!("sent-by-{name}"), octets.as_bytes().to_vec())));
    let ended = heads.into_iter().zip(ENDS.into_iter().cycle());
    let limited = limits().into_iter().map(|(name, octets, end)| ((name, octets), end));
    ended
        .chain(limited)
        .map(|((name, octets), end)| (name, [&octets, end].concat()))
        .collect()
}

/// What is no request, or not only, or one that wants no WebSocket; and line ends.
fn others() -> impl Iterator<Item = (String, Vec<u8>)> {
    let mut reversed = LINES;
    reversed[1..].reverse();
    let shortest = head(&LINES);
    let plain = |start_line| head(&[start_line, LINES[1]]);
    let lines = LINES.join("\r\n");
    let others = [
        ("order-reversed", head(&reversed)),
        ("plain-page", plain("GET / HTTP/1.1")),
        ("plain-head", plain("HEAD / HTTP/1.1")),
        ("plain-query", plain("GET /?a HTTP/1.1")),
        ("plain-absolute", plain("GET http://server.example.com/ HTTP/1.1")),
        ("plain-icon", plain("GET /favicon.ico HTTP/1.1")),
        ("plain-elsewhere", plain("GET /chat HTTP/1.1")),
        ("plain-post", plain("POST / HTTP/1.1")),
        ("plain-1-0", head(&["GET / HTTP/1.0"])),
        ("plain-host-twice", head(&["GET / HTTP/1.1", LINES[1], LINES[1]])),
        ("nul-in-another-field", head(&[&LINES[..], &["A: b\0c"]].concat())),
        ("bell-in-another-field", head(&[&LINES[..], &["A: b\x07c"]].concat())),
        ("cr-in-another-field", head(&[&LINES[..], &["A: b\rc"]].concat())),
        ("del-in-another-field", head(&[&LINES[..], &["A: b\x7Fc"]].concat())),
        ("crlf-before", [b"\r\n", &shortest[..]].concat()),
        ("crlf-before-twice", [b"\r\n\r\n", &shortest[..]].concat()),
        ("lf-before", [b"\n", &shortest[..]].concat()),
        ("lf-everywhere", format!("{}\n\n", LINES.join("\n")).into_bytes()),
        ("lf-at-the-end", format!("{lines}\r\n\n").into_bytes()),
        (
            "frames-behind",
            [&shortest[..], b"\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"].concat(),
        ),
        ("request-behind", shortest.repeat(2)),
        ("space-before-the-first-field", head(&[LINES[0], " Host: a", LINES[2]])),
        ("not-whole-cr", format!("{lines}\r\n\r").into_bytes()),
        ("not-whole", lines.into_bytes()),
        ("octets-600", of_length(600)),
        ("http-2-preface", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec()),
        ("tls", b"\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00".to_vec()),
        ("empty-lines", b"\r\n\r\n\r\n".to_vec()),
    ];
    others.into_iter().map(|(name, octets)| (name.to_owned(), octets))
}

/// Heads at the usual limits and at the small ones, and beyond.
fn limits() -> Vec<(String, Vec<u8>, &'static [u8])> {
    let [usual, _, small] = ENDS;
    let mut heads = Vec::new();
    for (fields, end) in [
        (100, usual),
        (101, usual),
        (SMALL.fields, small),
        (SMALL.fields + 1, small),
    ] {
        let more = vec!["A:"; fields + 1 - LINES.len()];
        heads.push((
            format!("limit-{fields}-fields"),
            head(&[&LINES[..], &more].concat()),
            end,
        ));
    }
    for length in [SMALL.octets - 1, SMALL.octets, SMALL.octets + 1] {
        heads.push((format!("limit-{length}-octets"), of_length(length), small));
    }
    heads
}

/// A head of so many octets.
fn of_length(octets: usize) -> Vec<u8> {
    let more = octets - head(&LINES).len() - "A: \r\n".len();
    head(&[&LINES[..], &[&format!("A: {}", "a".repeat(more))]].concat())
}

/// Lines as a head.
pub fn head(lines: &[&str]) -> Vec<u8> {
    format!("{}\r\n\r\n", lines.join("\r\n")).into_bytes()
}

/// The head with each field in turn in every shape that it should not have, or may have and rarely has; by name.
pub fn disturbed(lines: &[&str]) -> Vec<(String, Vec<u8>)> {
    let mut heads = Vec::new();
    for (index, line) in lines.iter().enumerate().skip(1) {
        let (name, value) = line.split_once(": ").expect("a field has a name and a value");
        for (what, shape) in shapes(name, value) {
            let mut disturbed = lines.to_vec();
            disturbed[index] = &shape;
            disturbed.retain(|line| !line.is_empty());
            heads.push((format!("{}-{what}", name.to_ascii_lowercase()), head(&disturbed)));
        }
    }
    heads
}

fn shapes(name: &str, value: &str) -> [(&'static str, String); 23] {
    [
        ("missing", String::new()),
        ("twice", format!("{name}: {value}\r\n{name}: {value}")),
        ("twice-in-list", format!("{name}: {value}, {value}")),
        ("empty", format!("{name}:")),
        ("second-empty", format!("{name}: {value}\r\n{name}:")),
        ("other", format!("{name}: other")),
        ("name-in-capitals", format!("{}: {value}", name.to_ascii_uppercase())),
        (
            "name-in-small-letters",
            format!("{}: {value}", name.to_ascii_lowercase()),
        ),
        ("value-in-capitals", format!("{name}: {}", value.to_ascii_uppercase())),
        (
            "value-in-small-letters",
            format!("{name}: {}", value.to_ascii_lowercase()),
        ),
        ("no-space", format!("{name}:{value}")),
        ("tabs-around", format!("{name}:\t{value}\t")),
        ("spaces-around", format!("{name}:   {value}  ")),
        ("space-before-colon", format!("{name} : {value}")),
        ("no-colon", format!("{name} {value}")),
        ("folded", format!("{name}:\r\n {value}")),
        ("folded-behind", format!("{name}: {value}\r\n ")),
        ("bare-lf", format!("{name}: {value}\nA: b")),
        ("bare-cr", format!("{name}: {value}\rA: b")),
        ("nul", format!("{name}: {value}\0")),
        ("quoted", format!("{name}: \"{value}\"")),
        ("in-list-with-empty-elements", format!("{name}: , {value},")),
        ("not-ascii", format!("{name}: {value}\u{e9}")),
    ]
}

/// Names, and a line with what replaces it.
const REPLACED: [(&str, usize, &str); 51] = [
    ("spoken-version-8", 5, "Sec-WebSocket-Version: 8"),
    ("spoken-version-013", 5, "Sec-WebSocket-Version: 013"),
    ("method-post", 0, "POST /chat HTTP/1.1"),
    ("method-head", 0, "HEAD /chat HTTP/1.1"),
    ("method-connect", 0, "CONNECT a:80 HTTP/1.1"),
    ("method-small-letters", 0, "get /chat HTTP/1.1"),
    ("method-missing", 0, " /chat HTTP/1.1"),
    ("version-0-9", 0, "GET /chat"),
    ("version-1-0", 0, "GET /chat HTTP/1.0"),
    ("version-1-2", 0, "GET /chat HTTP/1.2"),
    ("version-1-10", 0, "GET /chat HTTP/1.10"),
    ("version-2-0", 0, "GET /chat HTTP/2.0"),
    ("version-2", 0, "GET /chat HTTP/2"),
    ("version-small-letters", 0, "GET /chat http/1.1"),
    ("version-space-behind", 0, "GET /chat HTTP/1.1 "),
    ("target-root", 0, "GET / HTTP/1.1"),
    ("target-query", 0, "GET /chat?a=b&c=%20 HTTP/1.1"),
    ("target-fragment", 0, "GET /chat#a HTTP/1.1"),
    ("target-two-slashes", 0, "GET //chat HTTP/1.1"),
    ("target-relative", 0, "GET chat HTTP/1.1"),
    ("target-asterisk", 0, "GET * HTTP/1.1"),
    ("target-authority", 0, "GET server.example.com:80 HTTP/1.1"),
    ("target-absolute-http", 0, "GET http://server.example.com/chat HTTP/1.1"),
    (
        "target-absolute-ws",
        0,
        "GET ws://server.example.com:80/chat?a HTTP/1.1",
    ),
    ("target-absolute-wss", 0, "GET WSS://server.example.com HTTP/1.1"),
    ("target-absolute-query", 0, "GET ws://server.example.com?a HTTP/1.1"),
    ("target-absolute-address", 0, "GET ws://[::1]:80/ HTTP/1.1"),
    ("target-absolute-no-host", 0, "GET http:///chat HTTP/1.1"),
    ("target-absolute-port-alone", 0, "GET http://:80/chat HTTP/1.1"),
    ("target-absolute-user", 0, "GET http://a@b/chat HTTP/1.1"),
    ("target-absolute-escape", 0, "GET http://a%20b/chat HTTP/1.1"),
    ("target-absolute-ftp", 0, "GET ftp://a/chat HTTP/1.1"),
    ("target-with-space", 0, "GET /a b HTTP/1.1"),
    ("target-with-tab", 0, "GET /a\tb HTTP/1.1"),
    ("target-not-ascii", 0, "GET /\u{e9} HTTP/1.1"),
    ("target-not-in-uris", 0, "GET /<a>|b HTTP/1.1"),
    ("target-two-spaces", 0, "GET  /chat HTTP/1.1"),
    ("host-with-port", 1, "Host: server.example.com:8080"),
    ("host-address", 1, "Host: [2001:db8::1]:80"),
    ("host-with-space", 1, "Host: a b"),
    ("host-with-path", 1, "Host: a/b"),
    ("host-with-user", 1, "Host: a@b"),
    ("host-port-no-number", 1, "Host: a:b"),
    ("host-bracket-open", 1, "Host: [::1"),
    ("upgrade-list", 2, "Upgrade: h2c, websocket"),
    ("upgrade-with-version", 2, "Upgrade: websocket/13"),
    ("upgrade-kelvin-sign", 2, "Upgrade: websoc\u{212A}et"),
    ("connection-list", 3, "Connection: keep-alive, Upgrade"),
    ("connection-close", 3, "Connection: close, Upgrade"),
    (
        "connection-two-lines",
        3,
        "Connection: keep-alive\r\nConnection: Upgrade",
    ),
    (
        "version-other-first",
        5,
        "Sec-WebSocket-Version: 8\r\nSec-WebSocket-Version: 13",
    ),
];

/// Names, and a line that is added.
const ADDED: [(&str, &str); 42] = [
    ("version-again-8", "Sec-WebSocket-Version: 8"),
    ("key-again", "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA=="),
    ("host-again", "Host: other.example.com"),
    ("length-0", "Content-Length: 0"),
    ("length-00", "Content-Length: 00"),
    ("length-0-twice", "Content-Length: 0\r\nContent-Length: 0"),
    ("length-5", "Content-Length: 5"),
    ("length-negative", "Content-Length: -1"),
    ("length-empty", "Content-Length:"),
    ("chunked", "Transfer-Encoding: chunked"),
    ("expect", "Expect: 100-continue"),
    ("origin", "Origin: http://example.com"),
    ("origin-null", "Origin: null"),
    ("unknown-field", "X-Anything: \u{e9}\t\u{20ac}"),
    ("unknown-sec-field", "Sec-WebSocket-Unknown: a"),
    ("field-name-with-space", "A b: c"),
    ("field-name-empty", ": c"),
    ("field-name-odd", "!#$%&'*+-.^_`|~: c"),
    ("field-underscore", "Sec_WebSocket_Key: AQIDBAUGBwgJCgsMDQ4PEA=="),
    ("protocol-one", "Sec-WebSocket-Protocol: chat"),
    ("protocol-two", "Sec-WebSocket-Protocol: superchat, chat"),
    (
        "protocol-two-lines",
        "Sec-WebSocket-Protocol: other\r\nSec-WebSocket-Protocol: chat",
    ),
    ("protocol-not-spoken", "Sec-WebSocket-Protocol: other"),
    ("protocol-twice", "Sec-WebSocket-Protocol: chat, chat"),
    ("protocol-twice-by-case", "Sec-WebSocket-Protocol: Chat, chat"),
    ("protocol-no-token", "Sec-WebSocket-Protocol: a/b"),
    ("protocol-empty", "Sec-WebSocket-Protocol:"),
    ("protocol-empty-elements", "Sec-WebSocket-Protocol: , chat,,"),
    ("extension-bare", "Sec-WebSocket-Extensions: permessage-deflate"),
    (
        "extension-browser",
        "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
    ),
    (
        "extension-quoted",
        "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=\"9\"",
    ),
    (
        "extension-two-lines",
        "Sec-WebSocket-Extensions: x-foo\r\nSec-WebSocket-Extensions: permessage-deflate",
    ),
    (
        "extension-second-line-empty",
        "Sec-WebSocket-Extensions: x-foo\r\nSec-WebSocket-Extensions:",
    ),
    (
        "extension-spaces",
        "Sec-WebSocket-Extensions: permessage-deflate ;\tserver_max_window_bits = 9 ,",
    ),
    ("extension-unknown", "Sec-WebSocket-Extensions: x-foo; bar=1"),
    ("extension-empty", "Sec-WebSocket-Extensions:"),
    ("extension-malformed", "Sec-WebSocket-Extensions: permessage-deflate; ;"),
    ("extension-quote-open", "Sec-WebSocket-Extensions: a; b=\"c"),
    ("extension-quoted-comma", "Sec-WebSocket-Extensions: a; b=\"c,d\""),
    (
        "extension-wrong-value",
        "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=7",
    ),
    ("cookie", "Cookie: a=b; c=d"),
    ("authorization", "Authorization: Basic dXNlcjpwYXNz"),
];
