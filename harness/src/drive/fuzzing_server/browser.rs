//! What the page needs to try what browsers owe beyond RFC 6455: a server that answers as it is told, and says what it saw.

use std::cell::RefCell;
use std::collections::VecDeque;

use serde_json::json;
use wsspec_codec::frame::Opcode;

use super::control::Control;
use super::{Octets, refuse};
use crate::autobahn::answering::Accepted;

/// How a connection is to be answered, as the query of the target says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// Under which name the client's Close frame is remembered.
    id: Option<String>,
    /// The subprotocol of the response, asked for or not.
    subprotocol: Option<String>,
    /// Another status than 101.
    status: Option<u16>,
    /// The status code of the server's Close frame, if it closes first.
    close: Option<u16>,
    /// The reason in it.
    reason: String,
    /// TCP ends after the first message, without a Close frame.
    drops: bool,
}

/// What clients sent, the youngest last.
#[derive(Debug, Default)]
pub(super) struct Seen(RefCell<VecDeque<Sent>>);

/// What a client sent.
#[derive(Debug)]
struct Sent {
    /// The name that it gave itself.
    id: String,
    messages: usize,
    /// The payload of its Close frame, if one came.
    close: Option<Vec<u8>>,
}

/// So many are remembered.
const REMEMBERED: usize = 256;

impl Seen {
    fn remember(&self, id: String, messages: usize, close: Option<Vec<u8>>) {
        let mut seen = self.0.borrow_mut();
        seen.push_back(Sent { id, messages, close });
        if seen.len() > REMEMBERED {
            seen.pop_front();
        }
    }

    /// What came under this name: how many messages, and of the Close frame the status code and the reason, `null` where there
    /// was none.
    pub(super) fn tell(&self, id: &str) -> String {
        let seen = self.0.borrow();
        let found = seen.iter().rev().find(|sent| sent.id == id);
        let messages = found.map_or(0, |sent| sent.messages);
        let payload = found.and_then(|sent| sent.close.as_deref());
        let code = payload
            .and_then(|payload| payload.first_chunk())
            .map(|code| u16::from_be_bytes(*code));
        let reason = payload
            .and_then(|payload| payload.get(2..))
            .map(String::from_utf8_lossy);
        json!({"messages": messages, "closed": payload.is_some(), "code": code, "reason": reason}).to_string()
    }
}

impl Told {
    /// Reads the query of `/browser?…`.
    fn of(target: &str) -> Told {
        let query = target.split_once('?').map_or("", |(_, query)| query);
        let mut told = Told::default();
        for (key, value) in form_urlencoded::parse(query.as_bytes()).into_owned() {
            match key.as_str() {
                "id" => told.id = Some(value),
                // It stands in a head.
                "subprotocol" => {
                    told.subprotocol = Some(value).filter(|name| name.bytes().all(|c| c.is_ascii_graphic()))
                }
                "status" => told.status = value.parse().ok().filter(|status| (200..600).contains(status)),
                "close" => told.close = value.parse().ok(),
                "reason" => told.reason = value,
                "drop" => told.drops = true,
                _ => {}
            }
        }
        told
    }
}

/// Answers a request to `/browser` as its query says, instead of with this response where that says otherwise.
pub(super) async fn answer(
    mut stream: &mut dyn Octets,
    target: &str,
    mut accepted: Accepted,
    rest: Vec<u8>,
    seen: &Seen,
) {
    let told = Told::of(target);
    if let Some(status) = told.status {
        let response = format!(
            "HTTP/1.1 {status} Told\r\nConnection: close\r\nContent-Length: 0\r\nLocation: /browser\r\n\
             WWW-Authenticate: Basic realm=\"told\"\r\n\r\n"
        );
        return refuse(&mut stream, response.as_bytes()).await;
    }
    if let Some(name) = &told.subprotocol {
        let end = accepted.response.len() - 2;
        let line = format!("Sec-WebSocket-Protocol: {name}\r\n");
        accepted.response.splice(end..end, line.into_bytes());
    }
    let mut control = Control::accept(stream, accepted, rest).await;
    if told.drops {
        control.next().await;
        return control.leave().await;
    }
    if let Some(code) = told.close {
        let payload = [&code.to_be_bytes()[..], told.reason.as_bytes()].concat();
        control.send(Opcode::CLOSE, &payload).await;
    }
    let (messages, close) = control.echo_to_the_close(told.close.is_none()).await;
    if let Some(id) = told.id {
        seen.remember(id, messages, close);
    }
    control.leave().await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_query_says_how_to_answer() {
        let told = Told::of("/browser?id=a&subprotocol=x&close=3001&reason=so%20long&status=99");
        let expected = Told {
            id: Some("a".to_owned()),
            subprotocol: Some("x".to_owned()),
            close: Some(3001),
            reason: "so long".to_owned(),
            ..Told::default()
        };
        assert_eq!(told, expected);
        assert_eq!(
            Told::of("/browser?subprotocol=a%0d%0aX:").subprotocol,
            None,
            "no head is split"
        );
    }

    #[test]
    fn the_youngest_close_frame_of_a_name_is_told() {
        let seen = Seen::default();
        seen.remember("a".to_owned(), 0, None);
        seen.remember("a".to_owned(), 2, Some(b"\x0b\xb8bye".to_vec()));
        seen.remember("b".to_owned(), 0, Some(Vec::new()));
        for (id, expected) in [
            (
                "a",
                json!({"messages": 2, "closed": true, "code": 3000, "reason": "bye"}),
            ),
            (
                "b",
                json!({"messages": 0, "closed": true, "code": null, "reason": null}),
            ),
            (
                "c",
                json!({"messages": 0, "closed": false, "code": null, "reason": null}),
            ),
        ] {
            assert_eq!(
                serde_json::from_str::<serde_json::Value>(&seen.tell(id)).unwrap(),
                expected
            );
        }
    }
}
