//! The WebSocket protocol (RFC 6455).

super::clauses! {
    ALGO_EQUIVALENT: "6455-2-algo-equivalent", Rfc6455 "2", May, Both, No,
        "";
    DELAY_SEND: "6455-2-delay-send", Rfc6455 "2.1", May, Both, No,
        "";
    ASCII_CI: "6455-2.1-ascii-ci", Rfc6455 "2.1", Implied, Both, Yes,
        "";
    DEFAULT_PORT: "6455-3-default-port", Rfc6455 "3", May, Client, Partly,
        "";
    SCHEME_CI: "6455-3-scheme-ci", Rfc6455 "3", Implied, Client, Yes,
        "";
    RESOURCE_NAME: "6455-3-resource-name", Rfc6455 "3", Implied, Client, Yes,
        "";
    NO_FRAGMENT: "6455-3-no-fragment", Rfc6455 "3", Must, Client, Yes,
        "";
    HASH_ESCAPED: "6455-3-hash-escaped", Rfc6455 "3", Must, Client, Yes,
        "";
    OFFLOAD_4_1: "6455-4.1-offload", Rfc6455 "4.1", May, Client, No,
        "";
    ESTABLISH: "6455-4.1-establish", Rfc6455 "4.1", Must, Client, Yes,
        "";
    URI_VALID: "6455-4.1-uri-valid", Rfc6455 "4.1", Must, Client, Yes,
        "";
    ONE_CONNECTING: "6455-4.1-one-connecting", Rfc6455 "4.1", Must, Client, Yes,
        "";
    DISTINCT_HOSTS: "6455-4.1-distinct-hosts", Rfc6455 "4.1", Must, Client, No,
        "";
    PENDING_LIMIT: "6455-4.1-pending-limit", Rfc6455 "4.1", Should, Client, Partly,
        "";
    PROXY_CONNECT: "6455-4.1-proxy-connect", Rfc6455 "4.1", Should, Client, Yes,
        "";
    DIRECT: "6455-4.1-direct", Rfc6455 "4.1", Should, Client, Yes,
        "";
    PAC_URI: "6455-4.1-pac-uri", Rfc6455 "4.1", Must, Client, No,
        "";
    OPEN_FAIL: "6455-4.1-open-fail", Rfc6455 "4.1", Must, Client, Partly,
        "";
    TLS_FIRST: "6455-4.1-tls-first", Rfc6455 "4.1", Must, Client, Yes,
        "";
    TLS_VERIFY: "6455-4.1-tls-verify", Rfc6455 "4.1", Must, Client, Yes,
        "";
    TLS_TUNNEL: "6455-4.1-tls-tunnel", Rfc6455 "4.1", Must, Client, Yes,
        "";
    SNI: "6455-4.1-sni", Rfc6455 "4.1", Must, Client, Yes,
        "";
    SEND_HANDSHAKE: "6455-4.1-send-handshake", Rfc6455 "4.1", Must, Client, Yes,
        "";
    VALID_HTTP: "6455-4.1-valid-http", Rfc6455 "4.1", Must, Client, Yes,
        "";
    METHOD_GET: "6455-4.1-method-get", Rfc6455 "4.1", Must, Client, Yes,
        "";
    VERSION_1_1: "6455-4.1-version-1.1", Rfc6455 "4.1", Must, Client, Yes,
        "";
    REQUEST_URI_4_1: "6455-4.1-request-uri", Rfc6455 "4.1", Must, Client, Yes,
        "";
    HOST_4_1: "6455-4.1-host", Rfc6455 "4.1", Must, Client, Yes,
        "";
    UPGRADE: "6455-4.1-upgrade", Rfc6455 "4.1", Must, Client, Yes,
        "";
    CONNECTION: "6455-4.1-connection", Rfc6455 "4.1", Must, Client, Yes,
        "";
    KEY_PRESENT: "6455-4.1-key-present", Rfc6455 "4.1", Must, Client, Yes,
        "";
    KEY_16_BYTES: "6455-4.1-key-16-bytes", Rfc6455 "4.1", Must, Client, Yes,
        "";
    KEY_RANDOM: "6455-4.1-key-random", Rfc6455 "4.1", Must, Client, Yes,
        "";
    KEY_CANONICAL: "6455-4.1-key-canonical", Rfc6455 "4.1", Implied, Client, Yes,
        "";
    ORIGIN_BROWSER: "6455-4.1-origin-browser", Rfc6455 "4.1", Must, Client, Yes,
        "";
    ORIGIN_NONBROWSER: "6455-4.1-origin-nonbrowser", Rfc6455 "4.1", May, Client, Yes,
        "";
    VERSION_PRESENT: "6455-4.1-version-present", Rfc6455 "4.1", Must, Client, Yes,
        "";
    VERSION_13: "6455-4.1-version-13", Rfc6455 "4.1", Must, Client, Yes,
        "";
    PROTOCOL_MAY: "6455-4.1-protocol-may", Rfc6455 "4.1", May, Client, Yes,
        "";
    PROTOCOL_TOKEN: "6455-4.1-protocol-token", Rfc6455 "4.1", Must, Client, Yes,
        "";
    PROTOCOL_UNIQUE: "6455-4.1-protocol-unique", Rfc6455 "4.1", Must, Client, Yes,
        "";
    EXTENSIONS_MAY: "6455-4.1-extensions-may", Rfc6455 "4.1", May, Client, Yes,
        "";
    OTHER_HEADERS: "6455-4.1-other-headers", Rfc6455 "4.1", May, Client, Yes,
        "";
    HEADER_INJECTION: "6455-4.1-header-injection", Rfc6455 "4.1", Implied, Client, Yes,
        "";
    WAIT_RESPONSE: "6455-4.1-wait-response", Rfc6455 "4.1", Must, Client, Yes,
        "";
    INCREMENTAL_101: "6455-4.1-incremental-101", Rfc6455 "4.1", Implied, Client, Yes,
        "";
    VALIDATE_4_1: "6455-4.1-validate", Rfc6455 "4.1", Must, Client, Yes,
        "";
    NON_101: "6455-4.1-non-101", Rfc6455 "4.1", Implied, Client, Yes,
        "";
    CODE_401_AUTH: "6455-4.1-401-auth", Rfc6455 "4.1", May, Client, Yes,
        "";
    CODE_3XX: "6455-4.1-3xx", Rfc6455 "4.1", May, Client, Yes,
        "";
    UPGRADE_MISSING_4_1: "6455-4.1-upgrade-missing", Rfc6455 "4.1", Must, Client, Yes,
        "";
    UPGRADE_VALUE: "6455-4.1-upgrade-value", Rfc6455 "4.1", Must, Client, Yes,
        "";
    UPGRADE_CI_4_1: "6455-4.1-upgrade-ci", Rfc6455 "4.1", Implied, Client, Yes,
        "";
    CONNECTION_MISSING_4_1: "6455-4.1-connection-missing", Rfc6455 "4.1", Must, Client, Yes,
        "";
    CONNECTION_VALUE: "6455-4.1-connection-value", Rfc6455 "4.1", Must, Client, Yes,
        "";
    CONNECTION_LIST_4_1: "6455-4.1-connection-list", Rfc6455 "4.1", Implied, Client, Yes,
        "";
    ACCEPT_MISSING: "6455-4.1-accept-missing", Rfc6455 "4.1", Must, Client, Yes,
        "";
    ACCEPT_WRONG: "6455-4.1-accept-wrong", Rfc6455 "4.1", Must, Client, Yes,
        "";
    ACCEPT_TRIM: "6455-4.1-accept-trim", Rfc6455 "4.1", Implied, Client, Yes,
        "";
    EXT_UNREQUESTED: "6455-4.1-ext-unrequested", Rfc6455 "4.1", Must, Client, Yes,
        "";
    PROTO_UNREQUESTED: "6455-4.1-proto-unrequested", Rfc6455 "4.1", Must, Client, Yes,
        "";
    PROTO_CASE: "6455-4.1-proto-case", Rfc6455 "4.1", Implied, Client, Yes,
        "";
    PROTO_LIST_ANSWER: "6455-4.1-proto-list-answer", Rfc6455 "4.1", Must, Client, Yes,
        "";
    NONCONFORMING: "6455-4.1-nonconforming", Rfc6455 "4.1", Must, Client, Yes,
        "";
    HEADER_NAME_CI_4_1: "6455-4.1-header-name-ci", Rfc6455 "4.1", Implied, Client, Yes,
        "";
    OPEN_STATE_4_1: "6455-4.1-open-state", Rfc6455 "4.1", Implied, Client, Yes,
        "";
    RESPONSE_TRAILING: "6455-4.1-response-trailing", Rfc6455 "4.1", Implied, Client, Yes,
        "";
    HEAD_LIMIT: "6455-4.1-head-limit", Rfc6455 "4.1", Implied, Client, Yes,
        "";
    HANDSHAKE_TIMEOUT: "6455-4.1-handshake-timeout", Rfc6455 "4.1", Implied, Client, Partly,
        "";
    OFFLOAD_4_2: "6455-4.2-offload", Rfc6455 "4.2", May, Server, No,
        "";
    VIOLATION: "6455-4.2.1-violation", Rfc6455 "4.2.1", Must, Server, Yes,
        "";
    ORDER_4_2_1: "6455-4.2.1-order", Rfc6455 "4.2.1", Implied, Server, Yes,
        "";
    METHOD: "6455-4.2.1-method", Rfc6455 "4.2.1", Implied, Server, Yes,
        "";
    HTTP_VERSION: "6455-4.2.1-http-version", Rfc6455 "4.2.1", Implied, Server, Yes,
        "";
    HTTP_1_2: "6455-4.2.1-http-1.2", Rfc6455 "4.2.1", Implied, Server, Yes,
        "";
    REQUEST_URI_4_2_1: "6455-4.2.1-request-uri", Rfc6455 "4.2.1", Implied, Server, Yes,
        "";
    HOST_4_2_1: "6455-4.2.1-host", Rfc6455 "4.2.1", Implied, Server, Yes,
        "";
    UPGRADE_MISSING_4_2_1: "6455-4.2.1-upgrade-missing", Rfc6455 "4.2.1", Implied, Server, Yes,
        "";
    UPGRADE_CI_4_2_1: "6455-4.2.1-upgrade-ci", Rfc6455 "4.2.1", Implied, Server, Yes,
        "";
    UPGRADE_LIST: "6455-4.2.1-upgrade-list", Rfc6455 "4.2.1", Implied, Server, Yes,
        "";
    CONNECTION_MISSING_4_2_1: "6455-4.2.1-connection-missing", Rfc6455 "4.2.1", Implied, Server, Yes,
        "";
    CONNECTION_LIST_4_2_1: "6455-4.2.1-connection-list", Rfc6455 "4.2.1", Implied, Server, Yes,
        "";
    KEY_MISSING: "6455-4.2.1-key-missing", Rfc6455 "4.2.1", Implied, Server, Yes,
        "";
    KEY_INVALID: "6455-4.2.1-key-invalid", Rfc6455 "4.2.1", Implied, Server, Yes,
        "";
    KEY_NONCANONICAL: "6455-4.2.1-key-noncanonical", Rfc6455 "4.2.1", Implied, Server, Yes,
        "";
    KEY_DUPLICATE: "6455-4.2.1-key-duplicate", Rfc6455 "11.3.1", Must, Client, Yes,
        "";
    VERSION_MISSING: "6455-4.2.1-version-missing", Rfc6455 "4.2.1", Implied, Server, Yes,
        "";
    VERSION_MALFORMED: "6455-4.2.1-version-malformed", Rfc6455 "4.3", Implied, Server, Yes,
        "";
    VERSION_DUPLICATE: "6455-4.2.1-version-duplicate", Rfc6455 "11.3.5", Must, Client, Yes,
        "";
    NO_ORIGIN_NOT_BROWSER: "6455-4.2.1-no-origin-not-browser", Rfc6455 "4.2.1", Should, Server, No,
        "";
    PROTOCOL_LIST: "6455-4.2.1-protocol-list", Rfc6455 "4.2.1", Implied, Server, Yes,
        "";
    EXTENSIONS_LIST: "6455-4.2.1-extensions-list", Rfc6455 "4.2.1", Implied, Server, Yes,
        "";
    UNKNOWN_HEADERS: "6455-4.2.1-unknown-headers", Rfc6455 "4.2.1", Implied, Server, Yes,
        "";
    HEADER_NAME_CI_4_2_1: "6455-4.2.1-header-name-ci", Rfc6455 "4.2.1", Implied, Server, Yes,
        "";
    INCREMENTAL: "6455-4.2.1-incremental", Rfc6455 "4.2.1", Implied, Server, Yes,
        "";
    SLOW_HEAD: "6455-4.2.1-slow-head", Rfc6455 "4.2.1", Implied, Server, Partly,
        "";
    COMPLETE_STEPS: "6455-4.2.2-complete-steps", Rfc6455 "4.2.2", Must, Server, Yes,
        "";
    TLS: "6455-4.2.2-tls", Rfc6455 "4.2.2", Must, Server, Yes,
        "";
    AUTH_401: "6455-4.2.2-auth-401", Rfc6455 "4.2.2", May, Server, Partly,
        "";
    REDIRECT: "6455-4.2.2-redirect", Rfc6455 "4.2.2", May, Server, Yes,
        "";
    ORIGIN_USE: "6455-4.2.2-origin-use", Rfc6455 "4.2.2", May, Server, Yes,
        "";
    ORIGIN_REJECT: "6455-4.2.2-origin-reject", Rfc6455 "4.2.2", Must, Server, Yes,
        "";
    KEY_HASH: "6455-4.2.2-key-hash", Rfc6455 "4.2.2", Must, Server, Yes,
        "";
    KEY_TRIM: "6455-4.2.2-key-trim", Rfc6455 "1.3", Implied, Server, Yes,
        "";
    VERSION_MISMATCH: "6455-4.2.2-version-mismatch", Rfc6455 "4.2.2", Must, Server, Yes,
        "";
    RESOURCE_MISSING: "6455-4.2.2-resource-missing", Rfc6455 "4.2.2", Must, Server, Partly,
        "";
    SUBPROTOCOL_DERIVED: "6455-4.2.2-subprotocol-derived", Rfc6455 "4.2.2", Must, Server, Yes,
        "";
    SUBPROTOCOL_NULL: "6455-4.2.2-subprotocol-null", Rfc6455 "4.2.2", Must, Server, Yes,
        "";
    SUBPROTOCOL_EMPTY: "6455-4.2.2-subprotocol-empty", Rfc6455 "4.2.2", Implied, Server, Yes,
        "";
    SUBPROTOCOL_TOKEN: "6455-4.2.2-subprotocol-token", Rfc6455 "4.2.2", Implied, Server, Yes,
        "";
    EXTENSIONS_DERIVED: "6455-4.2.2-extensions-derived", Rfc6455 "4.2.2", Must, Server, Yes,
        "";
    EXTENSIONS_UNLISTED: "6455-4.2.2-extensions-unlisted", Rfc6455 "4.2.2", Must, Server, Yes,
        "";
    EXTENSIONS_EMPTY: "6455-4.2.2-extensions-empty", Rfc6455 "4.2.2", Implied, Server, Yes,
        "";
    REPLY_VALID_HTTP: "6455-4.2.2-reply-valid-http", Rfc6455 "4.2.2", Must, Server, Yes,
        "";
    STATUS_101: "6455-4.2.2-status-101", Rfc6455 "4.2.2", Must, Server, Yes,
        "";
    UPGRADE_HDR: "6455-4.2.2-upgrade-hdr", Rfc6455 "4.2.2", Must, Server, Yes,
        "";
    CONNECTION_HDR: "6455-4.2.2-connection-hdr", Rfc6455 "4.2.2", Must, Server, Yes,
        "";
    ACCEPT_ABNF: "6455-4.2.2-accept-abnf", Rfc6455 "4.2.2", Must, Server, Yes,
        "";
    ACCEPT_ONCE: "6455-4.2.2-accept-once", Rfc6455 "11.3.3", Must, Server, Yes,
        "";
    PROTOCOL_ONCE: "6455-4.2.2-protocol-once", Rfc6455 "11.3.4", Must, Server, Yes,
        "";
    PROTOCOL_REQUEST_MANY: "6455-4.2.2-protocol-request-many", Rfc6455 "11.3.4", May, Client, Yes,
        "";
    EXT_REQUEST_MANY: "6455-4.2.2-ext-request-many", Rfc6455 "11.3.2", May, Client, Yes,
        "";
    EXT_RESPONSE_ONCE: "6455-11.3.2-ext-response-once", Rfc6455 "11.3.2", Must, Server, Yes,
        "";
    VERSION_RESPONSE_MANY: "6455-11.3.5-version-response-many", Rfc6455 "11.3.5", May, Server, Yes,
        "";
    EXT_MULTI: "6455-4.2.2-ext-multi", Rfc6455 "4.2.2", May, Server, Yes,
        "";
    OPEN_SEND: "6455-4.2.2-open-send", Rfc6455 "4.2.2", Implied, Server, Yes,
        "";
    IMPLIED_LWS: "6455-4.3-implied-lws", Rfc6455 "4.3", Implied, Both, Yes,
        "";
    QUOTED_TOKEN: "6455-4.3-quoted-token", Rfc6455 "4.3", Must, Both, Yes,
        "";
    VERSION_LIST: "6455-4.4-version-list", Rfc6455 "4.4", Must, Server, Yes,
        "";
    CLIENT_RETRY: "6455-4.4-client-retry", Rfc6455 "4.4", May, Client, Yes,
        "";
    CLIENT_MASKS_5_1: "6455-5.1-client-masks", Rfc6455 "5.1", Must, Client, Yes,
        "";
    SERVER_REJECTS_UNMASKED: "6455-5.1-server-rejects-unmasked", Rfc6455 "5.1", Must, Server, Yes,
        "";
    SERVER_MAY_1002: "6455-5.1-server-may-1002", Rfc6455 "5.1", May, Server, Yes,
        "";
    SERVER_UNMASKED: "6455-5.1-server-unmasked", Rfc6455 "5.1", Must, Server, Yes,
        "";
    CLIENT_REJECTS_MASKED: "6455-5.1-client-rejects-masked", Rfc6455 "5.1", Must, Client, Yes,
        "";
    CLIENT_MAY_1002: "6455-5.1-client-may-1002", Rfc6455 "5.1", May, Client, Yes,
        "";
    DATA_ANY_TIME: "6455-5.1-data-any-time", Rfc6455 "5.1", May, Both, Yes,
        "";
    FIN_FIRST_FINAL: "6455-5.2-fin-first-final", Rfc6455 "5.2", May, Both, Yes,
        "";
    RSV_SEND_ZERO: "6455-5.2-rsv-send-zero", Rfc6455 "5.2", Must, Both, Yes,
        "";
    RSV1_RECV: "6455-5.2-rsv1-recv", Rfc6455 "5.2", Must, Both, Yes,
        "";
    RSV2_RECV: "6455-5.2-rsv2-recv", Rfc6455 "5.2", Must, Both, Yes,
        "";
    RSV3_RECV: "6455-5.2-rsv3-recv", Rfc6455 "5.2", Must, Both, Yes,
        "";
    RSV_CONTROL_RECV: "6455-5.2-rsv-control-recv", Rfc6455 "5.2", Must, Both, Yes,
        "";
    RSV_CONTINUATION_RECV: "6455-5.2-rsv-continuation-recv", Rfc6455 "5.2", Must, Both, Yes,
        "";
    RSV_FAILFAST_HEADER: "6455-5.2-rsv-failfast-header", Rfc6455 "5.2", Implied, Both, Yes,
        "";
    OPCODE_UNKNOWN_DATA: "6455-5.2-opcode-unknown-data", Rfc6455 "5.2", Must, Both, Yes,
        "";
    OPCODE_UNKNOWN_CONTROL: "6455-5.2-opcode-unknown-control", Rfc6455 "5.2", Must, Both, Yes,
        "";
    MASK_BIT: "6455-5.2-mask-bit", Rfc6455 "5.2", Implied, Both, Yes,
        "";
    LEN7: "6455-5.2-len7", Rfc6455 "5.2", Implied, Both, Yes,
        "";
    LEN16: "6455-5.2-len16", Rfc6455 "5.2", Implied, Both, Yes,
        "";
    LEN64: "6455-5.2-len64", Rfc6455 "5.2", Implied, Both, Yes,
        "";
    LEN64_MSB_RECV: "6455-5.2-len64-msb-recv", Rfc6455 "5.2", Must, Both, Yes,
        "";
    LEN64_HUGE: "6455-5.2-len64-huge", Rfc6455 "5.2", Implied, Both, Yes,
        "";
    LEN_NETWORK_ORDER: "6455-5.2-len-network-order", Rfc6455 "5.2", Implied, Both, Yes,
        "";
    LEN_MINIMAL_SEND: "6455-5.2-len-minimal-send", Rfc6455 "5.2", Must, Both, Yes,
        "";
    LEN_MINIMAL_RECV_16: "6455-5.2-len-minimal-recv-16", Rfc6455 "5.2", Implied, Both, Yes,
        "";
    LEN_MINIMAL_RECV_64: "6455-5.2-len-minimal-recv-64", Rfc6455 "5.2", Implied, Both, Yes,
        "";
    LEN_MINIMAL_CONTROL: "6455-5.2-len-minimal-control", Rfc6455 "5.2", Must, Both, Yes,
        "";
    LEN_INCL_EXTDATA: "6455-5.2-len-incl-extdata", Rfc6455 "5.2", Implied, Both, No,
        "";
    MASK_KEY_PRESENT: "6455-5.2-mask-key-present", Rfc6455 "5.2", Implied, Both, Yes,
        "";
    EXT_MUST_SPECIFY: "6455-5.2-ext-must-specify", Rfc6455 "5.2", Must, Both, No,
        "";
    HEADER_SPLIT: "6455-5.2-header-split", Rfc6455 "5.2", Implied, Both, Yes,
        "";
    COALESCED: "6455-5.2-coalesced", Rfc6455 "5.2", Implied, Both, Yes,
        "";
    TRUNCATED_FRAME: "6455-5.2-truncated-frame", Rfc6455 "5.2", Implied, Both, Yes,
        "";
    MASKED_FLAG: "6455-5.3-masked-flag", Rfc6455 "5.3", Must, Client, Yes,
        "";
    FRESH_KEY: "6455-5.3-fresh-key", Rfc6455 "5.3", Must, Client, Yes,
        "";
    STRONG_ENTROPY: "6455-5.3-strong-entropy", Rfc6455 "5.3", Must, Client, Partly,
        "";
    UNPREDICTABLE: "6455-5.3-unpredictable", Rfc6455 "5.3", Must, Client, Partly,
        "";
    ZERO_KEY_RECV: "6455-5.3-zero-key-recv", Rfc6455 "5.3", Implied, Server, Yes,
        "";
    XOR_INDEX: "6455-5.3-xor-index", Rfc6455 "5.3", Implied, Both, Yes,
        "";
    LEN_EXCL_KEY: "6455-5.3-len-excl-key", Rfc6455 "5.3", Implied, Both, Yes,
        "";
    CONTROL_KEY: "6455-5.3-control-key", Rfc6455 "5.3", Implied, Server, Yes,
        "";
    UNFRAGMENTED: "6455-5.4-unfragmented", Rfc6455 "5.4", Implied, Both, Yes,
        "";
    FRAGMENTED: "6455-5.4-fragmented", Rfc6455 "5.4", Implied, Both, Yes,
        "";
    CONTROL_INTERLEAVED_SEND: "6455-5.4-control-interleaved-send", Rfc6455 "5.4", May, Both, Yes,
        "";
    CONTROL_NOT_FRAGMENTED_SEND: "6455-5.4-control-not-fragmented-send", Rfc6455 "5.4", Must, Both, Yes,
        "";
    ORDER_5_4: "6455-5.4-order", Rfc6455 "5.4", Must, Both, Partly,
        "";
    INTERLEAVE: "6455-5.4-interleave", Rfc6455 "5.4", Must, Both, Yes,
        "";
    HANDLE_CONTROL_MID: "6455-5.4-handle-control-mid", Rfc6455 "5.4", Must, Both, Yes,
        "";
    CLOSE_MID: "6455-5.4-close-mid", Rfc6455 "5.4", Implied, Both, Yes,
        "";
    ANY_SIZE: "6455-5.4-any-size", Rfc6455 "5.4", May, Both, Yes,
        "";
    RECV_BOTH: "6455-5.4-recv-both", Rfc6455 "5.4", Must, Both, Yes,
        "";
    BINARY_FRAG: "6455-5.4-binary-frag", Rfc6455 "5.4", Must, Both, Yes,
        "";
    INTERMEDIARY_CONTROL: "6455-5.4-intermediary-control", Rfc6455 "5.4", Must, Both, No,
        "";
    INTERMEDIARY_RSV: "6455-5.4-intermediary-rsv", Rfc6455 "5.4", Must, Both, No,
        "";
    INTERMEDIARY_EXT: "6455-5.4-intermediary-ext", Rfc6455 "5.4", Must, Both, No,
        "";
    INTERMEDIARY_BLIND: "6455-5.4-intermediary-blind", Rfc6455 "5.4", Must, Both, No,
        "";
    SAME_TYPE: "6455-5.4-same-type", Rfc6455 "5.4", Must, Both, Yes,
        "";
    STRAY_CONTINUATION: "6455-5.4-stray-continuation", Rfc6455 "5.4", Implied, Both, Yes,
        "";
    STRAY_CONT_EMPTY: "6455-5.4-stray-cont-empty", Rfc6455 "5.4", Implied, Both, Yes,
        "";
    NO_BOUNDARY_DEPENDENCE: "6455-5.4-no-boundary-dependence", Rfc6455 "5.4", Implied, Both, Yes,
        "";
    LONG_INTERLEAVE: "6455-5.4-long-interleave", Rfc6455 "5.4", Implied, Both, Yes,
        "";
    CONTROL_LEN_SEND: "6455-5.5-control-len-send", Rfc6455 "5.5", Must, Both, Yes,
        "";
    CONTROL_LEN_RECV: "6455-5.5-control-len-recv", Rfc6455 "5.5", Must, Both, Yes,
        "";
    CONTROL_FRAG_RECV: "6455-5.5-control-frag-recv", Rfc6455 "5.5", Must, Both, Yes,
        "";
    CONTROL_MID_MESSAGE: "6455-5.5-control-mid-message", Rfc6455 "5.5", Implied, Both, Yes,
        "";
    BODY_MAY: "6455-5.5.1-body-may", Rfc6455 "5.5.1", May, Both, Yes,
        "";
    CODE_FIRST_5_5_1: "6455-5.5.1-code-first", Rfc6455 "5.5.1", Must, Both, Yes,
        "";
    REASON_UTF8: "6455-5.5.1-reason-utf8", Rfc6455 "5.5.1", May, Both, Yes,
        "";
    REASON_INVALID: "6455-5.5.1-reason-invalid", Rfc6455 "5.5.1", Implied, Both, Yes,
        "";
    REASON_NOT_SHOWN: "6455-5.5.1-reason-not-shown", Rfc6455 "5.5.1", Must, Client, No,
        "";
    CLIENT_MASKS_CLOSE: "6455-5.5.1-client-masks-close", Rfc6455 "5.5.1", Must, Client, Yes,
        "";
    NO_DATA_AFTER: "6455-5.5.1-no-data-after", Rfc6455 "5.5.1", Must, Both, Yes,
        "";
    REPLY: "6455-5.5.1-reply", Rfc6455 "5.5.1", Must, Both, Yes,
        "";
    ECHO_CODE: "6455-5.5.1-echo-code", Rfc6455 "5.5.1", Implied, Both, Yes,
        "";
    REPLY_SOON: "6455-5.5.1-reply-soon", Rfc6455 "5.5.1", Should, Both, Yes,
        "";
    DELAY_UNTIL_MESSAGE: "6455-5.5.1-delay-until-message", Rfc6455 "5.5.1", May, Both, Yes,
        "";
    TCP_CLOSE_AFTER: "6455-5.5.1-tcp-close-after", Rfc6455 "5.5.1", Must, Both, Yes,
        "";
    SERVER_IMMEDIATE: "6455-5.5.1-server-immediate", Rfc6455 "5.5.1", Must, Server, Yes,
        "";
    CLIENT_WAITS_5_5_1: "6455-5.5.1-client-waits", Rfc6455 "5.5.1", Should, Client, Yes,
        "";
    CLIENT_MAY_TIMEOUT: "6455-5.5.1-client-may-timeout", Rfc6455 "5.5.1", May, Client, Yes,
        "";
    SIMULTANEOUS: "6455-5.5.1-simultaneous", Rfc6455 "5.5.1", Implied, Both, Yes,
        "";
    SECOND_CLOSE: "6455-5.5.1-second-close", Rfc6455 "5.5.1", Implied, Both, Yes,
        "";
    NO_REPLY_TO_CLOSE: "6455-5.5.1-no-reply-to-close", Rfc6455 "5.5.1", Implied, Both, Yes,
        "";
    APPDATA: "6455-5.5.2-appdata", Rfc6455 "5.5.2", May, Both, Yes,
        "";
    PONG_MUST: "6455-5.5.2-pong-must", Rfc6455 "5.5.2", Must, Both, Yes,
        "";
    NO_PONG_AFTER_CLOSE: "6455-5.5.2-no-pong-after-close", Rfc6455 "5.5.2", Implied, Both, Yes,
        "";
    PONG_WHILE_CLOSING: "6455-5.5.2-pong-while-closing", Rfc6455 "5.5.2", Must, Both, Yes,
        "";
    SOON: "6455-5.5.2-soon", Rfc6455 "5.5.2", Should, Both, Yes,
        "";
    PING_ANY_TIME: "6455-5.5.2-ping-any-time", Rfc6455 "5.5.2", May, Both, Yes,
        "";
    IDENTICAL: "6455-5.5.3-identical", Rfc6455 "5.5.3", Implied, Both, Yes,
        "";
    LATEST_ONLY: "6455-5.5.3-latest-only", Rfc6455 "5.5.3", May, Both, Yes,
        "";
    UNSOLICITED: "6455-5.5.3-unsolicited", Rfc6455 "5.5.3", May, Both, Yes,
        "";
    NO_RESPONSE: "6455-5.5.3-no-response", Rfc6455 "5.5.3", Implied, Both, Yes,
        "";
    WRONG_PONG: "6455-5.5.3-wrong-pong", Rfc6455 "5.5.3", Implied, Both, Yes,
        "";
    PING_FLOOD: "6455-5.5.2-ping-flood", Rfc6455 "5.5.2", Implied, Both, Yes,
        "";
    TEXT_UTF8_SEND: "6455-5.6-text-utf8-send", Rfc6455 "5.6", Must, Both, Yes,
        "";
    TEXT_PARTIAL_FRAME: "6455-5.6-text-partial-frame", Rfc6455 "5.6", Implied, Both, Yes,
        "";
    TEXT_INVALID: "6455-5.6-text-invalid", Rfc6455 "5.6", Must, Both, Yes,
        "";
    TEXT_TRUNCATED_END: "6455-5.6-text-truncated-end", Rfc6455 "5.6", Implied, Both, Yes,
        "";
    TEXT_VALID_ODD: "6455-5.6-text-valid-odd", Rfc6455 "5.6", Must, Both, Yes,
        "";
    TEXT_FAILFAST: "6455-5.6-text-failfast", Rfc6455 "5.6", Implied, Both, Yes,
        "";
    UTF8_RESET: "6455-5.6-utf8-reset", Rfc6455 "5.6", Implied, Both, Yes,
        "";
    BINARY_ARBITRARY: "6455-5.6-binary-arbitrary", Rfc6455 "5.6", Implied, Both, Yes,
        "";
    NEGOTIATE_EXT: "6455-5.8-negotiate-ext", Rfc6455 "5.8", Must, Both, Yes,
        "";
    EXAMPLES: "6455-5.7-examples", Rfc6455 "5.7", Implied, Both, Yes,
        "";
    OPEN_STATE_6_1: "6455-6.1-open-state", Rfc6455 "6.1", Must, Both, Yes,
        "";
    ENCAPSULATE: "6455-6.1-encapsulate", Rfc6455 "6.1", Must, Both, Yes,
        "";
    MAY_FRAGMENT: "6455-6.1-may-fragment", Rfc6455 "6.1", May, Both, Yes,
        "";
    OPCODE_FIRST: "6455-6.1-opcode-first", Rfc6455 "6.1", Must, Both, Yes,
        "";
    FIN_LAST: "6455-6.1-fin-last", Rfc6455 "6.1", Must, Both, Yes,
        "";
    CLIENT_MASKS_6_1: "6455-6.1-client-masks", Rfc6455 "6.1", Must, Client, Yes,
        "";
    TRANSMIT: "6455-6.1-transmit", Rfc6455 "6.1", Must, Both, Yes,
        "";
    PARSE: "6455-6.2-parse", Rfc6455 "6.2", Must, Both, Yes,
        "";
    CONTROL: "6455-6.2-control", Rfc6455 "6.2", Must, Both, Yes,
        "";
    TYPE: "6455-6.2-type", Rfc6455 "6.2", Must, Both, Yes,
        "";
    NEW_MESSAGE: "6455-6.2-new-message", Rfc6455 "6.2", Must, Both, Yes,
        "";
    EXT_MAY: "6455-6.2-ext-may", Rfc6455 "6.2", May, Both, Yes,
        "";
    UNMASK: "6455-6.2-unmask", Rfc6455 "6.2", Must, Server, Yes,
        "";
    CLEAN_TCP: "6455-7.1.1-clean-tcp", Rfc6455 "7.1.1", Should, Both, Yes,
        "";
    TLS_CLOSE_NOTIFY: "6455-7.1.1-tls-close-notify", Rfc6455 "7.1.1", Should, Both, Yes,
        "";
    ANY_MEANS: "6455-7.1.1-any-means", Rfc6455 "7.1.1", May, Both, Yes,
        "";
    SERVER_FIRST: "6455-7.1.1-server-first", Rfc6455 "7.1.1", Should, Server, Yes,
        "";
    CLIENT_MAY_CLOSE: "6455-7.1.1-client-may-close", Rfc6455 "7.1.1", May, Client, Yes,
        "";
    CLIENT_WAITS_7_1_1: "6455-7.1.1-client-waits", Rfc6455 "7.1.1", Should, Client, Yes,
        "";
    HALF_CLOSE: "6455-7.1.1-half-close", Rfc6455 "7.1.1", Implied, Both, Yes,
        "";
    FLUSH_BEFORE_CLOSE: "6455-7.1.1-flush-before-close", Rfc6455 "7.1.1", Implied, Both, Yes,
        "";
    START: "6455-7.1.2-start", Rfc6455 "7.1.2", Must, Both, Yes,
        "";
    CLOSE_AFTER_BOTH: "6455-7.1.2-close-after-both", Rfc6455 "7.1.2", Should, Both, Yes,
        "";
    CLOSING_STATE: "6455-7.1.3-closing-state", Rfc6455 "7.1.3", Implied, Both, Partly,
        "";
    CLOSED_CLEAN: "6455-7.1.4-closed-clean", Rfc6455 "7.1.4", Implied, Both, Partly,
        "";
    CODE_FIRST_7_1_5: "6455-7.1.5-code-first", Rfc6455 "7.1.5", Implied, Both, Partly,
        "";
    CODE_1005: "6455-7.1.5-1005", Rfc6455 "7.1.5", Implied, Both, Partly,
        "";
    CODE_1006: "6455-7.1.5-1006", Rfc6455 "7.1.5", Implied, Both, Partly,
        "";
    REASON: "6455-7.1.6-reason", Rfc6455 "7.1.6", Implied, Both, Partly,
        "";
    CLIENT_CLOSE: "6455-7.1.7-client-close", Rfc6455 "7.1.7", Must, Client, Yes,
        "";
    CLIENT_REPORT: "6455-7.1.7-client-report", Rfc6455 "7.1.7", May, Client, No,
        "";
    SERVER_CLOSE: "6455-7.1.7-server-close", Rfc6455 "7.1.7", Must, Server, Yes,
        "";
    SERVER_LOG: "6455-7.1.7-server-log", Rfc6455 "7.1.7", Should, Server, No,
        "";
    SEND_CLOSE: "6455-7.1.7-send-close", Rfc6455 "7.1.7", Should, Both, Yes,
        "";
    MAY_OMIT_CLOSE: "6455-7.1.7-may-omit-close", Rfc6455 "7.1.7", May, Both, Yes,
        "";
    STOP_PROCESSING: "6455-7.1.7-stop-processing", Rfc6455 "7.1.7", Must, Both, Yes,
        "";
    CLIENT_NOT_CLOSE: "6455-7.1.7-client-not-close", Rfc6455 "7.1.7", Should, Client, Partly,
        "";
    CLIENT_FAIL_HANDSHAKE: "6455-7.2.1-client-fail-handshake", Rfc6455 "7.2.1", Must, Client, Yes,
        "";
    TRANSPORT_LOST: "6455-7.2.1-transport-lost", Rfc6455 "7.2.1", Must, Client, Yes,
        "";
    SERVER_ABORT: "6455-7.2.2-server-abort", Rfc6455 "7.2.2", Must, Server, Yes,
        "";
    BACKOFF: "6455-7.2.3-backoff", Rfc6455 "7.2.3", Should, Client, Partly,
        "";
    FIRST_DELAY: "6455-7.2.3-first-delay", Rfc6455 "7.2.3", Should, Client, Partly,
        "";
    OTHER_INTERVAL: "6455-7.2.3-other-interval", Rfc6455 "7.2.3", May, Client, Partly,
        "";
    INCREASING: "6455-7.2.3-increasing", Rfc6455 "7.2.3", Should, Client, Partly,
        "";
    SERVER_MAY_CLOSE: "6455-7.3-server-may-close", Rfc6455 "7.3", May, Server, Yes,
        "";
    CLIENT_SHOULD_NOT: "6455-7.3-client-should-not", Rfc6455 "7.3", Should, Client, Partly,
        "";
    VIA_HANDSHAKE: "6455-7.3-via-handshake", Rfc6455 "7.3", Implied, Both, Yes,
        "";
    MAY_CODE: "6455-7.4-may-code", Rfc6455 "7.4", May, Both, Yes,
        "";
    DEFINED: "6455-7.4.1-defined", Rfc6455 "7.4.1", May, Both, Yes,
        "";
    CODE_1001: "6455-7.4.1-1001", Rfc6455 "7.4.1", Implied, Both, Yes,
        "";
    CODE_1003: "6455-7.4.1-1003", Rfc6455 "7.4.1", May, Both, Yes,
        "";
    CODE_1004: "6455-7.4.1-1004", Rfc6455 "7.4.1", Implied, Both, Yes,
        "";
    CODE_1005_SEND: "6455-7.4.1-1005-send", Rfc6455 "7.4.1", Must, Both, Yes,
        "";
    CODE_1005_RECV: "6455-7.4.1-1005-recv", Rfc6455 "7.4.1", Implied, Both, Yes,
        "";
    CODE_1006_SEND: "6455-7.4.1-1006-send", Rfc6455 "7.4.1", Must, Both, Yes,
        "";
    CODE_1006_RECV: "6455-7.4.1-1006-recv", Rfc6455 "7.4.1", Implied, Both, Yes,
        "";
    CODE_1007: "6455-7.4.1-1007", Rfc6455 "7.4.1", Implied, Both, Yes,
        "";
    CODE_1008: "6455-7.4.1-1008", Rfc6455 "7.4.1", Implied, Both, Yes,
        "";
    CODE_1009: "6455-7.4.1-1009", Rfc6455 "7.4.1", Implied, Both, Yes,
        "";
    CODE_1010: "6455-7.4.1-1010", Rfc6455 "7.4.1", Should, Client, Yes,
        "";
    CODE_1010_SERVER: "6455-7.4.1-1010-server", Rfc6455 "7.4.1", Implied, Server, Yes,
        "";
    CODE_1011: "6455-7.4.1-1011", Rfc6455 "7.4.1", Implied, Both, Yes,
        "";
    CODE_1015_SEND: "6455-7.4.1-1015-send", Rfc6455 "7.4.1", Must, Both, Yes,
        "";
    CODE_1015_RECV: "6455-7.4.1-1015-recv", Rfc6455 "7.4.1", Implied, Both, Yes,
        "";
    CODE_0_999: "6455-7.4.2-0-999", Rfc6455 "7.4.2", Implied, Both, Yes,
        "";
    CODE_1000_2999: "6455-7.4.2-1000-2999", Rfc6455 "7.4.2", Implied, Both, Yes,
        "";
    CODE_3000_3999: "6455-7.4.2-3000-3999", Rfc6455 "7.4.2", Implied, Both, Yes,
        "";
    CODE_4000_4999: "6455-7.4.2-4000-4999", Rfc6455 "7.4.2", Implied, Both, Yes,
        "";
    CODE_5000_UP: "6455-7.4.2-5000-up", Rfc6455 "7.4.2", Implied, Both, Yes,
        "";
    INVALID_UTF8: "6455-8.1-invalid-utf8", Rfc6455 "8.1", Must, Both, Yes,
        "";
    HANDSHAKE_UTF8: "6455-8.1-handshake-utf8", Rfc6455 "8.1", Must, Both, Yes,
        "";
    CLIENT_MAY: "6455-9-client-may", Rfc6455 "9", May, Client, Yes,
        "";
    SERVER_MAY: "6455-9-server-may", Rfc6455 "9", May, Server, Yes,
        "";
    NOT_REQUESTED: "6455-9-not-requested", Rfc6455 "9", Must, Server, Yes,
        "";
    PARAMS_PER_SPEC: "6455-9-params-per-spec", Rfc6455 "9", Must, Both, Yes,
        "";
    MALFORMED: "6455-9.1-malformed", Rfc6455 "9.1", Must, Both, Yes,
        "";
    QUOTED: "6455-9.1-quoted", Rfc6455 "9.1", Must, Both, Yes,
        "";
    SPLIT_COMBINE: "6455-9.1-split-combine", Rfc6455 "9.1", May, Both, Yes,
        "";
    EMPTY_ELEMENTS: "6455-9.1-empty-elements", Rfc6455 "9.1", Implied, Both, Yes,
        "";
    REGISTERED_TOKEN: "6455-9.1-registered-token", Rfc6455 "9.1", Must, Client, Yes,
        "";
    DEFINED_PARAMS: "6455-9.1-defined-params", Rfc6455 "9.1", Must, Both, Yes,
        "";
    NO_USE_BEFORE_ANSWER: "6455-9.1-no-use-before-answer", Rfc6455 "9.1", Must, Client, Yes,
        "";
    UNKNOWN_IGNORED: "6455-9.1-unknown-ignored", Rfc6455 "9.1", Implied, Server, Yes,
        "";
    ORDER_9_1: "6455-9.1-order", Rfc6455 "9.1", May, Both, Partly,
        "";
    SEPARATE: "6455-9.2-separate", Rfc6455 "9.2", May, Both, No,
        "";
    ANY_INPUT: "6455-10.1-any-input", Rfc6455 "10.1", Implied, Server, Yes,
        "";
    VERIFY_ORIGIN: "6455-10.2-verify-origin", Rfc6455 "10.2", Should, Server, Partly,
        "";
    CODE_403: "6455-10.2-403", Rfc6455 "10.2", Should, Server, Partly,
        "";
    NEW_KEY: "6455-10.3-new-key", Rfc6455 "10.3", Must, Client, Yes,
        "";
    PAYLOAD_FROZEN: "6455-10.3-payload-frozen", Rfc6455 "10.3", Implied, Client, Partly,
        "";
    LIMITS_PROTECT: "6455-10.4-limits-protect", Rfc6455 "10.4", Must, Both, Yes,
        "";
    LIMITS_IMPOSE: "6455-10.4-limits-impose", Rfc6455 "10.4", Should, Both, Yes,
        "";
    AUTH_ANY: "6455-10.5-auth-any", Rfc6455 "10.5", Implied, Server, No,
        "";
    TLS_MUST: "6455-10.6-tls-must", Rfc6455 "10.6", Must, Both, Partly,
        "";
    TLS_SHOULD: "6455-10.6-tls-should", Rfc6455 "10.6", Should, Both, No,
        "";
    VALIDATE_10_7: "6455-10.7-validate", Rfc6455 "10.7", Must, Both, Yes,
        "";
    MAY_DROP: "6455-10.7-may-drop", Rfc6455 "10.7", May, Both, Yes,
        "";
    SHOULD_CLOSE_FRAME: "6455-10.7-should-close-frame", Rfc6455 "10.7", Should, Both, Yes,
        "";
    SHOULD_HTTP: "6455-10.7-should-http", Rfc6455 "10.7", Should, Server, Yes,
        "";
    WS_IDNA: "6455-11.1-ws-idna", Rfc6455 "11.1.1", Must, Client, Yes,
        "";
    WS_PCT: "6455-11.1-ws-pct", Rfc6455 "11.1.1", Must, Client, Yes,
        "";
    WSS_IDNA: "6455-11.1-wss-idna", Rfc6455 "11.1.2", Must, Client, Yes,
        "";
    WSS_PCT: "6455-11.1-wss-pct", Rfc6455 "11.1.2", Must, Client, Yes,
        "";
}
