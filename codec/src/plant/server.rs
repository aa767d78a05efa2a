//! What a server alone can get wrong.

/// Hands these defects, behind those of the tables before it, to the next macro.
macro_rules! server_plants {
    ([$next:ident $($then:ident)*] $($before:tt)*) => { $next! { [$($then)*] $($before)* Server {

    // The opening handshake.
    Http10Accepted "http10-accepted": Must rfc6455::HTTP_VERSION,
        "Accepts a handshake in HTTP/1.0",
        "GET / HTTP/1.0 with everything else right";
    Http12Refused "http12-refused": Should http1::MINOR,
        "Refuses a handshake of a higher minor version of HTTP",
        "GET / HTTP/1.2 with everything else right";
    AnyMethodAccepted "any-method-accepted": Must rfc6455::METHOD,
        "Accepts a handshake with any method",
        "POST with everything else right";
    AbsoluteTargetRefused "absolute-target-refused": Must http1::ABSOLUTE_ACCEPT,
        "Refuses a request target in absolute form",
        "GET http://localhost/ HTTP/1.1 with everything else right";
    HostNotNeeded "host-not-needed": Must http1::HOST_MISSING,
        "Accepts a handshake without Host",
        "a request without Host";
    TwoHostsAccepted "two-hosts-accepted": Must http1::HOST_MULTIPLE,
        "Accepts a handshake with several Host fields",
        "a request with two Host fields";
    UpgradeNotNeeded "upgrade-not-needed": Must rfc6455::UPGRADE_MISSING_4_2_1,
        "Accepts a handshake without Upgrade",
        "a request without Upgrade";
    UpgradeComparedWhole "upgrade-compared-whole": Must rfc6455::UPGRADE_LIST,
        "Wants Upgrade to be websocket instead of listing it",
        "Upgrade: h2c, websocket";
    UpgradeSubstringAccepted "upgrade-substring-accepted": Must rfc6455::UPGRADE_MISSING_4_2_1,
        "Takes any element of Upgrade with websocket in it for websocket",
        "Upgrade: websocket2";
    VersionNotChecked "version-not-checked": Must rfc6455::VERSION_MISMATCH,
        "Accepts any Sec-WebSocket-Version, or none",
        "the version 12, 8, 013 or none";
    TwoVersionsAccepted "two-versions-accepted": SenderRule rfc6455::VERSION_DUPLICATE,
        "Accepts a handshake with several versions",
        "a request with two Sec-WebSocket-Version fields, the first of them 13";
    SupportedVersionNotNamed "supported-version-not-named": Must rfc6455::VERSION_LIST,
        "Refuses a version with 426 and does not say which it speaks",
        "the version 25";
    KeyNotChecked "key-not-checked": Must rfc6455::KEY_INVALID,
        "Accepts a key that is not base64 of 16 octets",
        "an empty key, one of 15 octets, or one that is not base64";
    TwoKeysAccepted "two-keys-accepted": SenderRule rfc6455::KEY_DUPLICATE,
        "Accepts a handshake with several keys",
        "a request with two Sec-WebSocket-Key fields";
    RequestBodyAccepted "request-body-accepted": Robustness http1::CL_BODY,
        "Accepts a handshake that announces a body, and reads the body as frames",
        "a request with Content-Length: 5";
    LeadingEmptyLineRefused "leading-empty-line-refused": Should http1::LEADING_CRLF,
        "Refuses an empty line before the request line",
        "CR LF, then a right request";
    BareLfAccepted "bare-lf-accepted": Contract http1::BARE_LF,
        "Accepts lines of a request that end in LF alone",
        "a request with a line that ends in LF without CR";
    BareCrAccepted "bare-cr-accepted": Must http1::BARE_CR_RECV,
        "Accepts a CR without LF in a request",
        "a request with a CR in a field value";
    FoldedFieldAccepted "folded-field-accepted": Must http1::OBS_FOLD_SERVER,
        "Accepts a field that goes on in the next line, the fold as part of its value",
        "a request with a line that begins with a space";
    SpaceBeforeColonAccepted "space-before-colon-accepted": Must http1::WS_COLON_SERVER,
        "Accepts whitespace between a field name and its colon",
        "a request with Upgrade : websocket";
    ControlCharacterAccepted "control-character-accepted": Must http1::CR_LF_NUL,
        "Accepts control characters in field values",
        "a request with a NUL in a field value";
    AcceptOfKeyInLowerCase "accept-of-key-in-lower-case": Must rfc6455::KEY_HASH,
        "Hashes the key in lower case",
        "any handshake with a key that has capitals";
    AcceptOfKeyWithoutPadding "accept-of-key-without-padding": Must rfc6455::KEY_HASH,
        "Hashes the key without the padding at its end",
        "any opening handshake";
    SubprotocolCaseIgnored "subprotocol-case-ignored": Registry registry::CASE_SENSITIVE,
        "Chooses a subprotocol that differs in case from the one it speaks",
        "an offer of Chat to a server that speaks chat";
    SubprotocolNotOffered "subprotocol-not-offered": Must rfc6455::SUBPROTOCOL_DERIVED,
        "Names a subprotocol of its own when none that was offered is spoken",
        "a handshake that offers no subprotocol, or another";
    EmptySubprotocolAnswered "empty-subprotocol-answered": Must rfc6455::SUBPROTOCOL_NULL,
        "Answers with an empty Sec-WebSocket-Protocol when it speaks none that was offered",
        "a handshake that offers no subprotocol";
    OctetsBehindRequestLost "octets-behind-request-lost": Robustness http1::PIPELINED,
        "Loses what comes in the same segment behind the request",
        "a frame right behind the request";

    // permessage-deflate.
    SecondOfferIgnored "second-offer-ignored": Contract rfc7692::DECLINE_FALLBACK,
        "Looks at the first offer of permessage-deflate alone",
        "an offer that must be declined, then one that can be accepted";
    LargerServerWindowAnswered "larger-server-window-answered": Must rfc7692::SAME_OR_SMALLER,
        "Answers server_max_window_bits=15 whatever was offered",
        "an offer of server_max_window_bits=10";
    NoContextTakeoverNotRepeated "no-context-takeover-not-repeated": Must rfc7692::MUST_ACK,
        "Accepts an offer of server_no_context_takeover and does not repeat it",
        "an offer of server_no_context_takeover";
    ClientWindowAnsweredUnasked "client-window-answered-unasked": Must rfc7692::NOT_OFFERED,
        "Answers client_max_window_bits to every offer",
        "an offer without client_max_window_bits";

    // Frames.
    UnmaskedAccepted "unmasked-accepted": Must rfc6455::SERVER_REJECTS_UNMASKED,
        "Accepts frames of a client that are not masked",
        "any frame without a mask";
    UnmaskedInsideMessageAccepted "unmasked-inside-message-accepted": Must rfc6455::SERVER_REJECTS_UNMASKED,
        "Accepts frames of a client that are not masked while a fragmented message is open",
        "a masked text without FIN, then a continuation without a mask";
    MaskedSent "masked-sent": Must rfc6455::SERVER_UNMASKED,
        "Masks the frames that it sends",
        "any echo";
    CloseNotAnswered "close-not-answered": Must rfc6455::REPLY,
        "Drops TCP at a Close frame instead of answering it",
        "a Close frame with 1000";
    TcpKeptAfterClose "tcp-kept-after-close": Must rfc6455::SERVER_IMMEDIATE,
        "Does not close TCP after the closing handshake",
        "a closing handshake, then waiting for the end of TCP";
    TcpReset "tcp-reset": Should rfc6455::CLEAN_TCP,
        "Resets TCP instead of ending it",
        "a closing handshake";
    TcpKeptAfterFailing "tcp-kept-after-failing": Must rfc6455::SERVER_CLOSE,
        "Does not close TCP when it failed the connection",
        "any frame that breaks a rule, then waiting for the end of TCP";

    // The echo.
    TextEchoedAsBinary "text-echoed-as-binary": Contract rfc6455::TYPE,
        "Echoes texts as binary messages",
        "a text message";
    EchoCutInsideCharacter "echo-cut-inside-character": Must rfc6455::TEXT_UTF8_SEND,
        "Echoes a text without its last octet, if that belongs to a character of several",
        "a text that ends in a character of several octets";
    ByteOrderMarkLost "byte-order-mark-lost": Contract rfc6455::TEXT_VALID_ODD,
        "Echoes a text without the byte order mark that it begins with",
        "a text that begins with U+FEFF";
    NulEndsText "nul-ends-text": Contract rfc6455::TEXT_VALID_ODD,
        "Echoes a text up to the first NUL",
        "a text with U+0000";

    } } };
}
