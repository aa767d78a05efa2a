//! The WebSocket protocol (RFC 6455).

super::clauses! {
    ALGO_EQUIVALENT: "6455-2-algo-equivalent", Rfc6455 "2", May, Both, No,
        "An endpoint is free in how it computes a result, so only what it sends is judged";
    DELAY_SEND: "6455-2-delay-send", Rfc6455 "2.1", May, Both, No,
        "An endpoint decides when the bytes of a frame leave it and how TCP segments carry them";
    ASCII_CI: "6455-2.1-ascii-ci", Rfc6455 "2.1", Implied, Both, Yes,
        "Case is ignored for the ASCII letters alone, so KELVIN SIGN does not pass for a `k`";
    DEFAULT_PORT: "6455-3-default-port", Rfc6455 "3", May, Client, Partly,
        "A URI without a port means port 80 for `ws` and port 443 for `wss`";
    SCHEME_CI: "6455-3-scheme-ci", Rfc6455 "3", Implied, Client, Yes,
        "The scheme `wss` asks for TLS in whatever case it is written";
    RESOURCE_NAME: "6455-3-resource-name", Rfc6455 "3", Implied, Client, Yes,
        "A request names the path of the URI, `/` for an empty one, with `?` and the query if there is one";
    NO_FRAGMENT: "6455-3-no-fragment", Rfc6455 "3", Must, Client, Yes,
        "A client never sends the fragment of a URI and may refuse a URI that has one";
    HASH_ESCAPED: "6455-3-hash-escaped", Rfc6455 "3", Must, Client, Yes,
        "A `#` that belongs to the path or query is sent as `%23`";
    OFFLOAD_4_1: "6455-4.1-offload", Rfc6455 "4.1", May, Client, No,
        "A client may leave the connection to another program or device on its behalf";
    ESTABLISH: "6455-4.1-establish", Rfc6455 "4.1", Must, Client, Yes,
        "A client connects, sends its opening handshake and then reads the response";
    URI_VALID: "6455-4.1-uri-valid", Rfc6455 "4.1", Must, Client, Yes,
        "A client given an invalid URI fails the attempt without connecting";
    ONE_CONNECTING: "6455-4.1-one-connecting", Rfc6455 "4.1", Must, Client, Yes,
        "A client keeps at most one connection per IP address and port in the CONNECTING state";
    DISTINCT_HOSTS: "6455-4.1-distinct-hosts", Rfc6455 "4.1", Must, Client, No,
        "A client that cannot know the IP address, as behind a proxy, counts per host name instead";
    PENDING_LIMIT: "6455-4.1-pending-limit", Rfc6455 "4.1", Should, Client, Partly,
        "A client bounds the number of connections it has pending at one time";
    PROXY_CONNECT: "6455-4.1-proxy-connect", Rfc6455 "4.1", Should, Client, Yes,
        "A client with a proxy asks it by CONNECT for a tunnel to the host and port of the URI";
    DIRECT: "6455-4.1-direct", Rfc6455 "4.1", Should, Client, Yes,
        "A client without a proxy opens its TCP connection to the host and port of the URI";
    PAC_URI: "6455-4.1-pac-uri", Rfc6455 "4.1", Must, Client, No,
        "A proxy auto-configuration script is given the `ws` or `wss` URI itself";
    OPEN_FAIL: "6455-4.1-open-fail", Rfc6455 "4.1", Must, Client, Partly,
        "A client fails the attempt when the TCP connection or the proxy's tunnel cannot be had";
    TLS_FIRST: "6455-4.1-tls-first", Rfc6455 "4.1", Must, Client, Yes,
        "A client of a `wss` URI completes the TLS handshake before it sends its HTTP request";
    TLS_VERIFY: "6455-4.1-tls-verify", Rfc6455 "4.1", Must, Client, Yes,
        "A client fails the attempt when TLS fails, as for an untrusted, expired or misnamed certificate";
    TLS_TUNNEL: "6455-4.1-tls-tunnel", Rfc6455 "4.1", Must, Client, Yes,
        "After the TLS handshake a client sends everything as TLS application data";
    SNI: "6455-4.1-sni", Rfc6455 "4.1", Must, Client, Yes,
        "A client names the host in the TLS Server Name Indication";
    SEND_HANDSHAKE: "6455-4.1-send-handshake", Rfc6455 "4.1", Must, Client, Yes,
        "A client sends its opening handshake as soon as the transport is connected";
    VALID_HTTP: "6455-4.1-valid-http", Rfc6455 "4.1", Must, Client, Yes,
        "The opening handshake is an HTTP request without syntax errors";
    METHOD_GET: "6455-4.1-method-get", Rfc6455 "4.1", Must, Client, Yes,
        "The opening handshake uses the method GET";
    VERSION_1_1: "6455-4.1-version-1.1", Rfc6455 "4.1", Must, Client, Yes,
        "The opening handshake states HTTP/1.1 or a later version";
    REQUEST_URI_4_1: "6455-4.1-request-uri", Rfc6455 "4.1", Must, Client, Yes,
        "The request target is the resource name, or the absolute `http` or `https` URI it stands for";
    HOST_4_1: "6455-4.1-host", Rfc6455 "4.1", Must, Client, Yes,
        "A client sends Host with the host of the URI, and the port unless it is the default one";
    UPGRADE: "6455-4.1-upgrade", Rfc6455 "4.1", Must, Client, Yes,
        "A client's Upgrade header field holds the token `websocket`";
    CONNECTION: "6455-4.1-connection", Rfc6455 "4.1", Must, Client, Yes,
        "A client's Connection header field holds the token `Upgrade`";
    KEY_PRESENT: "6455-4.1-key-present", Rfc6455 "4.1", Must, Client, Yes,
        "A client sends a Sec-WebSocket-Key header field";
    KEY_16_BYTES: "6455-4.1-key-16-bytes", Rfc6455 "4.1", Must, Client, Yes,
        "The value of Sec-WebSocket-Key is base64 of 16 bytes, thus 24 characters ending in `==`";
    KEY_RANDOM: "6455-4.1-key-random", Rfc6455 "4.1", Must, Client, Yes,
        "A client draws a new random key for each connection";
    KEY_CANONICAL: "6455-4.1-key-canonical", Rfc6455 "4.1", Implied, Client, Yes,
        "The padding bits of the base64 in a client's key are zero";
    ORIGIN_BROWSER: "6455-4.1-origin-browser", Rfc6455 "4.1", Must, Client, Yes,
        "A browser sends the origin of the page as Origin";
    ORIGIN_NONBROWSER: "6455-4.1-origin-nonbrowser", Rfc6455 "4.1", May, Client, Yes,
        "A client other than a browser may leave Origin out or send one serialized origin";
    VERSION_PRESENT: "6455-4.1-version-present", Rfc6455 "4.1", Must, Client, Yes,
        "A client sends a Sec-WebSocket-Version header field";
    VERSION_13: "6455-4.1-version-13", Rfc6455 "4.1", Must, Client, Yes,
        "A client's Sec-WebSocket-Version is 13";
    PROTOCOL_MAY: "6455-4.1-protocol-may", Rfc6455 "4.1", May, Client, Yes,
        "A client may offer subprotocols in Sec-WebSocket-Protocol, the one it likes best first";
    PROTOCOL_TOKEN: "6455-4.1-protocol-token", Rfc6455 "4.1", Must, Client, Yes,
        "Each subprotocol offered is a token: at least one visible ASCII character, no separators";
    PROTOCOL_UNIQUE: "6455-4.1-protocol-unique", Rfc6455 "4.1", Must, Client, Yes,
        "A client offers no subprotocol twice";
    EXTENSIONS_MAY: "6455-4.1-extensions-may", Rfc6455 "4.1", May, Client, Yes,
        "A client may offer extensions in Sec-WebSocket-Extensions, or leave the field out";
    OTHER_HEADERS: "6455-4.1-other-headers", Rfc6455 "4.1", May, Client, Yes,
        "A client may add header fields of other kinds, such as Cookie or Authorization";
    HEADER_INJECTION: "6455-4.1-header-injection", Rfc6455 "4.1", Implied, Client, Yes,
        "A header value, path or subprotocol chosen by the user adds no line to the request";
    WAIT_RESPONSE: "6455-4.1-wait-response", Rfc6455 "4.1", Must, Client, Yes,
        "A client sends nothing after its request until the server's response has come";
    INCREMENTAL_101: "6455-4.1-incremental-101", Rfc6455 "4.1", Implied, Client, Yes,
        "A client opens however TCP splits the head of the response";
    VALIDATE_4_1: "6455-4.1-validate", Rfc6455 "4.1", Must, Client, Yes,
        "A client takes the connection as open only after it has checked the whole response";
    NON_101: "6455-4.1-non-101", Rfc6455 "4.1", Implied, Client, Yes,
        "A response with a status other than 101 never opens the connection";
    CODE_401_AUTH: "6455-4.1-401-auth", Rfc6455 "4.1", May, Client, Yes,
        "A client may answer a 401 by a new request with credentials";
    CODE_3XX: "6455-4.1-3xx", Rfc6455 "4.1", May, Client, Yes,
        "A client may follow a redirect or fail on it";
    UPGRADE_MISSING_4_1: "6455-4.1-upgrade-missing", Rfc6455 "4.1", Must, Client, Yes,
        "A client fails the connection when the 101 has no Upgrade header field";
    UPGRADE_VALUE: "6455-4.1-upgrade-value", Rfc6455 "4.1", Must, Client, Yes,
        "A client fails the connection when the 101 upgrades to anything but websocket";
    UPGRADE_CI_4_1: "6455-4.1-upgrade-ci", Rfc6455 "4.1", Implied, Client, Yes,
        "A client accepts `websocket` in the response's Upgrade in any mix of cases";
    CONNECTION_MISSING_4_1: "6455-4.1-connection-missing", Rfc6455 "4.1", Must, Client, Yes,
        "A client fails the connection when the 101 has no Connection header field";
    CONNECTION_VALUE: "6455-4.1-connection-value", Rfc6455 "4.1", Must, Client, Yes,
        "A client fails the connection when the Connection of the 101 does not list `Upgrade`";
    CONNECTION_LIST_4_1: "6455-4.1-connection-list", Rfc6455 "4.1", Implied, Client, Yes,
        "A client finds `Upgrade`, in any case, among several tokens of the response's Connection";
    ACCEPT_MISSING: "6455-4.1-accept-missing", Rfc6455 "4.1", Must, Client, Yes,
        "A client fails the connection when the 101 has no Sec-WebSocket-Accept";
    ACCEPT_WRONG: "6455-4.1-accept-wrong", Rfc6455 "4.1", Must, Client, Yes,
        "A client fails the connection when Sec-WebSocket-Accept is not the hash of the key it sent";
    ACCEPT_TRIM: "6455-4.1-accept-trim", Rfc6455 "4.1", Implied, Client, Yes,
        "A client compares Sec-WebSocket-Accept without the whitespace before and after it";
    EXT_UNREQUESTED: "6455-4.1-ext-unrequested", Rfc6455 "4.1", Must, Client, Yes,
        "A client fails the connection when the 101 names an extension it did not offer";
    PROTO_UNREQUESTED: "6455-4.1-proto-unrequested", Rfc6455 "4.1", Must, Client, Yes,
        "A client fails the connection when the 101 names a subprotocol it did not offer";
    PROTO_CASE: "6455-4.1-proto-case", Rfc6455 "4.1", Implied, Client, Yes,
        "A client fails the connection when the subprotocol of the 101 differs from its offer in case";
    PROTO_LIST_ANSWER: "6455-4.1-proto-list-answer", Rfc6455 "4.1", Must, Client, Yes,
        "A client fails the connection when the 101 names two subprotocols or an empty one";
    NONCONFORMING: "6455-4.1-nonconforming", Rfc6455 "4.1", Must, Client, Yes,
        "A client fails the connection on any 101 that a server following the protocol would not send";
    HEADER_NAME_CI_4_1: "6455-4.1-header-name-ci", Rfc6455 "4.1", Implied, Client, Yes,
        "A client recognizes the header fields of the response in any case";
    OPEN_STATE_4_1: "6455-4.1-open-state", Rfc6455 "4.1", Implied, Client, Yes,
        "After a valid 101 the connection is open with the subprotocol and extensions it names";
    RESPONSE_TRAILING: "6455-4.1-response-trailing", Rfc6455 "4.1", Implied, Client, Yes,
        "Bytes that arrive together with the head of the 101 are read as frames";
    HEAD_LIMIT: "6455-4.1-head-limit", Rfc6455 "4.1", Implied, Client, Yes,
        "A client fails the connection rather than read a response head without end";
    HANDSHAKE_TIMEOUT: "6455-4.1-handshake-timeout", Rfc6455 "4.1", Implied, Client, Partly,
        "A client gives up on a server that never answers its handshake";
    OFFLOAD_4_2: "6455-4.2-offload", Rfc6455 "4.2", May, Server, No,
        "A server may spread its work over several machines, such as load balancers";
    VIOLATION: "6455-4.2.1-violation", Rfc6455 "4.2.1", Must, Server, Yes,
        "A server answers a handshake that breaks the rules by an HTTP error and goes no further";
    ORDER_4_2_1: "6455-4.2.1-order", Rfc6455 "4.2.1", Implied, Server, Yes,
        "A server accepts the header fields of the handshake in any order";
    METHOD: "6455-4.2.1-method", Rfc6455 "4.2.1", Implied, Server, Yes,
        "A server refuses a handshake whose method is not GET";
    HTTP_VERSION: "6455-4.2.1-http-version", Rfc6455 "4.2.1", Implied, Server, Yes,
        "A server refuses a handshake below HTTP/1.1";
    HTTP_1_2: "6455-4.2.1-http-1.2", Rfc6455 "4.2.1", Implied, Server, Yes,
        "A server accepts a handshake of a higher minor version, such as HTTP/1.2";
    REQUEST_URI_4_2_1: "6455-4.2.1-request-uri", Rfc6455 "4.2.1", Implied, Server, Yes,
        "A server takes the request target as a path with a query, or as an absolute URI";
    HOST_4_2_1: "6455-4.2.1-host", Rfc6455 "4.2.1", Implied, Server, Yes,
        "A server requires a Host header field and reads from it the authority that is asked for";
    UPGRADE_MISSING_4_2_1: "6455-4.2.1-upgrade-missing", Rfc6455 "4.2.1", Implied, Server, Yes,
        "A server does not switch protocols for a request whose Upgrade does not list websocket";
    UPGRADE_CI_4_2_1: "6455-4.2.1-upgrade-ci", Rfc6455 "4.2.1", Implied, Server, Yes,
        "A server accepts `websocket` in the request's Upgrade in any mix of cases";
    UPGRADE_LIST: "6455-4.2.1-upgrade-list", Rfc6455 "4.2.1", Implied, Server, Yes,
        "A server finds websocket among several protocols in Upgrade";
    CONNECTION_MISSING_4_2_1: "6455-4.2.1-connection-missing", Rfc6455 "4.2.1", Implied, Server, Yes,
        "A server does not switch protocols for a request whose Connection does not list `Upgrade`";
    CONNECTION_LIST_4_2_1: "6455-4.2.1-connection-list", Rfc6455 "4.2.1", Implied, Server, Yes,
        "A server finds `Upgrade`, in any case, among several tokens or lines of Connection";
    KEY_MISSING: "6455-4.2.1-key-missing", Rfc6455 "4.2.1", Implied, Server, Yes,
        "A server refuses a handshake without Sec-WebSocket-Key";
    KEY_INVALID: "6455-4.2.1-key-invalid", Rfc6455 "4.2.1", Implied, Server, Yes,
        "A server refuses a Sec-WebSocket-Key that is not base64 of 16 bytes";
    KEY_NONCANONICAL: "6455-4.2.1-key-noncanonical", Rfc6455 "4.2.1", Implied, Server, Yes,
        "A server that accepts a key with non-zero padding bits hashes its characters as received";
    KEY_DUPLICATE: "6455-4.2.1-key-duplicate", Rfc6455 "11.3.1", Must, Client, Yes,
        "A client sends Sec-WebSocket-Key once, and a server refuses a request that repeats it";
    VERSION_MISSING: "6455-4.2.1-version-missing", Rfc6455 "4.2.1", Implied, Server, Yes,
        "A server refuses a handshake without Sec-WebSocket-Version";
    VERSION_MALFORMED: "6455-4.2.1-version-malformed", Rfc6455 "4.3", Implied, Server, Yes,
        "A server refuses a version that is not a decimal from 0 to 255 without leading zeros";
    VERSION_DUPLICATE: "6455-4.2.1-version-duplicate", Rfc6455 "11.3.5", Must, Client, Yes,
        "A client sends Sec-WebSocket-Version once, and a server refuses a request that repeats it";
    NO_ORIGIN_NOT_BROWSER: "6455-4.2.1-no-origin-not-browser", Rfc6455 "4.2.1", Should, Server, No,
        "A server does not take a client that sends no Origin for a browser";
    PROTOCOL_LIST: "6455-4.2.1-protocol-list", Rfc6455 "4.2.1", Implied, Server, Yes,
        "A server reads Sec-WebSocket-Protocol as a list of tokens, on one line or several";
    EXTENSIONS_LIST: "6455-4.2.1-extensions-list", Rfc6455 "4.2.1", Implied, Server, Yes,
        "A server accepts a handshake with or without Sec-WebSocket-Extensions and reads the field as a list";
    UNKNOWN_HEADERS: "6455-4.2.1-unknown-headers", Rfc6455 "4.2.1", Implied, Server, Yes,
        "A server passes over header fields that it does not know";
    HEADER_NAME_CI_4_2_1: "6455-4.2.1-header-name-ci", Rfc6455 "4.2.1", Implied, Server, Yes,
        "A server recognizes the header fields of the request in any case";
    INCREMENTAL: "6455-4.2.1-incremental", Rfc6455 "4.2.1", Implied, Server, Yes,
        "A server accepts a handshake however TCP splits its bytes";
    SLOW_HEAD: "6455-4.2.1-slow-head", Rfc6455 "4.2.1", Implied, Server, Partly,
        "A server drops in the end a connection whose request head is never completed";
    COMPLETE_STEPS: "6455-4.2.2-complete-steps", Rfc6455 "4.2.2", Must, Server, Yes,
        "A server opens the connection only by a complete and valid 101 response";
    TLS: "6455-4.2.2-tls", Rfc6455 "4.2.2", Must, Server, Yes,
        "A server on a TLS port runs TLS first, closes if that fails, and sends nothing outside it";
    AUTH_401: "6455-4.2.2-auth-401", Rfc6455 "4.2.2", May, Server, Partly,
        "A server may ask for credentials by a 401 with WWW-Authenticate";
    REDIRECT: "6455-4.2.2-redirect", Rfc6455 "4.2.2", May, Server, Yes,
        "A server may send the client elsewhere by a 3xx response";
    ORIGIN_USE: "6455-4.2.2-origin-use", Rfc6455 "4.2.2", May, Server, Yes,
        "A server may let the Origin decide whether it accepts";
    ORIGIN_REJECT: "6455-4.2.2-origin-reject", Rfc6455 "4.2.2", Must, Server, Yes,
        "A server that refuses an origin answers with an HTTP error and never with a 101";
    KEY_HASH: "6455-4.2.2-key-hash", Rfc6455 "4.2.2", Must, Server, Yes,
        "Sec-WebSocket-Accept is base64 of the SHA-1 of the client's key followed by the fixed GUID";
    KEY_TRIM: "6455-4.2.2-key-trim", Rfc6455 "1.3", Implied, Server, Yes,
        "A server hashes the key without the whitespace around it";
    VERSION_MISMATCH: "6455-4.2.2-version-mismatch", Rfc6455 "4.2.2", Must, Server, Yes,
        "A server answers an unsupported version by an HTTP error such as 426 that lists its own versions";
    RESOURCE_MISSING: "6455-4.2.2-resource-missing", Rfc6455 "4.2.2", Must, Server, Partly,
        "A server answers a request for a resource it does not have by an HTTP error such as 404";
    SUBPROTOCOL_DERIVED: "6455-4.2.2-subprotocol-derived", Rfc6455 "4.2.2", Must, Server, Yes,
        "A server that selects a subprotocol selects one that the client offered";
    SUBPROTOCOL_NULL: "6455-4.2.2-subprotocol-null", Rfc6455 "4.2.2", Must, Server, Yes,
        "A server that selects no subprotocol sends no Sec-WebSocket-Protocol";
    SUBPROTOCOL_EMPTY: "6455-4.2.2-subprotocol-empty", Rfc6455 "4.2.2", Implied, Server, Yes,
        "A server never sends a Sec-WebSocket-Protocol with an empty value";
    SUBPROTOCOL_TOKEN: "6455-4.2.2-subprotocol-token", Rfc6455 "4.2.2", Implied, Server, Yes,
        "The Sec-WebSocket-Protocol of a response holds a single token";
    EXTENSIONS_DERIVED: "6455-4.2.2-extensions-derived", Rfc6455 "4.2.2", Must, Server, Yes,
        "A server names in its response only extensions selected from the client's offers";
    EXTENSIONS_UNLISTED: "6455-4.2.2-extensions-unlisted", Rfc6455 "4.2.2", Must, Server, Yes,
        "A server does not name an extension that the client did not offer";
    EXTENSIONS_EMPTY: "6455-4.2.2-extensions-empty", Rfc6455 "4.2.2", Implied, Server, Yes,
        "A server that accepts no extension leaves Sec-WebSocket-Extensions out";
    REPLY_VALID_HTTP: "6455-4.2.2-reply-valid-http", Rfc6455 "4.2.2", Must, Server, Yes,
        "The server's handshake is an HTTP response without syntax errors";
    STATUS_101: "6455-4.2.2-status-101", Rfc6455 "4.2.2", Must, Server, Yes,
        "A server that accepts the handshake answers with status 101";
    UPGRADE_HDR: "6455-4.2.2-upgrade-hdr", Rfc6455 "4.2.2", Must, Server, Yes,
        "The 101 has an Upgrade header field with the value `websocket`";
    CONNECTION_HDR: "6455-4.2.2-connection-hdr", Rfc6455 "4.2.2", Must, Server, Yes,
        "The 101 has a Connection header field that lists `Upgrade`";
    ACCEPT_ABNF: "6455-4.2.2-accept-abnf", Rfc6455 "4.2.2", Must, Server, Yes,
        "Sec-WebSocket-Accept is 28 characters of base64, the last of them `=`";
    ACCEPT_ONCE: "6455-4.2.2-accept-once", Rfc6455 "11.3.3", Must, Server, Yes,
        "A response carries Sec-WebSocket-Accept exactly once";
    PROTOCOL_ONCE: "6455-4.2.2-protocol-once", Rfc6455 "11.3.4", Must, Server, Yes,
        "A response carries Sec-WebSocket-Protocol at most once";
    PROTOCOL_REQUEST_MANY: "6455-4.2.2-protocol-request-many", Rfc6455 "11.3.4", May, Client, Yes,
        "A client may spread its subprotocols over several header lines, which read as one list";
    EXT_REQUEST_MANY: "6455-4.2.2-ext-request-many", Rfc6455 "11.3.2", May, Client, Yes,
        "A client may spread its extensions over several header lines, which read as one list";
    EXT_RESPONSE_ONCE: "6455-11.3.2-ext-response-once", Rfc6455 "11.3.2", Must, Server, Yes,
        "A response carries Sec-WebSocket-Extensions once, a limit that erratum 3433 lifts";
    VERSION_RESPONSE_MANY: "6455-11.3.5-version-response-many", Rfc6455 "11.3.5", May, Server, Yes,
        "A server may spread the versions it supports over several header lines";
    EXT_MULTI: "6455-4.2.2-ext-multi", Rfc6455 "4.2.2", May, Server, Yes,
        "A server may accept several extensions, in one header line or in several";
    OPEN_SEND: "6455-4.2.2-open-send", Rfc6455 "4.2.2", Implied, Server, Yes,
        "Once it has sent its 101 a server may send and receive frames";
    IMPLIED_LWS: "6455-4.3-implied-lws", Rfc6455 "4.3", Implied, Both, Yes,
        "Whitespace between the tokens of the WebSocket header fields does not change their meaning";
    QUOTED_TOKEN: "6455-4.3-quoted-token", Rfc6455 "4.3", Must, Both, Yes,
        "An extension parameter in quotes is, once unescaped, a token";
    VERSION_LIST: "6455-4.4-version-list", Rfc6455 "4.4", Must, Server, Yes,
        "A server that refuses a version lists every version it would accept";
    CLIENT_RETRY: "6455-4.4-client-retry", Rfc6455 "4.4", May, Client, Yes,
        "A client may try again with one of the versions that the server lists";
    CLIENT_MASKS_5_1: "6455-5.1-client-masks", Rfc6455 "5.1", Must, Client, Yes,
        "A client masks each frame it sends, control frames too, with TLS and without";
    SERVER_REJECTS_UNMASKED: "6455-5.1-server-rejects-unmasked", Rfc6455 "5.1", Must, Server, Yes,
        "A server closes the connection when it receives a frame that is not masked";
    SERVER_MAY_1002: "6455-5.1-server-may-1002", Rfc6455 "5.1", May, Server, Yes,
        "A server that closes because of an unmasked frame may send Close with 1002";
    SERVER_UNMASKED: "6455-5.1-server-unmasked", Rfc6455 "5.1", Must, Server, Yes,
        "A server masks none of the frames it sends";
    CLIENT_REJECTS_MASKED: "6455-5.1-client-rejects-masked", Rfc6455 "5.1", Must, Client, Yes,
        "A client closes the connection when it receives a masked frame";
    CLIENT_MAY_1002: "6455-5.1-client-may-1002", Rfc6455 "5.1", May, Client, Yes,
        "A client that closes because of a masked frame may send Close with 1002";
    DATA_ANY_TIME: "6455-5.1-data-any-time", Rfc6455 "5.1", May, Both, Yes,
        "An endpoint may send data frames whenever it likes from open until it has sent Close";
    FIN_FIRST_FINAL: "6455-5.2-fin-first-final", Rfc6455 "5.2", May, Both, Yes,
        "A message may consist of one frame that is its first and its last";
    RSV_SEND_ZERO: "6455-5.2-rsv-send-zero", Rfc6455 "5.2", Must, Both, Yes,
        "An endpoint sends RSV1, RSV2 and RSV3 as 0 unless an extension that uses them was negotiated";
    RSV1_RECV: "6455-5.2-rsv1-recv", Rfc6455 "5.2", Must, Both, Yes,
        "A frame with RSV1 set fails the connection unless an extension that defines it was negotiated";
    RSV2_RECV: "6455-5.2-rsv2-recv", Rfc6455 "5.2", Must, Both, Yes,
        "A frame with RSV2 set fails the connection unless an extension that defines it was negotiated";
    RSV3_RECV: "6455-5.2-rsv3-recv", Rfc6455 "5.2", Must, Both, Yes,
        "A frame with RSV3 set fails the connection unless an extension that defines it was negotiated";
    RSV_CONTROL_RECV: "6455-5.2-rsv-control-recv", Rfc6455 "5.2", Must, Both, Yes,
        "A control frame with a reserved bit that no extension defines fails the connection";
    RSV_CONTINUATION_RECV: "6455-5.2-rsv-continuation-recv", Rfc6455 "5.2", Must, Both, Yes,
        "A continuation frame with a reserved bit that no extension defines fails the connection";
    RSV_FAILFAST_HEADER: "6455-5.2-rsv-failfast-header", Rfc6455 "5.2", Implied, Both, Yes,
        "A frame whose header is invalid fails the connection before its payload has arrived";
    OPCODE_UNKNOWN_DATA: "6455-5.2-opcode-unknown-data", Rfc6455 "5.2", Must, Both, Yes,
        "A frame with one of the reserved data opcodes 3 to 7 fails the connection";
    OPCODE_UNKNOWN_CONTROL: "6455-5.2-opcode-unknown-control", Rfc6455 "5.2", Must, Both, Yes,
        "A frame with one of the reserved control opcodes 0xB to 0xF fails the connection";
    MASK_BIT: "6455-5.2-mask-bit", Rfc6455 "5.2", Implied, Both, Yes,
        "The MASK bit alone says whether a masking key is in the header";
    LEN7: "6455-5.2-len7", Rfc6455 "5.2", Implied, Both, Yes,
        "A payload of 0 to 125 bytes has its length in the second byte of the frame";
    LEN16: "6455-5.2-len16", Rfc6455 "5.2", Implied, Both, Yes,
        "The value 126 says that the next 2 bytes are the payload length";
    LEN64: "6455-5.2-len64", Rfc6455 "5.2", Implied, Both, Yes,
        "The value 127 says that the next 8 bytes are the payload length";
    LEN64_MSB_RECV: "6455-5.2-len64-msb-recv", Rfc6455 "5.2", Must, Both, Yes,
        "A 64-bit payload length with its highest bit set fails the connection";
    LEN64_HUGE: "6455-5.2-len64-huge", Rfc6455 "5.2", Implied, Both, Yes,
        "A frame that announces up to 2^63-1 bytes neither crashes an endpoint nor makes it reserve them";
    LEN_NETWORK_ORDER: "6455-5.2-len-network-order", Rfc6455 "5.2", Implied, Both, Yes,
        "A payload length of several bytes has the most significant byte first";
    LEN_MINIMAL_SEND: "6455-5.2-len-minimal-send", Rfc6455 "5.2", Must, Both, Yes,
        "An endpoint writes each payload length in the fewest bytes that hold it";
    LEN_MINIMAL_RECV_16: "6455-5.2-len-minimal-recv-16", Rfc6455 "5.2", Implied, Both, Yes,
        "A payload length below 126 in the 16-bit form fails the connection";
    LEN_MINIMAL_RECV_64: "6455-5.2-len-minimal-recv-64", Rfc6455 "5.2", Implied, Both, Yes,
        "A payload length below 65536 in the 64-bit form fails the connection";
    LEN_MINIMAL_CONTROL: "6455-5.2-len-minimal-control", Rfc6455 "5.2", Must, Both, Yes,
        "A control frame with its length in the 16-bit or 64-bit form fails the connection, whatever the value";
    LEN_INCL_EXTDATA: "6455-5.2-len-incl-extdata", Rfc6455 "5.2", Implied, Both, No,
        "The payload length is that of the extension data and the application data together";
    MASK_KEY_PRESENT: "6455-5.2-mask-key-present", Rfc6455 "5.2", Implied, Both, Yes,
        "A frame carries 4 bytes of masking key if MASK is 1, and none if it is 0";
    EXT_MUST_SPECIFY: "6455-5.2-ext-must-specify", Rfc6455 "5.2", Must, Both, No,
        "An extension with extension data defines how long the data is and how its use is agreed";
    HEADER_SPLIT: "6455-5.2-header-split", Rfc6455 "5.2", Implied, Both, Yes,
        "A frame is understood wherever TCP splits its header";
    COALESCED: "6455-5.2-coalesced", Rfc6455 "5.2", Implied, Both, Yes,
        "Several frames in one TCP segment are each handled, in order";
    TRUNCATED_FRAME: "6455-5.2-truncated-frame", Rfc6455 "5.2", Implied, Both, Yes,
        "A connection that ends inside a frame is closed abnormally and delivers nothing of that message";
    MASKED_FLAG: "6455-5.3-masked-flag", Rfc6455 "5.3", Must, Client, Yes,
        "A frame whose payload is masked has its MASK bit set";
    FRESH_KEY: "6455-5.3-fresh-key", Rfc6455 "5.3", Must, Client, Yes,
        "A client picks a new masking key for every frame";
    STRONG_ENTROPY: "6455-5.3-strong-entropy", Rfc6455 "5.3", Must, Client, Partly,
        "A client takes its masking keys from a strong source of entropy";
    UNPREDICTABLE: "6455-5.3-unpredictable", Rfc6455 "5.3", Must, Client, Partly,
        "The masking key of one frame gives no clue to the key of the next";
    ZERO_KEY_RECV: "6455-5.3-zero-key-recv", Rfc6455 "5.3", Implied, Server, Yes,
        "A server accepts every masking key, that of four zero bytes too";
    XOR_INDEX: "6455-5.3-xor-index", Rfc6455 "5.3", Implied, Both, Yes,
        "Payload byte i of a frame is masked with key byte i modulo 4, counted anew in each frame";
    LEN_EXCL_KEY: "6455-5.3-len-excl-key", Rfc6455 "5.3", Implied, Both, Yes,
        "The masking key does not count towards the payload length";
    CONTROL_KEY: "6455-5.3-control-key", Rfc6455 "5.3", Implied, Server, Yes,
        "A control frame between fragments is unmasked by its own key, and the fragments by theirs";
    UNFRAGMENTED: "6455-5.4-unfragmented", Rfc6455 "5.4", Implied, Both, Yes,
        "A frame with FIN set and a data opcode other than 0 is a whole message";
    FRAGMENTED: "6455-5.4-fragmented", Rfc6455 "5.4", Implied, Both, Yes,
        "A fragmented message has its opcode in the first frame, 0 in the others, and FIN in the last alone";
    CONTROL_INTERLEAVED_SEND: "6455-5.4-control-interleaved-send", Rfc6455 "5.4", May, Both, Yes,
        "An endpoint may send control frames between the fragments of a message";
    CONTROL_NOT_FRAGMENTED_SEND: "6455-5.4-control-not-fragmented-send", Rfc6455 "5.4", Must, Both, Yes,
        "An endpoint sends each control frame whole, with FIN set";
    ORDER_5_4: "6455-5.4-order", Rfc6455 "5.4", Must, Both, Partly,
        "The fragments of a message are joined in the order they were sent";
    INTERLEAVE: "6455-5.4-interleave", Rfc6455 "5.4", Must, Both, Yes,
        "A text or binary frame in the middle of a fragmented message fails the connection";
    HANDLE_CONTROL_MID: "6455-5.4-handle-control-mid", Rfc6455 "5.4", Must, Both, Yes,
        "An endpoint handles a control frame in the middle of a fragmented message without delay or harm";
    CLOSE_MID: "6455-5.4-close-mid", Rfc6455 "5.4", Implied, Both, Yes,
        "A Close in the middle of a fragmented message is answered and the unfinished message dropped";
    ANY_SIZE: "6455-5.4-any-size", Rfc6455 "5.4", May, Both, Yes,
        "An endpoint may cut a message into fragments of any size, empty ones included";
    RECV_BOTH: "6455-5.4-recv-both", Rfc6455 "5.4", Must, Both, Yes,
        "An endpoint receives messages in one frame and in fragments alike";
    BINARY_FRAG: "6455-5.4-binary-frag", Rfc6455 "5.4", Must, Both, Yes,
        "A fragmented binary message is received whole, with or without control frames in between";
    INTERMEDIARY_CONTROL: "6455-5.4-intermediary-control", Rfc6455 "5.4", Must, Both, No,
        "An intermediary passes on control frames unfragmented";
    INTERMEDIARY_RSV: "6455-5.4-intermediary-rsv", Rfc6455 "5.4", Must, Both, No,
        "An intermediary leaves fragmentation as it is when it does not know the reserved bits in use";
    INTERMEDIARY_EXT: "6455-5.4-intermediary-ext", Rfc6455 "5.4", Must, Both, No,
        "An intermediary leaves fragmentation as it is when it does not know the negotiated extensions";
    INTERMEDIARY_BLIND: "6455-5.4-intermediary-blind", Rfc6455 "5.4", Must, Both, No,
        "An intermediary leaves fragmentation as it is when it has not seen the opening handshake";
    SAME_TYPE: "6455-5.4-same-type", Rfc6455 "5.4", Must, Both, Yes,
        "All fragments of a message have the type, text or binary, that its first frame declares";
    STRAY_CONTINUATION: "6455-5.4-stray-continuation", Rfc6455 "5.4", Implied, Both, Yes,
        "A continuation frame without a message to continue fails the connection";
    STRAY_CONT_EMPTY: "6455-5.4-stray-cont-empty", Rfc6455 "5.4", Implied, Both, Yes,
        "A continuation frame without a message to continue fails the connection even if it is empty";
    NO_BOUNDARY_DEPENDENCE: "6455-5.4-no-boundary-dependence", Rfc6455 "5.4", Implied, Both, Yes,
        "A message means the same however it is cut into frames";
    LONG_INTERLEAVE: "6455-5.4-long-interleave", Rfc6455 "5.4", Implied, Both, Yes,
        "A message survives many pings between its fragments";
    CONTROL_LEN_SEND: "6455-5.5-control-len-send", Rfc6455 "5.5", Must, Both, Yes,
        "An endpoint sends no control frame with more than 125 bytes of payload";
    CONTROL_LEN_RECV: "6455-5.5-control-len-recv", Rfc6455 "5.5", Must, Both, Yes,
        "A control frame that announces more than 125 bytes of payload fails the connection";
    CONTROL_FRAG_RECV: "6455-5.5-control-frag-recv", Rfc6455 "5.5", Must, Both, Yes,
        "A control frame without FIN fails the connection";
    CONTROL_MID_MESSAGE: "6455-5.5-control-mid-message", Rfc6455 "5.5", Implied, Both, Yes,
        "A control frame may come between the fragments of a message and is no part of it";
    BODY_MAY: "6455-5.5.1-body-may", Rfc6455 "5.5.1", May, Both, Yes,
        "A Close frame may be empty or carry a body";
    CODE_FIRST_5_5_1: "6455-5.5.1-code-first", Rfc6455 "5.5.1", Must, Both, Yes,
        "The body of a Close frame begins with a 2-byte status code, so a body of 1 byte fails the connection";
    REASON_UTF8: "6455-5.5.1-reason-utf8", Rfc6455 "5.5.1", May, Both, Yes,
        "After its status code a Close frame may carry a reason in UTF-8";
    REASON_INVALID: "6455-5.5.1-reason-invalid", Rfc6455 "5.5.1", Implied, Both, Yes,
        "A Close frame whose reason is not valid UTF-8 fails the connection";
    REASON_NOT_SHOWN: "6455-5.5.1-reason-not-shown", Rfc6455 "5.5.1", Must, Client, No,
        "A client keeps the reason of a Close frame from the end user";
    CLIENT_MASKS_CLOSE: "6455-5.5.1-client-masks-close", Rfc6455 "5.5.1", Must, Client, Yes,
        "A client masks its Close frame like any other frame";
    NO_DATA_AFTER: "6455-5.5.1-no-data-after", Rfc6455 "5.5.1", Must, Both, Yes,
        "An endpoint sends no data frame after its Close frame";
    REPLY: "6455-5.5.1-reply", Rfc6455 "5.5.1", Must, Both, Yes,
        "An endpoint that receives Close and has not sent one answers with Close";
    ECHO_CODE: "6455-5.5.1-echo-code", Rfc6455 "5.5.1", Implied, Both, Yes,
        "The Close that answers repeats the received status code in the usual case";
    REPLY_SOON: "6455-5.5.1-reply-soon", Rfc6455 "5.5.1", Should, Both, Yes,
        "An endpoint answers Close without needless delay";
    DELAY_UNTIL_MESSAGE: "6455-5.5.1-delay-until-message", Rfc6455 "5.5.1", May, Both, Yes,
        "An endpoint may finish the message it is sending before it answers Close";
    TCP_CLOSE_AFTER: "6455-5.5.1-tcp-close-after", Rfc6455 "5.5.1", Must, Both, Yes,
        "An endpoint that has both sent and received Close ends the TCP connection";
    SERVER_IMMEDIATE: "6455-5.5.1-server-immediate", Rfc6455 "5.5.1", Must, Server, Yes,
        "A server closes TCP at once when Close has gone both ways";
    CLIENT_WAITS_5_5_1: "6455-5.5.1-client-waits", Rfc6455 "5.5.1", Should, Client, Yes,
        "A client leaves it to the server to close TCP when Close has gone both ways";
    CLIENT_MAY_TIMEOUT: "6455-5.5.1-client-may-timeout", Rfc6455 "5.5.1", May, Client, Yes,
        "A client may close TCP itself when the server takes too long to do so";
    SIMULTANEOUS: "6455-5.5.1-simultaneous", Rfc6455 "5.5.1", Implied, Both, Yes,
        "Two Close frames that cross on the wire complete the closing handshake";
    SECOND_CLOSE: "6455-5.5.1-second-close", Rfc6455 "5.5.1", Implied, Both, Yes,
        "A second Close from the same peer is neither answered nor acted upon";
    NO_REPLY_TO_CLOSE: "6455-5.5.1-no-reply-to-close", Rfc6455 "5.5.1", Implied, Both, Yes,
        "An endpoint drops after a time a peer that does not answer its Close or does not close TCP";
    APPDATA: "6455-5.5.2-appdata", Rfc6455 "5.5.2", May, Both, Yes,
        "A Ping may carry application data";
    PONG_MUST: "6455-5.5.2-pong-must", Rfc6455 "5.5.2", Must, Both, Yes,
        "An endpoint answers Ping with Pong";
    NO_PONG_AFTER_CLOSE: "6455-5.5.2-no-pong-after-close", Rfc6455 "5.5.2", Implied, Both, Yes,
        "An endpoint that has received Close owes no Pong any more";
    PONG_WHILE_CLOSING: "6455-5.5.2-pong-while-closing", Rfc6455 "5.5.2", Must, Both, Yes,
        "An endpoint that has sent Close answers Ping until it has received Close";
    SOON: "6455-5.5.2-soon", Rfc6455 "5.5.2", Should, Both, Yes,
        "An endpoint sends its Pong promptly, not only when the message in progress is complete";
    PING_ANY_TIME: "6455-5.5.2-ping-any-time", Rfc6455 "5.5.2", May, Both, Yes,
        "An endpoint may send Ping at any moment from open until closed";
    IDENTICAL: "6455-5.5.3-identical", Rfc6455 "5.5.3", Implied, Both, Yes,
        "A Pong carries exactly the application data of the Ping it answers";
    LATEST_ONLY: "6455-5.5.3-latest-only", Rfc6455 "5.5.3", May, Both, Yes,
        "An endpoint with several Pings to answer may answer the last alone";
    UNSOLICITED: "6455-5.5.3-unsolicited", Rfc6455 "5.5.3", May, Both, Yes,
        "An endpoint may send Pong without having received a Ping";
    NO_RESPONSE: "6455-5.5.3-no-response", Rfc6455 "5.5.3", Implied, Both, Yes,
        "A Pong that nobody asked for gets no answer";
    WRONG_PONG: "6455-5.5.3-wrong-pong", Rfc6455 "5.5.3", Implied, Both, Yes,
        "A Pong whose data matches no Ping leaves the connection open";
    PING_FLOOD: "6455-5.5.2-ping-flood", Rfc6455 "5.5.2", Implied, Both, Yes,
        "A flood of Pings whose Pongs are not read does not exhaust an endpoint's memory";
    TEXT_UTF8_SEND: "6455-5.6-text-utf8-send", Rfc6455 "5.6", Must, Both, Yes,
        "An endpoint sends valid UTF-8 in every text message";
    TEXT_PARTIAL_FRAME: "6455-5.6-text-partial-frame", Rfc6455 "5.6", Implied, Both, Yes,
        "A fragment of a text message may end in the middle of a character";
    TEXT_INVALID: "6455-5.6-text-invalid", Rfc6455 "5.6", Must, Both, Yes,
        "A text message that is not valid UTF-8 fails the connection";
    TEXT_TRUNCATED_END: "6455-5.6-text-truncated-end", Rfc6455 "5.6", Implied, Both, Yes,
        "A text message that ends in the middle of a character fails the connection";
    TEXT_VALID_ODD: "6455-5.6-text-valid-odd", Rfc6455 "5.6", Must, Both, Yes,
        "Every valid UTF-8 text is accepted unchanged, U+0000, U+FEFF and noncharacters included";
    TEXT_FAILFAST: "6455-5.6-text-failfast", Rfc6455 "5.6", Implied, Both, Yes,
        "Invalid UTF-8 fails the connection when it arrives, not at the end of the message";
    UTF8_RESET: "6455-5.6-utf8-reset", Rfc6455 "5.6", Implied, Both, Yes,
        "The UTF-8 check starts anew with each message";
    BINARY_ARBITRARY: "6455-5.6-binary-arbitrary", Rfc6455 "5.6", Implied, Both, Yes,
        "A binary message may hold any bytes and is delivered unchanged as binary";
    NEGOTIATE_EXT: "6455-5.8-negotiate-ext", Rfc6455 "5.8", Must, Both, Yes,
        "An endpoint uses an extension only if the opening handshake agreed on it";
    EXAMPLES: "6455-5.7-examples", Rfc6455 "5.7", Implied, Both, Yes,
        "The example frames of the standard decode to the payloads given with them";
    OPEN_STATE_6_1: "6455-6.1-open-state", Rfc6455 "6.1", Must, Both, Yes,
        "An endpoint sends messages only while the connection is open";
    ENCAPSULATE: "6455-6.1-encapsulate", Rfc6455 "6.1", Must, Both, Yes,
        "An endpoint sends all data as well-formed frames";
    MAY_FRAGMENT: "6455-6.1-may-fragment", Rfc6455 "6.1", May, Both, Yes,
        "An endpoint may send a large or still growing message in several frames";
    OPCODE_FIRST: "6455-6.1-opcode-first", Rfc6455 "6.1", Must, Both, Yes,
        "The first frame of a message has the opcode of its type, text or binary";
    FIN_LAST: "6455-6.1-fin-last", Rfc6455 "6.1", Must, Both, Yes,
        "The last frame of a message has FIN set";
    CLIENT_MASKS_6_1: "6455-6.1-client-masks", Rfc6455 "6.1", Must, Client, Yes,
        "A client masks the frames of the messages it sends";
    TRANSMIT: "6455-6.1-transmit", Rfc6455 "6.1", Must, Both, Yes,
        "An endpoint puts the frames it has formed on the wire";
    PARSE: "6455-6.2-parse", Rfc6455 "6.2", Must, Both, Yes,
        "An endpoint parses everything it receives as frames";
    CONTROL: "6455-6.2-control", Rfc6455 "6.2", Must, Both, Yes,
        "An endpoint handles each control frame by the rules for its opcode";
    TYPE: "6455-6.2-type", Rfc6455 "6.2", Must, Both, Yes,
        "An endpoint delivers a message with the type that its first frame declares";
    NEW_MESSAGE: "6455-6.2-new-message", Rfc6455 "6.2", Must, Both, Yes,
        "The data frame that follows a final fragment begins another message";
    EXT_MAY: "6455-6.2-ext-may", Rfc6455 "6.2", May, Both, Yes,
        "A negotiated extension may change how frames are read and what they deliver";
    UNMASK: "6455-6.2-unmask", Rfc6455 "6.2", Must, Server, Yes,
        "A server unmasks each frame before it uses the payload";
    CLEAN_TCP: "6455-7.1.1-clean-tcp", Rfc6455 "7.1.1", Should, Both, Yes,
        "An endpoint ends TCP by a FIN, not a reset, and throws away bytes that come after the Close";
    TLS_CLOSE_NOTIFY: "6455-7.1.1-tls-close-notify", Rfc6455 "7.1.1", Should, Both, Yes,
        "An endpoint ends a TLS session by a close_notify alert before it ends TCP";
    ANY_MEANS: "6455-7.1.1-any-means", Rfc6455 "7.1.1", May, Both, Yes,
        "An endpoint under attack may drop the connection in any way";
    SERVER_FIRST: "6455-7.1.1-server-first", Rfc6455 "7.1.1", Should, Server, Yes,
        "A server is the first to close TCP in the normal case";
    CLIENT_MAY_CLOSE: "6455-7.1.1-client-may-close", Rfc6455 "7.1.1", May, Client, Yes,
        "A client may be the first to close TCP in abnormal cases, such as a server that does not";
    CLIENT_WAITS_7_1_1: "6455-7.1.1-client-waits", Rfc6455 "7.1.1", Should, Client, Yes,
        "A client that is told to close lets the server end TCP first";
    HALF_CLOSE: "6455-7.1.1-half-close", Rfc6455 "7.1.1", Implied, Both, Yes,
        "An endpoint whose peer has shut its sending side down sends its Close if due and closes promptly";
    FLUSH_BEFORE_CLOSE: "6455-7.1.1-flush-before-close", Rfc6455 "7.1.1", Implied, Both, Yes,
        "Data that was queued before the Close still reaches the peer";
    START: "6455-7.1.2-start", Rfc6455 "7.1.2", Must, Both, Yes,
        "An endpoint that closes with a code and a reason sends both in its Close";
    CLOSE_AFTER_BOTH: "6455-7.1.2-close-after-both", Rfc6455 "7.1.2", Should, Both, Yes,
        "An endpoint closes the connection when Close has been sent and received";
    CLOSING_STATE: "6455-7.1.3-closing-state", Rfc6455 "7.1.3", Implied, Both, Partly,
        "A connection is closing from the first Close that is sent or received, and carries no more data";
    CLOSED_CLEAN: "6455-7.1.4-closed-clean", Rfc6455 "7.1.4", Implied, Both, Partly,
        "An endpoint reports a clean closure only if the closing handshake was complete before TCP ended";
    CODE_FIRST_7_1_5: "6455-7.1.5-code-first", Rfc6455 "7.1.5", Implied, Both, Partly,
        "The status code reported is the one in the first Close received";
    CODE_1005: "6455-7.1.5-1005", Rfc6455 "7.1.5", Implied, Both, Partly,
        "An endpoint reports 1005 when the Close it received had an empty body";
    CODE_1006: "6455-7.1.5-1006", Rfc6455 "7.1.5", Implied, Both, Partly,
        "A connection that ends without a received Close is reported as 1006";
    REASON: "6455-7.1.6-reason", Rfc6455 "7.1.6", Implied, Both, Partly,
        "The reason reported is the text after the status code of the first Close, empty if there is none";
    CLIENT_CLOSE: "6455-7.1.7-client-close", Rfc6455 "7.1.7", Must, Client, Yes,
        "A client that fails the connection closes it";
    CLIENT_REPORT: "6455-7.1.7-client-report", Rfc6455 "7.1.7", May, Client, No,
        "A client that fails the connection may tell its user about the problem";
    SERVER_CLOSE: "6455-7.1.7-server-close", Rfc6455 "7.1.7", Must, Server, Yes,
        "A server that fails the connection closes it";
    SERVER_LOG: "6455-7.1.7-server-log", Rfc6455 "7.1.7", Should, Server, No,
        "A server that fails the connection logs the problem";
    SEND_CLOSE: "6455-7.1.7-send-close", Rfc6455 "7.1.7", Should, Both, Yes,
        "An endpoint that fails an open connection first sends Close with a status code for the cause";
    MAY_OMIT_CLOSE: "6455-7.1.7-may-omit-close", Rfc6455 "7.1.7", May, Both, Yes,
        "An endpoint that fails the connection may leave out a Close its peer is unlikely to read";
    STOP_PROCESSING: "6455-7.1.7-stop-processing", Rfc6455 "7.1.7", Must, Both, Yes,
        "An endpoint that fails the connection acts on nothing it receives afterwards, not even a Close";
    CLIENT_NOT_CLOSE: "6455-7.1.7-client-not-close", Rfc6455 "7.1.7", Should, Client, Partly,
        "A client leaves the connection open unless the user or the protocol calls for closing it";
    CLIENT_FAIL_HANDSHAKE: "6455-7.2.1-client-fail-handshake", Rfc6455 "7.2.1", Must, Client, Yes,
        "A client fails the connection whenever the opening handshake goes wrong";
    TRANSPORT_LOST: "6455-7.2.1-transport-lost", Rfc6455 "7.2.1", Must, Client, Yes,
        "A client fails the connection when the transport is lost unexpectedly";
    SERVER_ABORT: "6455-7.2.2-server-abort", Rfc6455 "7.2.2", Must, Server, Yes,
        "A server that aborts the opening handshake closes the connection and treats nothing on it as frames";
    BACKOFF: "6455-7.2.3-backoff", Rfc6455 "7.2.3", Should, Client, Partly,
        "A client waits before it reconnects after an abnormal closure";
    FIRST_DELAY: "6455-7.2.3-first-delay", Rfc6455 "7.2.3", Should, Client, Partly,
        "A client delays its first reconnection by a random time";
    OTHER_INTERVAL: "6455-7.2.3-other-interval", Rfc6455 "7.2.3", May, Client, Partly,
        "A client may choose the range of its first random delay, for which 0 to 5 seconds is proposed";
    INCREASING: "6455-7.2.3-increasing", Rfc6455 "7.2.3", Should, Client, Partly,
        "A client waits longer after each reconnection that fails, as by exponential backoff";
    SERVER_MAY_CLOSE: "6455-7.3-server-may-close", Rfc6455 "7.3", May, Server, Yes,
        "A server may close the connection at any time";
    CLIENT_SHOULD_NOT: "6455-7.3-client-should-not", Rfc6455 "7.3", Should, Client, Partly,
        "A client does not close the connection without cause";
    VIA_HANDSHAKE: "6455-7.3-via-handshake", Rfc6455 "7.3", Implied, Both, Yes,
        "An endpoint that wants to close sends Close before it ends TCP";
    MAY_CODE: "6455-7.4-may-code", Rfc6455 "7.4", May, Both, Yes,
        "An endpoint that closes may give a status code";
    DEFINED: "6455-7.4.1-defined", Rfc6455 "7.4.1", May, Both, Yes,
        "An endpoint may send the codes 1000 to 1003 and 1007 to 1011, which its peer accepts";
    CODE_1001: "6455-7.4.1-1001", Rfc6455 "7.4.1", Implied, Both, Yes,
        "An endpoint that goes away, as a server shutting down, closes with 1001";
    CODE_1003: "6455-7.4.1-1003", Rfc6455 "7.4.1", May, Both, Yes,
        "An endpoint that cannot take a type of data, such as binary, may close with 1003";
    CODE_1004: "6455-7.4.1-1004", Rfc6455 "7.4.1", Implied, Both, Yes,
        "An endpoint does not send 1004, and a Close with it fails the connection";
    CODE_1005_SEND: "6455-7.4.1-1005-send", Rfc6455 "7.4.1", Must, Both, Yes,
        "An endpoint never sends a Close with 1005";
    CODE_1005_RECV: "6455-7.4.1-1005-recv", Rfc6455 "7.4.1", Implied, Both, Yes,
        "A Close with 1005 fails the connection";
    CODE_1006_SEND: "6455-7.4.1-1006-send", Rfc6455 "7.4.1", Must, Both, Yes,
        "An endpoint never sends a Close with 1006";
    CODE_1006_RECV: "6455-7.4.1-1006-recv", Rfc6455 "7.4.1", Implied, Both, Yes,
        "A Close with 1006 fails the connection";
    CODE_1007: "6455-7.4.1-1007", Rfc6455 "7.4.1", Implied, Both, Yes,
        "An endpoint that receives data unfit for the type of its message closes with 1007";
    CODE_1008: "6455-7.4.1-1008", Rfc6455 "7.4.1", Implied, Both, Yes,
        "An endpoint that receives a message against its policy closes with 1008";
    CODE_1009: "6455-7.4.1-1009", Rfc6455 "7.4.1", Implied, Both, Yes,
        "An endpoint that receives a message too large for it closes with 1009";
    CODE_1010: "6455-7.4.1-1010", Rfc6455 "7.4.1", Should, Client, Yes,
        "A client that closes with 1010 names in the reason the extensions it misses";
    CODE_1010_SERVER: "6455-7.4.1-1010-server", Rfc6455 "7.4.1", Implied, Server, Yes,
        "A server does not send 1010, since it can refuse the handshake instead";
    CODE_1011: "6455-7.4.1-1011", Rfc6455 "7.4.1", Implied, Both, Yes,
        "An endpoint that meets an unexpected condition of its own closes with 1011";
    CODE_1015_SEND: "6455-7.4.1-1015-send", Rfc6455 "7.4.1", Must, Both, Yes,
        "An endpoint never sends a Close with 1015";
    CODE_1015_RECV: "6455-7.4.1-1015-recv", Rfc6455 "7.4.1", Implied, Both, Yes,
        "A Close with 1015 fails the connection";
    CODE_0_999: "6455-7.4.2-0-999", Rfc6455 "7.4.2", Implied, Both, Yes,
        "An endpoint sends no code from 0 to 999, and a Close with one fails the connection";
    CODE_1000_2999: "6455-7.4.2-1000-2999", Rfc6455 "7.4.2", Implied, Both, Yes,
        "A Close with an unassigned code from 1000 to 2999 fails the connection";
    CODE_3000_3999: "6455-7.4.2-3000-3999", Rfc6455 "7.4.2", Implied, Both, Yes,
        "An endpoint accepts every code from 3000 to 3999, the range of registered applications";
    CODE_4000_4999: "6455-7.4.2-4000-4999", Rfc6455 "7.4.2", Implied, Both, Yes,
        "An endpoint accepts every code from 4000 to 4999, the range for private use";
    CODE_5000_UP: "6455-7.4.2-5000-up", Rfc6455 "7.4.2", Implied, Both, Yes,
        "No meaning is defined for the codes from 5000 to 65535, so an endpoint does not send them";
    INVALID_UTF8: "6455-8.1-invalid-utf8", Rfc6455 "8.1", Must, Both, Yes,
        "An endpoint fails the connection when bytes that are to be UTF-8 are not";
    HANDSHAKE_UTF8: "6455-8.1-handshake-utf8", Rfc6455 "8.1", Must, Both, Yes,
        "Invalid UTF-8 in the opening handshake fails the connection where UTF-8 is called for";
    CLIENT_MAY: "6455-9-client-may", Rfc6455 "9", May, Client, Yes,
        "A client may ask for extensions in its handshake";
    SERVER_MAY: "6455-9-server-may", Rfc6455 "9", May, Server, Yes,
        "A server may accept all, some or none of the extensions asked for";
    NOT_REQUESTED: "6455-9-not-requested", Rfc6455 "9", Must, Server, Yes,
        "A server answers with no extension that the client did not ask for";
    PARAMS_PER_SPEC: "6455-9-params-per-spec", Rfc6455 "9", Must, Both, Yes,
        "The parameters of an extension, offered or accepted, follow its own specification";
    MALFORMED: "6455-9.1-malformed", Rfc6455 "9.1", Must, Both, Yes,
        "A Sec-WebSocket-Extensions that breaks its grammar fails the connection at once";
    QUOTED: "6455-9.1-quoted", Rfc6455 "9.1", Must, Both, Yes,
        "A parameter value written in quotes is a token after the quotes and escapes are removed";
    SPLIT_COMBINE: "6455-9.1-split-combine", Rfc6455 "9.1", May, Both, Yes,
        "Extensions on one header line or on several negotiate the same";
    EMPTY_ELEMENTS: "6455-9.1-empty-elements", Rfc6455 "9.1", Implied, Both, Yes,
        "Empty elements in the list of extensions are passed over";
    REGISTERED_TOKEN: "6455-9.1-registered-token", Rfc6455 "9.1", Must, Client, Yes,
        "A client offers extensions by their registered names";
    DEFINED_PARAMS: "6455-9.1-defined-params", Rfc6455 "9.1", Must, Both, Yes,
        "An endpoint uses with an extension only the parameters that its specification defines";
    NO_USE_BEFORE_ANSWER: "6455-9.1-no-use-before-answer", Rfc6455 "9.1", Must, Client, Yes,
        "A client uses no extension that the server has not accepted";
    UNKNOWN_IGNORED: "6455-9.1-unknown-ignored", Rfc6455 "9.1", Implied, Server, Yes,
        "A server passes over extensions it does not know and still considers the others";
    ORDER_9_1: "6455-9.1-order", Rfc6455 "9.1", May, Both, Partly,
        "The order in which extensions are listed may express preference and the order of applying them";
    SEPARATE: "6455-9.2-separate", Rfc6455 "9.2", May, Both, No,
        "An endpoint may support extensions that other documents define";
    ANY_INPUT: "6455-10.1-any-input", Rfc6455 "10.1", Implied, Server, Yes,
        "A server withstands any bytes a client sends, with neither crash nor hang";
    VERIFY_ORIGIN: "6455-10.2-verify-origin", Rfc6455 "10.2", Should, Server, Partly,
        "A server meant for certain sites alone checks the Origin";
    CODE_403: "6455-10.2-403", Rfc6455 "10.2", Should, Server, Partly,
        "A server answers an origin it does not allow with a status such as 403";
    NEW_KEY: "6455-10.3-new-key", Rfc6455 "10.3", Must, Client, Yes,
        "A client draws for each frame a masking key that the data's author cannot predict";
    PAYLOAD_FROZEN: "6455-10.3-payload-frozen", Rfc6455 "10.3", Implied, Client, Partly,
        "A client that has begun to send a frame no longer lets the application change its payload";
    LIMITS_PROTECT: "6455-10.4-limits-protect", Rfc6455 "10.4", Must, Both, Yes,
        "An endpoint holds to its limits on frame and message size, also for messages in fragments";
    LIMITS_IMPOSE: "6455-10.4-limits-impose", Rfc6455 "10.4", Should, Both, Yes,
        "An endpoint sets limits on the sizes of frames and of reassembled messages";
    AUTH_ANY: "6455-10.5-auth-any", Rfc6455 "10.5", Implied, Server, No,
        "A server may authenticate clients in the handshake by any means of HTTP";
    TLS_MUST: "6455-10.6-tls-must", Rfc6455 "10.6", Must, Both, Partly,
        "An endpoint supports connections over TLS";
    TLS_SHOULD: "6455-10.6-tls-should", Rfc6455 "10.6", Should, Both, No,
        "An endpoint uses TLS for its connections";
    VALIDATE_10_7: "6455-10.7-validate", Rfc6455 "10.7", Must, Both, Yes,
        "An endpoint checks all data it receives, at all times";
    MAY_DROP: "6455-10.7-may-drop", Rfc6455 "10.7", May, Both, Yes,
        "An endpoint may drop TCP on data it finds invalid";
    SHOULD_CLOSE_FRAME: "6455-10.7-should-close-frame", Rfc6455 "10.7", Should, Both, Yes,
        "An endpoint that finds invalid data in an open connection sends Close with a code first";
    SHOULD_HTTP: "6455-10.7-should-http", Rfc6455 "10.7", Should, Server, Yes,
        "A server that finds invalid data in the handshake answers with an HTTP status";
    WS_IDNA: "6455-11.1-ws-idna", Rfc6455 "11.1.1", Must, Client, Yes,
        "A client turns a host with non-ASCII characters in a `ws` URI into its ASCII form by IDNA";
    WS_PCT: "6455-11.1-ws-pct", Rfc6455 "11.1.1", Must, Client, Yes,
        "A client percent-encodes as UTF-8 the non-ASCII characters in the rest of a `ws` URI";
    WSS_IDNA: "6455-11.1-wss-idna", Rfc6455 "11.1.2", Must, Client, Yes,
        "A client turns a host with non-ASCII characters in a `wss` URI into its ASCII form by IDNA";
    WSS_PCT: "6455-11.1-wss-pct", Rfc6455 "11.1.2", Must, Client, Yes,
        "A client percent-encodes as UTF-8 the non-ASCII characters in the rest of a `wss` URI";
}
