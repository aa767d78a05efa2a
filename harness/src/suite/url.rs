//! The URL that a client is given (RFC 6455 3, 4.1, 11.1). What becomes of it on the wire is its target and its Host; a URL
//! that is none is refused without a connection.

use wsspec_codec::rfc::{Clause, http1, registry, rfc6455 as rfc};

use crate::aspect::Aspect;
use crate::case::Case;
use crate::frame_spec::text;
use crate::pattern::{Grade, Outcomes, Pattern};
use crate::url_spec::UrlSpec;

pub(super) fn cases() -> Vec<Case> {
    [asked_for(), refusable(), secure(), refused()].concat()
}

/// A case that judges target and Host, and then that the connection is good.
fn case(id: &str, title: &str, clause: &'static Clause, url: UrlSpec) -> Case {
    Case::new(format!("url/{id}"), title, [clause, rfc::REQUEST_URI_4_1])
        .url(url)
        .judges(Aspect::Target)
        .judges(Aspect::Host)
        .send([text("Hello")])
        .expect(Outcomes::pass([Pattern::text("Hello")]))
        .or_breaks(rfc::OPEN_STATE_4_1)
        .close()
}

/// URLs by which every client shall connect.
fn asked_for() -> Vec<Case> {
    let same = |id: &str, title: &str, clause, target: &str| {
        case(
            id,
            title,
            clause,
            UrlSpec::new(&format!("ws://{{authority}}{target}"), target),
        )
    };
    vec![
        same(
            "path-and-query",
            "path and query are asked for as they stand in the URL",
            rfc::RESOURCE_NAME,
            "/a/b;c=1,2//d?e=f&g=/h?i",
        ),
        same(
            "percent-escapes",
            "percent escapes in path and query stay as they are",
            rfc::RESOURCE_NAME,
            "/a%2Fb%20c%25%2f?d=%26%3D",
        ),
        case(
            "empty-path",
            "for a URL without a path `/` is asked for",
            http1::EMPTY_PATH,
            UrlSpec::new("ws://{authority}", "/"),
        ),
        case(
            "query-without-path",
            "for a URL with a query and no path `/` and the query are asked for",
            rfc::RESOURCE_NAME,
            UrlSpec::new("ws://{authority}?a=b", "/?a=b"),
        ),
        same(
            "escaped-number-sign",
            "a `#` that belongs to path or query stays escaped",
            rfc::HASH_ESCAPED,
            "/a%23b?c%23d",
        ),
        same(
            "well-known",
            "a path below `/.well-known/` is asked for like any other",
            registry::WELL_KNOWN,
            "/.well-known/wsspec",
        ),
        case(
            "scheme-in-capitals",
            "the scheme may be written in capitals",
            rfc::SCHEME_CI,
            UrlSpec::new("WS://{authority}/a", "/a").or_refused(Grade::Lenient),
        ),
        case(
            "ipv6",
            "an address of IPv6 stands in brackets, in the URL as in Host",
            rfc::HOST_4_1,
            UrlSpec::new("ws://{authority}/a", "/a").ipv6(),
        ),
        case(
            "letters-beyond-ascii",
            "letters beyond ASCII are asked for as percent escapes of UTF-8",
            rfc::WS_PCT,
            UrlSpec::new("ws://{authority}/\u{fc}?\u{20ac}", "/%C3%BC?%E2%82%AC").or_refused(Grade::Lenient),
        ),
        case(
            "long",
            "a URL with which the request line has nearly 8,000 octets is asked for",
            http1::N_8000,
            UrlSpec::new("ws://{authority}/{long}", "/{long}").or_refused(Grade::Lenient),
        ),
    ]
}

/// URLs that a client may refuse or repair.
fn refusable() -> Vec<Case> {
    vec![
        case(
            "fragment",
            "a fragment is not sent, or makes the client refuse the URL",
            rfc::NO_FRAGMENT,
            UrlSpec::new("ws://{authority}/a?b#c", "/a?b").or_refused(Grade::Pass),
        ),
        case(
            "empty-fragment",
            "an empty fragment is not sent, or makes the client refuse the URL",
            rfc::NO_FRAGMENT,
            UrlSpec::new("ws://{authority}/a#", "/a").or_refused(Grade::Pass),
        ),
        case(
            "user-and-password",
            "user and password of a URL do not stand in Host, or make the client refuse the URL",
            http1::CLIENT_HOST,
            UrlSpec::new("ws://user:password@{authority}/a", "/a").or_refused(Grade::Pass),
        ),
    ]
}

/// URLs that ask for TLS.
fn secure() -> Vec<Case> {
    let case = |id: &str, title: &str, clause, written: &str| {
        Case::new(format!("url/{id}"), title, [clause]).url(UrlSpec::secure(written))
    };
    vec![
        case(
            "wss",
            "a client of a `wss` URL begins with a ClientHello",
            rfc::TLS_FIRST,
            "wss://{authority}/",
        ),
        case(
            "wss-in-capitals",
            "a client of a `WSS` URL begins with a ClientHello",
            rfc::SCHEME_CI,
            "WSS://{authority}/",
        ),
    ]
}

/// What is no URL of a WebSocket server. A client that connects all the same has misread it.
fn refused() -> Vec<Case> {
    let case = |id: &str, what: &str, written: &str| {
        Case::new(
            format!("url/{id}"),
            format!("a client refuses {what}, and does not connect"),
            [rfc::URI_VALID],
        )
        .url(UrlSpec::invalid(written))
    };
    vec![
        case("no-host", "a URL without a host", "ws:///a"),
        case(
            "port-beyond-65535",
            "a URL with a port of more than sixteen bits",
            "ws://127.0.0.1:{port+65536}/",
        ),
        case(
            "port-of-letters",
            "a URL whose port does not end in a digit",
            "ws://127.0.0.1:{port}x/",
        ),
        case(
            "malformed-ipv6",
            "a URL with a malformed address of IPv6",
            "ws://[::zz]:{port}/",
        ),
        case(
            "other-scheme",
            "a URL with the scheme of something else",
            "ftp://{authority}/",
        ),
    ]
}
