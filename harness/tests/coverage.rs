//! Every demand that a peer can see kept or broken has a case, or a reason why it has none; and the page that says so is true.

use std::path::Path;

use wildmatch::WildMatch;
use wsspec::coverage::{page, rows};
use wsspec::untested::{UNTESTED, reason};
use wsspec_codec::rfc;

/// Clauses whose cases are still being written.
const PENDING: &[&str] = &[
    "6455-4.2.1-violation",
    "6455-4.2.1-order",
    "6455-4.2.1-method",
    "6455-4.2.1-http-version",
    "6455-4.2.1-http-1.2",
    "6455-4.2.1-request-uri",
    "6455-4.2.1-host",
    "6455-4.2.1-upgrade-missing",
    "6455-4.2.1-upgrade-ci",
    "6455-4.2.1-upgrade-list",
    "6455-4.2.1-connection-missing",
    "6455-4.2.1-connection-list",
    "6455-4.2.1-key-missing",
    "6455-4.2.1-key-invalid",
    "6455-4.2.1-key-noncanonical",
    "6455-4.2.1-version-missing",
    "6455-4.2.1-version-malformed",
    "6455-4.2.1-protocol-list",
    "6455-4.2.1-extensions-list",
    "6455-4.2.1-unknown-headers",
    "6455-4.2.1-header-name-ci",
    "6455-4.2.1-incremental",
    "6455-4.2.1-slow-head",
    "6455-4.2.2-complete-steps",
    "6455-4.2.2-redirect",
    "6455-4.2.2-origin-use",
    "6455-4.2.2-origin-reject",
    "6455-4.2.2-key-hash",
    "6455-4.2.2-key-trim",
    "6455-4.2.2-version-mismatch",
    "6455-4.2.2-resource-missing",
    "6455-4.2.2-subprotocol-derived",
    "6455-4.2.2-subprotocol-null",
    "6455-4.2.2-subprotocol-empty",
    "6455-4.2.2-subprotocol-token",
    "6455-4.2.2-extensions-derived",
    "6455-4.2.2-extensions-unlisted",
    "6455-4.2.2-reply-valid-http",
    "6455-4.2.2-status-101",
    "6455-4.2.2-upgrade-hdr",
    "6455-4.2.2-connection-hdr",
    "6455-4.2.2-accept-abnf",
    "6455-4.2.2-protocol-once",
    "6455-11.3.2-ext-response-once",
    "6455-11.3.5-version-response-many",
    "6455-4.2.2-ext-multi",
    "6455-4.2.2-open-send",
    "6455-4.4-version-list",
    "6455-5.1-client-masks",
    "6455-5.1-server-may-1002",
    "6455-5.1-server-unmasked",
    "6455-5.1-client-may-1002",
    "6455-5.1-data-any-time",
    "6455-5.2-fin-first-final",
    "6455-5.2-rsv-send-zero",
    "6455-5.2-rsv-failfast-header",
    "6455-5.2-mask-bit",
    "6455-5.2-len64-huge",
    "6455-5.2-len-network-order",
    "6455-5.2-len-minimal-send",
    "6455-5.2-truncated-frame",
    "6455-5.3-masked-flag",
    "6455-5.4-unfragmented",
    "6455-5.4-control-interleaved-send",
    "6455-5.4-control-not-fragmented-send",
    "6455-5.4-order",
    "6455-5.4-same-type",
    "6455-5.4-no-boundary-dependence",
    "6455-5.5-control-len-send",
    "6455-5.5-control-mid-message",
    "6455-5.5.1-reason-utf8",
    "6455-5.5.1-client-masks-close",
    "6455-5.5.1-no-data-after",
    "6455-5.5.1-echo-code",
    "6455-5.5.1-reply-soon",
    "6455-5.5.1-tcp-close-after",
    "6455-5.5.1-server-immediate",
    "6455-5.5.1-client-waits",
    "6455-5.5.1-client-may-timeout",
    "6455-5.5.1-simultaneous",
    "6455-5.5.1-no-reply-to-close",
    "6455-5.5.2-appdata",
    "6455-5.5.2-pong-while-closing",
    "6455-5.5.2-soon",
    "6455-5.5.2-ping-any-time",
    "6455-5.5.3-wrong-pong",
    "6455-5.5.2-ping-flood",
    "6455-5.6-text-utf8-send",
    "6455-5.8-negotiate-ext",
    "6455-6.1-open-state",
    "6455-6.1-encapsulate",
    "6455-6.1-may-fragment",
    "6455-6.1-opcode-first",
    "6455-6.1-fin-last",
    "6455-6.1-client-masks",
    "6455-6.1-transmit",
    "6455-6.2-parse",
    "6455-6.2-control",
    "6455-6.2-type",
    "6455-6.2-new-message",
    "6455-6.2-ext-may",
    "6455-6.2-unmask",
    "6455-7.1.1-clean-tcp",
    "6455-7.1.1-any-means",
    "6455-7.1.1-server-first",
    "6455-7.1.1-client-may-close",
    "6455-7.1.1-client-waits",
    "6455-7.1.1-half-close",
    "6455-7.1.2-start",
    "6455-7.1.2-close-after-both",
    "6455-7.1.7-client-close",
    "6455-7.1.7-server-close",
    "6455-7.1.7-may-omit-close",
    "6455-7.1.7-client-not-close",
    "6455-7.2.1-transport-lost",
    "6455-7.2.2-server-abort",
    "6455-7.3-server-may-close",
    "6455-7.3-client-should-not",
    "6455-7.3-via-handshake",
    "6455-7.4-may-code",
    "6455-7.4.1-1001",
    "6455-7.4.1-1003",
    "6455-7.4.1-1005-send",
    "6455-7.4.1-1006-send",
    "6455-7.4.1-1007",
    "6455-7.4.1-1008",
    "6455-7.4.1-1009",
    "6455-7.4.1-1010",
    "6455-7.4.1-1010-server",
    "6455-7.4.1-1011",
    "6455-7.4.1-1015-send",
    "6455-8.1-handshake-utf8",
    "6455-9-client-may",
    "6455-9-server-may",
    "6455-9-not-requested",
    "6455-9.1-split-combine",
    "6455-9.1-empty-elements",
    "6455-9.1-registered-token",
    "6455-9.1-defined-params",
    "6455-9.1-no-use-before-answer",
    "6455-9.1-order",
    "6455-10.1-any-input",
    "6455-10.3-new-key",
    "6455-10.4-limits-impose",
    "6455-10.7-validate",
    "6455-10.7-may-drop",
    "6455-10.7-should-close-frame",
    "6455-10.7-should-http",
    "7692-5-offer-name",
    "7692-5-inform-window",
    "7692-5-hint-window",
    "7692-5-invalid-answer",
    "7692-5.1-client-1010",
    "7692-6.1-uncompressed-algo",
    "7692-6.1-rsv1-first-only",
    "7692-7-decline-unsupported",
    "7692-7.1.1.1-client-may",
    "7692-7.1.1.1-no-value",
    "7692-7.1.1.1-must-ack",
    "7692-7.1.1.1-recommended",
    "7692-7.1.1.1-server-may-add",
    "7692-7.1.1.2-client-may",
    "7692-7.1.1.2-client-must-support",
    "7692-7.1.2.1-client-may",
    "7692-7.1.2.1-abnf-offer",
    "7692-7.1.2.1-same-or-smaller",
    "7692-7.1.2.1-abnf-answer",
    "7692-7.1.2.1-server-may-add",
    "7692-7.1.2.2-abnf-offer",
    "7692-7.1.2.2-abnf-answer",
    "7692-7.2.1-strip-tail",
    "7692-7.2.1-multi-block",
    "7692-7.2.1-bfinal",
    "7692-7.2.1-bfinal-pad",
    "7692-7.2.1-nonfinal-keep-tail",
    "7692-7.2.1-window-32k",
    "7692-7.2.1-client-may-keep",
    "7692-7.2.1-server-may-keep",
    "7692-7.2.1-client-window-any",
    "7692-7.2.2-append-tail",
    "7692-7.2.2-server-may-reset",
    "7692-7.2.2-client-window-32k",
    "7692-7.2.2-server-window-may",
    "7692-7.2.2-server-window-32k",
    "7692-7.2.2-client-conform",
    "7692-7.2.2-refused-message-state",
    "7692-7.3-window-1024",
    "7936-2-case-sensitive",
    "IANA-close-3000s",
    "IANA-version-registry",
    "9112-2.2-leading-crlf",
    "9112-2.2-garbage-400",
    "9112-3-request-line-lenient",
    "9112-3-method-501",
    "9112-3-414",
    "9112-3.1-method-case",
    "9112-3.2-invalid-target",
    "9112-3.2-host-missing",
    "9112-3.2-host-multiple",
    "9112-3.2-host-invalid",
    "9112-3.2.2-absolute-accept",
    "9112-3.2.2-absolute-host-wins",
    "9112-4-status-line",
    "9112-5.1-ws-colon-server",
    "9112-5.2-obs-fold-server",
    "9112-6.1-te-101",
    "9112-6.1-te-unknown",
    "9112-6.1-te-and-cl",
    "9112-6.1-te-http10",
    "9112-6.3-te-not-chunked",
    "9112-6.3-cl-invalid",
    "9112-6.3-cl-body",
    "9112-7.1-chunk-overflow",
    "9112-9.5-graceful",
    "9112-9.6-close-option",
    "9112-9.6-staged-close",
    "9112-9.3-pipelined",
    "9110-5.3-whole-section",
    "9110-5.4-too-large",
    "9110-5.6.4-quoted-pair",
    "9110-6.2-505",
    "9110-7.8-101-upgrade",
    "9110-7.8-not-indicated",
    "9110-7.8-426-upgrade",
    "9110-7.8-ignore",
    "9110-7.8-http10-ignore",
    "9110-7.8-expect-100",
    "9110-8.6-no-cl-101",
    "9110-10.1.1-expect-other",
    "9110-15.2-1xx-to-1.0",
    "9110-15.5.6-405-allow",
    "9110-15.5.22-426",
];

#[test]
fn every_clause_that_can_be_seen_has_a_case_or_a_reason_why_it_has_none() {
    let missing: Vec<&str> = rows()
        .into_iter()
        .filter(|row| row.is_observable() && row.cases.is_empty() && row.untested.is_none())
        .map(|row| row.clause.id)
        .filter(|id| !PENDING.contains(id))
        .collect();
    assert!(
        missing.is_empty(),
        "neither a case nor a reason in harness/src/untested.rs: {missing:#?}"
    );
}

#[test]
fn no_clause_with_a_case_is_said_to_have_none() {
    for row in rows().into_iter().filter(|row| !row.cases.is_empty()) {
        assert_eq!(
            reason(row.clause),
            None,
            "{} is tried by {}",
            row.clause.id,
            row.cases[0]
        );
    }
}

#[test]
fn every_reason_is_that_of_a_clause() {
    for (ids, why) in UNTESTED {
        assert!(!why.is_empty() && !why.ends_with('.'), "{why}");
        for id in *ids {
            let glob = WildMatch::new(id);
            let found = rfc::all().any(|clause| glob.matches(clause.id) && reason(clause) == Some(why));
            assert!(found, "{id} names no clause that can be seen and has no reason above");
        }
    }
}

/// `docs/coverage.md`; written anew with INSTA_UPDATE=always.
#[test]
fn the_page_in_the_docs_is_what_is_covered() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/coverage.md");
    let page = page(&rows());
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        std::fs::write(&path, &page).unwrap();
    }
    let told = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        told == page,
        "docs/coverage.md is out of date; INSTA_UPDATE=always cargo test -p wsspec --test coverage writes it anew"
    );
}
