//! Where a request goes: its target and its Host (RFC 9112 section 3.2, RFC 3986 section 3.2).

use core::net::Ipv6Addr;

/// What an absolute target may begin with: a client may name the resource by the URI of HTTP or of WebSocket.
const SCHEMES: [&[u8]; 4] = [b"http://", b"https://", b"ws://", b"wss://"];

/// Whether a target is a path with a query, or an absolute URI with a host. It is of visible characters; those that a URI
/// cannot have are let pass, except `#`, because browsers send some of them.
pub fn is_target(target: &[u8]) -> bool {
    let legible = target.iter().all(|octet| octet.is_ascii_graphic() && *octet != b'#');
    legible && (target.starts_with(b"/") || split(target).is_some_and(|(authority, _)| has_host(authority)))
}

/// The path of a target, without its query; empty where an absolute URI has none.
pub fn path(target: &[u8]) -> &[u8] {
    let path_and_query = split(target).map_or(target, |(_, rest)| rest);
    let end = path_and_query.iter().position(|octet| *octet == b'?');
    &path_and_query[..end.unwrap_or(path_and_query.len())]
}

/// The authority of an absolute target.
pub fn authority(target: &[u8]) -> Option<&[u8]> {
    split(target).map(|(authority, _)| authority)
}

/// Whether this is a host with or without a port, as Host has it. The host may be empty.
pub fn is_authority(authority: &[u8]) -> bool {
    // Behind the last octet that is no digit stands the port, if that octet is a colon.
    let host = match authority.iter().rposition(|octet| !octet.is_ascii_digit()) {
        Some(colon) if authority[colon] == b':' => &authority[..colon],
        _ => authority,
    };
    match host {
        [b'[', address @ .., b']'] => {
            std::str::from_utf8(address).is_ok_and(|address| address.parse::<Ipv6Addr>().is_ok())
        }
        name => is_name(name),
    }
}

/// A registered name or an IPv4 address, which looks like one.
fn is_name(mut name: &[u8]) -> bool {
    loop {
        name = match name {
            [] => return true,
            [b'%', high, low, rest @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => rest,
            [octet, rest @ ..] if octet.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(octet) => rest,
            _ => return false,
        };
    }
}

/// An absolute URI without a host is invalid (RFC 9110 4.2.1).
fn has_host(authority: &[u8]) -> bool {
    is_authority(authority) && !matches!(authority, [] | [b':', ..])
}

/// The authority of an absolute target, and what stands behind it.
fn split(target: &[u8]) -> Option<(&[u8], &[u8])> {
    let begins = |scheme: &&&[u8]| target.len() >= scheme.len() && target[..scheme.len()].eq_ignore_ascii_case(scheme);
    let rest = &target[SCHEMES.iter().find(begins)?.len()..];
    let end = rest.iter().position(|octet| matches!(octet, b'/' | b'?'));
    Some(rest.split_at(end.unwrap_or(rest.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authorities() {
        for right in [
            "",
            "a",
            "A.b-c:80",
            "a:",
            ":80",
            "127.0.0.1:9001",
            "80",
            "[::1]",
            "[::1]:80",
            "a%20b",
            "a_b",
        ] {
            assert!(is_authority(right.as_bytes()), "{right}");
        }
        for wrong in [
            "a b",
            "a/b",
            "a@b",
            "a:b",
            "a:1:2",
            "[::1",
            "::1",
            "[]",
            "[a]",
            "[::1]a",
            "[::1]a:80",
            "a%2",
            "a%zz",
            "a\u{e9}",
            "a\"",
        ] {
            assert!(!is_authority(wrong.as_bytes()), "{wrong}");
        }
    }

    #[test]
    fn targets_and_their_paths() {
        for (right, its_path) in [
            ("/", "/"),
            ("/a?b/c", "/a"),
            ("//a", "//a"),
            ("/a|b", "/a|b"),
            ("http://a", ""),
            ("WS://a:80/b?c", "/b"),
            ("wss://[::1]?c", ""),
        ] {
            assert!(is_target(right.as_bytes()), "{right}");
            assert_eq!(path(right.as_bytes()), its_path.as_bytes(), "{right}");
        }
        for wrong in [
            "",
            "*",
            "a",
            "a:80",
            "/a#b",
            "/a b",
            "/\u{e9}",
            "http:/a",
            "http://",
            "http:///a",
            "ws://:80/",
            "ws://a b/",
            "ws://a@b/",
            "ftp://a/",
        ] {
            assert!(!is_target(wrong.as_bytes()), "{wrong}");
        }
    }
}
