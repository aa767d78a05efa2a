//! What is tested: where it is, and what it answers before anything is asked of it.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use serde::Serialize;

use crate::case::Case;
use crate::drive::tcp;
use crate::frame_spec::{binary, ping, text};
use crate::pattern::{Grade, Outcomes, Pattern};
use crate::record::Record;
use crate::session::Settings;
use crate::trace::{By, What};
use wsspec_codec::rfc::{rfc6455, rfc7692};

/// The address of a server under test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// As the user wrote it.
    pub url: String,
    /// Host and port for the Host field; the port is left out if it is the default.
    pub authority: String,
    /// Host and port to connect to.
    pub connect: (String, u16),
    /// Path and query.
    pub resource: String,
}

/// Why something is no address of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadTarget(String);

impl fmt::Display for BadTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadTarget {}

impl Target {
    /// Reads `ws://host[:port][/path][?query]` (RFC 6455 3).
    ///
    /// # Errors
    /// It is no such address; the sentence says why.
    pub fn parse(url: &str) -> Result<Target, BadTarget> {
        let bad = |why: &str| BadTarget(format!("`{url}` is no address to test: {why}"));
        if url.contains('#') {
            return Err(bad("a WebSocket address has no fragment (RFC 6455 3)"));
        }
        let uri: http::Uri = url.parse().map_err(|error| bad(&format!("{error}")))?;
        match uri.scheme_str() {
            Some("ws") => {}
            Some("wss") => return Err(bad("TLS is not supported yet, only ws://")),
            _ => return Err(bad("it must begin with ws://")),
        }
        let host = uri
            .host()
            .filter(|host| !host.is_empty())
            .ok_or_else(|| bad("the host is missing"))?;
        let authority = uri.authority().map_or("", http::uri::Authority::as_str);
        if authority.contains('@') {
            return Err(bad("a WebSocket address has no user"));
        }
        let port = match authority.strip_prefix(host) {
            Some("") => 80,
            Some(port) => port
                .trim_start_matches(':')
                .parse()
                .ok()
                .filter(|&port| port != 0)
                .ok_or_else(|| bad("the port must be a number from 1 to 65535"))?,
            None => return Err(bad("the host is malformed")),
        };
        let default = port == 80;
        Ok(Target {
            url: url.to_owned(),
            authority: if default {
                host.to_owned()
            } else {
                format!("{host}:{port}")
            },
            connect: (host.trim_matches(['[', ']']).to_owned(), port),
            resource: uri
                .path_and_query()
                .map_or("/".to_owned(), |target| target.as_str().to_owned()),
        })
    }

    /// The error for an address that took a connection and then another not.
    pub fn unreachable(&self, address: SocketAddr, error: &io::Error) -> Unreachable {
        Unreachable {
            host: self.connect.0.clone(),
            port: self.connect.1,
            why: format!("{address}: {}", in_words(error)),
        }
    }

    /// The first of its addresses that takes a connection.
    ///
    /// # Errors
    /// None does; the error says what was tried.
    pub async fn resolve(&self) -> Result<SocketAddr, Unreachable> {
        let unreachable = |why: String| Unreachable {
            host: self.connect.0.clone(),
            port: self.connect.1,
            why,
        };
        let addresses = tokio::net::lookup_host((self.connect.0.as_str(), self.connect.1))
            .await
            .map_err(|error| unreachable(format!("the name cannot be resolved: {error}")))?;
        let mut tried = Vec::new();
        for address in addresses {
            match tcp::connect(address).await {
                Ok(_) => return Ok(address),
                Err(error) => tried.push(format!("{address}: {}", in_words(&error))),
            }
        }
        Err(unreachable(tried.join("; ")))
    }
}

/// Nothing answers where the subject should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreachable {
    host: String,
    port: u16,
    why: String,
}

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "nothing can be reached at {}:{} ({})",
            self.host, self.port, self.why
        )
    }
}

impl std::error::Error for Unreachable {}

/// An I/O error without the number of the operating system.
pub fn in_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => "connection refused".to_owned(),
        io::ErrorKind::TimedOut => "timed out".to_owned(),
        _ => error.to_string(),
    }
}

/// What the subject answered before the first case: it puts the verdicts into context.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Probe {
    /// The opening handshake succeeds.
    pub opens: bool,
    /// A ping is answered.
    pub pongs: bool,
    /// Text and binary messages are echoed.
    pub echoes: bool,
    /// The closing handshake succeeds.
    pub closes: bool,
    /// Whether it does permessage-deflate.
    pub deflate: Deflate,
    /// What it calls itself in its response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
    /// It let a waiting time run out.
    pub hangs: bool,
}

/// What became of an offer of permessage-deflate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deflate {
    /// It was declined, or could not be made.
    #[default]
    Declined,
    /// It was accepted, and a compressed message came back.
    Yes,
    /// It was accepted, and nothing good came of it.
    Wrong,
}

impl fmt::Display for Deflate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Deflate::Declined => "declined",
            Deflate::Yes => "yes",
            Deflate::Wrong => "wrong",
        })
    }
}

impl Probe {
    /// Asks the subject.
    ///
    /// # Errors
    /// No connection could be made.
    pub async fn ask(settings: &Settings, address: SocketAddr) -> io::Result<Probe> {
        let mut probe = Probe::default();
        for (question, answer) in questions().iter().zip(0..) {
            let record = tcp::play(question, settings.clone(), address).await?;
            let yes = record.verdict.grade == Grade::Pass;
            match answer {
                0 => {
                    probe.opens = record.verdict.grade != Grade::Blocked;
                    probe.pongs = yes;
                    probe.server = server_field(&record);
                }
                1 => probe.echoes = yes,
                2 => probe.closes = yes,
                _ => {
                    probe.deflate = match record.verdict.grade {
                        Grade::Pass => Deflate::Yes,
                        Grade::Unsupported => Deflate::Declined,
                        _ => Deflate::Wrong,
                    }
                }
            }
            probe.hangs |= record.duration >= Duration::from_secs(1).mul_f64(settings.time_scale);
            if !probe.opens {
                break;
            }
        }
        Ok(probe)
    }
}

impl fmt::Display for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.opens {
            return f.write_str("does not complete the opening handshake");
        }
        let say = |yes, good: &str, bad: &str| if yes { good.to_owned() } else { bad.to_owned() };
        write!(
            f,
            "opens · {} · {} · {} · deflate: {}",
            say(self.pongs, "answers pings", "does not answer pings"),
            say(self.echoes, "echoes", "does not echo"),
            say(self.closes, "closes cleanly", "does not close cleanly"),
            self.deflate,
        )?;
        match &self.server {
            Some(server) => write!(f, " · calls itself {server:?}"),
            None => Ok(()),
        }
    }
}

fn questions() -> [Case; 4] {
    let end = || Outcomes::pass([Pattern::End]);
    [
        Case::new("probe/ping", "is a ping answered?", [rfc6455::PONG_MUST])
            .send([ping("probe")])
            .expect(Outcomes::pass([Pattern::pong("probe")])),
        Case::new("probe/echo", "are messages echoed?", [rfc6455::RECV_BOTH])
            .send([text("probe")])
            .expect(Outcomes::pass([Pattern::text("probe")]))
            .send([binary(b"\x00\xff")])
            .expect(Outcomes::pass([Pattern::binary(b"\x00\xff")])),
        Case::new("probe/close", "is the closing handshake answered?", [rfc6455::REPLY])
            .send([crate::frame_spec::close(1000)])
            .expect(Outcomes::closes([1000]).or_lenient("drops TCP", end().0[0].patterns.clone())),
        // The example of RFC 7692 7.2.3.1.
        Case::new("probe/deflate", "is a compressed message echoed?", [rfc7692::SINGLE])
            .offers("permessage-deflate; client_max_window_bits")
            .send([text(b"\xf2\x48\xcd\xc9\xc9\x07\x00").rsv(0b100)])
            .expect(Outcomes::pass([Pattern::text("Hello")])),
    ]
}

/// The Server field of the subject's response.
fn server_field(record: &Record) -> Option<String> {
    let head = record.trace.entries().iter().find_map(|entry| match &entry.what {
        What::Head(head) if entry.by == By::Subject => Some(head),
        _ => None,
    })?;
    let (_, value) = head
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("server"))?;
    Some(value.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_section_3_says() {
        let target = Target::parse("ws://127.0.0.1:9001/a?b=c").unwrap();
        assert_eq!(target.authority, "127.0.0.1:9001");
        assert_eq!(target.resource, "/a?b=c");
        assert_eq!(Target::parse("ws://h").unwrap().connect, ("h".to_owned(), 80));
        assert_eq!(Target::parse("ws://h:80/").unwrap().authority, "h");
        let six = Target::parse("ws://[::1]:3368").unwrap();
        assert_eq!((six.authority.as_str(), six.resource.as_str()), ("[::1]:3368", "/"));
        assert_eq!(six.connect.0, "::1");
        for bad in [
            "http://h",
            "wss://h",
            "ws://",
            "ws://h:0",
            "ws://h:99999",
            "ws://h/#a",
            "h:1",
            "ws://h:",
        ] {
            assert!(Target::parse(bad).is_err(), "{bad}");
        }
    }
}
