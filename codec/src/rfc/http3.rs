//! WebSocket over HTTP/3 (RFC 9220, RFC 9114).

super::clauses! {
    SETTING_ID: "9220-3-setting-id", Rfc9220 "3", Implied, Server, Yes,
        "Extended CONNECT has in HTTP/3 the same setting 0x08 as in HTTP/2, and it is 0 by default";
    SAME_SEMANTICS: "9220-3-same-semantics", Rfc9220 "3", Implied, Both, Yes,
        "The setting and the pseudo-header fields mean in HTTP/3 what they mean in HTTP/2";
    CLIENT_NEEDS_SETTING: "9220-3-client-needs-setting", Rfc9220 "3", Implied, Client, Yes,
        "A client sends no extended CONNECT before it knows that the server's setting is 1";
    N_501: "9220-3-501", Rfc9220 "3", Should, Server, Yes,
        "A server answers a `:protocol` it does not know with 501";
    PROBLEM_DETAILS: "9220-3-problem-details", Rfc9220 "3", May, Server, Yes,
        "A server may send problem details when it refuses a `:protocol`";
    FIN: "9220-3-fin", Rfc9220 "3", Implied, Both, Yes,
        "The FIN of a QUIC stream has the meaning of a TCP FIN";
    RST: "9220-3-rst", Rfc9220 "3", Implied, Both, Yes,
        "A stream error of type H3_REQUEST_CANCELLED has the meaning of a TCP reset";
    MALFORMED: "9114-4.1.2-malformed", Rfc9114 "4.1.2", Must, Both, Yes,
        "A malformed request or response is a stream error of type H3_MESSAGE_ERROR";
    UPPERCASE: "9114-4.2-uppercase", Rfc9114 "4.2", Must, Both, Yes,
        "A message with an upper-case letter in a field name is malformed";
    CONNECTION_FIELDS: "9114-4.2-connection-fields", Rfc9114 "4.2", Must, Both, Yes,
        "A message with a connection-specific field, such as Connection or Upgrade, is malformed";
    PSEUDO: "9114-4.3-pseudo", Rfc9114 "4.3", Must, Both, Yes,
        "A message is malformed if a pseudo-header field is undefined, repeated or after a regular field";
    ONLY_DATA: "9114-4.4-only-data", Rfc9114 "4.4", Must, Both, Yes,
        "After CONNECT any known frame but DATA is a connection error of type H3_FRAME_UNEXPECTED";
    HALF_CLOSE: "9114-4.4-half-close", Rfc9114 "4.4", Should, Client, Yes,
        "A client keeps its side of the stream open as long as it waits for data";
    NO_UPGRADE: "9114-4.5-no-upgrade", Rfc9114 "4.5", Implied, Both, Yes,
        "Neither Upgrade nor status 101 exists in HTTP/3";
    SETTINGS_FIRST: "9114-7.2.4-settings-first", Rfc9114 "7.2.4", Must, Both, Yes,
        "Unknown settings are ignored, while the identifiers HTTP/3 reserves from HTTP/2 are an error";
    N_0RTT: "9114-7.2.4.2-0rtt", Rfc9114 "7.2.4.2", Must, Both, Partly,
        "A client in 0-RTT goes by the settings it remembers, which the server does not reduce";
}
