//! An element of Sec-WebSocket-Extensions with the parameters that permessage-deflate defines (RFC 7692 section 7.1).

use std::ops::RangeInclusive;

use crate::extension::{Extension, Param};
use crate::plant::{Plant, instead, planted};

pub(super) const SERVER_NO_CONTEXT_TAKEOVER: &str = "server_no_context_takeover";
pub(super) const CLIENT_NO_CONTEXT_TAKEOVER: &str = "client_no_context_takeover";
pub(super) const SERVER_MAX_WINDOW_BITS: &str = "server_max_window_bits";
pub(super) const CLIENT_MAX_WINDOW_BITS: &str = "client_max_window_bits";

/// How large a window may be, as a power of two (7.1.2).
pub(super) const WINDOW_BITS: RangeInclusive<u8> = 8..=15;

/// The window of who did not agree on a smaller one.
pub(super) const LARGEST: u8 = *WINDOW_BITS.end();

/// The parameters of an element, each at most once and with a value that it may have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) server_no_context_takeover: bool,
    pub(super) client_no_context_takeover: bool,
    pub(super) server_max_window_bits: Option<u8>,
    /// Without a value in an offer, where it means that the client can be limited.
    pub(super) client_max_window_bits: Option<Option<u8>>,
}

/// What is wrong with an element, in words that go on after "it" or "the answer".
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum BadElement {
    Undefined(String),
    Twice(String),
    Value(String),
}

/// Who wrote an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Author {
    Client,
    Server,
}

impl Element {
    pub(super) fn parse(extension: &Extension, author: Author) -> Result<Element, BadElement> {
        let mut element = Element::default();
        for (index, Param { name, value }) in extension.params.iter().enumerate() {
            let twice = extension.params[..index].iter().any(|before| before.name == *name);
            if twice && !planted(Plant::DuplicateParameterAccepted) {
                return Err(BadElement::Twice(format!("has {name} twice")));
            }
            let value = value.as_deref();
            match name.as_str() {
                SERVER_NO_CONTEXT_TAKEOVER => element.server_no_context_takeover = no_value(name, value)?,
                CLIENT_NO_CONTEXT_TAKEOVER => element.client_no_context_takeover = no_value(name, value)?,
                SERVER_MAX_WINDOW_BITS => element.server_max_window_bits = Some(window_bits(name, value)?),
                CLIENT_MAX_WINDOW_BITS => {
                    element.client_max_window_bits = Some(match value {
                        None if author == Author::Client => None,
                        value => Some(window_bits(name, value)?),
                    });
                }
                _ if planted(Plant::UnknownParameterAccepted) => {}
                _ => {
                    let because = format!("has {name}, which is no parameter of {}", super::NAME);
                    return Err(BadElement::Undefined(because));
                }
            }
        }
        Ok(element)
    }

    pub(super) fn to_extension(self) -> Extension {
        let mut extension = Extension::new(super::NAME);
        if self.server_no_context_takeover {
            extension = extension.with(SERVER_NO_CONTEXT_TAKEOVER, None);
        }
        if self.client_no_context_takeover {
            extension = extension.with(CLIENT_NO_CONTEXT_TAKEOVER, None);
        }
        if let Some(bits) = self.server_max_window_bits {
            extension = extension.with(SERVER_MAX_WINDOW_BITS, Some(&bits.to_string()));
        }
        if let Some(bits) = self.client_max_window_bits {
            let bits = bits.map(|bits| bits.to_string());
            extension = extension.with(CLIENT_MAX_WINDOW_BITS, bits.as_deref());
        }
        extension
    }
}

fn no_value(name: &str, value: Option<&str>) -> Result<bool, BadElement> {
    match value {
        None => Ok(true),
        Some(_) if planted(Plant::ValueOfNoContextTakeoverIgnored) => Ok(true),
        Some(value) => Err(BadElement::Value(format!(
            "gives {name} the value {value:?}, and it has none"
        ))),
    }
}

/// A decimal number without leading zeros (7.1.2).
fn window_bits(name: &str, value: Option<&str>) -> Result<u8, BadElement> {
    if let Some(bits) = value.and_then(instead::window_bits) {
        return Ok(bits);
    }
    let bits = value.and_then(|value| value.parse().ok().filter(|bits: &u8| bits.to_string() == value));
    bits.filter(|bits| WINDOW_BITS.contains(bits)).ok_or_else(|| {
        let seen = value.map_or("no value".to_owned(), |value| format!("the value {value:?}"));
        BadElement::Value(format!("gives {name} {seen}, and it must be 8 to 15"))
    })
}
