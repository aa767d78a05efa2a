//! What the WHATWG WebSockets standard asks of browsers.

super::clauses! {
    SCHEME_HTTP: "WHATWG-scheme-http", Whatwg "constructor", Implied, Client, Yes,
        "A URL with the scheme `http` or `https` connects as `ws` or `wss`";
    FRAGMENT: "WHATWG-fragment", Whatwg "constructor", Implied, Client, Yes,
        "A URL with a fragment is a SyntaxError and nothing is sent";
    PROTOCOLS_DUP: "WHATWG-protocols-dup", Whatwg "constructor", Implied, Client, Yes,
        "A subprotocol that is repeated or no token is a SyntaxError and nothing is sent";
    REDIRECT_ERROR: "WHATWG-redirect-error", Whatwg "opening-handshake", Implied, Client, Yes,
        "A browser fails the connection on a redirect instead of following it";
    STATUS_101: "WHATWG-status-101", Whatwg "opening-handshake", Implied, Client, Yes,
        "A browser fails the connection on every final status but 101, including 401";
    PROTOCOL_MUST_ACK: "WHATWG-protocol-must-ack", Whatwg "opening-handshake", Implied, Client, Yes,
        "A browser that asked for subprotocols fails the connection when the 101 selects none";
    DEFLATE_OFFER: "WHATWG-deflate-offer", Whatwg "opening-handshake", Implied, Client, Yes,
        "A browser offers permessage-deflate, with parameters of its choice";
    SINGLE_PROTOCOL_HEADER: "WHATWG-single-protocol-header", Whatwg "opening-handshake", Implied, Client, Yes,
        "A browser sends all its subprotocols on one Sec-WebSocket-Protocol line";
    CREDENTIALS: "WHATWG-credentials", Whatwg "opening-handshake", Implied, Client, Yes,
        "A browser sends the cookies of the URL with the handshake";
    NO_REFERRER: "WHATWG-no-referrer", Whatwg "opening-handshake", Implied, Client, Yes,
        "A browser sends no Referer with the handshake";
    CLOSE_CODE_RANGE: "WHATWG-close-code-range", Whatwg "close()", Implied, Client, Yes,
        "A script can close with 1000 or 3000 to 4999, and any other code throws";
    CLOSE_REASON_123: "WHATWG-close-reason-123", Whatwg "close()", Implied, Client, Yes,
        "A script that closes with a reason of more than 123 bytes in UTF-8 gets a SyntaxError";
    CLOSE_NO_BODY: "WHATWG-close-no-body", Whatwg "close()", Must, Client, Yes,
        "A `close()` without a code sends a Close with an empty body";
    CLOSE_CODE_AS_GIVEN: "WHATWG-close-code-as-given", Whatwg "close()", Must, Client, Yes,
        "A `close()` with a code and a reason sends both unchanged";
    CLOSE_BEFORE_OPEN: "WHATWG-close-before-open", Whatwg "close()", Implied, Client, Yes,
        "A `close()` before the connection is open fails it, and a 101 that comes later changes nothing";
    CLOSE_AFTER_QUEUED: "WHATWG-close-after-queued", Whatwg "close()", Implied, Client, Yes,
        "A `close()` lets the messages that are already queued go first";
    USVSTRING: "WHATWG-usvstring", Whatwg "send()", Implied, Client, Yes,
        "A surrogate without its pair in a string to send goes out as U+FFFD";
    TEXT_BINARY_OPCODE: "WHATWG-text-binary-opcode", Whatwg "send()", Must, Client, Yes,
        "A string is sent as a text message, a Blob or ArrayBuffer as a binary one";
    BUFFER_FULL: "WHATWG-buffer-full", Whatwg "send()", Must, Client, Partly,
        "A browser that cannot buffer what a script sends closes the connection";
    CLOSING_STATE_DATA: "WHATWG-closing-state-data", Whatwg "feedback", Implied, Client, Partly,
        "A message that arrives when the socket is no longer open is not handed to the script";
    UNLOAD: "WHATWG-1001-unload", Whatwg "make-disappear", Implied, Client, Yes,
        "A browser closes with 1001 when the document goes away";
    GC_CLOSE: "WHATWG-gc-close", Whatwg "garbage-collection", Must, Client, Partly,
        "A socket that is garbage-collected while open closes with an empty Close";
    NO_FAILURE_DETAIL: "WHATWG-no-failure-detail", Whatwg "feedback", Must, Client, Partly,
        "A script sees every kind of failure to connect as the same 1006";
    REASON_DECODE: "WHATWG-reason-decode", Whatwg "feedback", Implied, Client, Partly,
        "A browser decodes the reason of a Close as UTF-8 and keeps a leading U+FEFF";
    PING_PONG_OPTIONAL: "WHATWG-ping-pong-optional", Whatwg "ping-pong", May, Client, Yes,
        "A browser may send Ping, and Pong without having been asked";
    NO_PING_FOR_SERVER: "WHATWG-no-ping-for-server", Whatwg "ping-pong", Must, Client, Partly,
        "A browser sends no Ping just to help the server keep the connection alive";
}
