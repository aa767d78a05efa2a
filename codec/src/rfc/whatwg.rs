//! What the WHATWG WebSockets standard asks of browsers.

super::clauses! {
    SCHEME_HTTP: "WHATWG-scheme-http", Whatwg "constructor", Implied, Client, Yes,
        "";
    FRAGMENT: "WHATWG-fragment", Whatwg "constructor", Implied, Client, Yes,
        "";
    PROTOCOLS_DUP: "WHATWG-protocols-dup", Whatwg "constructor", Implied, Client, Yes,
        "";
    REDIRECT_ERROR: "WHATWG-redirect-error", Whatwg "opening-handshake", Implied, Client, Yes,
        "";
    STATUS_101: "WHATWG-status-101", Whatwg "opening-handshake", Implied, Client, Yes,
        "";
    PROTOCOL_MUST_ACK: "WHATWG-protocol-must-ack", Whatwg "opening-handshake", Implied, Client, Yes,
        "";
    DEFLATE_OFFER: "WHATWG-deflate-offer", Whatwg "opening-handshake", Implied, Client, Yes,
        "";
    SINGLE_PROTOCOL_HEADER: "WHATWG-single-protocol-header", Whatwg "opening-handshake", Implied, Client, Yes,
        "";
    CREDENTIALS: "WHATWG-credentials", Whatwg "opening-handshake", Implied, Client, Yes,
        "";
    NO_REFERRER: "WHATWG-no-referrer", Whatwg "opening-handshake", Implied, Client, Yes,
        "";
    CLOSE_CODE_RANGE: "WHATWG-close-code-range", Whatwg "close()", Implied, Client, Yes,
        "";
    CLOSE_REASON_123: "WHATWG-close-reason-123", Whatwg "close()", Implied, Client, Yes,
        "";
    CLOSE_NO_BODY: "WHATWG-close-no-body", Whatwg "close()", Must, Client, Yes,
        "";
    CLOSE_CODE_AS_GIVEN: "WHATWG-close-code-as-given", Whatwg "close()", Must, Client, Yes,
        "";
    CLOSE_BEFORE_OPEN: "WHATWG-close-before-open", Whatwg "close()", Implied, Client, Yes,
        "";
    CLOSE_AFTER_QUEUED: "WHATWG-close-after-queued", Whatwg "close()", Implied, Client, Yes,
        "";
    USVSTRING: "WHATWG-usvstring", Whatwg "send()", Implied, Client, Yes,
        "";
    TEXT_BINARY_OPCODE: "WHATWG-text-binary-opcode", Whatwg "send()", Must, Client, Yes,
        "";
    BUFFER_FULL: "WHATWG-buffer-full", Whatwg "send()", Must, Client, Partly,
        "";
    CLOSING_STATE_DATA: "WHATWG-closing-state-data", Whatwg "feedback", Implied, Client, Partly,
        "";
    UNLOAD: "WHATWG-1001-unload", Whatwg "make-disappear", Implied, Client, Yes,
        "";
    GC_CLOSE: "WHATWG-gc-close", Whatwg "garbage-collection", Must, Client, Partly,
        "";
    NO_FAILURE_DETAIL: "WHATWG-no-failure-detail", Whatwg "feedback", Must, Client, Partly,
        "";
    REASON_DECODE: "WHATWG-reason-decode", Whatwg "feedback", Implied, Client, Partly,
        "";
    PING_PONG_OPTIONAL: "WHATWG-ping-pong-optional", Whatwg "ping-pong", May, Client, Yes,
        "";
    NO_PING_FOR_SERVER: "WHATWG-no-ping-for-server", Whatwg "ping-pong", Must, Client, Partly,
        "";
}
