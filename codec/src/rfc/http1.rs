//! The parts of HTTP semantics (RFC 9110) and HTTP/1.1 (RFC 9112) an opening handshake leans on.

super::clauses! {
    OCTETS: "9112-2.2-octets", Rfc9112 "2.2", Must, Both, Yes,
        "The head of a message is parsed as bytes, so no Unicode character passes for a line end";
    BARE_LF: "9112-2.2-bare-lf", Rfc9112 "2.2", May, Both, Yes,
        "A recipient may take an LF without CR for the end of a line";
    BARE_CR_SEND: "9112-2.2-bare-cr-send", Rfc9112 "2.2", Must, Both, Yes,
        "A sender writes no CR without LF in the head of a message";
    BARE_CR_RECV: "9112-2.2-bare-cr-recv", Rfc9112 "2.2", Must, Both, Yes,
        "A CR without LF is rejected or read as a space, never as the end of a line";
    NO_EXTRA_CRLF: "9112-2.2-no-extra-crlf", Rfc9112 "2.2", Must, Client, Yes,
        "A client writes no empty line before its request and no extra one after it";
    LEADING_CRLF: "9112-2.2-leading-crlf", Rfc9112 "2.2", Should, Server, Yes,
        "A server skips an empty line, one at least, that comes ahead of the request line";
    WS_FIRST_HEADER_SEND: "9112-2.2-ws-first-header-send", Rfc9112 "2.2", Must, Both, Yes,
        "A sender follows its start line directly by a field name, with no whitespace ahead of it";
    WS_FIRST_HEADER_RECV: "9112-2.2-ws-first-header-recv", Rfc9112 "2.2", Must, Both, Yes,
        "A line that starts with whitespace right after the start line is rejected or left out";
    GARBAGE_400: "9112-2.2-garbage-400", Rfc9112 "2.2", Should, Server, Yes,
        "A server answers bytes that are not HTTP with 400 and closes the connection";
    REQUEST_LINE_LENIENT: "9112-3-request-line-lenient", Rfc9112 "3", May, Server, Yes,
        "A server may split the request line at any whitespace";
    METHOD_501: "9112-3-method-501", Rfc9112 "3", Should, Server, Yes,
        "A server answers a method longer than any it implements with 501";
    N_414: "9112-3-414", Rfc9112 "3", Must, Server, Yes,
        "A server answers a request target longer than it will parse with 414";
    N_8000: "9112-3-8000", Rfc9112 "3", Should, Both, Yes,
        "An endpoint supports request lines of at least 8000 bytes";
    METHOD_CASE: "9112-3.1-method-case", Rfc9112 "3.1", Implied, Server, Yes,
        "A server distinguishes case in the method, so `get` is not GET";
    INVALID_TARGET: "9112-3.2-invalid-target", Rfc9112 "3.2", Should, Server, Yes,
        "A server answers an invalid request line with 400 or a redirect, without repairing it";
    CLIENT_HOST: "9112-3.2-client-host", Rfc9112 "3.2", Must, Client, Yes,
        "A client sends in Host the authority of the target URI, without user name and password";
    HOST_MISSING: "9112-3.2-host-missing", Rfc9112 "3.2", Must, Server, Yes,
        "A server answers an HTTP/1.1 request without Host with 400";
    HOST_MULTIPLE: "9112-3.2-host-multiple", Rfc9112 "3.2", Must, Server, Yes,
        "A server answers a request with more than one Host line with 400";
    HOST_INVALID: "9112-3.2-host-invalid", Rfc9112 "3.2", Must, Server, Yes,
        "A server answers a request whose Host value is invalid with 400";
    EMPTY_PATH: "9112-3.2.1-empty-path", Rfc9112 "3.2.1", Must, Client, Yes,
        "A client sends `/` as the request target when the path of the URI is empty";
    ABSOLUTE_ACCEPT: "9112-3.2.2-absolute-accept", Rfc9112 "3.2.2", Must, Server, Yes,
        "A server accepts a request target in absolute form";
    ABSOLUTE_HOST_WINS: "9112-3.2.2-absolute-host-wins", Rfc9112 "3.2.2", Must, Server, Partly,
        "A server takes the host from an absolute request target and ignores Host";
    STATUS_LINE: "9112-4-status-line", Rfc9112 "4", Must, Server, Yes,
        "A status line has a space after the code even if no reason phrase follows";
    REASON_IGNORED: "9112-4-reason-ignored", Rfc9112 "4", Should, Client, Yes,
        "A client pays no attention to the reason phrase";
    WS_COLON_SERVER: "9112-5.1-ws-colon-server", Rfc9112 "5.1", Must, Server, Yes,
        "A server answers a request with whitespace between a field name and its colon with 400";
    WS_COLON_CLIENT: "9112-5.1-ws-colon-client", Rfc9112 "5.1", Implied, Client, Yes,
        "A client does not accept a field of the 101 whose name is followed by whitespace before the colon";
    OWS: "9112-5.1-ows", Rfc9112 "5.1", Implied, Both, Yes,
        "A field value is the same with or without whitespace around it";
    NO_COLON: "9112-5.1-no-colon", Rfc9112 "5", Implied, Both, Yes,
        "A header line is invalid unless it has a name, of at least one character, and a colon";
    OBS_FOLD_SEND: "9112-5.2-obs-fold-send", Rfc9112 "5.2", Must, Both, Yes,
        "A sender writes each header field on a single line";
    OBS_FOLD_SERVER: "9112-5.2-obs-fold-server", Rfc9112 "5.2", Must, Server, Yes,
        "A server answers a folded header field with 400 or reads the fold as a space";
    OBS_FOLD_CLIENT: "9112-5.2-obs-fold-client", Rfc9112 "5.2", Must, Client, Yes,
        "A client reads a fold in a header field of the response as a space";
    TE_101: "9112-6.1-te-101", Rfc9112 "6.1", Must, Server, Yes,
        "A server sends no Transfer-Encoding in a 101";
    TE_UNKNOWN: "9112-6.1-te-unknown", Rfc9112 "6.1", Should, Server, Yes,
        "A server answers a transfer coding it does not know with 501";
    TE_AND_CL: "9112-6.1-te-and-cl", Rfc9112 "6.1", Must, Server, Yes,
        "A server given Transfer-Encoding and Content-Length ignores the latter or rejects, and then closes";
    TE_HTTP10: "9112-6.1-te-http10", Rfc9112 "6.1", Must, Server, Yes,
        "A server takes an HTTP/1.0 request with Transfer-Encoding as wrongly framed and closes after it";
    TE_NOT_CHUNKED: "9112-6.3-te-not-chunked", Rfc9112 "6.3", Must, Server, Yes,
        "A server answers 400 and closes when the last transfer coding of a request is not chunked";
    CL_INVALID: "9112-6.3-cl-invalid", Rfc9112 "6.3", Must, Server, Yes,
        "A server answers 400 and closes when Content-Length is not a valid number";
    CL_BODY: "9112-6.3-cl-body", Rfc9112 "6.3", Implied, Server, Yes,
        "A server reads nothing of the body of a handshake request as frames";
    N_1XX_NO_BODY: "9112-6.3-1xx-no-body", Rfc9112 "6.3", Implied, Client, Yes,
        "A client reads the bytes after the head of a 101 as frames, whatever Content-Length says";
    CHUNK_OVERFLOW: "9112-7.1-chunk-overflow", Rfc9112 "7.1", Must, Both, Yes,
        "A chunk size too large for the recipient's integers is rejected, not wrapped around";
    GRACEFUL: "9112-9.5-graceful", Rfc9112 "9.5", Should, Both, Yes,
        "An endpoint that times out closes gracefully, and one whose peer closes responds promptly";
    CLOSE_OPTION: "9112-9.6-close-option", Rfc9112 "9.6", Must, Server, Yes,
        "A server that answers with Connection: close closes and handles no further request";
    STAGED_CLOSE: "9112-9.6-staged-close", Rfc9112 "9.6", Implied, Server, Yes,
        "A server closes in stages so that a reset does not destroy its error response";
    PIPELINED: "9112-9.3-pipelined", Rfc9112 "9.3.2", Implied, Server, Yes,
        "What follows a handshake request on the connection is not HTTP once the 101 is sent";
    MIN_LENGTH: "9110-2.3-min-length", Rfc9110 "2.3", Must, Both, Yes,
        "An endpoint can parse protocol elements as long as those it sends itself";
    UNKNOWN: "9110-5.1-unknown", Rfc9110 "5.1", Should, Both, Yes,
        "An endpoint ignores header fields that it does not know";
    TOKEN_NAME: "9110-5.1-token-name", Rfc9110 "5.1", Implied, Both, Yes,
        "A field name is a token, and no other spelling such as with `_` stands for it";
    DUPLICATE_SEND: "9110-5.3-duplicate-send", Rfc9110 "5.3", Must, Both, Yes,
        "A sender writes a header field more than once only if its value is a list";
    COMBINE: "9110-5.3-combine", Rfc9110 "5.3", May, Both, Yes,
        "A recipient may join the lines of a list-valued header field in their order";
    WHOLE_SECTION: "9110-5.3-whole-section", Rfc9110 "5.3", Must, Server, Yes,
        "A server acts on a request only when all its header fields have arrived";
    TOO_LARGE: "9110-5.4-too-large", Rfc9110 "5.4", Must, Server, Yes,
        "A server answers header fields larger than it will process with a 4xx status";
    CLIENT_TRUNCATE: "9110-5.4-client-truncate", Rfc9110 "5.4", May, Client, Yes,
        "A client may drop or cut response header fields that are too large for it";
    TRIM: "9110-5.5-trim", Rfc9110 "5.5", Must, Both, Yes,
        "Whitespace before and after a field value is removed before the value is used";
    CR_LF_NUL: "9110-5.5-cr-lf-nul", Rfc9110 "5.5", Must, Both, Yes,
        "A CR, LF or NUL in a field value is rejected or read as a space";
    OTHER_CTL: "9110-5.5-other-ctl", Rfc9110 "5.5", May, Both, Yes,
        "Other control characters in a field value are invalid but may be kept";
    OBS_TEXT: "9110-5.5-obs-text", Rfc9110 "5.5", Should, Both, Yes,
        "Bytes from 0x80 in a field value are passed through without interpretation";
    EMPTY_SEND: "9110-5.6.1-empty-send", Rfc9110 "5.6.1.1", Must, Both, Yes,
        "A sender writes no empty element into a list";
    EMPTY_RECV: "9110-5.6.1-empty-recv", Rfc9110 "5.6.1.2", Must, Both, Yes,
        "A recipient passes over a reasonable number of empty elements in a list";
    BWS: "9110-5.6.3-bws", Rfc9110 "5.6.3", Must, Both, Yes,
        "A recipient removes whitespace where the grammar marks it as bad but possible";
    QUOTED_PAIR: "9110-5.6.4-quoted-pair", Rfc9110 "5.6.4", Must, Both, Yes,
        "A backslash in a quoted string stands for nothing but the character after it";
    MINOR: "9110-6.2-minor", Rfc9110 "6.2", Should, Both, Yes,
        "A message of a higher minor version is handled as of the highest minor version known";
    STATUS_505: "9110-6.2-505", Rfc9110 "6.2", May, Server, Yes,
        "A server may answer a major version it does not support with 505";
    HOST_FIRST: "9110-7.2-host-first", Rfc9110 "7.2", Should, Client, Yes,
        "A client sends Host before all other header fields";
    CONNECTION_LIST: "9110-7.6.1-connection-list", Rfc9110 "7.6.1", Must, Client, Yes,
        "A client lists Upgrade in Connection, as every field meant for the next hop alone";
    UPGRADE_CI: "9110-7.8-upgrade-ci", Rfc9110 "7.8", Should, Both, Yes,
        "Protocol names in Upgrade are compared without regard to case";
    STATUS_101_UPGRADE: "9110-7.8-101-upgrade", Rfc9110 "7.8", Must, Server, Yes,
        "A server names the new protocol in the Upgrade of its 101";
    NOT_INDICATED: "9110-7.8-not-indicated", Rfc9110 "7.8", Must, Server, Yes,
        "A server never switches to a protocol that the request's Upgrade does not list";
    STATUS_426_UPGRADE: "9110-7.8-426-upgrade", Rfc9110 "7.8", Must, Server, Yes,
        "A server names the protocols it requires in the Upgrade of its 426";
    IGNORE: "9110-7.8-ignore", Rfc9110 "7.8", May, Server, Yes,
        "A server may ignore Upgrade and answer the request as plain HTTP";
    CONNECTION_OPT: "9110-7.8-connection-opt", Rfc9110 "7.8", Must, Both, Yes,
        "A sender of Upgrade also lists `upgrade` in Connection";
    HTTP10_IGNORE: "9110-7.8-http10-ignore", Rfc9110 "7.8", Must, Server, Yes,
        "A server ignores Upgrade in an HTTP/1.0 request";
    NO_EARLY_FRAMES: "9110-7.8-no-early-frames", Rfc9110 "7.8", Implied, Client, Yes,
        "A client completes its HTTP request before it sends the first frame";
    EXPECT_100: "9110-7.8-expect-100", Rfc9110 "7.8", Must, Server, Yes,
        "A server that honours Upgrade and Expect: 100-continue sends 100 before 101";
    NO_CL_101: "9110-8.6-no-cl-101", Rfc9110 "8.6", Must, Server, Yes,
        "A server sends no Content-Length in a 101";
    EXPECT_OTHER: "9110-10.1.1-expect-other", Rfc9110 "10.1.1", May, Server, Yes,
        "A server may answer an expectation other than 100-continue with 417";
    STATUS_1XX_TO_1_0: "9110-15.2-1xx-to-1.0", Rfc9110 "15.2", Must, Server, Yes,
        "A server sends no 1xx response to an HTTP/1.0 request";
    INTERIM: "9110-15.2-interim", Rfc9110 "15.2", Must, Client, Yes,
        "A client reads past 1xx responses, wanted or not, to the final one or the 101";
    INTERIM_MANY: "9110-15.2-interim-many", Rfc9110 "15.2", Implied, Client, Yes,
        "A client gives up on a server that sends 1xx responses without end";
    LOOP: "9110-15.4-loop", Rfc9110 "15.4", Should, Client, Yes,
        "A client notices a redirect that leads round in a circle and stops";
    STATUS_401_CHALLENGE: "9110-15.5.2-401-challenge", Rfc9110 "15.5.2", Must, Server, Partly,
        "A server sends at least one challenge in WWW-Authenticate with a 401";
    STATUS_405_ALLOW: "9110-15.5.6-405-allow", Rfc9110 "15.5.6", Must, Server, Yes,
        "A server lists the methods of the resource in Allow with a 405";
    STATUS_426: "9110-15.5.22-426", Rfc9110 "15.5.22", Must, Server, Yes,
        "A server sends Upgrade with a 426";
}
