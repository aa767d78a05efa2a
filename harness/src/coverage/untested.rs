//! The clauses that no case tries though a peer could see them kept or broken, each with its reason.

use wildmatch::WildMatch;
use wsspec_codec::rfc::{Clause, Observable};

/// Why no case tries a clause; `None` if there is no reason, or nothing to be seen of it.
pub fn reason(clause: &Clause) -> Option<&'static str> {
    if clause.observable == Observable::No {
        return None;
    }
    let matches = |(ids, _): &&(&[&str], &str)| ids.iter().any(|id| WildMatch::new(id).matches(clause.id));
    UNTESTED.iter().find(matches).map(|(_, reason)| *reason)
}

/// Ids of clauses, or globs where one reason is that of a family, and the reason: the first that fits counts.
pub const UNTESTED: &[(&[&str], &str)] = &[
    (&["8441-*", "9113-*"], "WebSocket over HTTP/2 is not played"),
    (&["9220-*", "9114-*"], "WebSocket over HTTP/3 is not played"),
    (
        &[
            "WHATWG-protocols-dup",
            "WHATWG-redirect-error",
            "WHATWG-status-101",
            "WHATWG-protocol-must-ack",
            "WHATWG-close-code-range",
            "WHATWG-close-reason-123",
            "WHATWG-close-no-body",
            "WHATWG-close-code-as-given",
            "WHATWG-close-before-open",
            "WHATWG-close-after-queued",
            "WHATWG-usvstring",
            "WHATWG-no-failure-detail",
        ],
        "binds browsers, and is tried in them by the page of `wstest -m fuzzingserver`",
    ),
    (
        &["WHATWG-*"],
        "binds browsers, and only a script in a page can bring it about",
    ),
    (
        &[
            "6455-4.1-tls-verify",
            "6455-4.1-tls-tunnel",
            "6455-4.1-sni",
            "6455-4.2.2-tls",
            "6455-7.1.1-tls-close-notify",
            "6455-10.6-tls-must",
            "6455-11.1-wss-*",
        ],
        "cases are played over TLS as they are without (wss://), and do not judge TLS itself",
    ),
    (
        &["6455-3-default-port"],
        "to listen at port 80 or 443 takes privileges that a test has no claim to",
    ),
    (
        &["6455-11.1-ws-idna"],
        "the name in the URL would have to lead to the tester, which only the name service of the machine can bring about",
    ),
    (
        &["6455-4.1-one-connecting", "6455-4.1-pending-limit"],
        "an echo client is asked for one connection at a time; another program would have to ask for several",
    ),
    (
        &["6455-4.1-proxy-connect", "6455-4.1-open-fail"],
        "only a client that is told to use the tester as its proxy shows it, and each is told otherwise",
    ),
    (
        &["6455-4.1-header-injection"],
        "what a caller gives for a field is out of reach of the tester: no part of a URL gets there",
    ),
    (
        &["6455-10.3-payload-frozen"],
        "only the program that sends can change what it handed over",
    ),
    (
        &["6455-4.2.1-slow-head"],
        "when a server drops a request that does not come to its end is its own affair, and minutes to find out",
    ),
    (
        &["6455-4.1-handshake-timeout"],
        "how long a client waits for an answer is its own affair, and a minute and more to find out",
    ),
    (
        &["6455-7.2.3-*"],
        "an echo client does not connect again by itself, and the delays of one that does show only over minutes",
    ),
    (
        &["9110-15.4-loop"],
        "a redirect leads to further connections, and a play has one",
    ),
    (
        &["6455-10.2-verify-origin"],
        "only a server with a list of allowed origins shows it, and which those are it does not say",
    ),
    (
        &["6455-7.4.1-1001"],
        "only an endpoint that goes away shows it, and a play does not shut its subject down",
    ),
    (
        &["6455-7.4.1-1008", "6455-7.4.1-1011"],
        "only an application with a policy, or with an error of its own, shows it",
    ),
    (
        &["6455-7.1.4-closed-clean", "6455-7.1.5-*", "6455-7.1.6-reason"],
        "what an endpoint tells its own program about the end is not on the wire",
    ),
];
