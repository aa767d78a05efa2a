//! What a server answers to a request: as something that happens in a play, and as what a case wants to see of it.

pub mod behind;
pub mod body;
pub mod faults;

use std::fmt;

use serde::{Deserialize, Serialize};
use wsspec_codec::handshake::Head;

/// The head of a final response, as far as cases speak of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The status codes of the interim responses before it.
    pub interim: Vec<u16>,
    /// Names and values of its fields.
    pub fields: Vec<(String, String)>,
}

impl Response {
    /// The response with this head. `None` if it has no status code.
    pub fn read(head: &Head) -> Option<Response> {
        let text = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
        Some(Response {
            status: status(head)?,
            interim: Vec::new(),
            fields: head.fields().map(|(name, value)| (text(name), text(value))).collect(),
        })
    }

    /// Whether it says that the connection is a WebSocket connection from here on.
    pub fn opens(&self) -> bool {
        self.status == SWITCHING
    }

    /// Whether a field is there, and lists this element, in whatever case; an empty one needs no more than the field.
    fn lists(&self, name: &str, element: &str) -> bool {
        let mut values = self.fields.iter().filter(|(field, _)| field.eq_ignore_ascii_case(name));
        values.any(|(_, value)| {
            let mut elements = value.split(',').map(str::trim);
            element.is_empty() || elements.any(|listed| listed.eq_ignore_ascii_case(element))
        })
    }
}

impl fmt::Display for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "response {}", self.status)?;
        self.interim.iter().try_for_each(|status| write!(f, " after {status}"))
    }
}

/// The status code of a response.
pub fn status(head: &Head) -> Option<u16> {
    let mut parts = head.start_line().split(|&octet| octet == b' ');
    if !parts.next()?.starts_with(b"HTTP/") {
        return None;
    }
    match parts.next()? {
        digits @ [_, _, _] if digits.iter().all(u8::is_ascii_digit) => std::str::from_utf8(digits).ok()?.parse().ok(),
        _ => None,
    }
}

/// The status that opens a connection (RFC 6455 4.2.2).
const SWITCHING: u16 = 101;

/// What a response must look like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// The lowest status code and the highest.
    pub status: (u16, u16),
    /// An interim response with this status code comes before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<u16>,
    /// No interim response comes before it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub alone: bool,
    /// Fields that are there and list this element; an empty one stands for any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<(String, String)>,
    /// Fields that do not list this element; an empty one stands for any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<(String, String)>,
}

impl Wanted {
    /// A response with a status code in this range.
    pub fn status(lowest: u16, highest: u16) -> Wanted {
        Wanted {
            status: (lowest, highest),
            after: None,
            alone: false,
            with: Vec::new(),
            without: Vec::new(),
        }
    }

    /// The one that opens the connection.
    pub fn opens() -> Wanted {
        Wanted::status(SWITCHING, SWITCHING)
    }

    /// An HTTP error.
    pub fn error() -> Wanted {
        Wanted::status(400, 599)
    }

    /// Any that does not open the connection.
    pub fn refuses() -> Wanted {
        Wanted::status(200, 599)
    }

    /// After an interim response.
    #[must_use]
    pub fn after(mut self, interim: u16) -> Wanted {
        self.after = Some(interim);
        self
    }

    /// Without an interim response.
    #[must_use]
    pub fn alone(mut self) -> Wanted {
        self.alone = true;
        self
    }

    /// With a field that lists this.
    #[must_use]
    pub fn with(mut self, name: &str, element: &str) -> Wanted {
        self.with.push((name.to_owned(), element.to_owned()));
        self
    }

    /// Without a field that lists this.
    #[must_use]
    pub fn without(mut self, name: &str, element: &str) -> Wanted {
        self.without.push((name.to_owned(), element.to_owned()));
        self
    }

    /// Whether the response looks like it.
    pub fn matches(&self, response: &Response) -> bool {
        (self.status.0..=self.status.1).contains(&response.status)
            && self.after.is_none_or(|status| response.interim.contains(&status))
            && (!self.alone || response.interim.is_empty())
            && self.with.iter().all(|(name, element)| response.lists(name, element))
            && !self.without.iter().any(|(name, element)| response.lists(name, element))
    }

    /// Whether the connection is no WebSocket connection after it.
    pub fn is_refusal(&self) -> bool {
        self.status.0 > SWITCHING
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.status {
            (lowest, highest) if lowest == highest => write!(f, "response {lowest}")?,
            (lowest, highest) => write!(f, "response {lowest}..={highest}")?,
        }
        if let Some(interim) = self.after {
            write!(f, " after {interim}")?;
        }
        if self.alone {
            f.write_str(" alone")?;
        }
        for (word, fields) in [("with", &self.with), ("without", &self.without)] {
            for (name, element) in fields {
                match element.as_str() {
                    "" => write!(f, " {word} {name}")?,
                    element => write!(f, " {word} `{name}: {element}`")?,
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wsspec_codec::handshake::HeadLimits;

    fn response(lines: &str) -> Response {
        let octets = format!("{lines}\r\n\r\n");
        let (head, _) = Head::decode(octets.as_bytes(), HeadLimits::default()).unwrap().unwrap();
        Response::read(&head).unwrap()
    }

    #[test]
    fn a_status_is_in_a_range_and_a_field_lists_an_element() {
        let response = response("HTTP/1.1 426 Upgrade Required\r\nupgrade: h2c, WebSocket\r\nAllow:");
        for (wanted, matches) in [
            (Wanted::error(), true),
            (Wanted::status(426, 426).with("Upgrade", "websocket"), true),
            (Wanted::error().with("Allow", ""), true),
            (Wanted::error().with("Allow", "GET"), false),
            (Wanted::error().with("Upgrade", "web"), false),
            (Wanted::error().without("Upgrade", "h2c"), false),
            (Wanted::error().without("Connection", "close"), true),
            (Wanted::error().after(100), false),
            (Wanted::opens(), false),
        ] {
            assert_eq!(wanted.matches(&response), matches, "{wanted}");
        }
    }

    #[test]
    fn what_has_no_status_is_no_response() {
        for line in ["HTTP/1.1 200", "HTTP/1.1 200 OK"] {
            assert_eq!(response(line).status, 200);
        }
        for line in ["SSH-2.0-x", "HTTP/1.1 OK", "HTTP/1.1 2000 OK", "HTTP/1.1"] {
            let (head, _) = Head::decode(format!("{line}\r\n\r\n").as_bytes(), HeadLimits::default())
                .unwrap()
                .unwrap();
            assert_eq!(Response::read(&head), None, "{line}");
        }
    }
}
