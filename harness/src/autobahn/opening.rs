//! The opening handshake as Autobahn's client does it.

use wsspec_codec::deflate::{Agreed, WrongAnswer};
use wsspec_codec::extension;
use wsspec_codec::handshake::Head;
use wsspec_codec::handshake::key::{accept_key, encode_key};

use super::play::Settings;

/// The request, and what its answer is judged by.
#[derive(Debug)]
pub(super) struct Opening {
    key: String,
    offer: Option<String>,
    protocols: Vec<String>,
}

/// What an answer opens.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Opened {
    /// The agreement on permessage-deflate.
    pub(super) agreed: Option<Agreed>,
    /// The agreement does not fit the offer. Autobahn does not look.
    pub(super) wrong: Option<WrongAnswer>,
}

/// Why an answer opens nothing.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    /// As a sentence.
    pub(super) because: String,
    /// What is wrong with the agreement, if it is that.
    pub(super) wrong: Option<WrongAnswer>,
}

impl From<String> for Refusal {
    fn from(because: String) -> Refusal {
        Refusal { because, wrong: None }
    }
}

impl Opening {
    /// The request of a case that makes this offer, with its fields in Autobahn's order.
    pub(super) fn new(settings: &Settings, offer: Option<&str>, nonce: [u8; 16]) -> (Opening, Vec<u8>) {
        let key = encode_key(nonce);
        let mut lines = vec![
            format!("GET {} HTTP/1.1", settings.target),
            format!("User-Agent: {}", settings.user_agent),
            format!("Host: {}", settings.host),
            "Upgrade: WebSocket".to_owned(),
            "Connection: Upgrade".to_owned(),
            "Pragma: no-cache".to_owned(),
            "Cache-Control: no-cache".to_owned(),
            format!("Sec-WebSocket-Key: {key}"),
        ];
        if let Some(origin) = &settings.origin {
            lines.push(format!("Origin: {origin}"));
        }
        if !settings.protocols.is_empty() {
            lines.push(format!("Sec-WebSocket-Protocol: {}", settings.protocols.join(",")));
        }
        if let Some(offer) = offer {
            lines.push(format!("Sec-WebSocket-Extensions: {offer}"));
        }
        lines.push("Sec-WebSocket-Version: 13".to_owned());
        let opening = Opening {
            key,
            offer: offer.map(str::to_owned),
            protocols: settings.protocols.clone(),
        };
        (opening, format!("{}\r\n\r\n", lines.join("\r\n")).into_bytes())
    }

    /// Judges the answer.
    ///
    /// # Errors
    /// Why it does not open the connection.
    pub(super) fn judge(&self, head: &Head) -> Result<Opened, Refusal> {
        let only = |name: &'static str| {
            let mut values = head.values(name);
            match (values.next(), values.next()) {
                (value, None) => Ok(value.map(|value| String::from_utf8_lossy(value).into_owned())),
                (_, Some(_)) => Err(format!("{name} appears more than once in the response")),
            }
        };
        let line = String::from_utf8_lossy(head.start_line()).into_owned();
        let mut words = line.split(' ');
        if words.next() != Some("HTTP/1.1") {
            return Err(format!("the response is not HTTP/1.1: {line:?}").into());
        }
        if words.next() != Some("101") {
            return Err(format!("the response is not 101: {line:?}").into());
        }
        if !only("Upgrade")?.is_some_and(|value| value.trim().eq_ignore_ascii_case("websocket")) {
            return Err("Upgrade is not websocket".to_owned().into());
        }
        if !head.lists("Connection", "upgrade") {
            return Err("Connection does not list upgrade".to_owned().into());
        }
        let accept = only("Sec-WebSocket-Accept")?.ok_or_else(|| "Sec-WebSocket-Accept is missing".to_owned())?;
        let wanted = accept_key(self.key.as_bytes());
        if accept.trim() != wanted {
            return Err(format!("Sec-WebSocket-Accept is {accept:?}, not {wanted:?}").into());
        }
        if let Some(protocol) = only("Sec-WebSocket-Protocol")?
            && !self.protocols.contains(&protocol)
        {
            return Err(format!("the subprotocol {protocol:?} was not offered").into());
        }
        only("Sec-WebSocket-Extensions")?;
        let answer = extension::listed(head).map_err(|error| error.to_string())?;
        let offers = self.offer.as_deref().unwrap_or_default();
        let offers = extension::parse(offers.as_bytes()).map_err(|error| error.to_string())?;
        match Agreed::from_answer(&offers, &answer) {
            Ok(agreed) => Ok(Opened { agreed, wrong: None }),
            Err(wrong) if wrong.agreed.is_some() => Ok(Opened {
                agreed: wrong.agreed,
                wrong: Some(wrong),
            }),
            Err(wrong) => Err(Refusal {
                because: wrong.to_string(),
                wrong: Some(wrong),
            }),
        }
    }
}
