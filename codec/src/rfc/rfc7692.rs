//! Compression extensions (RFC 7692).

super::clauses! {
    PMCE_DEFINES: "7692-4-pmce-defines", Rfc7692 "4", Must, Both, No,
        "";
    PARAMS_INCLUDED: "7692-4-params-included", Rfc7692 "4", Must, Both, No,
        "";
    OFFER_NAME: "7692-5-offer-name", Rfc7692 "5", Must, Client, Yes,
        "";
    OFFER_MULTI: "7692-5-offer-multi", Rfc7692 "5", May, Client, Yes,
        "";
    INFORM_WINDOW: "7692-5-inform-window", Rfc7692 "5", Must, Client, Yes,
        "";
    HINT_WINDOW: "7692-5-hint-window", Rfc7692 "5", May, Client, Yes,
        "";
    ACCEPT_NAME: "7692-5-accept-name", Rfc7692 "5", Must, Server, Yes,
        "";
    FULLY_SUPPORTED: "7692-5-fully-supported", Rfc7692 "5", Must, Server, Yes,
        "";
    RSV1_CONFLICT_SERVER: "7692-5-rsv1-conflict-server", Rfc7692 "5", Must, Server, No,
        "";
    RSV1_CONFLICT_CLIENT: "7692-5-rsv1-conflict-client", Rfc7692 "5", Must, Client, Yes,
        "";
    EXT_BEFORE_SERVER: "7692-5-ext-before-server", Rfc7692 "5", Must, Server, No,
        "";
    EXT_BEFORE_CLIENT: "7692-5-ext-before-client", Rfc7692 "5", Must, Client, No,
        "";
    DECLINE_ALL: "7692-5-decline-all", Rfc7692 "5", Must, Server, Yes,
        "";
    NO_ELEMENT_UNCOMPRESSED: "7692-5-no-element-uncompressed", Rfc7692 "5", Implied, Both, Yes,
        "";
    INVALID_ANSWER: "7692-5-invalid-answer", Rfc7692 "5", Must, Client, Yes,
        "";
    MUST_USE: "7692-5-must-use", Rfc7692 "5", Must, Both, Yes,
        "";
    CLIENT_1010: "7692-5.1-client-1010", Rfc7692 "5.1", Implied, Client, Yes,
        "";
    DATA_ONLY: "7692-6-data-only", Rfc7692 "6", Implied, Both, Yes,
        "";
    UNCOMPRESSED_OK: "7692-6-uncompressed-ok", Rfc7692 "6", Implied, Both, Yes,
        "";
    COMPRESS_ALGO: "7692-6.1-compress-algo", Rfc7692 "6.1", Must, Both, Yes,
        "";
    UNCOMPRESSED_ALGO_6_1: "7692-6.1-uncompressed-algo", Rfc7692 "6.1", Must, Both, Yes,
        "";
    RSV1_FIRST_ONLY: "7692-6.1-rsv1-first-only", Rfc7692 "6.1", Must, Both, Yes,
        "";
    RSV1_CONTROL_RECV: "7692-6.1-rsv1-control-recv", Rfc7692 "6.1", Must, Both, Yes,
        "";
    RSV1_CONT_RECV: "7692-6.1-rsv1-cont-recv", Rfc7692 "6.1", Must, Both, Yes,
        "";
    RSV23_RECV: "7692-6.1-rsv23-recv", Rfc7692 "6.1", Implied, Both, Yes,
        "";
    OPCODE: "7692-6.1-opcode", Rfc7692 "6.1", Implied, Both, Yes,
        "";
    UTF8_AFTER: "7692-6.1-utf8-after", Rfc7692 "6.1", Implied, Both, Yes,
        "";
    DECOMPRESS_ALGO: "7692-6.2-decompress-algo", Rfc7692 "6.2", Must, Both, Yes,
        "";
    UNCOMPRESSED_ALGO_6_2: "7692-6.2-uncompressed-algo", Rfc7692 "6.2", Must, Both, Yes,
        "";
    DECLINE_UNDEFINED_PARAM: "7692-7-decline-undefined-param", Rfc7692 "7", Must, Server, Yes,
        "";
    DECLINE_INVALID_VALUE: "7692-7-decline-invalid-value", Rfc7692 "7", Must, Server, Yes,
        "";
    DECLINE_DUPLICATE: "7692-7-decline-duplicate", Rfc7692 "7", Must, Server, Yes,
        "";
    DECLINE_UNSUPPORTED: "7692-7-decline-unsupported", Rfc7692 "7", Must, Server, Yes,
        "";
    DECLINE_FALLBACK: "7692-7-decline-fallback", Rfc7692 "7", Implied, Server, Yes,
        "";
    CLIENT_UNDEFINED_PARAM: "7692-7-client-undefined-param", Rfc7692 "7", Must, Client, Yes,
        "";
    CLIENT_INVALID_VALUE: "7692-7-client-invalid-value", Rfc7692 "7", Must, Client, Yes,
        "";
    CLIENT_DUPLICATE: "7692-7-client-duplicate", Rfc7692 "7", Must, Client, Yes,
        "";
    CLIENT_UNSUPPORTED: "7692-7-client-unsupported", Rfc7692 "7", Must, Client, Yes,
        "";
    CLIENT_MAY_7_1_1_1: "7692-7.1.1.1-client-may", Rfc7692 "7.1.1.1", May, Client, Yes,
        "";
    NO_VALUE: "7692-7.1.1.1-no-value", Rfc7692 "7.1.1.1", Implied, Both, Yes,
        "";
    MUST_ACK: "7692-7.1.1.1-must-ack", Rfc7692 "7.1.1.1", Implied, Server, Yes,
        "";
    RECOMMENDED: "7692-7.1.1.1-recommended", Rfc7692 "7.1.1.1", Should, Server, Yes,
        "";
    SERVER_MAY_ADD_7_1_1_1: "7692-7.1.1.1-server-may-add", Rfc7692 "7.1.1.1", May, Server, Yes,
        "";
    CLIENT_MAY_7_1_1_2: "7692-7.1.1.2-client-may", Rfc7692 "7.1.1.2", May, Client, Yes,
        "";
    SERVER_MAY_7_1_1_2: "7692-7.1.1.2-server-may", Rfc7692 "7.1.1.2", May, Server, Yes,
        "";
    CLIENT_MUST_SUPPORT: "7692-7.1.1.2-client-must-support", Rfc7692 "7.1.1.2", Must, Client, Yes,
        "";
    CLIENT_MAY_7_1_2_1: "7692-7.1.2.1-client-may", Rfc7692 "7.1.2.1", May, Client, Yes,
        "";
    ABNF_OFFER_7_1_2_1: "7692-7.1.2.1-abnf-offer", Rfc7692 "7.1.2.1", Must, Client, Yes,
        "";
    SAME_OR_SMALLER: "7692-7.1.2.1-same-or-smaller", Rfc7692 "7.1.2.1", Implied, Server, Yes,
        "";
    ABNF_ANSWER_7_1_2_1: "7692-7.1.2.1-abnf-answer", Rfc7692 "7.1.2.1", Must, Server, Yes,
        "";
    SERVER_MAY_ADD_7_1_2_1: "7692-7.1.2.1-server-may-add", Rfc7692 "7.1.2.1", May, Server, Yes,
        "";
    ANSWER_LARGER: "7692-7.1.2.1-answer-larger", Rfc7692 "7.1.2.1", Implied, Client, Yes,
        "";
    CLIENT_MAY_7_1_2_2: "7692-7.1.2.2-client-may", Rfc7692 "7.1.2.2", May, Client, Yes,
        "";
    ABNF_OFFER_7_1_2_2: "7692-7.1.2.2-abnf-offer", Rfc7692 "7.1.2.2", Must, Client, Yes,
        "";
    SERVER_MAY_7_1_2_2: "7692-7.1.2.2-server-may", Rfc7692 "7.1.2.2", May, Server, Yes,
        "";
    ABNF_ANSWER_7_1_2_2: "7692-7.1.2.2-abnf-answer", Rfc7692 "7.1.2.2", Must, Server, Yes,
        "";
    NOT_OFFERED: "7692-7.1.2.2-not-offered", Rfc7692 "7.1.2.2", Must, Server, Yes,
        "";
    STRIP_TAIL: "7692-7.2.1-strip-tail", Rfc7692 "7.2.1", Implied, Both, Yes,
        "";
    MULTI_BLOCK: "7692-7.2.1-multi-block", Rfc7692 "7.2.1", May, Both, Yes,
        "";
    ANY_BLOCK: "7692-7.2.1-any-block", Rfc7692 "7.2.1", May, Both, Yes,
        "";
    BFINAL_7_2_1: "7692-7.2.1-bfinal", Rfc7692 "7.2.1", May, Both, Yes,
        "";
    BFINAL_PAD: "7692-7.2.1-bfinal-pad", Rfc7692 "7.2.1", Must, Both, Partly,
        "";
    NONFINAL_KEEP_TAIL: "7692-7.2.1-nonfinal-keep-tail", Rfc7692 "7.2.1", Must, Both, Yes,
        "";
    WINDOW_32K: "7692-7.2.1-window-32k", Rfc7692 "7.2.1", Must, Both, Yes,
        "";
    CLIENT_RESET: "7692-7.2.1-client-reset", Rfc7692 "7.2.1", Must, Client, Yes,
        "";
    CLIENT_MAY_KEEP: "7692-7.2.1-client-may-keep", Rfc7692 "7.2.1", May, Client, Yes,
        "";
    SERVER_RESET: "7692-7.2.1-server-reset", Rfc7692 "7.2.1", Must, Server, Yes,
        "";
    SERVER_MAY_KEEP: "7692-7.2.1-server-may-keep", Rfc7692 "7.2.1", May, Server, Yes,
        "";
    CLIENT_WINDOW: "7692-7.2.1-client-window", Rfc7692 "7.2.1", Must, Client, Yes,
        "";
    CLIENT_WINDOW_ANY: "7692-7.2.1-client-window-any", Rfc7692 "7.2.1", May, Client, Yes,
        "";
    SERVER_WINDOW: "7692-7.2.1-server-window", Rfc7692 "7.2.1", Must, Server, Yes,
        "";
    APPEND_TAIL: "7692-7.2.2-append-tail", Rfc7692 "7.2.2", Implied, Both, Yes,
        "";
    CLIENT_MAY_RESET: "7692-7.2.2-client-may-reset", Rfc7692 "7.2.2", May, Client, Yes,
        "";
    CLIENT_MUST_KEEP: "7692-7.2.2-client-must-keep", Rfc7692 "7.2.2", Must, Client, Yes,
        "";
    SERVER_MAY_RESET: "7692-7.2.2-server-may-reset", Rfc7692 "7.2.2", May, Server, Yes,
        "";
    SERVER_MUST_KEEP: "7692-7.2.2-server-must-keep", Rfc7692 "7.2.2", Must, Server, Yes,
        "";
    CLIENT_WINDOW_MAY: "7692-7.2.2-client-window-may", Rfc7692 "7.2.2", May, Client, Yes,
        "";
    CLIENT_WINDOW_32K: "7692-7.2.2-client-window-32k", Rfc7692 "7.2.2", Must, Client, Yes,
        "";
    SERVER_WINDOW_MAY: "7692-7.2.2-server-window-may", Rfc7692 "7.2.2", May, Server, Yes,
        "";
    SERVER_WINDOW_32K: "7692-7.2.2-server-window-32k", Rfc7692 "7.2.2", Must, Server, Yes,
        "";
    CLIENT_CONFORM: "7692-7.2.2-client-conform", Rfc7692 "7.2.2", Must, Client, Yes,
        "";
    INVALID_DEFLATE: "7692-7.2.2-invalid-deflate", Rfc7692 "7.2.2", Implied, Both, Yes,
        "";
    INCOMPLETE_BLOCK: "7692-7.2.2-incomplete-block", Rfc7692 "7.2.2", Implied, Both, Yes,
        "";
    EMPTY_PAYLOAD: "7692-7.2.2-empty-payload", Rfc7692 "7.2.2", Implied, Both, Yes,
        "";
    BOMB: "7692-7.2.2-bomb", Rfc7692 "7.2.2", Implied, Both, Yes,
        "";
    REFUSED_MESSAGE_STATE: "7692-7.2.2-refused-message-state", Rfc7692 "7.2.2", Implied, Both, Yes,
        "";
    SINGLE: "7692-7.2.3.1-single", Rfc7692 "7.2.3.1", Implied, Both, Yes,
        "";
    FRAGMENTED: "7692-7.2.3.1-fragmented", Rfc7692 "7.2.3.1", Implied, Both, Yes,
        "";
    CONTEXT: "7692-7.2.3.2-context", Rfc7692 "7.2.3.2", Implied, Both, Yes,
        "";
    STORED: "7692-7.2.3.3-stored", Rfc7692 "7.2.3.3", Implied, Both, Yes,
        "";
    BFINAL_7_2_3_4: "7692-7.2.3.4-bfinal", Rfc7692 "7.2.3.4", Implied, Both, Yes,
        "";
    TWO_BLOCKS: "7692-7.2.3.5-two-blocks", Rfc7692 "7.2.3.5", Implied, Both, Yes,
        "";
    EMPTY_FINAL: "7692-7.2.3.6-empty-final", Rfc7692 "7.2.3.6", Implied, Both, Yes,
        "";
    WINDOW_1024: "7692-7.3-window-1024", Rfc7692 "7.3", Should, Both, Yes,
        "";
    CRIME: "7692-8-crime", Rfc7692 "8", Implied, Both, No,
        "";
}
