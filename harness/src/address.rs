//! Addresses of servers, `ws` and `wss`.

use std::fmt;

/// Where a server is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Whether TLS is spoken: `wss`.
    pub tls: bool,
    /// The host to connect to, without brackets.
    pub host: String,
    /// The port, 80 or 443 if none is named; 0 is for servers alone, and then any.
    pub port: u16,
    /// Path and query.
    pub target: String,
}

/// Why something is no address of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadAddress(String);

impl fmt::Display for BadAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadAddress {}

impl Address {
    /// Reads `ws[s]://host[:port][/path][?query]` (RFC 6455 3).
    ///
    /// # Errors
    /// It is no such address; the sentence says why.
    pub fn parse(url: &str) -> Result<Address, BadAddress> {
        let bad = |why: &str| BadAddress(format!("{url:?} is no address of a server: {why}"));
        if url.contains('#') {
            return Err(bad("a WebSocket address has no fragment"));
        }
        let uri: http::Uri = url.parse().map_err(|error| bad(&format!("{error}")))?;
        let tls = match uri.scheme_str().map(str::to_ascii_lowercase).as_deref() {
            Some("ws") => false,
            Some("wss") => true,
            _ => return Err(bad("it must begin with ws:// or wss://")),
        };
        let authority = uri.authority().map_or("", http::uri::Authority::as_str);
        if authority.contains('@') {
            return Err(bad("a WebSocket address has no user"));
        }
        let host = uri
            .host()
            .filter(|host| !host.is_empty())
            .ok_or_else(|| bad("the host is missing"))?;
        let port = match authority.strip_prefix(host) {
            Some("") if tls => 443,
            Some("") => 80,
            Some(port) => port
                .trim_start_matches(':')
                .parse()
                .map_err(|_| bad("the port must be a number up to 65535"))?,
            None => return Err(bad("the host is malformed")),
        };
        Ok(Address {
            tls,
            host: host.trim_matches(['[', ']']).to_owned(),
            port,
            target: match uri.path_and_query().map_or("/", |target| target.as_str()) {
                query if query.starts_with('?') => format!("/{query}"),
                target => target.to_owned(),
            },
        })
    }

    /// The Host field (RFC 9110 7.2): host and port, which is left out if it is the scheme's own.
    pub fn authority(&self) -> String {
        if self.port == if self.tls { 443 } else { 80 } {
            self.bracketed()
        } else {
            self.authority_with_port()
        }
    }

    /// Host and port, whichever it is: the Host field as Autobahn sends it.
    pub fn authority_with_port(&self) -> String {
        format!("{}:{}", self.bracketed(), self.port)
    }

    /// The host as it stands in an address.
    pub fn bracketed(&self) -> String {
        if self.host.contains(':') {
            format!("[{}]", self.host)
        } else {
            self.host.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_section_3_says() {
        let address = Address::parse("ws://127.0.0.1:9001/a?b=c").unwrap();
        assert_eq!(
            (address.authority().as_str(), address.target.as_str()),
            ("127.0.0.1:9001", "/a?b=c")
        );
        assert!(!address.tls);
        let default = Address::parse("ws://h").unwrap();
        assert_eq!(
            (default.authority(), default.authority_with_port()),
            ("h".to_owned(), "h:80".to_owned())
        );
        assert_eq!(Address::parse("ws://h:80/").unwrap().authority(), "h");
        assert_eq!(Address::parse("ws://h:443/").unwrap().authority(), "h:443");
        assert_eq!(Address::parse("wss://h?q").unwrap().target, "/?q");
        let secure = Address::parse("WSS://h").unwrap();
        assert!(secure.tls);
        assert_eq!((secure.port, secure.authority().as_str()), (443, "h"));
        let six = Address::parse("ws://[::1]:3368").unwrap();
        assert_eq!((six.host.as_str(), six.authority().as_str()), ("::1", "[::1]:3368"));
    }

    #[test]
    fn what_is_no_address_is_refused_with_the_reason() {
        for (bad, why) in [
            ("http://h", "it must begin with ws:// or wss://"),
            ("h:1", "it must begin with ws:// or wss://"),
            ("ws://", "empty string"),
            ("ws://h:", "the port must be a number up to 65535"),
            ("ws://h:99999", "the port must be a number up to 65535"),
            ("ws://h/#a", "a WebSocket address has no fragment"),
            ("ws://me@h/", "a WebSocket address has no user"),
        ] {
            let error = Address::parse(bad).unwrap_err().to_string();
            assert!(error.ends_with(why), "{bad}: {error}");
        }
    }
}
