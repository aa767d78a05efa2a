//! The URL that a client is given, where a case is about it (RFC 6455 3, 4.1, 11.1): how it is written, and what may come of
//! it.

use std::fmt;
use std::net::SocketAddr;

use serde::{Deserialize, Serialize};

use crate::pattern::Grade;
use crate::session::Settings;
use crate::verdict::Verdict;

/// A URL to be given to a client.
///
/// In what is written, `{authority}` stands for the address where the tester listens, `{port}` for its port, `{port+65536}`
/// for a port that is the same in sixteen bits, and `{long}` for 7,980 letters, with which a request line is just shorter
/// than the 8,000 octets that every server should take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UrlSpec {
    /// How it is written.
    pub written: String,
    /// What becomes of it.
    pub wanted: Wanted,
    /// Whether the tester listens at an address of IPv6.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ipv6: bool,
}

/// What a client does with a URL.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Wanted {
    /// It asks for this target. It may also refuse the URL, and then this is how good that is; it may not if there is nothing.
    Request {
        /// The target, in the words of the URL.
        target: String,
        /// The grade of a client that refuses the URL.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        refused: Option<Grade>,
    },
    /// It begins with TLS. Refusing the URL says that it speaks no TLS.
    Tls,
    /// It refuses the URL, and does not connect.
    Refusal,
}

/// How many letters `{long}` has.
const LONG: usize = 7980;

impl UrlSpec {
    /// A URL by which the client shall ask for this target.
    pub fn new(written: &str, target: &str) -> UrlSpec {
        UrlSpec {
            written: written.to_owned(),
            wanted: Wanted::Request {
                target: target.to_owned(),
                refused: None,
            },
            ipv6: false,
        }
    }

    /// A URL that the client shall refuse.
    pub fn invalid(written: &str) -> UrlSpec {
        UrlSpec {
            wanted: Wanted::Refusal,
            ..UrlSpec::new(written, "")
        }
    }

    /// A URL by which the client shall begin with TLS.
    pub fn secure(written: &str) -> UrlSpec {
        UrlSpec {
            wanted: Wanted::Tls,
            ..UrlSpec::new(written, "")
        }
    }

    /// The client may refuse it, which is so good.
    #[must_use]
    pub fn or_refused(mut self, grade: Grade) -> UrlSpec {
        if let Wanted::Request { refused, .. } = &mut self.wanted {
            *refused = Some(grade);
        }
        self
    }

    /// The tester listens at an address of IPv6.
    #[must_use]
    pub fn ipv6(mut self) -> UrlSpec {
        self.ipv6 = true;
        self
    }

    /// Whether the case is played on a connection: the client shall open one, and speak HTTP on it.
    pub fn opens(&self) -> bool {
        matches!(self.wanted, Wanted::Request { .. })
    }

    /// Whether a client may well do without a connection.
    pub fn may_be_refused(&self) -> bool {
        !matches!(self.wanted, Wanted::Request { refused: None, .. })
    }

    /// The URL, where the tester listens here.
    pub fn write(&self, address: SocketAddr) -> String {
        fill_in(&self.written, address)
    }

    /// Lets a play know what was given to the client, and what is to come of it.
    pub fn settle(&self, address: SocketAddr, settings: &mut Settings) {
        settings.url = Some(self.write(address));
        settings.host = address.to_string();
        settings.target = match &self.wanted {
            Wanted::Request { target, .. } => fill_in(target, address),
            Wanted::Tls | Wanted::Refusal => String::new(),
        };
    }

    /// What it says of a client that it did not connect: it `ended` with a failure, without one, or not at all.
    pub fn refused(&self, ended: Ended) -> Verdict {
        let verdict = |grade| Verdict {
            timed_out: ended == Ended::Never,
            ..Verdict::new(grade, format!("the client did not connect: it {ended}"))
        };
        match (&self.wanted, ended) {
            (Wanted::Refusal, Ended::Failing) => Verdict::pass(),
            (Wanted::Refusal, Ended::Well | Ended::Never) => verdict(Grade::Lenient),
            (Wanted::Tls, _) => verdict(Grade::Unsupported),
            (
                Wanted::Request {
                    refused: Some(Grade::Pass),
                    ..
                },
                _,
            ) => Verdict::pass(),
            (Wanted::Request { refused, .. }, _) => verdict(refused.unwrap_or(Grade::Fail)),
        }
    }
}

/// How a client ended that did not connect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It told that something went wrong.
    Failing,
    /// It did not.
    Well,
    /// It did not end.
    Never,
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Ended::Failing => "refused the URL",
            Ended::Well => "ended as if nothing were wrong",
            Ended::Never => "did not end, either",
        })
    }
}

fn fill_in(text: &str, address: SocketAddr) -> String {
    text.replace("{authority}", &address.to_string())
        .replace("{port}", &address.port().to_string())
        .replace("{port+65536}", &(u32::from(address.port()) + (1 << 16)).to_string())
        .replace("{long}", &"x".repeat(LONG))
}

impl fmt::Display for UrlSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.written.escape_debug())?;
        match &self.wanted {
            Wanted::Request { target, refused: None } => write!(f, ", which asks for `{target}`"),
            Wanted::Request {
                target,
                refused: Some(grade),
            } => write!(f, ", which asks for `{target}`; to refuse it is {grade}"),
            Wanted::Tls => write!(f, ", which begins with TLS"),
            Wanted::Refusal => write!(f, ", which must be refused"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_stand_for_where_the_tester_listens() {
        let address = SocketAddr::from(([127, 0, 0, 1], 9001));
        let written = |text: &str| UrlSpec::new(text, "").write(address);
        assert_eq!(written("WS://{authority}/a#b"), "WS://127.0.0.1:9001/a#b");
        assert_eq!(written("ws://h:{port}"), "ws://h:9001");
        assert_eq!(written("ws://h:{port+65536}"), "ws://h:74537");
        assert_eq!(written("{long}").len(), 7980);
    }

    #[test]
    fn what_a_client_that_does_not_connect_has_done_depends_on_the_url() {
        let grade = |spec: UrlSpec| spec.refused(Ended::Failing).grade;
        assert_eq!(grade(UrlSpec::invalid("ws:///x")), Grade::Pass);
        assert_eq!(grade(UrlSpec::secure("wss://{authority}/")), Grade::Unsupported);
        let valid = UrlSpec::new("ws://{authority}", "/");
        assert_eq!(grade(valid.clone()), Grade::Fail);
        assert_eq!(grade(valid.or_refused(Grade::Lenient)), Grade::Lenient);
        assert_eq!(UrlSpec::invalid("ws:///x").refused(Ended::Well).grade, Grade::Lenient);
    }

    #[test]
    fn is_read_from_json_as_it_is_written() {
        for spec in [
            UrlSpec::new("ws://{authority}/a#b", "/a").or_refused(Grade::Pass),
            UrlSpec::new("ws://{authority}", "/").ipv6(),
            UrlSpec::secure("wss://{authority}"),
            UrlSpec::invalid("ws:///x"),
        ] {
            let json = serde_json::to_string(&spec).unwrap();
            assert_eq!(serde_json::from_str::<UrlSpec>(&json).unwrap(), spec, "{json}");
        }
    }
}
