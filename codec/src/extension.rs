//! The grammar of Sec-WebSocket-Extensions (RFC 6455 section 9.1).

use std::fmt;

use crate::handshake::head::{Head, is_token};
use crate::plant::{Plant, planted};
use crate::rfc::{Clause, rfc6455};

/// An extension with its parameters, offered or accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    /// Its registered name.
    pub name: String,
    /// In the order in which they stand.
    pub params: Vec<Param>,
}

/// A parameter of an extension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Param {
    /// Its name.
    pub name: String,
    /// Its value, unquoted.
    pub value: Option<String>,
}

impl Extension {
    /// An extension without parameters.
    pub fn new(name: impl Into<String>) -> Extension {
        Extension {
            name: name.into(),
            params: Vec::new(),
        }
    }

    /// The same with one more parameter.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: Option<&str>) -> Extension {
        self.params.push(Param {
            name: name.into(),
            value: value.map(str::to_owned),
        });
        self
    }
}

impl fmt::Display for Extension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        for param in &self.params {
            write!(f, "; {}", param.name)?;
            if let Some(value) = &param.value {
                write!(f, "={value}")?;
            }
        }
        Ok(())
    }
}

/// Where and how a list of extensions is malformed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExtensionError {
    /// The octet in the field value.
    pub at: usize,
    /// What was wanted there.
    pub wanted: &'static str,
}

impl ExtensionError {
    /// The clause that is broken.
    pub fn clause(&self) -> &'static Clause {
        rfc6455::MALFORMED
    }
}

impl fmt::Display for ExtensionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "wanted {} at octet {}", self.wanted, self.at)
    }
}

impl std::error::Error for ExtensionError {}

/// The extensions of all Sec-WebSocket-Extensions fields of a head, in order.
///
/// # Errors
/// A value does not follow the grammar.
pub fn listed(head: &Head) -> Result<Vec<Extension>, ExtensionError> {
    let mut extensions = Vec::new();
    let read = match planted(Plant::LaterExtensionsFieldsIgnored) {
        true => 1,
        false => usize::MAX,
    };
    for value in head.values("Sec-WebSocket-Extensions").take(read) {
        extensions.extend(parse(value)?);
    }
    Ok(extensions)
}

/// The extensions of one field value. Empty elements of the list do not count, as everywhere in HTTP (RFC 9110 5.6.1).
/// Whitespace may stand around `,`, `;` and `=`: RFC 6455 is written with the implied whitespace of RFC 2616.
///
/// # Errors
/// The value does not follow the grammar, or a quoted value is no token when unquoted.
pub fn parse(value: &[u8]) -> Result<Vec<Extension>, ExtensionError> {
    let mut parser = Parser { value, at: 0 };
    let mut extensions = Vec::new();
    loop {
        parser.space();
        if parser.peek().is_none() {
            return Ok(extensions);
        }
        if parser.take(b',') {
            if planted(Plant::EmptyElementOfRequestRefused) || planted(Plant::EmptyExtensionElementsRefused) {
                return Err(parser.wanted("an element of the list"));
            }
            continue;
        }
        extensions.push(parser.extension()?);
        parser.space();
        if parser.peek().is_some() && !parser.take(b',') {
            return Err(parser.wanted("`,`, `;` or the end"));
        }
    }
}

struct Parser<'a> {
    value: &'a [u8],
    at: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.value.get(self.at).copied()
    }

    fn take(&mut self, octet: u8) -> bool {
        let found = self.peek() == Some(octet);
        self.at += usize::from(found);
        found
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t')) {
            self.at += 1;
        }
    }

    fn wanted(&self, wanted: &'static str) -> ExtensionError {
        ExtensionError { at: self.at, wanted }
    }

    fn extension(&mut self) -> Result<Extension, ExtensionError> {
        let mut extension = Extension::new(self.token("the name of an extension")?);
        loop {
            if planted(Plant::SpaceBeforeSemicolonRefused) && self.peek() == Some(b' ') {
                return Err(self.wanted("`;` without a space"));
            }
            self.space();
            if !self.take(b';') {
                return Ok(extension);
            }
            self.space();
            let name = self.token("the name of a parameter")?;
            self.space();
            let value = if self.take(b'=') {
                self.space();
                Some(self.param_value()?)
            } else {
                None
            };
            extension.params.push(Param { name, value });
        }
    }

    fn token(&mut self, wanted: &'static str) -> Result<String, ExtensionError> {
        let rest = &self.value[self.at..];
        let len = rest.iter().position(|&octet| !is_token(&[octet])).unwrap_or(rest.len());
        if len == 0 {
            return Err(self.wanted(wanted));
        }
        self.at += len;
        Ok(String::from_utf8_lossy(&rest[..len]).into_owned())
    }

    fn param_value(&mut self) -> Result<String, ExtensionError> {
        const WANTED: &str = "a token, quoted or not";
        if !self.take(b'"') || planted(Plant::QuotedValuesRefused) {
            return self.token(WANTED);
        }
        let start = self.at;
        let mut unquoted = Vec::new();
        loop {
            match self.peek() {
                None => return Err(self.wanted("a closing quote")),
                Some(b'"') => break,
                Some(b'\\') if !planted(Plant::QuotedPairKept) => {
                    self.at += 1;
                    unquoted.push(self.peek().ok_or_else(|| self.wanted("a quoted character"))?);
                }
                Some(octet) => unquoted.push(octet),
            }
            self.at += 1;
        }
        self.at += 1;
        if planted(Plant::QuotedNonTokenAccepted) {
            unquoted.retain(|octet| is_token(&[*octet]));
            return Ok(String::from_utf8_lossy(&unquoted).into_owned());
        }
        if is_token(&unquoted) {
            Ok(String::from_utf8_lossy(&unquoted).into_owned())
        } else {
            Err(ExtensionError {
                at: start,
                wanted: WANTED,
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: &str) -> Result<String, usize> {
        let extensions = parse(value.as_bytes()).map_err(|error| error.at)?;
        Ok(extensions
            .iter()
            .map(Extension::to_string)
            .collect::<Vec<_>>()
            .join(", "))
    }

    #[test]
    fn the_examples_of_section_9_1() {
        assert_eq!(shown("foo"), Ok("foo".into()));
        assert_eq!(shown("bar; baz=2"), Ok("bar; baz=2".into()));
        assert_eq!(shown("foo, bar; baz=2"), Ok("foo, bar; baz=2".into()));
        assert_eq!(shown("deflate-stream"), Ok("deflate-stream".into()));
        assert_eq!(
            shown("mux; max-channels=4; flow-control, deflate-stream"),
            Ok("mux; max-channels=4; flow-control, deflate-stream".into())
        );
    }

    #[test]
    fn quotes_spaces_and_empty_elements() {
        assert_eq!(shown(r#"a; b="1\0""#), Ok("a; b=10".into()));
        assert_eq!(shown(" , a ;b = c ,,"), Ok("a; b=c".into()));
        assert_eq!(shown(""), Ok(String::new()));
    }

    #[test]
    fn malformed_values_fail_where_they_are_malformed() {
        assert_eq!(shown("a b"), Err(2));
        assert_eq!(shown("a;"), Err(2));
        assert_eq!(shown("a; =1"), Err(3));
        assert_eq!(shown("a; b="), Err(5));
        assert_eq!(shown("a; b=\"\""), Err(6));
        assert_eq!(shown("a; b=\"x y\""), Err(6));
        assert_eq!(shown("a; b=\"x"), Err(7));
        assert_eq!(shown(";a"), Err(0));
        assert_eq!(shown("a; b=\"x\"y"), Err(8));
    }
}
