//! What every endpoint can get wrong.

/// Hands these defects, behind those of the tables before it, to the next macro.
macro_rules! codec_plants {
    ([$next:ident $($then:ident)*] $($before:tt)*) => { $next! { [$($then)*] $($before)* Codec {

    // Headers.
    Rsv1WithoutExtensionAccepted "rsv1-without-extension-accepted": Must rfc6455::RSV1_RECV,
        "Accepts RSV1 on a data frame though no extension was agreed on",
        "a data frame with RSV1 set";
    Rsv2Accepted "rsv2-accepted": Must rfc6455::RSV2_RECV,
        "Accepts RSV2 on a data frame",
        "a data frame with only RSV2 set";
    Rsv3Accepted "rsv3-accepted": Must rfc6455::RSV3_RECV,
        "Accepts RSV3 on a data frame",
        "a data frame with only RSV3 set";
    RsvOnControlAccepted "rsv-on-control-accepted": Must rfc6455::RSV_CONTROL_RECV,
        "Does not look at the reserved bits of control frames",
        "a ping, pong or Close with any reserved bit, then another ping";
    RsvOnContinuationAccepted "rsv-on-continuation-accepted": Must rfc6455::RSV_CONTINUATION_RECV,
        "Does not look at the reserved bits of continuation frames",
        "a text without FIN, then a continuation with any reserved bit";
    Rsv1OnLaterFramesAccepted "rsv1-on-later-frames-accepted": Must rfc7692::RSV1_CONT_RECV,
        "Accepts RSV1 also on continuation and control frames where permessage-deflate was agreed on",
        "a compressed message with RSV1 on its continuation too, or a ping with RSV1";
    ReservedDataOpcodesSkipped "reserved-data-opcodes-skipped": Must rfc6455::OPCODE_UNKNOWN_DATA,
        "Passes over frames with the reserved opcodes 3 to 7",
        "a frame with one of these opcodes, then a ping";
    ReservedControlOpcodesSkipped "reserved-control-opcodes-skipped": Must rfc6455::OPCODE_UNKNOWN_CONTROL,
        "Passes over frames with the reserved opcodes 0xB to 0xF",
        "a frame with one of these opcodes, then a ping";
    Length16ReadLittleEndian "length-16-read-little-endian": Must rfc6455::LEN_NETWORK_ORDER,
        "Reads a 16-bit length with its least significant octet first",
        "a message of 126 octets or more";
    Length64CutTo32 "length-64-cut-to-32": Must rfc6455::LEN64,
        "Reads only the low 32 bits of a 64-bit length",
        "a frame that announces 2^32 + 65536 octets";
    LengthTopBitMaskedOff "length-top-bit-masked-off": Must rfc6455::LEN64_MSB_RECV,
        "Masks off the first bit of a 64-bit length instead of refusing it",
        "a frame that announces 2^63 + 65536 octets, with 65536 of them and a ping behind";
    Length16NotMinimalAccepted "length-16-not-minimal-accepted": SenderRule rfc6455::LEN_MINIMAL_RECV_16,
        "Accepts lengths below 126 in the 16-bit form",
        "a short text with its length in 16 bits, then a ping";
    Length64NotMinimalAccepted "length-64-not-minimal-accepted": SenderRule rfc6455::LEN_MINIMAL_RECV_64,
        "Accepts lengths below 65536 in the 64-bit form",
        "a short text with its length in 64 bits, then a ping";
    AllRsvWithDeflateAccepted "all-rsv-with-deflate-accepted": Must rfc6455::RSV2_RECV,
        "Accepts all reserved bits on data frames once permessage-deflate was agreed on",
        "a data frame with RSV2 set where permessage-deflate was agreed on";
    LongControlAccepted "long-control-accepted": Must rfc6455::CONTROL_LEN_RECV,
        "Accepts control frames of 126 to 65535 octets",
        "a ping of 126 octets";
    ControlLength64Accepted "control-length-64-accepted": SenderRule rfc6455::LEN_MINIMAL_CONTROL,
        "Refuses control frames only if their length is in 16 bits, and not if it is in 64",
        "a short ping with its length in 64 bits";
    FragmentedControlAccepted "fragmented-control-accepted": Must rfc6455::CONTROL_FRAG_RECV,
        "Accepts control frames without FIN",
        "a ping with FIN not set";
    FragmentedControlInsideMessageAccepted "fragmented-control-inside-message-accepted": Must rfc6455::CONTROL_FRAG_RECV,
        "Accepts control frames without FIN while a fragmented message is open",
        "a text without FIN, then a ping without FIN";
    KeyLostBehindSecondOctet "key-lost-behind-second-octet": Must rfc6455::HEADER_SPLIT,
        "Loses the masking key of a header whose first two octets came alone",
        "a masked frame, cut behind its second octet";
    HeaderViolationOneOctetLate "header-violation-one-octet-late": Contract rfc6455::RSV_FAILFAST_HEADER,
        "Reports a fault of a whole header one octet behind the one that shows it",
        "any wrong header in one piece";
    UnfinishedHeaderNotJudged "unfinished-header-not-judged": Contract rfc6455::RSV_FAILFAST_HEADER,
        "Looks at a header only when it is whole",
        "the first octet of a wrong header, and nothing behind it";

    // Fragments and messages.
    StrayContinuationTakenForText "stray-continuation-taken-for-text": Must rfc6455::STRAY_CONTINUATION,
        "Takes a continuation with nothing to continue for a new text",
        "a continuation frame between messages";
    InterleavedMessageReplaces "interleaved-message-replaces": Must rfc6455::INTERLEAVE,
        "Lets a message that begins inside a fragmented one take its place",
        "a text without FIN, then a text with FIN";
    PingDiscardsFragments "ping-discards-fragments": Must rfc6455::HANDLE_CONTROL_MID,
        "Drops the fragments that came when there is a ping between them",
        "a text without FIN, a ping, a continuation with FIN";
    EmptyLastFragmentEndsNothing "empty-last-fragment-ends-nothing": Must rfc6455::RECV_BOTH,
        "Does not complete a message whose last fragment is empty",
        "a text without FIN, then an empty continuation with FIN";
    EmptyFirstFragmentSkipped "empty-first-fragment-skipped": Must rfc6455::RECV_BOTH,
        "Passes over an empty first fragment, so that its continuation continues nothing",
        "an empty text without FIN, then a continuation with FIN";
    EmptyMessageDropped "empty-message-dropped": Must rfc6455::RECV_BOTH,
        "Does not deliver messages of one frame without payload",
        "an empty text or binary message";
    LastFragmentTwice "last-fragment-twice": Must rfc6455::ORDER_5_4,
        "Appends the last fragment twice when it comes in one piece",
        "a message in two fragments";
    LastFragmentFirst "last-fragment-first": Must rfc6455::ORDER_5_4,
        "Puts the last fragment of a message in front of the others when it comes in one piece",
        "a message in two fragments that differ";
    MessageNotCleared "message-not-cleared": Must rfc6455::NEW_MESSAGE,
        "Begins a fragmented message with the octets of the one before",
        "two messages in fragments";
    CutOffMessageDelivered "cut-off-message-delivered": Must rfc6455::TRUNCATED_FRAME,
        "Delivers what it has of a message when TCP ends inside it",
        "a text that TCP cuts off";
    JoinedMessageIsText "joined-message-is-text": Must rfc6455::TYPE,
        "Delivers as text every message that it had to put together",
        "a binary message in two fragments";
    CoalescedFramesLost "coalesced-frames-lost": Must rfc6455::COALESCED,
        "Handles only the first of the whole frames that one read brought",
        "two frames in one segment";
    FrameAtEndOfReadWaits "frame-at-end-of-read-waits": Must rfc6455::HEADER_SPLIT,
        "Ends a frame that came in pieces only when an octet comes behind it",
        "a frame cut in its payload, and nothing behind it";
    ControlOctetsIntoMessage "control-octets-into-message": Must rfc6455::CONTROL_MID_MESSAGE,
        "Adds the payload of a control frame to the message when it comes octet by octet",
        "a ping with a payload, octet by octet";
    FrameLimitOffByOne "frame-limit-off-by-one": Must rfc6455::LIMITS_PROTECT,
        "Takes one octet more in a frame than its limit says",
        "a frame of one octet more than the limit of frames, which is below that of messages";
    MessageLimitPerFrame "message-limit-per-frame": Must rfc6455::LIMITS_PROTECT,
        "Holds each frame to the limit of messages, and not their sum",
        "fragments that fit each alone and together do not";
    MessageLimitOverMessages "message-limit-over-messages": Must rfc6455::NEW_MESSAGE,
        "Adds up the octets of all fragmented messages of a connection against the limit of one",
        "fragmented messages that fit each alone and together do not";
    FragmentsCountedOverMessages "fragments-counted-over-messages": Must rfc6455::NEW_MESSAGE,
        "Counts the fragments of all messages of a connection against the limit of one",
        "more messages in fragments than one message may have fragments";
    FragmentLimitIgnored "fragment-limit-ignored": Must rfc6455::LIMITS_PROTECT,
        "Takes any number of fragments",
        "a message of more fragments than the limit says";
    AnnouncedLengthReserved "announced-length-reserved": Robustness rfc6455::LEN64_HUGE,
        "Reserves memory for a payload when its length is announced",
        "a header that announces megabytes, and nothing behind it";
    TextCheckedAnew "text-checked-anew": Robustness rfc6455::ANY_INPUT,
        "Validates all of a text anew with every piece that comes",
        "a text of very many pieces, and a measure of the work";

    // Masking.
    MaskSkippedAt126 "mask-skipped-at-126": Must rfc6455::XOR_INDEX,
        "Does not unmask payloads of exactly 126 octets",
        "a masked message of 126 octets in one piece";
    MaskRestartsInEveryPiece "mask-restarts-in-every-piece": Must rfc6455::XOR_INDEX,
        "Begins with the first octet of the key in every piece of a payload",
        "a masked frame cut in its payload, at no multiple of four";
    MaskNotTurnedByShortPieces "mask-not-turned-by-short-pieces": Must rfc6455::XOR_INDEX,
        "Goes on with the same octet of the key behind pieces of fewer than four octets",
        "a masked frame with a piece of two octets in the middle of its payload";
    MaskWrongInVectorTail "mask-wrong-in-vector-tail": Must rfc6455::XOR_INDEX,
        "Masks the last octet wrongly where 32 octets or more leave 9 behind vectors of 16",
        "masked messages of 41 or 57 octets, compared octet by octet";
    MaskRestOfBlocksSkipped "mask-rest-of-blocks-skipped": Must rfc6455::XOR_INDEX,
        "Leaves out what blocks of 64 octets leave of a long payload",
        "a masked message of 65 octets or more";
    MaskingKeyReversed "masking-key-reversed": Must rfc6455::XOR_INDEX,
        "Applies the octets of the masking key from the last to the first",
        "any masked frame whose key does not read the same backwards";

    // Text.
    TextNotChecked "text-not-checked": Must rfc6455::TEXT_INVALID,
        "Never checks whether a text is UTF-8",
        "a text with any invalid octet";
    LongTextNotChecked "long-text-not-checked": Must rfc6455::TEXT_INVALID,
        "Does not check texts of 65536 octets or more that come in one piece",
        "a text of 65536 octets that ends in an invalid one";
    TextCheckedPerFrame "text-checked-per-frame": Must rfc6455::TEXT_PARTIAL_FRAME,
        "Refuses a code point that is split over two frames",
        "a valid text, cut into frames inside a code point";
    SurrogatesAccepted "surrogates-accepted": Must rfc6455::TEXT_INVALID,
        "Takes encoded surrogates for UTF-8",
        "a text of ED A0 80";
    TwoOctetOverlongAccepted "two-octet-overlong-accepted": Must rfc6455::TEXT_INVALID,
        "Takes overlong forms of two octets for UTF-8",
        "a text of C0 80 or C1 BF";
    ThreeOctetOverlongAccepted "three-octet-overlong-accepted": Must rfc6455::TEXT_INVALID,
        "Takes overlong forms of three octets for UTF-8",
        "a text of E0 80 80";
    BeyondUnicodeAccepted "beyond-unicode-accepted": Must rfc6455::TEXT_INVALID,
        "Takes code points above U+10FFFF for UTF-8",
        "a text of F4 90 80 80";
    TextCutOffAccepted "text-cut-off-accepted": Must rfc6455::TEXT_TRUNCATED_END,
        "Lets a text end inside a code point",
        "a text that ends in C2, E2 82 or F0 9F 98";
    BinaryContinuationsCheckedAsText "binary-continuations-checked-as-text": Must rfc6455::BINARY_FRAG,
        "Checks what follows the beginning of a binary message as if it were text",
        "a binary message without FIN, then a continuation of FE";
    PingForgetsCodePoint "ping-forgets-code-point": Must rfc6455::HANDLE_CONTROL_MID,
        "Forgets at a ping that a code point is open",
        "a text cut inside a code point, with a ping in between";
    FourOctetCodePointsRefused "four-octet-code-points-refused": Must rfc6455::TEXT_VALID_ODD,
        "Refuses code points of four octets",
        "a text with an emoji";
    NoncharactersRefused "noncharacters-refused": Must rfc6455::TEXT_VALID_ODD,
        "Refuses U+FFFE and U+FFFF",
        "a text with U+FFFF";

    // Control frames and Close.
    PongOfLongestPingCut "pong-of-longest-ping-cut": Must rfc6455::IDENTICAL,
        "Answers a ping of 125 octets with 124 of them",
        "a ping of 125 octets";
    PongBehindOutputEmpty "pong-behind-output-empty": Must rfc6455::IDENTICAL,
        "Sends an empty pong when something else is still to be written",
        "two pings with payloads in one segment";
    EmptyPingNotAnswered "empty-ping-not-answered": Must rfc6455::PONG_MUST,
        "Does not answer a ping without payload",
        "an empty ping";
    UnaskedPongRefused "unasked-pong-refused": Must rfc6455::WRONG_PONG,
        "Fails the connection for a pong that answers no ping of its own",
        "a pong";
    PingInsideMessageNotAnswered "ping-inside-message-not-answered": Must rfc6455::PONG_MUST,
        "Does not answer a ping between the fragments of a message",
        "a text without FIN, a ping, a continuation with FIN";
    PingAfterOurCloseNotAnswered "ping-after-our-close-not-answered": Must rfc6455::PONG_WHILE_CLOSING,
        "Does not answer a ping when its own Close frame was sent",
        "a ping between its Close frame and the peer's";
    CloseInsideMessageNotAnswered "close-inside-message-not-answered": Must rfc6455::CLOSE_MID,
        "Does not answer a Close frame while a fragmented message is open",
        "a text without FIN, then a Close frame";
    CloseAnsweredAgain "close-answered-again": Must rfc6455::SIMULTANEOUS,
        "Answers a Close frame though it sent one before",
        "Close frames that cross each other";
    TcpEndedBeforeAnswer "tcp-ended-before-answer": Should rfc6455::CLOSE_AFTER_BOTH,
        "Ends TCP when its Close frame is sent, and waits for none in return",
        "asking it to close, and waiting before the Close frame in return";
    TcpKeptAfterEnd "tcp-kept-after-end": Must rfc6455::HALF_CLOSE,
        "Does not end its side of TCP when the peer ended its own",
        "the end of TCP without a Close frame";
    CloseBodyOfOneOctetAccepted "close-body-of-one-octet-accepted": Must rfc6455::CODE_FIRST_5_5_1,
        "Takes a Close frame with a body of one octet for an empty one",
        "a Close frame with a body of one octet";
    CloseCode999Accepted "close-code-999-accepted": SenderRule rfc6455::CODE_0_999,
        "Accepts the status code 999",
        "a Close frame with 999";
    CloseCode1004Accepted "close-code-1004-accepted": Registry rfc6455::CODE_1004,
        "Accepts the status code 1004",
        "a Close frame with 1004";
    CloseCode1005Accepted "close-code-1005-accepted": SenderRule rfc6455::CODE_1005_RECV,
        "Accepts the status code 1005",
        "a Close frame with 1005";
    CloseCode1006Accepted "close-code-1006-accepted": SenderRule rfc6455::CODE_1006_RECV,
        "Accepts the status code 1006",
        "a Close frame with 1006";
    CloseCode1015Accepted "close-code-1015-accepted": SenderRule rfc6455::CODE_1015_RECV,
        "Accepts the status code 1015",
        "a Close frame with 1015";
    CloseCode1016Accepted "close-code-1016-accepted": Registry rfc6455::CODE_1000_2999,
        "Accepts the status code 1016, the first that is not registered",
        "a Close frame with 1016";
    CloseCode2999Accepted "close-code-2999-accepted": Registry rfc6455::CODE_1000_2999,
        "Accepts the status code 2999, the last before those of applications",
        "a Close frame with 2999";
    CloseCode5000Accepted "close-code-5000-accepted": Registry rfc6455::CODE_5000_UP,
        "Accepts status codes of 5000 and above",
        "a Close frame with 5000 or 65535";
    RegisteredCloseCodesRefused "registered-close-codes-refused": Registry registry::CLOSE_1012,
        "Refuses the status codes 1012 to 1014, which are registered",
        "a Close frame with 1012, 1013 or 1014";
    CloseCode3000Refused "close-code-3000-refused": Registry registry::CLOSE_3000S,
        "Refuses the status code 3000, the first of those for applications",
        "a Close frame with 3000";
    CloseCode4999Refused "close-code-4999-refused": Registry rfc6455::CODE_4000_4999,
        "Refuses the status code 4999, the last for private use",
        "a Close frame with 4999";
    CloseCode3003Refused "close-code-3003-refused": Registry registry::CLOSE_3000S,
        "Refuses the status codes 3003 and 3008, which are registered",
        "a Close frame with 3003 or 3008";
    CloseReasonNotChecked "close-reason-not-checked": Must rfc6455::INVALID_UTF8,
        "Does not check whether the reason of a Close frame is UTF-8",
        "a Close frame with 1000 and an invalid reason";
    CloseCodeSentLittleEndian "close-code-sent-little-endian": Must rfc6455::ECHO_CODE,
        "Writes status codes with their least significant octet first",
        "any Close frame with a status code";
    FailsWith1006 "fails-with-1006": Must rfc6455::CODE_1006_SEND,
        "Puts 1006 on the wire when it fails the connection with 1002",
        "any frame that breaks a rule";
    FailsWith1015 "fails-with-1015": Must rfc6455::CODE_1015_SEND,
        "Puts 1015 on the wire when it fails the connection with 1002",
        "any frame that breaks a rule";
    ReasonNotSent "reason-not-sent": Must rfc6455::START,
        "Leaves the reason out of its Close frame",
        "closing with a reason";
    LongestReasonCut "longest-reason-cut": Must rfc6455::START,
        "Cuts a reason of 123 octets to 122",
        "closing with a reason of 123 octets";
    LongReasonSent "long-reason-sent": Must rfc6455::CONTROL_LEN_SEND,
        "Sends a reason of any length",
        "closing with a reason of 200 octets";
    CloseSentTwice "close-sent-twice": Robustness rfc6455::SECOND_CLOSE,
        "Sends every Close frame twice",
        "any Close frame";
    EmptyCloseAnsweredWith1005 "empty-close-answered-with-1005": Must rfc6455::CODE_1005_SEND,
        "Puts 1005 on the wire for a Close frame without a status code",
        "an empty Close frame";
    DataSentAfterClose "data-sent-after-close": Must rfc6455::NO_DATA_AFTER,
        "Sends messages after its own Close frame",
        "a message of the peer, or of the application, after its Close frame";
    ServesAfterClose "serves-after-close": Must rfc6455::OPEN_STATE_6_1,
        "Echoes what follows the peer's Close frame",
        "a Close frame and a text in one segment";
    ServesAfterFailing "serves-after-failing": Must rfc6455::STOP_PROCESSING,
        "Goes on with the frames behind the one for which it failed the connection",
        "a frame with RSV1 set and a ping in one segment";
    InvalidTextClosedWith1000 "invalid-text-closed-with-1000": Should rfc6455::SEND_CLOSE,
        "Fails the connection with 1000 for text that is not UTF-8",
        "a text with an invalid octet";
    ProtocolErrorClosedWith1007 "protocol-error-closed-with-1007": Should rfc6455::SEND_CLOSE,
        "Fails the connection with 1007 for errors of the protocol",
        "a frame with a reserved bit or opcode";
    TooBigClosedWith1002 "too-big-closed-with-1002": Should rfc6455::SEND_CLOSE,
        "Fails the connection with 1002 for a message that is too big",
        "a message that exceeds the limit";
    FailsWithoutCloseFrame "fails-without-close-frame": Should rfc6455::SHOULD_CLOSE_FRAME,
        "Fails the connection without a Close frame",
        "any frame that breaks a rule";

    // What is sent.
    ReservedBitOnSentFrames "reserved-bit-on-sent-frames": Must rfc6455::RSV_SEND_ZERO,
        "Sets RSV2 on the data frames that it sends",
        "any echo";
    PongSentWithoutFin "pong-sent-without-fin": Must rfc6455::CONTROL_NOT_FRAGMENTED_SEND,
        "Sends pongs of 100 octets and more without FIN",
        "a ping of 125 octets";
    Length125SentIn16Bits "length-125-sent-in-16-bits": Must rfc6455::LEN_MINIMAL_SEND,
        "Writes the length of 125 octets in 16 bits",
        "an echo or a pong of 125 octets, or a reason of 123";
    Length65535SentIn64Bits "length-65535-sent-in-64-bits": Must rfc6455::LEN_MINIMAL_SEND,
        "Writes the length of 65535 octets in 64 bits",
        "an echo of 65535 octets";
    SentFragmentsRepeatOpcode "sent-fragments-repeat-opcode": Must rfc6455::FRAGMENTED,
        "Sends every fragment of a message with the opcode of the first",
        "a message that is sent in fragments";
    FinOnEverySentFragment "fin-on-every-sent-fragment": Must rfc6455::FIN_LAST,
        "Sets FIN on every fragment that it sends",
        "a message of known length that is sent in fragments";
    LastSentFragmentWithoutFin "last-sent-fragment-without-fin": Must rfc6455::FIN_LAST,
        "Does not set FIN on the last fragment of a message that it sends part by part",
        "a message that is sent part by part";

    // permessage-deflate.
    WindowForgotten "window-forgotten": Must rfc7692::SERVER_MUST_KEEP,
        "Forgets the window of the peer's messages though its context is to be taken over",
        "two compressed messages without client_no_context_takeover, the second referring into the first";
    WindowForgottenUngranted "window-forgotten-ungranted": Must rfc7692::SERVER_MUST_KEEP,
        "Forgets the window of the peer's messages, and does not grant client_no_context_takeover either",
        "two compressed messages, the second referring into the first, whatever was offered";
    WindowLostByPlainMessage "window-lost-by-plain-message": Must rfc7692::SERVER_MUST_KEEP,
        "Forgets the window at a message in fragments that is not compressed",
        "such a message between two compressed ones, the second referring into the first";
    CompressorKeepsWindow "compressor-keeps-window": Must rfc7692::SERVER_RESET,
        "Compresses with the window of earlier messages though no context is to be taken over",
        "two equal messages under server_no_context_takeover, each echo inflated alone";
    CompressorIgnoresWindow "compressor-ignores-window": Must rfc7692::SERVER_WINDOW,
        "Compresses with a window of 32768 octets whatever was agreed on",
        "server_max_window_bits=9, and a message that repeats itself at a distance over 512";
    WindowOf8Exceeded "window-of-8-exceeded": Must rfc7692::SERVER_WINDOW,
        "Compresses with a window of 1024 octets where 256 were agreed on",
        "server_max_window_bits=8, and a message that repeats itself at a distance over 256";
    TailNotRemoved "tail-not-removed": Must rfc7692::STRIP_TAIL,
        "Leaves 00 00 FF FF at the end of the compressed messages that it sends",
        "any compressed echo";
    TailAppendedTwice "tail-appended-twice": Must rfc7692::APPEND_TAIL,
        "Appends 00 00 FF FF twice to compressed messages",
        "two compressed messages with context takeover";
    EmptyMessageOfNoOctets "empty-message-of-no-octets": Must rfc7692::COMPRESS_ALGO,
        "Sends an empty message as compressed with no octets at all",
        "an empty message under permessage-deflate, compressed whatever its length";
    FinalBlockBreaksLaterMessages "final-block-breaks-later-messages": Must rfc7692::BFINAL_7_2_3_4,
        "Inflates nothing any more after a block with BFINAL set",
        "a compressed message with BFINAL set, then another";
    FinalBlockEndsMessage "final-block-ends-message": Must rfc7692::DECOMPRESS_ALGO,
        "Drops what stands behind a block with BFINAL set in the same message",
        "a compressed message of two blocks, the first with BFINAL set";
    InflatedSizeUnlimited "inflated-size-unlimited": Must rfc6455::LIMITS_PROTECT,
        "Inflates messages to any size",
        "a small compressed message that inflates to more than the limit";
    PlainMessageInflated "plain-message-inflated": Must rfc7692::UNCOMPRESSED_ALGO_6_2,
        "Inflates messages with RSV1 clear once permessage-deflate was agreed on",
        "a message that is not compressed, under permessage-deflate";
    InflatedTextNotChecked "inflated-text-not-checked": Must rfc7692::UTF8_AFTER,
        "Does not check whether a compressed text inflates to UTF-8",
        "a compressed text with an invalid octet";
    CutOffDeflateAccepted "cut-off-deflate-accepted": Must rfc7692::INCOMPLETE_BLOCK,
        "Delivers a compressed message that ends inside a block",
        "a compressed message without its last octets";
    Rsv1OnPlainMessage "rsv1-on-plain-message": Must rfc7692::UNCOMPRESSED_ALGO_6_1,
        "Sets RSV1 on messages that it does not compress because they are short",
        "a message below the threshold of compression, under permessage-deflate";
    CompressedSentWithoutRsv1 "compressed-sent-without-rsv1": Must rfc7692::COMPRESS_ALGO,
        "Sends compressed messages with RSV1 clear",
        "any compressed echo";
    Rsv1OnSentContinuations "rsv1-on-sent-continuations": Must rfc7692::RSV1_FIRST_ONLY,
        "Sets RSV1 on every fragment of a compressed message that it sends",
        "a compressed message that is sent in fragments";
    WindowOf7Accepted "window-of-7-accepted": Must rfc6455::PARAMS_PER_SPEC,
        "Accepts 7 window bits",
        "an offer of server_max_window_bits=7";
    WindowOf16Accepted "window-of-16-accepted": Must rfc6455::PARAMS_PER_SPEC,
        "Accepts 16 window bits",
        "an offer of server_max_window_bits=16";
    WindowWithLeadingZeroAccepted "window-with-leading-zero-accepted": Must rfc6455::PARAMS_PER_SPEC,
        "Accepts a number of window bits with a leading zero",
        "an offer of server_max_window_bits=010";
    DuplicateParameterAccepted "duplicate-parameter-accepted": Must rfc6455::PARAMS_PER_SPEC,
        "Accepts permessage-deflate with the same parameter twice",
        "an offer of server_no_context_takeover twice";
    UnknownParameterAccepted "unknown-parameter-accepted": Must rfc6455::DEFINED_PARAMS,
        "Passes over parameters that permessage-deflate does not define",
        "an offer of permessage-deflate; foo";
    ValueOfNoContextTakeoverIgnored "value-of-no-context-takeover-ignored": Must rfc7692::NO_VALUE,
        "Accepts a value of a parameter that has none",
        "an offer of server_no_context_takeover=1";
    QuotedNonTokenAccepted "quoted-non-token-accepted": Must rfc6455::QUOTED,
        "Accepts in quotes what is no token without them",
        "an extension with a parameter whose quoted value holds a space";

    // The opening handshake.
    FieldNamesCaseSensitive "field-names-case-sensitive": Must rfc6455::HEADER_NAME_CI_4_2_1,
        "Recognizes header fields only as it would write them itself",
        "a handshake with all its field names in lower case";
    ConnectionComparedWhole "connection-compared-whole": Must rfc6455::CONNECTION_LIST_4_2_1,
        "Wants Connection to be Upgrade instead of listing it",
        "Connection: keep-alive, Upgrade";
    ConnectionSubstringAccepted "connection-substring-accepted": Must rfc6455::CONNECTION_MISSING_4_2_1,
        "Takes any token of Connection with upgrade in it for Upgrade",
        "Connection: Upgraded";
    HeadLimitIgnored "head-limit-ignored": Robustness rfc6455::HEAD_LIMIT,
        "Reads a head of any length",
        "a head longer than the limit";
    HeadEndsAtSplitLine "head-ends-at-split-line": Must rfc6455::INCREMENTAL,
        "Takes the end of a line for an empty line when it comes apart from the line",
        "a head cut in front of the CR LF of a field";
    NonAsciiFieldRefused "non-ascii-field-refused": Should http1::OBS_TEXT,
        "Refuses a head with octets above 0x7F in any field value",
        "a handshake with a field of a letter with an accent";
    AcceptOfWrongGuid "accept-of-wrong-guid": Must rfc6455::KEY_HASH,
        "Hashes the key with another GUID, from which a letter is missing",
        "any opening handshake";
    AcceptOfGuidFirst "accept-of-guid-first": Must rfc6455::KEY_HASH,
        "Hashes the GUID and then the key",
        "any opening handshake";

    } } };
}
