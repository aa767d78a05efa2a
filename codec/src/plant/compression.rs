//! What endpoints can get wrong where extensions are agreed on and messages compressed, beside what stands in the tables of
//! each side.

/// Hands these defects, behind those of the tables before it, to the next macro.
macro_rules! compression_plants {
    ([$next:ident $($then:ident)*] $($before:tt)*) => { $next! { [$($then)*] $($before)* Codec {

    // The grammar of Sec-WebSocket-Extensions.
    QuotedValuesRefused "quoted-values-refused": Must rfc6455::QUOTED_TOKEN,
        "Takes a parameter whose value stands in quotes for malformed",
        "an extension with a parameter whose value is a token in quotes";
    QuotedPairKept "quoted-pair-kept": Must http1::QUOTED_PAIR,
        "Keeps the backslashes of a value in quotes",
        "an extension with a parameter whose quoted value has a backslash";
    EmptyExtensionElementsRefused "empty-extension-elements-refused": Must rfc6455::EMPTY_ELEMENTS,
        "Takes a list of extensions with empty elements for malformed",
        "Sec-WebSocket-Extensions: , permessage-deflate";
    LaterExtensionsFieldsIgnored "later-extensions-fields-ignored": Must rfc6455::EXTENSIONS_LIST,
        "Reads the first of several Sec-WebSocket-Extensions fields alone",
        "offers in two fields, of which only the second can be accepted";

    // Compressed messages that are received.
    InflatesWithSmallerWindow "inflates-with-smaller-window": Must rfc7692::SERVER_WINDOW_32K,
        "Empties its window of received octets when a message begins behind more than 16384 of them",
        "a compressed message that refers back by 32768 octets";
    TailNotAppended "tail-not-appended": Must rfc7692::APPEND_TAIL,
        "Does not append 00 00 FF FF to compressed messages",
        "two compressed messages with context takeover";
    InvalidDeflateDelivered "invalid-deflate-delivered": Must rfc7692::INVALID_DEFLATE,
        "Delivers what came of a compressed message before the octets that do not inflate",
        "a compressed message with a block of type 3";

    // Compressed messages that are sent.
    Rsv1OnSentPongs "rsv1-on-sent-pongs": Must rfc7692::RSV1_FIRST_ONLY,
        "Sets RSV1 on pongs once permessage-deflate was agreed on",
        "a ping, under permessage-deflate";
    TailRemovedFromEveryFragment "tail-removed-from-every-fragment": Must rfc7692::NONFINAL_KEEP_TAIL,
        "Sends long messages in two fragments, and removes 00 00 FF FF from both",
        "a message of 64 octets or more that is sent compressed";
    FinalBlockPaddedWithOnes "final-block-padded-with-ones": Must rfc7692::BFINAL_PAD,
        "Ends messages with a block with BFINAL set, and fills up its last octet with ones",
        "any compressed echo, whose blocks are read bit by bit";
    DistancesOf64Kib "distances-of-64-kib": Must rfc7692::WINDOW_32K,
        "Refers back further than 32768 octets, in codes that only Deflate64 has",
        "an echo of more than 32768 octets";

    } Server {

    ExtensionNameFoundAnywhere "extension-name-found-anywhere": Must rfc6455::NOT_REQUESTED,
        "Takes every offer with permessage-deflate anywhere in it for one of permessage-deflate",
        "an offer of x-foo; permessage-deflate";
    CompressionAnsweredUnasked "compression-answered-unasked": Must rfc6455::EXTENSIONS_UNLISTED,
        "Answers permessage-deflate to requests that offer no extension",
        "a request without Sec-WebSocket-Extensions";
    CompressesWithoutAnswer "compresses-without-answer": Must rfc7692::NO_ELEMENT_UNCOMPRESSED,
        "Accepts permessage-deflate and leaves it out of its response",
        "an offer of permessage-deflate, and an echo";
    ServerWindowAnsweredWithZero "server-window-answered-with-zero": Must rfc7692::ABNF_ANSWER_7_1_2_1,
        "Answers server_max_window_bits with a leading zero",
        "an offer of server_max_window_bits";
    ClientWindowAnsweredBare "client-window-answered-bare": Must rfc7692::ABNF_ANSWER_7_1_2_2,
        "Answers client_max_window_bits without a value",
        "an offer of client_max_window_bits=10";
    ServerNoContextTakeoverDeclined "server-no-context-takeover-declined": Should rfc7692::RECOMMENDED,
        "Declines every offer with server_no_context_takeover",
        "such an offer, and one without it behind";
    SmallWindowAnswered "small-window-answered": Should rfc7692::WINDOW_1024,
        "Limits its own window to 256 octets for every client",
        "an offer of permessage-deflate";

    } Client {

    OfferTakenForAgreement "offer-taken-for-agreement": Must rfc6455::NO_USE_BEFORE_ANSWER,
        "Compresses as it offered though the server accepted nothing",
        "a response without extensions, and an echo";
    ClientNoContextTakeoverRefused "client-no-context-takeover-refused": Must rfc7692::CLIENT_MUST_SUPPORT,
        "Fails the connection when the response has client_no_context_takeover",
        "a 101 with permessage-deflate; client_no_context_takeover";
    UnsupportedAnswerClosedWith1002 "unsupported-answer-closed-with-1002": Must rfc7692::CLIENT_1010,
        "Closes with 1002 when the response wants a window of 256 octets, which it does not support",
        "a 101 with permessage-deflate; client_max_window_bits=8";
    DeclinedOfferClosedWithoutReason "declined-offer-closed-without-reason": Should rfc6455::CODE_1010,
        "Closes with 1010 when its offer is declined, and does not say what it misses",
        "a response without extensions to a request that offers one";
    OfferedWindowWithZero "offered-window-with-zero": Must rfc7692::ABNF_OFFER_7_1_2_1,
        "Offers server_max_window_bits with a leading zero",
        "its request";
    OfferedClientWindowOf16 "offered-client-window-of-16": Must rfc7692::ABNF_OFFER_7_1_2_2,
        "Offers client_max_window_bits=16",
        "its request";
    UndefinedParameterOffered "undefined-parameter-offered": Must rfc6455::DEFINED_PARAMS,
        "Offers permessage-deflate with a parameter that is not defined",
        "its request";
    UnregisteredExtensionOffered "unregistered-extension-offered": Must rfc6455::REGISTERED_TOKEN,
        "Offers an extension that is not registered",
        "its request";
    SmallWindowOffered "small-window-offered": Should rfc7692::WINDOW_1024,
        "Asks servers for a window of 256 octets",
        "its request";

    } } };
}
