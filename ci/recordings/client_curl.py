"""libcurl, through pycurl: python client_curl.py URL"""

import sys

import pycurl

LENGTHS = [0, 5, 125, 126, 65535, 65536]
ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz "


def again(call):
    while True:
        try:
            return call()
        except BlockingIOError:
            pass
        except pycurl.error as error:
            if error.args[0] != pycurl.E_AGAIN:
                raise


curl = pycurl.Curl()
curl.setopt(pycurl.URL, sys.argv[1])
curl.setopt(pycurl.CONNECT_ONLY, 2)
curl.perform()
closed = False


def receive(until):
    """Reads frames until a message, a pong or a Close frame has ended."""
    while True:
        octets, meta = again(lambda: curl.ws_recv(1 << 17))
        if meta.flags & until and meta.bytesleft == 0 and not meta.flags & pycurl.WS_CONT:
            return


MESSAGE = pycurl.WS_TEXT | pycurl.WS_BINARY
for length in LENGTHS:
    for flags, data in [
        (pycurl.WS_TEXT, (ALPHABET * (length // 37 + 1))[:length].encode()),
        (pycurl.WS_BINARY, bytes(index * 7 % 256 for index in range(length))),
    ]:
        sent = 0
        while True:
            part = data[sent:]
            sent += again(lambda: curl.ws_send(part, flags))
            if sent >= length:
                break
        receive(MESSAGE)
again(lambda: curl.ws_send(b"cli-ping", pycurl.WS_PING))
receive(pycurl.WS_PONG)
again(lambda: curl.ws_send(b"\x03\xe8bye", pycurl.WS_CLOSE))
receive(pycurl.WS_CLOSE)
curl.close()
