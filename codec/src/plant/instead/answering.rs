//! What becomes of a server's responses.

use crate::handshake::{Refusal, Request};
use crate::plant::{Plant, planted};

/// The response that opens a connection.
#[inline(always)]
pub(crate) fn opening_response(response: Vec<u8>, request: &Request) -> Vec<u8> {
    match PLAIN.iter().find(|(plant, ..)| planted(*plant)) {
        Some((_, right, wrong)) => replaced(response, right, wrong),
        None => of_request(response, request),
    }
}

/// What stands instead of what, whatever was asked for.
const PLAIN: [(Plant, &str, &str); 14] = [
    (
        Plant::Status200ForOpening,
        "HTTP/1.1 101 Switching Protocols",
        "HTTP/1.1 200 OK",
    ),
    (
        Plant::StatusWithoutSpace,
        "HTTP/1.1 101 Switching Protocols",
        "HTTP/1.1 101",
    ),
    (Plant::EmptyLineBeforeResponse, "HTTP/1.1 101", "\r\nHTTP/1.1 101"),
    (
        Plant::BareCrSent,
        "\r\nConnection",
        "\r\nX-Powered-By: a\rb\r\nConnection",
    ),
    (Plant::FoldedFieldSent, "Connection: Upgrade", "Connection:\r\n Upgrade"),
    (
        Plant::IndentedFirstFieldSent,
        "\r\nUpgrade:",
        "\r\n X-Powered-By: a\r\nUpgrade:",
    ),
    (Plant::UpgradeNotAnswered, "\r\nUpgrade: websocket", ""),
    (
        Plant::UpgradeToOtherAnswered,
        "Upgrade: websocket",
        "Upgrade: websocket/13",
    ),
    (
        Plant::ConnectionNotAnswered,
        "Connection: Upgrade",
        "Connection: keep-alive",
    ),
    (Plant::AcceptWithoutPadding, "=\r\n", "\r\n"),
    (
        Plant::ContentLengthOfOpening,
        "\r\nConnection",
        "\r\nContent-Length: 0\r\nConnection",
    ),
    (
        Plant::CodingOfOpening,
        "\r\nConnection",
        "\r\nTransfer-Encoding: chunked\r\nConnection",
    ),
    (
        Plant::EmptyElementAnswered,
        "Connection: Upgrade",
        "Connection: Upgrade,",
    ),
    (
        Plant::DateSentTwice,
        "\r\nConnection",
        "\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\nDate: Thu, 01 Jan 1970 00:00:01 GMT\r\nConnection",
    ),
];

/// What depends on what was asked for.
#[inline(always)]
fn of_request(response: Vec<u8>, request: &Request) -> Vec<u8> {
    if planted(Plant::AcceptSentTwice) {
        twice(response, "Sec-WebSocket-Accept")
    } else if planted(Plant::SubprotocolSentTwice) {
        twice(response, "Sec-WebSocket-Protocol")
    } else if planted(Plant::AllSubprotocolsAnswered) && request.subprotocols.len() > 1 {
        let all = format!(
            "\r\nSec-WebSocket-Protocol: {}\r\n\r\n",
            request.subprotocols.join(", ")
        );
        replaced(response, "\r\n\r\n", &all)
    } else if planted(Plant::ExtensionAnsweredUnasked) && request.extensions.is_empty() {
        replaced(
            response,
            "\r\n\r\n",
            "\r\nSec-WebSocket-Extensions: x-webkit-deflate-frame\r\n\r\n",
        )
    } else if planted(Plant::EmptyExtensionsAnswered) && request.extensions.is_empty() {
        replaced(response, "\r\n\r\n", "\r\nSec-WebSocket-Extensions:\r\n\r\n")
    } else {
        response
    }
}

/// The response to a request that is refused.
#[inline(always)]
pub(crate) fn refusing_response(response: Vec<u8>, refusal: &Refusal) -> Vec<u8> {
    if planted(Plant::AllowLeftOut) {
        replaced(response, "Allow: GET\r\n", "")
    } else if planted(Plant::UpgradeOf426LeftOut) {
        replaced(response, "Upgrade: websocket\r\n", "")
    } else if planted(Plant::ConnectionOf426LeftOut) {
        replaced(response, "Connection: close, Upgrade", "Connection: close")
    } else if planted(Plant::RefusalCut) {
        let len = response.len().saturating_sub(1);
        response[..len].to_vec()
    } else if planted(Plant::ContinueToHttp10) && matches!(refusal, Refusal::HttpVersion(_)) {
        [b"HTTP/1.1 100 Continue\r\n\r\n", &response[..]].concat()
    } else {
        response
    }
}

fn twice(response: Vec<u8>, name: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(&response).into_owned();
    match text.split("\r\n").find(|line| line.starts_with(name)) {
        Some(line) => replaced(response, line, &format!("{line}\r\n{line}")),
        None => response,
    }
}

fn replaced(response: Vec<u8>, right: &str, wrong: &str) -> Vec<u8> {
    String::from_utf8_lossy(&response)
        .replacen(right, wrong, 1)
        .into_bytes()
}
