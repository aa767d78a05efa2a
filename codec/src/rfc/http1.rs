//! The parts of HTTP semantics (RFC 9110) and HTTP/1.1 (RFC 9112) an opening handshake leans on.

super::clauses! {
    OCTETS: "9112-2.2-octets", Rfc9112 "2.2", Must, Both, Yes,
        "";
    BARE_LF: "9112-2.2-bare-lf", Rfc9112 "2.2", May, Both, Yes,
        "";
    BARE_CR_SEND: "9112-2.2-bare-cr-send", Rfc9112 "2.2", Must, Both, Yes,
        "";
    BARE_CR_RECV: "9112-2.2-bare-cr-recv", Rfc9112 "2.2", Must, Both, Yes,
        "";
    NO_EXTRA_CRLF: "9112-2.2-no-extra-crlf", Rfc9112 "2.2", Must, Client, Yes,
        "";
    LEADING_CRLF: "9112-2.2-leading-crlf", Rfc9112 "2.2", Should, Server, Yes,
        "";
    WS_FIRST_HEADER_SEND: "9112-2.2-ws-first-header-send", Rfc9112 "2.2", Must, Both, Yes,
        "";
    WS_FIRST_HEADER_RECV: "9112-2.2-ws-first-header-recv", Rfc9112 "2.2", Must, Both, Yes,
        "";
    GARBAGE_400: "9112-2.2-garbage-400", Rfc9112 "2.2", Should, Server, Yes,
        "";
    REQUEST_LINE_LENIENT: "9112-3-request-line-lenient", Rfc9112 "3", May, Server, Yes,
        "";
    METHOD_501: "9112-3-method-501", Rfc9112 "3", Should, Server, Yes,
        "";
    N_414: "9112-3-414", Rfc9112 "3", Must, Server, Yes,
        "";
    N_8000: "9112-3-8000", Rfc9112 "3", Should, Both, Yes,
        "";
    METHOD_CASE: "9112-3.1-method-case", Rfc9112 "3.1", Implied, Server, Yes,
        "";
    INVALID_TARGET: "9112-3.2-invalid-target", Rfc9112 "3.2", Should, Server, Yes,
        "";
    CLIENT_HOST: "9112-3.2-client-host", Rfc9112 "3.2", Must, Client, Yes,
        "";
    HOST_MISSING: "9112-3.2-host-missing", Rfc9112 "3.2", Must, Server, Yes,
        "";
    HOST_MULTIPLE: "9112-3.2-host-multiple", Rfc9112 "3.2", Must, Server, Yes,
        "";
    HOST_INVALID: "9112-3.2-host-invalid", Rfc9112 "3.2", Must, Server, Yes,
        "";
    EMPTY_PATH: "9112-3.2.1-empty-path", Rfc9112 "3.2.1", Must, Client, Yes,
        "";
    ABSOLUTE_ACCEPT: "9112-3.2.2-absolute-accept", Rfc9112 "3.2.2", Must, Server, Yes,
        "";
    ABSOLUTE_HOST_WINS: "9112-3.2.2-absolute-host-wins", Rfc9112 "3.2.2", Must, Server, Partly,
        "";
    STATUS_LINE: "9112-4-status-line", Rfc9112 "4", Must, Server, Yes,
        "";
    REASON_IGNORED: "9112-4-reason-ignored", Rfc9112 "4", Should, Client, Yes,
        "";
    WS_COLON_SERVER: "9112-5.1-ws-colon-server", Rfc9112 "5.1", Must, Server, Yes,
        "";
    WS_COLON_CLIENT: "9112-5.1-ws-colon-client", Rfc9112 "5.1", Implied, Client, Yes,
        "";
    OWS: "9112-5.1-ows", Rfc9112 "5.1", Implied, Both, Yes,
        "";
    NO_COLON: "9112-5.1-no-colon", Rfc9112 "5", Implied, Both, Yes,
        "";
    OBS_FOLD_SEND: "9112-5.2-obs-fold-send", Rfc9112 "5.2", Must, Both, Yes,
        "";
    OBS_FOLD_SERVER: "9112-5.2-obs-fold-server", Rfc9112 "5.2", Must, Server, Yes,
        "";
    OBS_FOLD_CLIENT: "9112-5.2-obs-fold-client", Rfc9112 "5.2", Must, Client, Yes,
        "";
    TE_101: "9112-6.1-te-101", Rfc9112 "6.1", Must, Server, Yes,
        "";
    TE_UNKNOWN: "9112-6.1-te-unknown", Rfc9112 "6.1", Should, Server, Yes,
        "";
    TE_AND_CL: "9112-6.1-te-and-cl", Rfc9112 "6.1", Must, Server, Yes,
        "";
    TE_HTTP10: "9112-6.1-te-http10", Rfc9112 "6.1", Must, Server, Yes,
        "";
    TE_NOT_CHUNKED: "9112-6.3-te-not-chunked", Rfc9112 "6.3", Must, Server, Yes,
        "";
    CL_INVALID: "9112-6.3-cl-invalid", Rfc9112 "6.3", Must, Server, Yes,
        "";
    CL_BODY: "9112-6.3-cl-body", Rfc9112 "6.3", Implied, Server, Yes,
        "";
    N_1XX_NO_BODY: "9112-6.3-1xx-no-body", Rfc9112 "6.3", Implied, Client, Yes,
        "";
    CHUNK_OVERFLOW: "9112-7.1-chunk-overflow", Rfc9112 "7.1", Must, Both, Yes,
        "";
    GRACEFUL: "9112-9.5-graceful", Rfc9112 "9.5", Should, Both, Yes,
        "";
    CLOSE_OPTION: "9112-9.6-close-option", Rfc9112 "9.6", Must, Server, Yes,
        "";
    STAGED_CLOSE: "9112-9.6-staged-close", Rfc9112 "9.6", Implied, Server, Yes,
        "";
    PIPELINED: "9112-9.3-pipelined", Rfc9112 "9.3.2", Implied, Server, Yes,
        "";
    MIN_LENGTH: "9110-2.3-min-length", Rfc9110 "2.3", Must, Both, Yes,
        "";
    UNKNOWN: "9110-5.1-unknown", Rfc9110 "5.1", Should, Both, Yes,
        "";
    TOKEN_NAME: "9110-5.1-token-name", Rfc9110 "5.1", Implied, Both, Yes,
        "";
    DUPLICATE_SEND: "9110-5.3-duplicate-send", Rfc9110 "5.3", Must, Both, Yes,
        "";
    COMBINE: "9110-5.3-combine", Rfc9110 "5.3", May, Both, Yes,
        "";
    WHOLE_SECTION: "9110-5.3-whole-section", Rfc9110 "5.3", Must, Server, Yes,
        "";
    TOO_LARGE: "9110-5.4-too-large", Rfc9110 "5.4", Must, Server, Yes,
        "";
    CLIENT_TRUNCATE: "9110-5.4-client-truncate", Rfc9110 "5.4", May, Client, Yes,
        "";
    TRIM: "9110-5.5-trim", Rfc9110 "5.5", Must, Both, Yes,
        "";
    CR_LF_NUL: "9110-5.5-cr-lf-nul", Rfc9110 "5.5", Must, Both, Yes,
        "";
    OTHER_CTL: "9110-5.5-other-ctl", Rfc9110 "5.5", May, Both, Yes,
        "";
    OBS_TEXT: "9110-5.5-obs-text", Rfc9110 "5.5", Should, Both, Yes,
        "";
    EMPTY_SEND: "9110-5.6.1-empty-send", Rfc9110 "5.6.1.1", Must, Both, Yes,
        "";
    EMPTY_RECV: "9110-5.6.1-empty-recv", Rfc9110 "5.6.1.2", Must, Both, Yes,
        "";
    BWS: "9110-5.6.3-bws", Rfc9110 "5.6.3", Must, Both, Yes,
        "";
    QUOTED_PAIR: "9110-5.6.4-quoted-pair", Rfc9110 "5.6.4", Must, Both, Yes,
        "";
    MINOR: "9110-6.2-minor", Rfc9110 "6.2", Should, Both, Yes,
        "";
    STATUS_505: "9110-6.2-505", Rfc9110 "6.2", May, Server, Yes,
        "";
    HOST_FIRST: "9110-7.2-host-first", Rfc9110 "7.2", Should, Client, Yes,
        "";
    CONNECTION_LIST: "9110-7.6.1-connection-list", Rfc9110 "7.6.1", Must, Client, Yes,
        "";
    UPGRADE_CI: "9110-7.8-upgrade-ci", Rfc9110 "7.8", Should, Both, Yes,
        "";
    STATUS_101_UPGRADE: "9110-7.8-101-upgrade", Rfc9110 "7.8", Must, Server, Yes,
        "";
    NOT_INDICATED: "9110-7.8-not-indicated", Rfc9110 "7.8", Must, Server, Yes,
        "";
    STATUS_426_UPGRADE: "9110-7.8-426-upgrade", Rfc9110 "7.8", Must, Server, Yes,
        "";
    IGNORE: "9110-7.8-ignore", Rfc9110 "7.8", May, Server, Yes,
        "";
    CONNECTION_OPT: "9110-7.8-connection-opt", Rfc9110 "7.8", Must, Both, Yes,
        "";
    HTTP10_IGNORE: "9110-7.8-http10-ignore", Rfc9110 "7.8", Must, Server, Yes,
        "";
    NO_EARLY_FRAMES: "9110-7.8-no-early-frames", Rfc9110 "7.8", Implied, Client, Yes,
        "";
    EXPECT_100: "9110-7.8-expect-100", Rfc9110 "7.8", Must, Server, Yes,
        "";
    NO_CL_101: "9110-8.6-no-cl-101", Rfc9110 "8.6", Must, Server, Yes,
        "";
    EXPECT_OTHER: "9110-10.1.1-expect-other", Rfc9110 "10.1.1", May, Server, Yes,
        "";
    STATUS_1XX_TO_1_0: "9110-15.2-1xx-to-1.0", Rfc9110 "15.2", Must, Server, Yes,
        "";
    INTERIM: "9110-15.2-interim", Rfc9110 "15.2", Must, Client, Yes,
        "";
    INTERIM_MANY: "9110-15.2-interim-many", Rfc9110 "15.2", Implied, Client, Yes,
        "";
    LOOP: "9110-15.4-loop", Rfc9110 "15.4", Should, Client, Yes,
        "";
    STATUS_401_CHALLENGE: "9110-15.5.2-401-challenge", Rfc9110 "15.5.2", Must, Server, Partly,
        "";
    STATUS_405_ALLOW: "9110-15.5.6-405-allow", Rfc9110 "15.5.6", Must, Server, Yes,
        "";
    STATUS_426: "9110-15.5.22-426", Rfc9110 "15.5.22", Must, Server, Yes,
        "";
}
