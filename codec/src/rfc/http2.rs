//! WebSocket over HTTP/2 (RFC 8441, RFC 9113).

super::clauses! {
    VALUE_0_1: "8441-3-value-0-1", Rfc8441 "3", Must, Both, Yes,
        "";
    CLIENT_MAY: "8441-3-client-may", Rfc8441 "3", May, Client, Yes,
        "";
    CLIENT_NEEDS_SETTING: "8441-3-client-needs-setting", Rfc8441 "3", Implied, Client, Yes,
        "";
    SERVER_IGNORES: "8441-3-server-ignores", Rfc8441 "3", Implied, Server, Yes,
        "";
    NO_1_TO_0: "8441-3-no-1-to-0", Rfc8441 "3", Must, Both, Yes,
        "";
    DEFAULT_0: "8441-3-default-0", Rfc8441 "9.1", Implied, Both, Yes,
        "";
    PROTOCOL_MAY: "8441-4-protocol-may", Rfc8441 "4", May, Client, Yes,
        "";
    SCHEME_PATH: "8441-4-scheme-path", Rfc8441 "4", Must, Client, Yes,
        "";
    AUTHORITY: "8441-4-authority", Rfc8441 "4", Implied, Both, Yes,
        "";
    NO_TUNNEL: "8441-4-no-tunnel", Rfc8441 "4", Must, Server, Yes,
        "";
    ESTABLISH: "8441-4-establish", Rfc8441 "4", Implied, Server, Yes,
        "";
    PROTOCOL_MUST: "8441-5-protocol-must", Rfc8441 "5", Must, Client, Yes,
        "";
    PROTOCOL_WEBSOCKET: "8441-5-protocol-websocket", Rfc8441 "5", Must, Client, Yes,
        "";
    SCHEME_HTTPS: "8441-5-scheme-https", Rfc8441 "5", Must, Client, Yes,
        "";
    NO_CONNECTION_UPGRADE: "8441-5-no-connection-upgrade", Rfc8441 "5", Must, Client, Yes,
        "";
    NO_HOST_NEEDED: "8441-5-no-host-needed", Rfc8441 "5", Implied, Client, Yes,
        "";
    NO_KEY: "8441-5-no-key", Rfc8441 "5", Implied, Client, Yes,
        "";
    NO_ACCEPT: "8441-5-no-accept", Rfc8441 "5", Implied, Server, Yes,
        "";
    VERSION: "8441-5-version", Rfc8441 "5", Implied, Both, Yes,
        "";
    PROTOCOL_EXT: "8441-5-protocol-ext", Rfc8441 "5", Implied, Both, Yes,
        "";
    ORIGIN: "8441-5-origin", Rfc8441 "5", Implied, Both, Yes,
        "";
    LOWERCASE: "8441-5-lowercase", Rfc8441 "5", Implied, Both, Yes,
        "";
    N_2XX: "8441-5-2xx", Rfc8441 "5", Implied, Both, Yes,
        "";
    STREAM_AS_TCP: "8441-5-stream-as-tcp", Rfc8441 "5", Implied, Both, Yes,
        "";
    MASKING_STAYS: "8441-5-masking-stays", Rfc8441 "5", Implied, Both, Yes,
        "";
    END_STREAM_FIN: "8441-5-end-stream-fin", Rfc8441 "5", Implied, Both, Yes,
        "";
    RST_CANCEL: "8441-5-rst-cancel", Rfc8441 "5", Implied, Both, Yes,
        "";
    STREAM_ISOLATION: "8441-5-stream-isolation", Rfc8441 "5", Implied, Both, Yes,
        "";
    FLOW_CONTROL: "8441-5-flow-control", Rfc8441 "1", Implied, Both, Yes,
        "";
    PROXY: "8441-7-proxy", Rfc8441 "7", Implied, Client, Partly,
        "";
    NOT_FROM_GET: "8441-8-not-from-get", Rfc8441 "8", Implied, Server, Yes,
        "";
    MALFORMED: "9113-8.1.1-malformed", Rfc9113 "8.1.1", Must, Both, Yes,
        "";
    FIELD_VALIDITY: "9113-8.2.1-field-validity", Rfc9113 "8.2.1", Must, Both, Yes,
        "";
    PSEUDO_ORDER: "9113-8.3-pseudo-order", Rfc9113 "8.3", Must, Both, Yes,
        "";
    AUTHORITY_HOST: "9113-8.3.1-authority-host", Rfc9113 "8.3.1", Should, Server, Yes,
        "";
    CONNECT_FRAMES: "9113-8.5-connect-frames", Rfc9113 "8.5", Must, Both, Yes,
        "";
    NO_101: "9113-8.6-no-101", Rfc9113 "8.6", Implied, Server, Yes,
        "";
    WINDOW_OVERRUN: "9113-6.9-window-overrun", Rfc9113 "6.9", Must, Both, Yes,
        "";
}
