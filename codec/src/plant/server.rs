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
        "Takes a CR without LF for the end of a line",
        "a request with Upgrade behind a CR in another field";
    FoldedFieldAccepted "folded-field-accepted": Contract http1::OBS_FOLD_SERVER,
        "Accepts a field that goes on in the next line, the fold as part of its value",
        "a request with a line that begins with a space";
    SpaceBeforeColonAccepted "space-before-colon-accepted": Must http1::WS_COLON_SERVER,
        "Accepts whitespace between a field name and its colon",
        "a request with Upgrade : websocket";
    ControlCharacterAccepted "control-character-accepted": Must http1::CR_LF_NUL,
        "Leaves control characters out of field values",
        "a request with a NUL inside of Upgrade";
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

    // The opening handshake: what a request may look like.
    RequestLineIgnored "request-line-ignored": Should http1::GARBAGE_400,
        "Takes whatever stands in the request line for GET / HTTP/1.1",
        "the greeting of SSH, or the preface of HTTP/2, with the fields of a handshake";
    AnyHttpVersionAccepted "any-http-version-accepted": Must rfc6455::HTTP_VERSION,
        "Accepts a handshake in any version of HTTP, or in what is none",
        "GET / HTTP/3.0, or a request line of four parts";
    FoldEndsElement "fold-ends-element": Must http1::OBS_FOLD_SERVER,
        "Takes the fold of a list for a comma",
        "Connection: close, and Upgrade in the next line, behind a tab";
    MethodCaseIgnored "method-case-ignored": Must http1::METHOD_CASE,
        "Takes get for GET",
        "a request with the method get";
    AnyTargetAccepted "any-target-accepted": Must rfc6455::REQUEST_URI_4_2_1,
        "Accepts a handshake for a target that is no path and no absolute URI",
        "a request for *, for an authority or for a relative path";
    HostNotChecked "host-not-checked": Must http1::HOST_INVALID,
        "Accepts any Host",
        "a request whose Host has a space or a slash in it";
    ConnectionNotNeeded "connection-not-needed": Must rfc6455::CONNECTION_MISSING_4_2_1,
        "Accepts a handshake whatever its Connection says",
        "a request without Connection";
    UpgradeReadAsUnicode "upgrade-read-as-unicode": Must rfc6455::ASCII_CI,
        "Compares Upgrade without regard to case in all of Unicode",
        "Upgrade: websocket with a KELVIN SIGN for its k";
    KeyNotNeeded "key-not-needed": Must rfc6455::KEY_MISSING,
        "Accepts a handshake without a key",
        "a request without Sec-WebSocket-Key";
    VersionReadAsNumber "version-read-as-number": Must rfc6455::VERSION_MALFORMED,
        "Reads the version as any number, signs and leading zeros included",
        "the version 013 or +13";
    SubprotocolsNotChecked "subprotocols-not-checked": Must rfc6455::PROTOCOL_LIST,
        "Takes anything for a subprotocol that is offered",
        "an offer of the subprotocol `a b`";
    MalformedExtensionsIgnored "malformed-extensions-ignored": Must rfc6455::MALFORMED,
        "Passes over a Sec-WebSocket-Extensions that does not follow its grammar",
        "a request whose extensions end in a semicolon";
    ContinuedLineIsField "continued-line-is-field": Must http1::WS_FIRST_HEADER_RECV,
        "Takes a line that begins with whitespace for a field of its own",
        "a request whose Upgrade begins with a space";
    LineSeparatorEndsLine "line-separator-ends-line": Must http1::OCTETS,
        "Reads the head as Unicode, and takes U+0085 and U+2028 for line ends",
        "a request with Upgrade behind U+2028";
    UnderscoreIsHyphen "underscore-is-hyphen": Must http1::TOKEN_NAME,
        "Takes Sec_WebSocket_Key for Sec-WebSocket-Key",
        "a request with underscores in a field name";
    Http10CodingAccepted "http-1-0-coding-accepted": Must http1::TE_HTTP10,
        "Accepts a handshake in HTTP/1.0 with Transfer-Encoding",
        "GET / HTTP/1.0 with Transfer-Encoding: chunked";
    HostWantedFirst "host-wanted-first": Must rfc6455::ORDER_4_2_1,
        "Refuses a handshake whose first field is not Host",
        "a request with its fields in another order";
    WhitespaceKept "whitespace-kept": Must http1::TRIM,
        "Keeps all whitespace of a field value but one space before it",
        "a request with whitespace around the key";
    EmptyElementOfRequestRefused "empty-element-of-request-refused": Must http1::EMPTY_RECV,
        "Refuses lists with empty elements",
        "Connection: , Upgrade";
    SecondLineIgnored "second-line-ignored": Must rfc6455::CONNECTION_LIST_4_2_1,
        "Looks at the first line of a list alone",
        "two lines of Connection, the second with Upgrade";
    SpaceBeforeSemicolonRefused "space-before-semicolon-refused": Must http1::BWS,
        "Refuses whitespace before the semicolon of a parameter",
        "an offer of permessage-deflate with a space before its first semicolon";
    UnknownFieldRefused "unknown-field-refused": Must rfc6455::UNKNOWN_HEADERS,
        "Refuses a field whose name begins with Sec-WebSocket and that it does not know",
        "a request with Sec-WebSocket-Wsspec";
    LongLineRefused "long-line-refused": Must http1::MIN_LENGTH,
        "Refuses fields of more than 80 octets",
        "a request with a field of 100 octets";
    LongRequestLineRefused "long-request-line-refused": Should http1::N_8000,
        "Refuses a target of more than 4096 octets",
        "a request line of 8000 octets";
    WellKnownPathRefused "well-known-path-refused": Must registry::WELL_KNOWN,
        "Refuses paths below /.well-known/ as malformed",
        "a request for /.well-known/wsspec";
    HeadEndsWithVersion "head-ends-with-version": Must http1::WHOLE_SECTION,
        "Answers as soon as it has seen Sec-WebSocket-Version",
        "a request without the empty line at its end";
    KeyHashedAsDecoded "key-hashed-as-decoded": Must rfc6455::KEY_NONCANONICAL,
        "Decodes the key, and hashes what it would have written itself",
        "the key AQIDBAUGBwgJCgsMDQ4PEC==";

    // The opening handshake: what it answers.
    FramesReadAfterRefusal "frames-read-after-refusal": Must rfc6455::SERVER_ABORT,
        "Goes on with frames behind a request that it refused",
        "a request without a key, and a ping behind it";
    RequestReadAfterClose "request-read-after-close": Must http1::CLOSE_OPTION,
        "Answers a second request behind a response that said Connection: close",
        "a request with two Hosts, and a right one behind it";
    RefusalCut "refusal-cut": Must http1::STAGED_CLOSE,
        "Ends TCP before its whole response to a refused request is out",
        "any request that is refused";
    OriginRefusedAfterOpening "origin-refused-after-opening": Must rfc6455::ORIGIN_REJECT,
        "Opens the connection to a foreign origin, and ends TCP",
        "a request with a foreign Origin";
    HttpAnsweredWhenOpen "http-answered-when-open": Must http1::PIPELINED,
        "Answers a request as HTTP when the connection is open",
        "a second request behind an opening handshake";
    ContinueLeftOut "continue-left-out": Must http1::EXPECT_100,
        "Sends no 100 before the 101 to whoever expects one",
        "a request with Expect: 100-continue";
    ContinueToHttp10 "continue-to-http-1-0": Must http1::STATUS_1XX_TO_1_0,
        "Sends 100 to a client that speaks HTTP/1.0",
        "GET / HTTP/1.0 with Expect: 100-continue";
    AllowLeftOut "allow-left-out": Must http1::STATUS_405_ALLOW,
        "Answers with 405 and does not say what is allowed",
        "a request with the method POST";
    UpgradeOf426LeftOut "upgrade-of-426-left-out": Must http1::STATUS_426,
        "Answers with 426 and does not say what to upgrade to",
        "the version 25";
    ConnectionOf426LeftOut "connection-of-426-left-out": Must http1::CONNECTION_OPT,
        "Answers with 426, and does not list Upgrade in Connection",
        "the version 25";
    UnknownMethodNotAllowed "unknown-method-not-allowed": Should http1::METHOD_501,
        "Answers a method that nobody knows with 405",
        "a method of 10000 letters";
    UnknownCodingIsBody "unknown-coding-is-body": Should http1::TE_UNKNOWN,
        "Answers a transfer coding that nobody knows with 400",
        "Transfer-Encoding: x-wsspec";
    Status200ForOpening "status-200-for-opening": Must rfc6455::STATUS_101,
        "Opens the connection with 200",
        "any opening handshake";
    StatusWithoutSpace "status-without-space": Must http1::STATUS_LINE,
        "Ends the status line behind the code",
        "any opening handshake";
    EmptyLineBeforeResponse "empty-line-before-response": Must rfc6455::REPLY_VALID_HTTP,
        "Begins the response with an empty line",
        "any opening handshake";
    BareCrSent "bare-cr-sent": Must http1::BARE_CR_SEND,
        "Sends a field with a CR in its value",
        "any opening handshake";
    FoldedFieldSent "folded-field-sent": Must http1::OBS_FOLD_SEND,
        "Sends a field that goes on in the next line",
        "any opening handshake";
    IndentedFirstFieldSent "indented-first-field-sent": Must http1::WS_FIRST_HEADER_SEND,
        "Sends a space before the first field",
        "any opening handshake";
    UpgradeNotAnswered "upgrade-not-answered": Must http1::STATUS_101_UPGRADE,
        "Opens the connection without Upgrade",
        "any opening handshake";
    UpgradeToOtherAnswered "upgrade-to-other-answered": Must rfc6455::UPGRADE_HDR,
        "Answers with Upgrade: websocket/13",
        "any opening handshake";
    ConnectionNotAnswered "connection-not-answered": Must rfc6455::CONNECTION_HDR,
        "Opens the connection with Connection: keep-alive",
        "any opening handshake";
    AcceptSentTwice "accept-sent-twice": Must rfc6455::ACCEPT_ONCE,
        "Sends Sec-WebSocket-Accept twice",
        "any opening handshake";
    AcceptWithoutPadding "accept-without-padding": Must rfc6455::ACCEPT_ABNF,
        "Sends Sec-WebSocket-Accept without the padding at its end",
        "any opening handshake";
    ContentLengthOfOpening "content-length-of-opening": Must http1::NO_CL_101,
        "Sends Content-Length: 0 with a 101",
        "any opening handshake";
    CodingOfOpening "coding-of-opening": Must http1::TE_101,
        "Sends Transfer-Encoding: chunked with a 101",
        "any opening handshake";
    EmptyElementAnswered "empty-element-answered": Must http1::EMPTY_SEND,
        "Ends the list of Connection with a comma",
        "any opening handshake";
    DateSentTwice "date-sent-twice": Must http1::DUPLICATE_SEND,
        "Sends Date twice",
        "any opening handshake";
    ExtensionAnsweredUnasked "extension-answered-unasked": Must rfc6455::EXTENSIONS_UNLISTED,
        "Names an extension that was not offered",
        "any opening handshake without an offer";
    EmptyExtensionsAnswered "empty-extensions-answered": Must rfc6455::EXTENSIONS_EMPTY,
        "Answers with an empty Sec-WebSocket-Extensions when it takes no offer",
        "any opening handshake without an offer";
    AllSubprotocolsAnswered "all-subprotocols-answered": Must rfc6455::SUBPROTOCOL_TOKEN,
        "Names all subprotocols that were offered",
        "an offer of chat and superchat";
    SubprotocolSentTwice "subprotocol-sent-twice": Must rfc6455::PROTOCOL_ONCE,
        "Sends Sec-WebSocket-Protocol twice",
        "an offer of chat";

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

    // Under attack. These show in the process of a server alone, and not in memory.
    AbortsAtReset "aborts-at-reset": Robustness rfc6455::ANY_INPUT,
        "Ends its process when TCP is reset while it reads",
        "a connection that is reset when it is open";
    AbortsAtTlsHello "aborts-at-tls-hello": Robustness rfc6455::ANY_INPUT,
        "Ends its process when a connection begins with a ClientHello of TLS",
        "a connection that begins with the octet 0x16";
    BacklogUnlimited "backlog-unlimited": Robustness rfc6455::LIMITS_PROTECT,
        "Reads on from a peer that takes no echoes, and keeps them all",
        "more messages than the memory may grow by, of which no echo is read";
    HalfCloseIgnored "half-close-ignored": Must rfc6455::HALF_CLOSE,
        "Keeps an open connection for ever when its peer has ended its side of TCP",
        "a connection whose peer ends its side of TCP without a Close frame";
    PlacesNeverGivenBack "places-never-given-back": Robustness rfc6455::ANY_INPUT,
        "Has room for 400 connections, and never gives back the place of one that is over",
        "more than 400 connections, one after the other";

    } } };
}
