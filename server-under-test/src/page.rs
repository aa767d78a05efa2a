//! What a browser sees: the page that shows the server at work.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use wsspec_codec::handshake::refusal::phrase;
use wsspec_codec::handshake::{Head, Refusal, target};

/// The page; its script opens `ws://localhost:3368`.
const PAGE: &str = include_str!("page.html");

/// The authority that stands in the page.
const AUTHORITY: &str = "localhost:3368";

const TEXT: &str = "text/plain; charset=utf-8";

/// The response to a GET or HEAD that wants no WebSocket: the page at `/`, and elsewhere that there is none. `None` for
/// any other request. `port` is where the server listens.
pub fn answer(head: &Head, port: u16) -> Option<Vec<u8>> {
    let [method, uri, version] = head.start_line_parts()?;
    let wants_socket = head.lists("Upgrade", "websocket")
        || head
            .fields()
            .any(|(name, _)| name.len() > 14 && name[..14].eq_ignore_ascii_case(b"Sec-WebSocket-"));
    // What is wrong with these, the opening handshake knows to say.
    let is_version = matches!(version.strip_prefix(b"HTTP/1."), Some([b'0'..=b'9']));
    let is_http = head.flaw().is_none() && is_version && target::is_target(uri);
    if wants_socket || !is_http || !matches!(method, b"GET" | b"HEAD") {
        return None;
    }
    let mut hosts = head.values("Host");
    let host = hosts.next();
    // And with this too (RFC 9112 3.2).
    let is_missing = host.is_none() && version != b"HTTP/1.0";
    if is_missing || hosts.next().is_some() || host.is_some_and(|host| !target::is_authority(host)) {
        return None;
    }
    Some(match target::path(uri) {
        b"/" | b"" => page(&authority(target::authority(uri).or(host), port)),
        // Browsers ask for it beside every page.
        b"/favicon.ico" => response(404, TEXT, "", "there is none\n"),
        _ => Refusal::NotWebSocket.response(),
    })
}

/// A response without what stands behind its head: for HEAD (RFC 9110 9.3.2).
pub(crate) fn without_content(mut response: Vec<u8>) -> Vec<u8> {
    if let Some(end) = response.windows(4).position(|octets| octets == b"\r\n\r\n") {
        response.truncate(end + 4);
    }
    response
}

/// The response to whoever comes while the server shuts down.
pub fn closing() -> Vec<u8> {
    response(503, TEXT, "", "the server shuts down\n")
}

/// The page, for a browser that reached it at this authority. Nothing runs in it but its script, and that reaches
/// nothing but this server.
fn page(authority: &str) -> Vec<u8> {
    let page = PAGE.replace(AUTHORITY, authority);
    let hash = |start, end| STANDARD.encode(Sha256::digest(between(&page, start, end)));
    let policy = format!(
        "Content-Security-Policy: default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; \
         connect-src ws://{authority}; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n",
        hash("<script>", "</script>"),
        hash("<style>", "</style>"),
    );
    response(200, "text/html; charset=utf-8", &policy, &page)
}

fn between<'a>(page: &'a str, start: &str, end: &str) -> &'a str {
    let (_, after) = page.split_once(start).unwrap_or_default();
    after.split_once(end).unwrap_or_default().0
}

/// Where the page finds the server: where the browser found it, if that is told in plain letters. What could end the
/// string in the script, or the policy, is none.
fn authority(host: Option<&[u8]>, port: u16) -> String {
    let plain = |octet: &u8| octet.is_ascii_alphanumeric() || b".-_:[]".contains(octet);
    match host {
        Some(host) if !host.is_empty() && host.iter().all(plain) => String::from_utf8_lossy(host).into_owned(),
        _ => format!("localhost:{port}"),
    }
}

fn response(status: u16, kind: &str, fields: &str, body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status} {}\r\nConnection: close\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
         Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n{fields}\r\n{body}",
        phrase(status),
        body.len(),
    )
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_authority_does_not_come_into_the_page() {
        for (host, expected) in [
            ("localhost:3368", "localhost:3368"),
            ("[::1]:9000", "[::1]:9000"),
            ("", "localhost:99"),
            ("a'+alert(1)+'", "localhost:99"),
            ("a; script-src *", "localhost:99"),
        ] {
            assert_eq!(authority(Some(host.as_bytes()), 99), expected, "{host}");
        }
        assert_eq!(authority(None, 99), "localhost:99");
    }

    #[test]
    fn the_page_calls_the_server_where_it_listens_by_default() {
        assert!(PAGE.contains("new WebSocket('ws://localhost:3368')"));
    }
}
