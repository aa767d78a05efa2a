//! WebSocket URIs, taken apart as a client does it (RFC 6455 section 3).

use std::fmt;

use wsspec_codec::handshake::target;
use wsspec_codec::plant::{Plant, planted};

/// Where a client is to connect, and what it asks for there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url {
    /// Whether it asks for TLS: `wss`.
    pub secure: bool,
    /// The host, without the brackets of an IPv6 address.
    pub host: String,
    /// The port: 80 for `ws` and 443 for `wss` unless it says another.
    pub port: u16,
    /// The resource name: the path, `/` for an empty one, and the query with its `?`. What is not ASCII is escaped.
    pub resource: String,
}

/// Why something is no WebSocket URI.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadUrl {
    /// What was to be one.
    pub url: String,
    /// What is wrong with it.
    pub because: &'static str,
}

impl fmt::Display for BadUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is no WebSocket URI: {}", self.url, self.because)
    }
}

impl std::error::Error for BadUrl {}

impl Url {
    /// Takes a URI apart. One with a fragment is none: it has no meaning here, and must not be sent.
    ///
    /// # Errors
    /// It is no WebSocket URI.
    pub fn parse(url: &str) -> Result<Url, BadUrl> {
        let bad = |because| BadUrl {
            url: url.to_owned(),
            because,
        };
        let (scheme, rest) = url.split_once("://").ok_or_else(|| bad("it has no scheme"))?;
        let secure = match scheme.to_ascii_lowercase().as_str() {
            "ws" => false,
            "wss" if planted(Plant::SecureSchemeIgnored) => false,
            "wss" if planted(Plant::SecureSchemeCaseSensitive) => scheme == "wss",
            "wss" => true,
            _ if planted(Plant::AnySchemeTaken) => false,
            _ => return Err(bad("its scheme is neither ws nor wss")),
        };
        if rest.contains('#') && !planted(Plant::FragmentSent) {
            return Err(bad("it has a fragment"));
        }
        if rest.chars().any(|c| c.is_control() || c == ' ') {
            return Err(bad("it has a space or a control character"));
        }
        if url.len() > 4096 && planted(Plant::LongTargetRefused) {
            return Err(bad("it is too long"));
        }
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path_and_query) = rest.split_at(end);
        let (host, port) = split(authority).ok_or_else(|| bad("what follows the scheme is no host and port"))?;
        let port = match port {
            None | Some("") if secure => 443,
            None | Some("") => 80,
            Some(port) => number(port).ok_or_else(|| bad("its port is no number up to 65535"))?,
        };
        let slash = match path_and_query.starts_with('/') {
            true => "",
            false if planted(Plant::EmptyPathSent) => "",
            false => "/",
        };
        Ok(Url {
            secure,
            host: host.trim_matches(['[', ']']).to_owned(),
            port,
            resource: format!("{slash}{}", escaped(path_and_query)),
        })
    }

    /// What Host says: the host, with its port unless it is the default one (4.1).
    pub fn authority(&self) -> String {
        let host = match self.host.contains(':') {
            true => format!("[{}]", self.host),
            false => self.host.clone(),
        };
        match (self.secure, self.port) {
            (false, 80) | (true, 443) => host,
            (_, port) => format!("{host}:{port}"),
        }
    }
}

/// A port.
fn number(port: &str) -> Option<u16> {
    let digits = port.find(|c: char| !c.is_ascii_digit()).unwrap_or(port.len());
    if planted(Plant::PortReadToItsFirstLetter) {
        return port[..digits].parse().ok();
    }
    if planted(Plant::PortCutTo16Bits) {
        return port.parse().ok().map(|port: u32| port as u16);
    }
    (digits == port.len()).then(|| port.parse().ok()).flatten()
}

/// The host, with brackets if it has them, and the port. A user name has no place here, nor a host in other letters: the
/// names that users write are not looked up.
fn split(authority: &str) -> Option<(&str, Option<&str>)> {
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    };
    (!host.is_empty() && target::is_authority(host.as_bytes())).then_some((host, port))
}

/// With percent escapes for what is not ASCII (RFC 3987 3.1).
fn escaped(text: &str) -> String {
    if planted(Plant::LettersNotEscaped) {
        return text.to_owned();
    }
    let text = match text.split_once('?') {
        Some((path, _)) if planted(Plant::QueryDropped) => path.to_owned(),
        _ if planted(Plant::EscapedNumberSignDecoded) => text.replace("%23", "#"),
        _ if planted(Plant::EscapesDecoded) => text.replace("%2F", "/").replace("%3D", "="),
        _ => text.to_owned(),
    };
    let mut escaped = String::with_capacity(text.len());
    for octet in text.bytes() {
        match octet.is_ascii() {
            true => escaped.push(octet.into()),
            false => escaped.push_str(&format!("%{octet:02X}")),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uri_is_taken_apart() {
        for (url, authority, port, resource) in [
            ("ws://h", "h", 80, "/"),
            ("WS://h:80/a?b=c", "h", 80, "/a?b=c"),
            ("wss://h:443", "h", 443, "/"),
            ("wss://h:80?q", "h:80", 80, "/?q"),
            ("ws://[::1]:9001/%23", "[::1]:9001", 9001, "/%23"),
            ("ws://127.0.0.1:/\u{fc}?\u{fc}", "127.0.0.1", 80, "/%C3%BC?%C3%BC"),
        ] {
            let parsed = Url::parse(url).unwrap();
            assert_eq!(
                (parsed.authority().as_str(), parsed.port, parsed.resource.as_str()),
                (authority, port, resource),
                "{url}"
            );
        }
        assert_eq!(Url::parse("ws://[::1]").unwrap().host, "::1");
        assert!(Url::parse("WSS://h").unwrap().secure);
    }

    #[test]
    fn what_is_none_is_refused_with_the_reason() {
        for (url, because) in [
            ("h:80", "it has no scheme"),
            ("http://h", "its scheme is neither ws nor wss"),
            ("ws://h/a#b", "it has a fragment"),
            ("ws://h/a b", "it has a space or a control character"),
            ("ws:///a", "what follows the scheme is no host and port"),
            ("ws://me@h", "what follows the scheme is no host and port"),
            ("ws://[::zz]/", "what follows the scheme is no host and port"),
            ("ws://h:99999/", "its port is no number up to 65535"),
            ("ws://h:+8/", "its port is no number up to 65535"),
        ] {
            assert_eq!(Url::parse(url).unwrap_err().because, because, "{url}");
        }
    }
}
