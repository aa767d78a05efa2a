//! What a server calls itself, for those that the spec file gives no name.

use std::future::pending;

use wsspec_codec::handshake::{Head, HeadLimits};

use super::case::{Act, AutobahnCase, CloseRule, Expected, Shows};
use super::play::Settings;
use super::run::{Connect, Plan, run};
use crate::bytes::Bytes;
use crate::run::Ending;

/// The name of one that says none.
pub const UNKNOWN: &str = "UnknownServer";

/// Opens a connection and closes it: the Server field of the response, or [`UNKNOWN`].
///
/// # Errors
/// No connection could be made; the sentence says what was seen.
pub async fn ask<C: Connect>(settings: &Settings, connect: &C) -> Result<String, String> {
    let case = question();
    let plan = Plan {
        cases: vec![&case],
        settings: settings.clone(),
        jobs: 1,
        deadline: None,
    };
    let mut response = None;
    let ending = run(
        &plan,
        connect,
        pending(),
        |_| {},
        |_, played| response = Some(played.response),
    )
    .await;
    match (response, ending) {
        (Some(response), _) => Ok(named(&response)),
        (None, Ending::SubjectGone(why)) => Err(why),
        (None, _) => Err("no connection came about".to_owned()),
    }
}

fn named(response: &[u8]) -> String {
    let head = Head::decode(response, HeadLimits::default()).ok().flatten();
    let field = head.as_ref().and_then(|(head, _)| head.values("Server").next());
    let name = field.map(|name| String::from_utf8_lossy(name).trim().to_owned());
    name.filter(|name| !name.is_empty())
        .unwrap_or_else(|| UNKNOWN.to_owned())
}

/// A case that asks nothing of the server but to open and to close.
fn question() -> AutobahnCase {
    AutobahnCase {
        id: "agent".to_owned(),
        number: 0,
        description: String::new(),
        expectation: String::new(),
        offer: None,
        asks: Vec::new(),
        acts: vec![Act::Close(Bytes::from(1000_u16.to_be_bytes().to_vec()))],
        expected: Expected::Informational(Vec::new()),
        close: CloseRule {
            by_tester: true,
            codes: Vec::new(),
            clean: false,
            closes_with: None,
            wrong_code_fails: false,
            wrong_endpoint_fails: false,
        },
        sentences: Vec::new(),
        unopened: None,
        shows: Shows::Verdict,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_field_is_the_name() {
        assert_eq!(
            named(b"HTTP/1.1 101 S\r\nserver:  My Server/1.0 \r\n\r\n\x81\x00"),
            "My Server/1.0"
        );
        assert_eq!(named(b"HTTP/1.1 500 No\r\nServer: it\r\n\r\n"), "it");
        assert_eq!(named(b"HTTP/1.1 101 S\r\n\r\n"), UNKNOWN);
        assert_eq!(named(b"HTTP/1.1 101 S\r\nServer: \r\n\r\n"), UNKNOWN);
        assert_eq!(named(b""), UNKNOWN);
    }
}
