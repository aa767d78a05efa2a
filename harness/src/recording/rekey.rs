//! Heads of a recording made fit for the endpoint that they are replayed to.

use wsspec_codec::deflate::Agreed;
use wsspec_codec::extension;
use wsspec_codec::handshake::{ClientRequest, Head, Request, key, subprotocol};

use super::talk::offers;

/// Where a recorded request goes now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// The Host field.
    pub authority: String,
    /// The request target; `None`: the recorded one.
    pub target: Option<String>,
    /// Whether TLS is spoken.
    pub tls: bool,
}

/// The request as it is sent: another Host, another target if one is asked for, an Origin that is the same to the new
/// host as it was to the old one, and the recorded key, unless it is spelt in a way that another answers as well.
pub(super) fn request(recorded: &Head, to: &Destination) -> Vec<u8> {
    let mut octets = recorded.octets().to_vec();
    if let (Some(target), Some([method, _, version])) = (&to.target, recorded.start_line_parts()) {
        let line = [method, target.as_bytes(), version].join(&b' ');
        octets = replace_line(&octets, recorded.start_line(), &line);
    }
    let host = text(recorded, "Host");
    octets = replace_field(&octets, "Host", &to.authority);
    if let (Some(origin), Some(host)) = (text(recorded, "Origin"), host)
        && let Some((_, authority)) = origin.split_once("://")
        && authority == host
    {
        let scheme = if to.tls { "https" } else { "http" };
        octets = replace_field(&octets, "Origin", &format!("{scheme}://{}", to.authority));
    }
    if let Some(nonce) = nonce(recorded) {
        octets = replace_field(&octets, "Sec-WebSocket-Key", &key::encode_key(nonce));
    }
    octets
}

/// What the response has to answer.
pub(super) fn asked(recorded: &Head) -> ClientRequest {
    ClientRequest {
        nonce: nonce(recorded).unwrap_or_default(),
        subprotocols: subprotocol::offered(recorded).unwrap_or_default(),
        extensions: offers(recorded),
        ..ClientRequest::default()
    }
}

/// The recorded response as an answer to another request: with the accept value of its key, and without what it does not
/// offer. What was agreed on compression, and notes on what was left out.
pub(super) fn response(recorded: &[u8], head: &Head, to: &Request) -> (Vec<u8>, Option<Agreed>, Vec<String>) {
    let mut notes = Vec::new();
    let mut octets = replace_field(recorded, "Sec-WebSocket-Accept", &key::accept_key(to.key.as_bytes()));
    if let Some(chosen) = text(head, "Sec-WebSocket-Protocol")
        && !to.subprotocols.contains(&chosen)
    {
        octets = remove_field(&octets, "Sec-WebSocket-Protocol");
        notes.push(format!(
            "subprotocol {chosen:?} is not offered any more, and so left out of the response"
        ));
    }
    let answer = extension::listed(head).unwrap_or_default();
    let agreed = match Agreed::from_answer(&to.extensions, &answer) {
        Ok(agreed) => agreed,
        Err(wrong) => {
            octets = remove_field(&octets, "Sec-WebSocket-Extensions");
            notes.push(format!(
                "the recorded answer {}; it is left out of the response",
                wrong.because
            ));
            None
        }
    };
    (octets, agreed, notes)
}

/// The nonce in the key, if it is one.
fn nonce(request: &Head) -> Option<[u8; 16]> {
    use base64::Engine as _;
    use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

    const TOLERANT: GeneralPurpose = GeneralPurpose::new(
        &base64::alphabet::STANDARD,
        GeneralPurposeConfig::new()
            .with_decode_allow_trailing_bits(true)
            .with_decode_padding_mode(DecodePaddingMode::RequireCanonical),
    );
    let value = request.values("Sec-WebSocket-Key").next()?;
    TOLERANT.decode(value).ok()?.try_into().ok()
}

fn text(head: &Head, name: &str) -> Option<String> {
    let value = head.values(name).next()?;
    Some(String::from_utf8_lossy(value).into_owned())
}

/// The octets with this line changed, the first time it stands there.
fn replace_line(octets: &[u8], line: &[u8], by: &[u8]) -> Vec<u8> {
    match octets.windows(line.len()).position(|window| window == line) {
        Some(at) => [&octets[..at], by, &octets[at + line.len()..]].concat(),
        None => octets.to_vec(),
    }
}

/// The octets with another value in each field of this name. The name stays as it was spelt.
fn replace_field(octets: &[u8], name: &str, value: &str) -> Vec<u8> {
    each_line(octets, |line| match is_field(line, name) {
        Some(colon) => Some([&line[..=colon], b" ", value.as_bytes(), b"\r\n"].concat()),
        None => Some(line.to_vec()),
    })
}

fn remove_field(octets: &[u8], name: &str) -> Vec<u8> {
    each_line(octets, |line| is_field(line, name).is_none().then(|| line.to_vec()))
}

fn each_line(octets: &[u8], change: impl Fn(&[u8]) -> Option<Vec<u8>>) -> Vec<u8> {
    let lines = octets.split_inclusive(|&octet| octet == b'\n');
    lines.filter_map(change).flatten().collect()
}

/// Where the colon of the line is, if it is a field of this name.
fn is_field(line: &[u8], name: &str) -> Option<usize> {
    let colon = line.iter().position(|&octet| octet == b':')?;
    line[..colon].eq_ignore_ascii_case(name.as_bytes()).then_some(colon)
}

#[cfg(test)]
mod tests {
    use wsspec_codec::handshake::{HeadLimits, check_request};

    use super::*;

    const RECORDED: &str = "GET /chat?x=1 HTTP/1.1\r\nhost: old:1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
        Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEC==\r\nSec-WebSocket-Version: 13\r\nOrigin: http://old:1\r\n\r\n";

    fn head(text: &str) -> Head {
        Head::decode(text.as_bytes(), HeadLimits::default()).unwrap().unwrap().0
    }

    fn sent(recorded: &str, target: Option<&str>) -> String {
        let to = Destination {
            authority: "new:2".into(),
            target: target.map(str::to_owned),
            tls: true,
        };
        String::from_utf8(request(&head(recorded), &to)).unwrap()
    }

    #[test]
    fn a_request_goes_to_another_host_and_keeps_all_else() {
        let expected = RECORDED
            .replace("host: old:1", "host: new:2")
            .replace("http://old:1", "https://new:2")
            .replace("PEC==", "PEA==");
        assert_eq!(sent(RECORDED, None), expected);
        assert!(sent(RECORDED, Some("/other")).starts_with("GET /other HTTP/1.1\r\n"));
        let foreign = RECORDED.replace("Origin: http://old:1", "Origin: http://elsewhere");
        assert!(sent(&foreign, None).contains("\r\nOrigin: http://elsewhere\r\n"));
    }

    #[test]
    fn a_response_answers_the_key_that_is_asked_and_nothing_that_is_not_offered() {
        let recorded = "HTTP/1.1 101 S\r\nsec-websocket-accept: x\r\nSec-WebSocket-Protocol: chat\r\n\
            Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n";
        let asked = check_request(&head(RECORDED)).unwrap();
        let (octets, agreed, notes) = response(recorded.as_bytes(), &head(recorded), &asked);
        let accept = key::accept_key(b"AQIDBAUGBwgJCgsMDQ4PEC==");
        let expected = format!("HTTP/1.1 101 S\r\nsec-websocket-accept: {accept}\r\n\r\n");
        assert_eq!(String::from_utf8(octets).unwrap(), expected);
        assert_eq!((agreed, notes.len()), (None, 2));
    }
}
