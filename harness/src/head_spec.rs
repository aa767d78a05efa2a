//! The tester's own head in the opening handshake, and how it departs from a right one: a request where the tester is the
//! client, a response where it is the server.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::bytes::{Bytes, readable};
use crate::json;
use crate::segment::Segmentation;

/// What the tester makes of the right head. The default leaves it as it is.
///
/// In what is written instead, `{target}` and `{host}` stand for where a request goes, `{key}` for the Sec-WebSocket-Key of the
/// connection, `{accept}` for the Sec-WebSocket-Accept that answers it, `{subprotocol}` for the first subprotocol that a
/// client offers, `{accept-in-other-case}` and `{subprotocol-in-other-case}` for the same with large and small letters
/// exchanged, and `{as-long-as-its-own}` for as many letters as the longest field value of a client's request has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HeadSpec {
    /// What is changed, in this order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub edits: Vec<Edit>,
    /// Whether the empty line at its end is left out: a head that never ends.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unended: bool,
    /// How it is cut into writes; one write when `None`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segmentation: Option<Segmentation>,
    /// Whether the first flight is written together with it, and cut with it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub glued: bool,
    /// How long the tester, as a server, keeps its response back.
    #[serde(
        with = "json::some_millis",
        rename = "held_ms",
        skip_serializing_if = "Option::is_none"
    )]
    pub held: Option<Duration>,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Edit {
    /// These octets stand before it.
    Before(Bytes),
    /// Another start line.
    StartLine(String),
    /// Another value in this field, which is there once.
    Set(String, String),
    /// A further field.
    Add(String, String),
    /// Without this field.
    Drop(String),
    /// These octets stand behind the fields, line ends and all.
    Lines(Bytes),
}

/// What the words in braces stand for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// The target of the request.
    pub target: &'a str,
    /// The authority it is sent to.
    pub host: &'a str,
    /// Sec-WebSocket-Key.
    pub key: &'a str,
    /// Sec-WebSocket-Accept.
    pub accept: &'a str,
    /// The first subprotocol that was offered; empty if there is none.
    pub subprotocol: &'a str,
    /// How long the longest field value of the client's request is.
    pub longest: usize,
}

impl HeadSpec {
    /// The right head, to be changed.
    pub fn right() -> HeadSpec {
        HeadSpec::default()
    }

    /// Whether nothing is changed.
    pub fn is_right(&self) -> bool {
        *self == HeadSpec::default()
    }

    /// Octets before it, such as an interim response.
    #[must_use]
    pub fn before(self, octets: impl Into<Bytes>) -> HeadSpec {
        self.edit(Edit::Before(octets.into()))
    }

    /// Another start line.
    #[must_use]
    pub fn start_line(self, line: &str) -> HeadSpec {
        self.edit(Edit::StartLine(line.to_owned()))
    }

    /// Another value in a field.
    #[must_use]
    pub fn set(self, name: &str, value: &str) -> HeadSpec {
        self.edit(Edit::Set(name.to_owned(), value.to_owned()))
    }

    /// A further field.
    #[must_use]
    pub fn add(self, name: &str, value: &str) -> HeadSpec {
        self.edit(Edit::Add(name.to_owned(), value.to_owned()))
    }

    /// Without a field.
    #[must_use]
    pub fn without(self, name: &str) -> HeadSpec {
        self.edit(Edit::Drop(name.to_owned()))
    }

    /// Octets behind the fields.
    #[must_use]
    pub fn lines(self, octets: impl Into<Bytes>) -> HeadSpec {
        self.edit(Edit::Lines(octets.into()))
    }

    /// Without an end.
    #[must_use]
    pub fn unended(mut self) -> HeadSpec {
        self.unended = true;
        self
    }

    /// Cut into writes.
    #[must_use]
    pub fn cut(mut self, segmentation: Segmentation) -> HeadSpec {
        self.segmentation = Some(segmentation);
        self
    }

    /// Together with the first flight.
    #[must_use]
    pub fn glued(mut self) -> HeadSpec {
        self.glued = true;
        self
    }

    /// Kept back for a while.
    #[must_use]
    pub fn held(mut self, duration: Duration) -> HeadSpec {
        self.held = Some(duration);
        self
    }

    fn edit(mut self, edit: Edit) -> HeadSpec {
        self.edits.push(edit);
        self
    }

    /// Whether it says something of this field.
    pub fn touches(&self, field: &str) -> bool {
        self.edits.iter().any(|edit| match edit {
            Edit::Set(name, _) | Edit::Add(name, _) | Edit::Drop(name) => name.eq_ignore_ascii_case(field),
            Edit::Before(_) | Edit::StartLine(_) | Edit::Lines(_) => false,
        })
    }

    /// Whether it is about a subprotocol that the client offers.
    pub fn needs_subprotocol(&self) -> bool {
        self.edits.iter().any(|edit| match edit {
            Edit::StartLine(text) | Edit::Set(_, text) | Edit::Add(_, text) => text.contains("{subprotocol"),
            Edit::Before(_) | Edit::Drop(_) | Edit::Lines(_) => false,
        })
    }

    /// The octets that are sent instead of the right ones.
    pub fn write(&self, right: &[u8], known: Known<'_>) -> Vec<u8> {
        if self.edits.is_empty() && !self.unended {
            return right.to_vec();
        }
        let mut before = Vec::new();
        let mut behind = Vec::new();
        // What comes before the final head stays as it is.
        let end = right.len().saturating_sub(4);
        let start = right[..end]
            .windows(4)
            .rposition(|octets| octets == b"\r\n\r\n")
            .map_or(0, |at| at + 4);
        let text = String::from_utf8_lossy(&right[start..]);
        let mut lines: Vec<String> = text.split("\r\n").map(str::to_owned).collect();
        lines.retain(|line| !line.is_empty());
        let is = |line: &String, name: &str| {
            line.split_once(':')
                .is_some_and(|(field, _)| field.eq_ignore_ascii_case(name))
        };
        for edit in &self.edits {
            match edit {
                Edit::Before(octets) => before.extend_from_slice(&octets.expand()),
                Edit::Lines(octets) => behind.extend_from_slice(&octets.expand()),
                Edit::StartLine(line) => lines[0] = known.fill_in(line),
                Edit::Add(name, value) => lines.push(format!("{name}: {}", known.fill_in(value))),
                Edit::Drop(name) => lines.retain(|line| !is(line, name)),
                Edit::Set(name, value) => {
                    let written = format!("{name}: {}", known.fill_in(value));
                    match lines.iter_mut().find(|line| is(line, name)) {
                        Some(line) => *line = written,
                        None => lines.push(written),
                    }
                }
            }
        }
        let end: &[u8] = if self.unended { b"" } else { b"\r\n" };
        [
            &right[..start],
            &before,
            lines.join("\r\n").as_bytes(),
            b"\r\n",
            &behind,
            end,
        ]
        .concat()
    }
}

impl Known<'_> {
    fn fill_in(&self, text: &str) -> String {
        text.replace("{target}", self.target)
            .replace("{host}", self.host)
            .replace("{key}", self.key)
            .replace("{accept}", self.accept)
            .replace("{accept-in-other-case}", &other_case(self.accept))
            .replace("{subprotocol}", self.subprotocol)
            .replace("{subprotocol-in-other-case}", &other_case(self.subprotocol))
            .replace("{as-long-as-its-own}", &"x".repeat(self.longest))
    }
}

/// With large and small letters exchanged.
fn other_case(text: &str) -> String {
    let exchange = |letter: char| match letter {
        'a'..='z' => letter.to_ascii_uppercase(),
        other => other.to_ascii_lowercase(),
    };
    text.chars().map(exchange).collect()
}

impl fmt::Display for HeadSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut words: Vec<String> = self.edits.iter().map(Edit::to_string).collect();
        if self.unended {
            words.push("no end".to_owned());
        }
        if let Some(held) = self.held {
            words.push(format!("kept back for {} ms", held.as_millis()));
        }
        if self.glued {
            words.push("together with what is sent first".to_owned());
        }
        if let Some(segmentation) = &self.segmentation {
            words.push(format!("cut {segmentation}"));
        }
        f.write_str(&words.join("; "))
    }
}

impl fmt::Display for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Edit::Before(octets) => write!(f, "{} before it", shown(octets)),
            Edit::StartLine(line) => write!(f, "the start line `{line}`"),
            Edit::Set(name, value) => write!(f, "`{name}: {value}`"),
            Edit::Add(name, value) => write!(f, "also `{name}: {value}`"),
            Edit::Drop(name) => write!(f, "no {name}"),
            Edit::Lines(octets) => write!(f, "{} behind the fields", shown(octets)),
        }
    }
}

/// Lines as text, with their line ends visible.
fn shown(octets: &Bytes) -> String {
    let visible = |octets: &[u8]| match std::str::from_utf8(octets) {
        Ok(text) if text.chars().all(|c| !c.is_control() || matches!(c, '\r' | '\n')) => {
            format!("{text:?}")
        }
        _ => readable(octets),
    };
    match octets {
        Bytes::Literal(octets) => visible(octets),
        Bytes::Repeat { unit, count } => format!("{} x {count}", visible(unit)),
        Bytes::Cycle { unit, len } => format!("{} up to {len} octets", visible(unit)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RIGHT: &[u8] = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: aB=\r\n\r\n";

    fn written(spec: &HeadSpec) -> String {
        let known = Known {
            key: "k==",
            accept: "aB=",
            ..Known::default()
        };
        String::from_utf8(spec.write(RIGHT, known)).unwrap()
    }

    #[test]
    fn nothing_changed_is_the_right_head() {
        assert!(HeadSpec::right().is_right());
        assert_eq!(written(&HeadSpec::right()).as_bytes(), RIGHT);
    }

    #[test]
    fn each_change_changes_one_thing() {
        let spec = HeadSpec::right()
            .before(b"HTTP/1.1 100 Continue\r\n\r\n")
            .start_line("HTTP/1.1 200 OK")
            .set("upgrade", "h2c")
            .set("X", "{key}")
            .add("Sec-WebSocket-Accept", "{accept-in-other-case}")
            .lines("Y:\r\n");
        assert_eq!(
            written(&spec),
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nupgrade: h2c\r\nSec-WebSocket-Accept: aB=\r\nX: k==\r\n\
             Sec-WebSocket-Accept: Ab=\r\nY:\r\n\r\n"
        );
        let without = HeadSpec::right().without("Sec-Websocket-accept").unended();
        assert_eq!(
            written(&without),
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
        );
        assert!(without.touches("SEC-WEBSOCKET-ACCEPT") && !without.touches("Upgrade"));
    }

    #[test]
    fn what_stands_before_the_final_response_stays() {
        let expected = [b"HTTP/1.1 100 Continue\r\n\r\n", RIGHT].concat();
        let octets = HeadSpec::right().without("Upgrade").write(&expected, Known::default());
        assert_eq!(
            String::from_utf8(octets).unwrap(),
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: aB=\r\n\r\n"
        );
    }

    #[test]
    fn is_read_from_json_as_it_is_written() {
        let spec = HeadSpec::right()
            .set("Upgrade", "h2c")
            .lines(Bytes::repeat(b'x', 9))
            .unended()
            .cut(Segmentation::Octets(1))
            .glued()
            .held(Duration::from_millis(200));
        let json = serde_json::to_string(&spec).unwrap();
        assert_eq!(serde_json::from_str::<HeadSpec>(&json).unwrap(), spec, "{json}");
        assert_eq!(
            spec.to_string(),
            "`Upgrade: h2c`; \"x\" x 9 behind the fields; no end; kept back for 200 ms; together with what is sent first; \
             cut octets"
        );
    }
}
