//! The IANA registries and their small RFCs (RFC 7936, RFC 8307).

super::clauses! {
    CASE_SENSITIVE: "7936-2-case-sensitive", Rfc7936 "2", Implied, Both, Yes,
        "Names of subprotocols that differ in case are different subprotocols";
    WELL_KNOWN: "8307-1-well-known", Rfc8307 "1", Implied, Both, Yes,
        "A path below `/.well-known/` in a `ws` or `wss` URI is a resource name like any other";
    CLOSE_1012: "IANA-close-1012", Iana "close-codes", Implied, Both, Yes,
        "An endpoint accepts a Close with 1012, registered as Service Restart";
    CLOSE_1013: "IANA-close-1013", Iana "close-codes", Implied, Both, Yes,
        "An endpoint accepts a Close with 1013, registered as Try Again Later";
    CLOSE_1014: "IANA-close-1014", Iana "close-codes", Implied, Both, Yes,
        "An endpoint accepts a Close with 1014, registered as Bad Gateway";
    CLOSE_3000S: "IANA-close-3000s", Iana "close-codes", Implied, Both, Yes,
        "An endpoint accepts the registered codes 3000 Unauthorized, 3003 Forbidden and 3008 Timeout";
    VERSION_REGISTRY: "IANA-version-registry", Iana "versions", Implied, Server, Yes,
        "A server refuses the versions 9 to 12, which are reserved, since 13 is the only standard one";
    UPGRADE_TOKEN: "IANA-upgrade-token", Iana "upgrade-tokens", Implied, Both, Yes,
        "Both registered spellings of the upgrade token, `WebSocket` and `websocket`, mean the same";
}
