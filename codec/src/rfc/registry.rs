//! The IANA registries and their small RFCs (RFC 7936, RFC 8307).

super::clauses! {
    CASE_SENSITIVE: "7936-2-case-sensitive", Rfc7936 "2", Implied, Both, Yes,
        "";
    WELL_KNOWN: "8307-1-well-known", Rfc8307 "1", Implied, Both, Yes,
        "";
    CLOSE_1012: "IANA-close-1012", Iana "close-codes", Implied, Both, Yes,
        "";
    CLOSE_1013: "IANA-close-1013", Iana "close-codes", Implied, Both, Yes,
        "";
    CLOSE_1014: "IANA-close-1014", Iana "close-codes", Implied, Both, Yes,
        "";
    CLOSE_3000S: "IANA-close-3000s", Iana "close-codes", Implied, Both, Yes,
        "";
    VERSION_REGISTRY: "IANA-version-registry", Iana "versions", Implied, Server, Yes,
        "";
    UPGRADE_TOKEN: "IANA-upgrade-token", Iana "upgrade-tokens", Implied, Both, Yes,
        "";
}
