//! WebSocket over HTTP/2 (RFC 8441, RFC 9113).

super::clauses! {
    VALUE_0_1: "8441-3-value-0-1", Rfc8441 "3", Must, Both, Yes,
        "`SETTINGS_ENABLE_CONNECT_PROTOCOL` is 0 or 1, and any other value is an error";
    CLIENT_MAY: "8441-3-client-may", Rfc8441 "3", May, Client, Yes,
        "A client may use extended CONNECT once the server's setting is 1";
    CLIENT_NEEDS_SETTING: "8441-3-client-needs-setting", Rfc8441 "3", Implied, Client, Yes,
        "A client sends no `:protocol` before the server has set `SETTINGS_ENABLE_CONNECT_PROTOCOL` to 1";
    SERVER_IGNORES: "8441-3-server-ignores", Rfc8441 "3", Implied, Server, Yes,
        "A server attaches no meaning to the setting when a client sends it";
    NO_1_TO_0: "8441-3-no-1-to-0", Rfc8441 "3", Must, Both, Yes,
        "A sender that has set `SETTINGS_ENABLE_CONNECT_PROTOCOL` to 1 does not set it back to 0";
    DEFAULT_0: "8441-3-default-0", Rfc8441 "9.1", Implied, Both, Yes,
        "Extended CONNECT is off until setting 0x8 turns it on";
    PROTOCOL_MAY: "8441-4-protocol-may", Rfc8441 "4", May, Client, Yes,
        "A client may add `:protocol` to CONNECT, with the name of a single protocol";
    SCHEME_PATH: "8441-4-scheme-path", Rfc8441 "4", Must, Client, Yes,
        "A CONNECT with `:protocol` also has `:scheme` and `:path`";
    AUTHORITY: "8441-4-authority", Rfc8441 "4", Implied, Both, Yes,
        "In a CONNECT with `:protocol` the `:authority` is that of the target URI, as in other requests";
    NO_TUNNEL: "8441-4-no-tunnel", Rfc8441 "4", Must, Server, Yes,
        "A server opens no TCP tunnel to the `:authority` of a CONNECT with `:protocol`";
    ESTABLISH: "8441-4-establish", Rfc8441 "4", Implied, Server, Yes,
        "A server connects the stream to the service that `:protocol` names";
    PROTOCOL_MUST: "8441-5-protocol-must", Rfc8441 "5", Must, Client, Yes,
        "A client's request for WebSocket over HTTP/2 is a CONNECT with `:protocol`";
    PROTOCOL_WEBSOCKET: "8441-5-protocol-websocket", Rfc8441 "5", Must, Client, Yes,
        "The value of `:protocol` is `websocket`";
    SCHEME_HTTPS: "8441-5-scheme-https", Rfc8441 "5", Must, Client, Yes,
        "The `:scheme` is `https` for a `wss` URI and `http` for a `ws` URI";
    NO_CONNECTION_UPGRADE: "8441-5-no-connection-upgrade", Rfc8441 "5", Must, Client, Yes,
        "A client sends neither Connection nor Upgrade over HTTP/2";
    NO_HOST_NEEDED: "8441-5-no-host-needed", Rfc8441 "5", Implied, Client, Yes,
        "A client names the host in `:authority`, so no Host is needed";
    NO_KEY: "8441-5-no-key", Rfc8441 "5", Implied, Client, Yes,
        "A server pays no attention to Sec-WebSocket-Key over HTTP/2, there or not";
    NO_ACCEPT: "8441-5-no-accept", Rfc8441 "5", Implied, Server, Yes,
        "A server owes no Sec-WebSocket-Accept over HTTP/2, and a client does not look at one";
    VERSION: "8441-5-version", Rfc8441 "5", Implied, Both, Yes,
        "A server checks `sec-websocket-version` over HTTP/2 as over HTTP/1.1";
    PROTOCOL_EXT: "8441-5-protocol-ext", Rfc8441 "5", Implied, Both, Yes,
        "Subprotocols and extensions are negotiated over HTTP/2 by the rules of HTTP/1.1";
    ORIGIN: "8441-5-origin", Rfc8441 "5", Implied, Both, Yes,
        "A server may refuse an origin over HTTP/2 as over HTTP/1.1";
    LOWERCASE: "8441-5-lowercase", Rfc8441 "5", Implied, Both, Yes,
        "Field names over HTTP/2 are in lower case";
    N_2XX: "8441-5-2xx", Rfc8441 "5", Implied, Both, Yes,
        "A server accepts with a 2xx status over HTTP/2, and the connection is open";
    STREAM_AS_TCP: "8441-5-stream-as-tcp", Rfc8441 "5", Implied, Both, Yes,
        "Frames travel in the DATA frames of the stream, whose boundaries mean nothing to them";
    MASKING_STAYS: "8441-5-masking-stays", Rfc8441 "5", Implied, Both, Yes,
        "Over HTTP/2 a client still masks its frames and a server still does not";
    END_STREAM_FIN: "8441-5-end-stream-fin", Rfc8441 "5", Implied, Both, Yes,
        "END_STREAM on the stream has the meaning of a TCP FIN";
    RST_CANCEL: "8441-5-rst-cancel", Rfc8441 "5", Implied, Both, Yes,
        "RST_STREAM with CANCEL on the stream has the meaning of a TCP reset";
    STREAM_ISOLATION: "8441-5-stream-isolation", Rfc8441 "5", Implied, Both, Yes,
        "A WebSocket that fails leaves the other streams of its HTTP/2 connection alone";
    FLOW_CONTROL: "8441-5-flow-control", Rfc8441 "1", Implied, Both, Yes,
        "The flow control of HTTP/2 holds for the bytes of a WebSocket";
    PROXY: "8441-7-proxy", Rfc8441 "7", Implied, Client, Partly,
        "A client reaches a server behind an HTTP/2 proxy by a CONNECT without `:protocol` first";
    NOT_FROM_GET: "8441-8-not-from-get", Rfc8441 "8", Implied, Server, Yes,
        "A request other than CONNECT that has `:protocol` is malformed";
    MALFORMED: "9113-8.1.1-malformed", Rfc9113 "8.1.1", Must, Both, Yes,
        "A malformed request or response is a stream error of type PROTOCOL_ERROR";
    FIELD_VALIDITY: "9113-8.2.1-field-validity", Rfc9113 "8.2.1", Must, Both, Yes,
        "A name with an upper-case letter or a value with NUL, CR, LF or outer whitespace is malformed";
    PSEUDO_ORDER: "9113-8.3-pseudo-order", Rfc9113 "8.3", Must, Both, Yes,
        "A pseudo-header field that is unknown, repeated or after a regular field makes the message malformed";
    AUTHORITY_HOST: "9113-8.3.1-authority-host", Rfc9113 "8.3.1", Should, Server, Yes,
        "A request whose Host differs from its `:authority` is malformed";
    CONNECT_FRAMES: "9113-8.5-connect-frames", Rfc9113 "8.5", Must, Both, Yes,
        "After CONNECT a stream carries DATA and stream management frames, and any other is an error";
    NO_101: "9113-8.6-no-101", Rfc9113 "8.6", Implied, Server, Yes,
        "Nobody sends status 101 over HTTP/2";
    WINDOW_OVERRUN: "9113-6.9-window-overrun", Rfc9113 "6.9", Must, Both, Yes,
        "A sender keeps within the flow-control windows its peer has granted";
}
