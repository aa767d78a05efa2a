//! What a client alone can get wrong.

/// Hands these defects, behind those of the tables before it, to the next macro.
macro_rules! client_plants {
    ([$next:ident $($then:ident)*] $($before:tt)*) => { $next! { [$($then)*] $($before)* Client {

    // The opening handshake.
    NonceConstant "nonce-constant": Must rfc6455::KEY_RANDOM,
        "Sends the same Sec-WebSocket-Key with every handshake",
        "two connections, whose keys are compared";
    KeyOfFifteenOctets "key-of-fifteen-octets": Must rfc6455::KEY_16_BYTES,
        "Sends a key of 15 octets",
        "any request";
    AcceptNotChecked "accept-not-checked": Must rfc6455::ACCEPT_WRONG,
        "Does not look at Sec-WebSocket-Accept",
        "a 101 with a wrong Sec-WebSocket-Accept, or none";
    AcceptCaseIgnored "accept-case-ignored": Must rfc6455::ACCEPT_WRONG,
        "Compares Sec-WebSocket-Accept without regard to case",
        "a 101 with the right value in capitals";
    TwoAcceptsAccepted "two-accepts-accepted": Must rfc6455::NONCONFORMING,
        "Accepts a 101 with Sec-WebSocket-Accept more than once",
        "a 101 with the right Sec-WebSocket-Accept twice";
    Status200Accepted "status-200-accepted": Must rfc6455::NON_101,
        "Takes a response of 200 for an upgrade",
        "HTTP/1.1 200 with all fields of a 101";
    Http10ResponseAccepted "http10-response-accepted": Must rfc6455::NONCONFORMING,
        "Accepts a 101 in HTTP/1.0",
        "HTTP/1.0 101 with everything else right";
    UpgradeAndConnectionNotNeeded "upgrade-and-connection-not-needed": Must rfc6455::UPGRADE_MISSING_4_1,
        "Accepts a 101 without Upgrade and Connection",
        "a 101 without Upgrade, or without Connection";
    UpgradeOfResponseCaseSensitive "upgrade-of-response-case-sensitive": Must rfc6455::UPGRADE_CI_4_1,
        "Wants the Upgrade of a 101 to be websocket in small letters",
        "a 101 with Upgrade: WebSocket";
    SubprotocolNotOfferedAccepted "subprotocol-not-offered-accepted": Must rfc6455::PROTO_UNREQUESTED,
        "Accepts a subprotocol that it did not offer",
        "a 101 with Sec-WebSocket-Protocol: x";
    SubprotocolCaseIgnoredByClient "subprotocol-case-ignored-by-client": Must rfc6455::PROTO_CASE,
        "Accepts a subprotocol that differs in case from its offer",
        "an offer of chat, answered with Chat";
    ExtensionNotOfferedAccepted "extension-not-offered-accepted": Must rfc6455::EXT_UNREQUESTED,
        "Accepts an extension that it did not offer",
        "a 101 with an extension that was not offered";
    OctetsBehindResponseLost "octets-behind-response-lost": Must rfc6455::RESPONSE_TRAILING,
        "Loses the frames that come in the same segment as the 101",
        "a 101 and a frame in one segment";

    // permessage-deflate.
    TwoDeflateAnswersAccepted "two-deflate-answers-accepted": Must rfc7692::RSV1_CONFLICT_CLIENT,
        "Accepts a response with permessage-deflate twice",
        "a 101 with permessage-deflate, permessage-deflate";
    LargerWindowAnswerAccepted "larger-window-answer-accepted": Must rfc7692::ANSWER_LARGER,
        "Accepts a larger window of the server than it offered",
        "an offer of server_max_window_bits=10, answered with 11";
    MissingNoContextTakeoverAccepted "missing-no-context-takeover-accepted": Must rfc7692::INVALID_ANSWER,
        "Accepts an answer that does not repeat the server_no_context_takeover of its offer",
        "an offer of server_no_context_takeover, answered without";

    // Frames.
    MaskedAccepted "masked-accepted": Must rfc6455::CLIENT_REJECTS_MASKED,
        "Accepts frames of a server that are masked",
        "a masked frame, then a ping";
    UnmaskedSent "unmasked-sent": Must rfc6455::CLIENT_MASKS_5_1,
        "Sends frames without a mask",
        "any echo";
    ControlSentUnmasked "control-sent-unmasked": Must rfc6455::CLIENT_MASKS_5_1,
        "Sends control frames without a mask",
        "a ping or a Close frame";
    MaskingKeyZero "masking-key-zero": Must rfc6455::UNPREDICTABLE,
        "Masks every frame with a key of zeros",
        "the keys of several frames";
    MaskingKeyConstant "masking-key-constant": Must rfc6455::FRESH_KEY,
        "Masks every frame of a connection with the same key",
        "the keys of several frames of a connection";
    MaskingKeyCountsUp "masking-key-counts-up": Must rfc6455::UNPREDICTABLE,
        "Masks every frame with the key that follows the one before",
        "the keys of several frames of a connection, and their differences";
    CloseNotAnsweredByClient "close-not-answered-by-client": Must rfc6455::REPLY,
        "Drops TCP at the Close frame of a server instead of answering it",
        "a Close frame with 1000 from the server";
    ClientClosesTcpFirst "client-closes-tcp-first": Should rfc6455::CLIENT_WAITS_7_1_1,
        "Closes TCP after the closing handshake instead of waiting for the server",
        "a closing handshake, and a server that waits before it closes TCP";

    InterimWithoutEnd "interim-without-end": Must http1::INTERIM_MANY,
        "Reads any number of interim responses",
        "100,000 interim responses";

    } } };
}
