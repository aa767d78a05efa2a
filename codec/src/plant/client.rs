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
    Http10ResponseAccepted "http10-response-accepted": SenderRule rfc6455::NONCONFORMING,
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

    // The request.
    NothingAsked "nothing-asked": Must rfc6455::SEND_HANDSHAKE,
        "Connects and sends no opening handshake",
        "a server that waits for the request";
    MethodInSmallLetters "method-in-small-letters": Must rfc6455::METHOD_GET,
        "Asks with the method get",
        "any request";
    AsksInHttp10 "asks-in-http-1-0": Must rfc6455::VERSION_1_1,
        "Asks in HTTP/1.0",
        "any request";
    HostNotSent "host-not-sent": Must rfc6455::HOST_4_1,
        "Sends no Host",
        "any request";
    HostWithoutPort "host-without-port": Must rfc6455::HOST_4_1,
        "Leaves the port out of Host",
        "a request to a port that is not the default one";
    HostBehindOthers "host-behind-others": Should http1::HOST_FIRST,
        "Sends Host behind other fields",
        "any request";
    UpgradeNotSent "upgrade-not-sent": Must rfc6455::UPGRADE,
        "Sends no Upgrade",
        "any request";
    ConnectionWithoutUpgrade "connection-without-upgrade": Must rfc6455::CONNECTION,
        "Sends a Connection field that does not list Upgrade",
        "any request";
    KeyNotSent "key-not-sent": Must rfc6455::KEY_PRESENT,
        "Sends no Sec-WebSocket-Key",
        "any request";
    KeySentTwice "key-sent-twice": Must rfc6455::KEY_DUPLICATE,
        "Sends Sec-WebSocket-Key twice",
        "any request";
    VersionNotSent "version-not-sent": Must rfc6455::VERSION_PRESENT,
        "Sends no Sec-WebSocket-Version",
        "any request";
    VersionOf8 "version-of-8": Must rfc6455::VERSION_13,
        "Asks for version 8 of the protocol",
        "any request";
    VersionSentTwice "version-sent-twice": Must rfc6455::VERSION_DUPLICATE,
        "Sends Sec-WebSocket-Version twice",
        "any request";
    SubprotocolOfferedTwice "subprotocol-offered-twice": Must rfc6455::PROTOCOL_UNIQUE,
        "Offers a subprotocol twice",
        "a request that offers subprotocols";
    SubprotocolIsNoToken "subprotocol-is-no-token": Must rfc6455::PROTOCOL_TOKEN,
        "Offers a subprotocol with a space in it",
        "a request that offers subprotocols";
    OfferMalformed "offer-malformed": Must rfc6455::MALFORMED,
        "Ends its offer of extensions with a semicolon",
        "a request that offers extensions";
    EmptyElementSent "empty-element-sent": Must http1::EMPTY_SEND,
        "Sends an empty element in Connection",
        "any request";
    FieldRepeated "field-repeated": Must http1::DUPLICATE_SEND,
        "Sends User-Agent twice",
        "any request";
    FieldFolded "field-folded": Must http1::OBS_FOLD_SEND,
        "Continues a field on the next line",
        "any request";
    FirstFieldIndented "first-field-indented": Must http1::WS_FIRST_HEADER_SEND,
        "Sends whitespace before the first field",
        "any request";
    CarriageReturnSent "carriage-return-sent": Must http1::BARE_CR_SEND,
        "Sends a CR in a field",
        "any request";
    EmptyLineBeforeRequest "empty-line-before-request": Must http1::NO_EXTRA_CRLF,
        "Sends an empty line before its request",
        "any request";
    SpaceBeforeColonSent "space-before-colon-sent": Must rfc6455::VALID_HTTP,
        "Sends whitespace between a name and its colon",
        "any request";
    FrameBeforeResponse "frame-before-response": Must rfc6455::WAIT_RESPONSE,
        "Sends a ping behind its request without waiting for the response",
        "a server that keeps its response back";
    BrowserWithoutOrigin "browser-without-origin": Must rfc6455::ORIGIN_BROWSER,
        "Calls itself a browser and sends no Origin",
        "any request";

    // The URL.
    FragmentSent "fragment-sent": Must rfc6455::NO_FRAGMENT,
        "Sends the fragment of a URL with the target",
        "a URL with a fragment";
    EscapedNumberSignDecoded "escaped-number-sign-decoded": Must rfc6455::HASH_ESCAPED,
        "Sends the escape of a number sign in a URL as a number sign",
        "a URL with %23 in its path";
    EscapesDecoded "escapes-decoded": Must rfc6455::RESOURCE_NAME,
        "Decodes the escapes of visible characters in a URL",
        "a URL with %2F in its path";
    QueryDropped "query-dropped": Must rfc6455::RESOURCE_NAME,
        "Asks for the path of a URL without its query",
        "a URL with a query";
    EmptyPathSent "empty-path-sent": Must http1::EMPTY_PATH,
        "Asks for nothing where the path of a URL is empty",
        "a URL without a path";
    LettersNotEscaped "letters-not-escaped": Must rfc6455::WS_PCT,
        "Sends letters beyond ASCII as they stand in a URL",
        "a URL with an umlaut";
    PortCutTo16Bits "port-cut-to-16-bits": Must rfc6455::URI_VALID,
        "Reads a port modulo 65536",
        "a URL with a port that is 65536 too large";
    PortReadToItsFirstLetter "port-read-to-its-first-letter": Must rfc6455::URI_VALID,
        "Reads a port as far as there are digits",
        "a URL with a letter behind its port";
    AnySchemeTaken "any-scheme-taken": Must rfc6455::URI_VALID,
        "Connects to a URL of any scheme",
        "a URL with the scheme ftp";
    SecureSchemeCaseSensitive "secure-scheme-case-sensitive": Must rfc6455::SCHEME_CI,
        "Does without TLS where wss is not in small letters",
        "a URL with the scheme WSS";
    SecureSchemeIgnored "secure-scheme-ignored": Must rfc6455::TLS_FIRST,
        "Does without TLS where a URL asks for it",
        "a URL with the scheme wss";
    LongTargetRefused "long-target-refused": Should http1::N_8000,
        "Refuses URLs of more than 4096 octets",
        "a URL of nearly 8000 octets";

    // The HTTP of the response.
    ResponseTakenWithoutItsEnd "response-taken-without-its-end": Must rfc6455::VALIDATE_4_1,
        "Takes a response before its empty line has come",
        "a response without an end, then a ping";
    NamesWithUnderscoresTaken "names-with-underscores-taken": Must http1::TOKEN_NAME,
        "Takes an underscore in a field name for a hyphen",
        "a 101 with Sec_WebSocket_Accept";
    UpgradeComparedInUnicode "upgrade-compared-in-unicode": Must rfc6455::ASCII_CI,
        "Compares the Upgrade of a 101 in Unicode without regard to case",
        "a 101 with a KELVIN SIGN in its Upgrade";
    ValueEndsAtNul "value-ends-at-nul": Must http1::CR_LF_NUL,
        "Reads field values up to the first NUL",
        "a 101 with NUL and more behind the right Sec-WebSocket-Accept";
    NulLeftOut "nul-left-out": Must http1::CR_LF_NUL,
        "Leaves NUL out of field values",
        "a 101 with NUL inside its Upgrade";
    CarriageReturnEndsLine "carriage-return-ends-line": Must http1::BARE_CR_RECV,
        "Takes a CR without LF in a response for the end of a line",
        "a 101 with Upgrade behind a CR";
    UnicodeEndsLine "unicode-ends-line": Must http1::OCTETS,
        "Takes what ends a line in Unicode for the end of a line",
        "a 101 with Upgrade behind U+2028, U+0085 or FF";
    OverlongEndsLine "overlong-ends-line": Must http1::OCTETS,
        "Takes CR and LF in overlong forms, or cut from wider characters, for the end of a line",
        "a 101 with Upgrade behind C0 8D C0 8A, or behind U+560D and U+560A";
    IndentedLineTaken "indented-line-taken": Must http1::WS_FIRST_HEADER_RECV,
        "Takes a line that begins with whitespace behind the status line for a field",
        "a 101 with whitespace before its first field";
    FoldRefused "fold-refused": Robustness http1::OBS_FOLD_CLIENT,
        "Refuses a field that is continued on the next line",
        "a 101 with a fold";
    ColonNotNeeded "colon-not-needed": SenderRule http1::NO_COLON,
        "Passes over lines without a colon or without a name",
        "a 101 with such a line";
    SpaceBeforeColonTaken "space-before-colon-taken": SenderRule http1::WS_COLON_CLIENT,
        "Takes a field with whitespace before its colon",
        "a 101 with whitespace behind the name Sec-WebSocket-Accept";
    HigherMinorRefused "higher-minor-refused": Should http1::MINOR,
        "Refuses a response of HTTP/1.2 or higher",
        "a 101 of HTTP/1.9";
    ObsTextRefused "obs-text-refused": Should http1::OBS_TEXT,
        "Refuses octets beyond ASCII in a field of a response",
        "a 101 with octets from 0x80 on";
    FourDigitsTaken "four-digits-taken": Must rfc6455::NONCONFORMING,
        "Reads a status code as a number",
        "a 101 with the status code 0101";
    ReasonPhraseCompared "reason-phrase-compared": Should http1::REASON_IGNORED,
        "Wants the reason phrase of a 101 to be Switching Protocols",
        "a 101 with another reason phrase";
    InterimTakenForFinal "interim-taken-for-final": Must http1::INTERIM,
        "Takes an interim response for the final one",
        "a 100 or 103 before the 101";
    ContentLengthHonoured "content-length-honoured": Must http1::N_1XX_NO_BODY,
        "Takes what follows a 101 for its body, as long as its Content-Length says",
        "a 101 with Content-Length and a frame behind";
    EmptyElementRefused "empty-element-refused": Must http1::EMPTY_RECV,
        "Refuses lists with empty elements in a response",
        "a 101 with an empty element in Connection or Sec-WebSocket-Extensions";
    TabNotSpace "tab-not-space": Must http1::OWS,
        "Takes tabs around a value for a part of it",
        "a 101 with tabs around Sec-WebSocket-Accept";
    FirstLineOfListOnly "first-line-of-list-only": Robustness http1::COMBINE,
        "Reads the first Connection field of a response only",
        "a 101 with two Connection fields";
    FirstSubprotocolTaken "first-subprotocol-taken": Must rfc6455::PROTO_LIST_ANSWER,
        "Takes the first of several subprotocols in a response",
        "a 101 with the subprotocol that was offered, and another";
    LongFieldRefused "long-field-refused": Must http1::MIN_LENGTH,
        "Refuses a field of a response that is longer than 32 octets",
        "a 101 with a field as long as the longest of the request";
    InterimResponsesWithoutEnd "interim-responses-without-end": Robustness http1::INTERIM_MANY,
        "Reads over any number of interim responses",
        "twenty thousand interim responses";

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

    } } };
}
