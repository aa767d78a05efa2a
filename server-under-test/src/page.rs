//! The page that shows the server at work.

use wsspec_codec::handshake::Head;
use wsspec_codec::handshake::refusal::phrase;

/// The page; its script opens `ws://localhost:3368`.
const PAGE: &str = include_str!("page.html");

/// The port that stands in the page.
const PORT: u16 = 3368;

/// The response to a request that wants no WebSocket but the page: GET or HEAD of `/`. `None` for any other request.
pub fn answer(head: &Head, port: u16) -> Option<Vec<u8>> {
    let [method, target, _] = head.start_line_parts()?;
    let wants_socket = head.lists("Upgrade", "websocket") || head.values("Sec-WebSocket-Key").next().is_some();
    if wants_socket || head.flaw().is_some() {
        return None;
    }
    let with_body = match method {
        b"GET" => true,
        b"HEAD" => false,
        _ => return None,
    };
    match target.split(|&octet| octet == b'?').next() {
        Some(b"/") => {
            let page = PAGE.replace(&format!("localhost:{PORT}"), &format!("localhost:{port}"));
            Some(response(200, "text/html; charset=utf-8", &page, with_body))
        }
        // Browsers ask for it beside every page.
        Some(b"/favicon.ico") => Some(response(404, "text/plain; charset=utf-8", "there is none\n", with_body)),
        _ => None,
    }
}

fn response(status: u16, kind: &str, body: &str, with_body: bool) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status} {}\r\nConnection: close\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
         Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\
         Content-Security-Policy: default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; \
         connect-src ws: wss:\r\n\r\n{}",
        phrase(status),
        body.len(),
        if with_body { body } else { "" }
    )
    .into_bytes()
}
