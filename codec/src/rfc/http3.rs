//! WebSocket over HTTP/3 (RFC 9220, RFC 9114).

super::clauses! {
    SETTING_ID: "9220-3-setting-id", Rfc9220 "3", Implied, Server, Yes,
        "";
    SAME_SEMANTICS: "9220-3-same-semantics", Rfc9220 "3", Implied, Both, Yes,
        "";
    CLIENT_NEEDS_SETTING: "9220-3-client-needs-setting", Rfc9220 "3", Implied, Client, Yes,
        "";
    N_501: "9220-3-501", Rfc9220 "3", Should, Server, Yes,
        "";
    PROBLEM_DETAILS: "9220-3-problem-details", Rfc9220 "3", May, Server, Yes,
        "";
    FIN: "9220-3-fin", Rfc9220 "3", Implied, Both, Yes,
        "";
    RST: "9220-3-rst", Rfc9220 "3", Implied, Both, Yes,
        "";
    MALFORMED: "9114-4.1.2-malformed", Rfc9114 "4.1.2", Must, Both, Yes,
        "";
    UPPERCASE: "9114-4.2-uppercase", Rfc9114 "4.2", Must, Both, Yes,
        "";
    CONNECTION_FIELDS: "9114-4.2-connection-fields", Rfc9114 "4.2", Must, Both, Yes,
        "";
    PSEUDO: "9114-4.3-pseudo", Rfc9114 "4.3", Must, Both, Yes,
        "";
    ONLY_DATA: "9114-4.4-only-data", Rfc9114 "4.4", Must, Both, Yes,
        "";
    HALF_CLOSE: "9114-4.4-half-close", Rfc9114 "4.4", Should, Client, Yes,
        "";
    NO_UPGRADE: "9114-4.5-no-upgrade", Rfc9114 "4.5", Implied, Both, Yes,
        "";
    SETTINGS_FIRST: "9114-7.2.4-settings-first", Rfc9114 "7.2.4", Must, Both, Yes,
        "";
    N_0RTT: "9114-7.2.4.2-0rtt", Rfc9114 "7.2.4.2", Must, Both, Partly,
        "";
}
