//! Compression extensions (RFC 7692).

super::clauses! {
    PMCE_DEFINES: "7692-4-pmce-defines", Rfc7692 "4", Must, Both, No,
        "A compression extension specifies its name, its parameters and how it transforms a message";
    PARAMS_INCLUDED: "7692-4-params-included", Rfc7692 "4", Must, Both, No,
        "A compression extension says which parameters its header element has to carry";
    OFFER_NAME: "7692-5-offer-name", Rfc7692 "5", Must, Client, Yes,
        "A client offers a compression extension by an element with its name";
    OFFER_MULTI: "7692-5-offer-multi", Rfc7692 "5", May, Client, Yes,
        "A client may offer the same extension several times with different parameters";
    INFORM_WINDOW: "7692-5-inform-window", Rfc7692 "5", Must, Client, Yes,
        "A client states its inflating window in its offer when it is smaller than the default";
    HINT_WINDOW: "7692-5-hint-window", Rfc7692 "5", May, Client, Yes,
        "A client may hint in its offer how far back its own compression reaches";
    ACCEPT_NAME: "7692-5-accept-name", Rfc7692 "5", Must, Server, Yes,
        "A server accepts an offer by an element with the extension's name";
    FULLY_SUPPORTED: "7692-5-fully-supported", Rfc7692 "5", Must, Server, Yes,
        "A server accepts only a configuration that it can carry out in full";
    RSV1_CONFLICT_SERVER: "7692-5-rsv1-conflict-server", Rfc7692 "5", Must, Server, No,
        "A server accepts no compression extension beside another extension that uses RSV1";
    RSV1_CONFLICT_CLIENT: "7692-5-rsv1-conflict-client", Rfc7692 "5", Must, Client, Yes,
        "A client fails the connection when the response joins compression with another user of RSV1";
    EXT_BEFORE_SERVER: "7692-5-ext-before-server", Rfc7692 "5", Must, Server, No,
        "A server does not compress after an extension that depends on frame boundaries or header bits";
    EXT_BEFORE_CLIENT: "7692-5-ext-before-client", Rfc7692 "5", Must, Client, No,
        "A client fails the connection when compression follows an extension that depends on frames";
    DECLINE_ALL: "7692-5-decline-all", Rfc7692 "5", Must, Server, Yes,
        "A server that declines every offer leaves the extension out of its response";
    NO_ELEMENT_UNCOMPRESSED: "7692-5-no-element-uncompressed", Rfc7692 "5", Implied, Both, Yes,
        "Without the extension in the response neither endpoint compresses";
    INVALID_ANSWER: "7692-5-invalid-answer", Rfc7692 "5", Must, Client, Yes,
        "A client fails the connection on an invalid acceptance, such as of an extension it did not offer";
    MUST_USE: "7692-5-must-use", Rfc7692 "5", Must, Both, Yes,
        "After agreement both endpoints follow the extension with exactly the agreed parameters";
    CLIENT_1010: "7692-5.1-client-1010", Rfc7692 "5.1", Implied, Client, Yes,
        "A client that cannot go on with the extension as answered closes with 1010";
    DATA_ONLY: "7692-6-data-only", Rfc7692 "6", Implied, Both, Yes,
        "Compression is for data messages, never for control frames";
    UNCOMPRESSED_OK: "7692-6-uncompressed-ok", Rfc7692 "6", Implied, Both, Yes,
        "A message with RSV1 clear is delivered as it is, even where compression was agreed";
    COMPRESS_ALGO: "7692-6.1-compress-algo", Rfc7692 "6.1", Must, Both, Yes,
        "A compressed message has RSV1 set and its whole payload transformed as agreed";
    UNCOMPRESSED_ALGO_6_1: "7692-6.1-uncompressed-algo", Rfc7692 "6.1", Must, Both, Yes,
        "A message that is not compressed has RSV1 clear and its payload untouched";
    RSV1_FIRST_ONLY: "7692-6.1-rsv1-first-only", Rfc7692 "6.1", Must, Both, Yes,
        "An endpoint sets RSV1 on the first frame of a data message and on no other frame";
    RSV1_CONTROL_RECV: "7692-6.1-rsv1-control-recv", Rfc7692 "6.1", Must, Both, Yes,
        "A control frame with RSV1 set fails the connection, compression agreed or not";
    RSV1_CONT_RECV: "7692-6.1-rsv1-cont-recv", Rfc7692 "6.1", Must, Both, Yes,
        "A continuation frame with RSV1 set fails the connection, even in a compressed message";
    RSV23_RECV: "7692-6.1-rsv23-recv", Rfc7692 "6.1", Implied, Both, Yes,
        "A frame with RSV2 or RSV3 set fails the connection, since compression defines RSV1 alone";
    OPCODE: "7692-6.1-opcode", Rfc7692 "6.1", Implied, Both, Yes,
        "A compressed message keeps the opcode, text or binary, of the message it stands for";
    UTF8_AFTER: "7692-6.1-utf8-after", Rfc7692 "6.1", Implied, Both, Yes,
        "The UTF-8 of a text message is checked in the decompressed data";
    DECOMPRESS_ALGO: "7692-6.2-decompress-algo", Rfc7692 "6.2", Must, Both, Yes,
        "A compressed message is joined from its fragments, decompressed and delivered";
    UNCOMPRESSED_ALGO_6_2: "7692-6.2-uncompressed-algo", Rfc7692 "6.2", Must, Both, Yes,
        "A message with RSV1 clear is delivered without decompression";
    DECLINE_UNDEFINED_PARAM: "7692-7-decline-undefined-param", Rfc7692 "7", Must, Server, Yes,
        "A server declines an offer with a parameter that permessage-deflate does not define";
    DECLINE_INVALID_VALUE: "7692-7-decline-invalid-value", Rfc7692 "7", Must, Server, Yes,
        "A server declines an offer with a parameter value that is not allowed";
    DECLINE_DUPLICATE: "7692-7-decline-duplicate", Rfc7692 "7", Must, Server, Yes,
        "A server declines an offer that has the same parameter twice";
    DECLINE_UNSUPPORTED: "7692-7-decline-unsupported", Rfc7692 "7", Must, Server, Yes,
        "A server declines an offer whose configuration it cannot carry out";
    DECLINE_FALLBACK: "7692-7-decline-fallback", Rfc7692 "7", Implied, Server, Yes,
        "A server that declines one offer still considers the valid offers after it";
    CLIENT_UNDEFINED_PARAM: "7692-7-client-undefined-param", Rfc7692 "7", Must, Client, Yes,
        "A client fails the connection when the acceptance has a parameter that is not defined";
    CLIENT_INVALID_VALUE: "7692-7-client-invalid-value", Rfc7692 "7", Must, Client, Yes,
        "A client fails the connection when the acceptance has a parameter value that is not allowed";
    CLIENT_DUPLICATE: "7692-7-client-duplicate", Rfc7692 "7", Must, Client, Yes,
        "A client fails the connection when the acceptance has the same parameter twice";
    CLIENT_UNSUPPORTED: "7692-7-client-unsupported", Rfc7692 "7", Must, Client, Yes,
        "A client fails the connection when it cannot carry out the accepted configuration";
    CLIENT_MAY_7_1_1_1: "7692-7.1.1.1-client-may", Rfc7692 "7.1.1.1", May, Client, Yes,
        "A client may ask by `server_no_context_takeover` that the server compress each message alone";
    NO_VALUE: "7692-7.1.1.1-no-value", Rfc7692 "7.1.1.1", Implied, Both, Yes,
        "The parameter `server_no_context_takeover` is invalid if it has a value";
    MUST_ACK: "7692-7.1.1.1-must-ack", Rfc7692 "7.1.1.1", Implied, Server, Yes,
        "A server that accepts an offer of `server_no_context_takeover` repeats it in the response";
    RECOMMENDED: "7692-7.1.1.1-recommended", Rfc7692 "7.1.1.1", Should, Server, Yes,
        "A server supports `server_no_context_takeover`";
    SERVER_MAY_ADD_7_1_1_1: "7692-7.1.1.1-server-may-add", Rfc7692 "7.1.1.1", May, Server, Yes,
        "A server may answer `server_no_context_takeover` without having been asked";
    CLIENT_MAY_7_1_1_2: "7692-7.1.1.2-client-may", Rfc7692 "7.1.1.2", May, Client, Yes,
        "A client may hint by `client_no_context_takeover` that it compresses each message alone";
    SERVER_MAY_7_1_1_2: "7692-7.1.1.2-server-may", Rfc7692 "7.1.1.2", May, Server, Yes,
        "A server may answer `client_no_context_takeover`, whether the client offered it or not";
    CLIENT_MUST_SUPPORT: "7692-7.1.1.2-client-must-support", Rfc7692 "7.1.1.2", Must, Client, Yes,
        "A client obeys `client_no_context_takeover` in the response, whether it offered it or not";
    CLIENT_MAY_7_1_2_1: "7692-7.1.2.1-client-may", Rfc7692 "7.1.2.1", May, Client, Yes,
        "A client may limit the server's window by `server_max_window_bits`";
    ABNF_OFFER_7_1_2_1: "7692-7.1.2.1-abnf-offer", Rfc7692 "7.1.2.1", Must, Client, Yes,
        "An offered `server_max_window_bits` is a decimal from 8 to 15 without leading zeros";
    SAME_OR_SMALLER: "7692-7.1.2.1-same-or-smaller", Rfc7692 "7.1.2.1", Implied, Server, Yes,
        "A server that accepts `server_max_window_bits` answers with the value offered or a smaller one";
    ABNF_ANSWER_7_1_2_1: "7692-7.1.2.1-abnf-answer", Rfc7692 "7.1.2.1", Must, Server, Yes,
        "An answered `server_max_window_bits` is a decimal from 8 to 15 without leading zeros";
    SERVER_MAY_ADD_7_1_2_1: "7692-7.1.2.1-server-may-add", Rfc7692 "7.1.2.1", May, Server, Yes,
        "A server may answer `server_max_window_bits` without having been asked";
    ANSWER_LARGER: "7692-7.1.2.1-answer-larger", Rfc7692 "7.1.2.1", Implied, Client, Yes,
        "A client fails the connection when the answered `server_max_window_bits` exceeds its offer";
    CLIENT_MAY_7_1_2_2: "7692-7.1.2.2-client-may", Rfc7692 "7.1.2.2", May, Client, Yes,
        "A client may offer `client_max_window_bits`, either bare or with a value from 8 to 15";
    ABNF_OFFER_7_1_2_2: "7692-7.1.2.2-abnf-offer", Rfc7692 "7.1.2.2", Must, Client, Yes,
        "The value of an offered `client_max_window_bits`, if any, is a decimal from 8 to 15";
    SERVER_MAY_7_1_2_2: "7692-7.1.2.2-server-may", Rfc7692 "7.1.2.2", May, Server, Yes,
        "A server that was offered `client_max_window_bits` may limit the client's window by it";
    ABNF_ANSWER_7_1_2_2: "7692-7.1.2.2-abnf-answer", Rfc7692 "7.1.2.2", Must, Server, Yes,
        "An answered `client_max_window_bits` has a decimal value from 8 to 15 without leading zeros";
    NOT_OFFERED: "7692-7.1.2.2-not-offered", Rfc7692 "7.1.2.2", Must, Server, Yes,
        "A server does not answer `client_max_window_bits` to an offer without it";
    STRIP_TAIL: "7692-7.2.1-strip-tail", Rfc7692 "7.2.1", Implied, Both, Yes,
        "A compressed message is sent without the `00 00 ff ff` that ends its DEFLATE data";
    MULTI_BLOCK: "7692-7.2.1-multi-block", Rfc7692 "7.2.1", May, Both, Yes,
        "A compressed message may consist of several DEFLATE blocks";
    ANY_BLOCK: "7692-7.2.1-any-block", Rfc7692 "7.2.1", May, Both, Yes,
        "A compressed message may use stored, fixed and dynamic blocks in any mix";
    BFINAL_7_2_1: "7692-7.2.1-bfinal", Rfc7692 "7.2.1", May, Both, Yes,
        "A compressed message may contain a block with BFINAL set";
    BFINAL_PAD: "7692-7.2.1-bfinal-pad", Rfc7692 "7.2.1", Must, Both, Partly,
        "After a block with BFINAL set the sender fills up the byte with zero bits";
    NONFINAL_KEEP_TAIL: "7692-7.2.1-nonfinal-keep-tail", Rfc7692 "7.2.1", Must, Both, Yes,
        "The `00 00 ff ff` is removed from the final fragment only, never from the ones before it";
    WINDOW_32K: "7692-7.2.1-window-32k", Rfc7692 "7.2.1", Must, Both, Yes,
        "A compressor's window never exceeds 32,768 bytes";
    CLIENT_RESET: "7692-7.2.1-client-reset", Rfc7692 "7.2.1", Must, Client, Yes,
        "Under `client_no_context_takeover` a client compresses each message with an empty window";
    CLIENT_MAY_KEEP: "7692-7.2.1-client-may-keep", Rfc7692 "7.2.1", May, Client, Yes,
        "Without `client_no_context_takeover` a client may refer back to earlier messages";
    SERVER_RESET: "7692-7.2.1-server-reset", Rfc7692 "7.2.1", Must, Server, Yes,
        "Under `server_no_context_takeover` a server compresses each message with an empty window";
    SERVER_MAY_KEEP: "7692-7.2.1-server-may-keep", Rfc7692 "7.2.1", May, Server, Yes,
        "Without `server_no_context_takeover` a server may refer back to earlier messages";
    CLIENT_WINDOW: "7692-7.2.1-client-window", Rfc7692 "7.2.1", Must, Client, Yes,
        "Under `client_max_window_bits` of w a client refers back by at most 2^w bytes";
    CLIENT_WINDOW_ANY: "7692-7.2.1-client-window-any", Rfc7692 "7.2.1", May, Client, Yes,
        "A client may use any window within the agreed one, whatever it hinted";
    SERVER_WINDOW: "7692-7.2.1-server-window", Rfc7692 "7.2.1", Must, Server, Yes,
        "Under `server_max_window_bits` of w a server refers back by at most 2^w bytes";
    APPEND_TAIL: "7692-7.2.2-append-tail", Rfc7692 "7.2.2", Implied, Both, Yes,
        "A receiver inflates a compressed message with `00 00 ff ff` added to its end";
    CLIENT_MAY_RESET: "7692-7.2.2-client-may-reset", Rfc7692 "7.2.2", May, Client, Yes,
        "Under `server_no_context_takeover` a client may inflate each message with an empty window";
    CLIENT_MUST_KEEP: "7692-7.2.2-client-must-keep", Rfc7692 "7.2.2", Must, Client, Yes,
        "Without `server_no_context_takeover` a client keeps its inflating window across messages";
    SERVER_MAY_RESET: "7692-7.2.2-server-may-reset", Rfc7692 "7.2.2", May, Server, Yes,
        "Under `client_no_context_takeover` a server may inflate each message with an empty window";
    SERVER_MUST_KEEP: "7692-7.2.2-server-must-keep", Rfc7692 "7.2.2", Must, Server, Yes,
        "Unless it answered `client_no_context_takeover` a server keeps its inflating window across messages";
    CLIENT_WINDOW_MAY: "7692-7.2.2-client-window-may", Rfc7692 "7.2.2", May, Client, Yes,
        "A client may shrink its inflating window to the agreed `server_max_window_bits`";
    CLIENT_WINDOW_32K: "7692-7.2.2-client-window-32k", Rfc7692 "7.2.2", Must, Client, Yes,
        "Without `server_max_window_bits` in the response a client inflates distances up to 32,768 bytes";
    SERVER_WINDOW_MAY: "7692-7.2.2-server-window-may", Rfc7692 "7.2.2", May, Server, Yes,
        "A server may shrink its inflating window to the agreed `client_max_window_bits`";
    SERVER_WINDOW_32K: "7692-7.2.2-server-window-32k", Rfc7692 "7.2.2", Must, Server, Yes,
        "Unless it answered `client_max_window_bits` a server inflates distances up to 32,768 bytes";
    CLIENT_CONFORM: "7692-7.2.2-client-conform", Rfc7692 "7.2.2", Must, Client, Yes,
        "A client compresses with a window as the response allows, not as its own offer hints";
    INVALID_DEFLATE: "7692-7.2.2-invalid-deflate", Rfc7692 "7.2.2", Implied, Both, Yes,
        "A compressed message that is not valid DEFLATE data fails the connection";
    INCOMPLETE_BLOCK: "7692-7.2.2-incomplete-block", Rfc7692 "7.2.2", Implied, Both, Yes,
        "A compressed message that ends inside a DEFLATE block is not delivered as if complete";
    EMPTY_PAYLOAD: "7692-7.2.2-empty-payload", Rfc7692 "7.2.2", Implied, Both, Yes,
        "A message with RSV1 set and no payload does no harm, be it delivered empty or refused";
    BOMB: "7692-7.2.2-bomb", Rfc7692 "7.2.2", Implied, Both, Yes,
        "A small message that inflates to an enormous one is stopped at a limit";
    REFUSED_MESSAGE_STATE: "7692-7.2.2-refused-message-state", Rfc7692 "7.2.2", Implied, Both, Yes,
        "An endpoint that refuses a message for its size and stays open inflates later ones correctly";
    SINGLE: "7692-7.2.3.1-single", Rfc7692 "7.2.3.1", Implied, Both, Yes,
        "The example of one compressed block inflates to Hello";
    FRAGMENTED: "7692-7.2.3.1-fragmented", Rfc7692 "7.2.3.1", Implied, Both, Yes,
        "The example of a compressed message in two fragments inflates to Hello";
    CONTEXT: "7692-7.2.3.2-context", Rfc7692 "7.2.3.2", Implied, Both, Yes,
        "The example that refers to the message before it inflates to Hello, plain messages in between or not";
    STORED: "7692-7.2.3.3-stored", Rfc7692 "7.2.3.3", Implied, Both, Yes,
        "The example with a stored block inflates to Hello";
    BFINAL_7_2_3_4: "7692-7.2.3.4-bfinal", Rfc7692 "7.2.3.4", Implied, Both, Yes,
        "The example with BFINAL set inflates to Hello";
    TWO_BLOCKS: "7692-7.2.3.5-two-blocks", Rfc7692 "7.2.3.5", Implied, Both, Yes,
        "The example with two blocks in one message inflates to Hello";
    EMPTY_FINAL: "7692-7.2.3.6-empty-final", Rfc7692 "7.2.3.6", Implied, Both, Yes,
        "The example whose final fragment is the single byte `00` inflates to the whole message";
    WINDOW_1024: "7692-7.3-window-1024", Rfc7692 "7.3", Should, Both, Yes,
        "An endpoint compresses with a window of at least 1,024 bytes";
    CRIME: "7692-8-crime", Rfc7692 "8", Implied, Both, No,
        "Compression with history under encryption can reveal secrets through message lengths";
}
