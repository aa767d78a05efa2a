//! What clients really send: requests as they were recorded, octet for octet.

/// Clients with their versions, and what they sent. The port and the key are theirs.
pub const SENT: [(&str, &str); 8] = [
    (
        "chromium-156",
        "GET /chat?x=1 HTTP/1.1\r\n\
         Host: 127.0.0.1:9183\r\n\
         Connection: Upgrade\r\n\
         Pragma: no-cache\r\n\
         Cache-Control: no-cache\r\n\
         User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 \
         (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36\r\n\
         Upgrade: websocket\r\n\
         Origin: http://127.0.0.1:9183\r\n\
         Sec-WebSocket-Version: 13\r\n\
         Accept-Encoding: gzip, deflate, br, zstd\r\n\
         Accept-Language: en-US,en;q=0.9\r\n\
         Sec-WebSocket-Key: 7w1nBIK8B1n9Otq9hqfrOA==\r\n\
         Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n",
    ),
    (
        "firefox-153",
        "GET /chat?x=1 HTTP/1.1\r\n\
         Host: 127.0.0.1:9184\r\n\
         User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0\r\n\
         Accept: */*\r\n\
         Accept-Language: en-US,en;q=0.9\r\n\
         Accept-Encoding: gzip, deflate, br, zstd\r\n\
         Sec-WebSocket-Version: 13\r\n\
         Origin: http://127.0.0.1:9184\r\n\
         Sec-WebSocket-Extensions: permessage-deflate\r\n\
         Sec-WebSocket-Key: hz2MET3OeO1wJARH1Raviw==\r\n\
         Connection: Upgrade\r\n\
         Sec-Fetch-Dest: empty\r\n\
         Sec-Fetch-Mode: websocket\r\n\
         Sec-Fetch-Site: same-origin\r\n\
         Pragma: no-cache\r\n\
         Cache-Control: no-cache\r\n\
         Upgrade: websocket\r\n\r\n",
    ),
    (
        "undici-6.24",
        "GET /chat?x=1 HTTP/1.1\r\n\
         host: 127.0.0.1:9185\r\n\
         connection: upgrade\r\n\
         upgrade: websocket\r\n\
         sec-websocket-key: kwO8eLcRHds6ZyeZTHplbQ==\r\n\
         sec-websocket-version: 13\r\n\
         sec-websocket-extensions: permessage-deflate; client_max_window_bits\r\n\
         accept: */*\r\n\
         accept-language: *\r\n\
         sec-fetch-mode: websocket\r\n\
         user-agent: node\r\n\
         pragma: no-cache\r\n\
         cache-control: no-cache\r\n\
         accept-encoding: gzip, deflate\r\n\r\n",
    ),
    (
        "libcurl-8.23",
        "GET /chat?x=1 HTTP/1.1\r\n\
         Host: 127.0.0.1:9189\r\n\
         User-Agent: PycURL/7.49.0 libcurl/8.23.0 OpenSSL/3.6.5 zlib/1.2.13 brotli/1.2.1 \
         libpsl/0.21.5 libssh2/1.11.1_DEV nghttp2/1.70.0 ngtcp2/1.25.0 \
         nghttp3/1.18.0 mit-krb5/1.22.2\r\n\
         Accept: */*\r\n\
         Upgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: 6Ly1w5cKFRKeKU2ixvwLig==\r\n\
         Connection: Upgrade\r\n\r\n",
    ),
    (
        "ws-8.23",
        "GET /chat?x=1 HTTP/1.1\r\n\
         Sec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: 9xp9EL1kvnwPu+yjH3Cy7A==\r\n\
         Connection: Upgrade\r\n\
         Upgrade: websocket\r\n\
         Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\
         Host: 127.0.0.1:9182\r\n\r\n",
    ),
    (
        "websockets-17.4",
        "GET /chat?x=1 HTTP/1.1\r\n\
         Host: 127.0.0.1:9181\r\n\
         Upgrade: websocket\r\n\
         Connection: Upgrade\r\n\
         Sec-WebSocket-Key: lF8MX48YEL37kT30fJui4g==\r\n\
         Sec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\
         User-Agent: Python/3.11 websockets/17.4\r\n\r\n",
    ),
    (
        "tungstenite-0.30",
        "GET /chat?x=1 HTTP/1.1\r\n\
         Host: 127.0.0.1:9196\r\n\
         Connection: Upgrade\r\n\
         Upgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: m+RLRY3Gwc+jCG42I4CNfA==\r\n\r\n",
    ),
    (
        "aiohttp-3.14",
        "GET /chat?x=1 HTTP/1.1\r\n\
         Host: 127.0.0.1:9187\r\n\
         Upgrade: websocket\r\n\
         Connection: Upgrade\r\n\
         Sec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: sEe6OAV72Exwfbr8jLZosw==\r\n\
         Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\
         Accept: */*\r\n\
         Accept-Encoding: gzip, deflate\r\n\
         User-Agent: Python/3.11 aiohttp/3.14.5\r\n\r\n",
    ),
];
