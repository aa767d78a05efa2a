"""Servers that misbehave in permessage-deflate or in long exchanges, each in one way: bad_deflate.py KIND [PORT].

honest               agrees to every offer as it should, and echoes and closes as it should
never-compresses     agrees as it should and echoes uncompressed messages, which is legal
wrong-octets         echoes the right number of wrong octets
wide-window          agrees to server_max_window_bits and compresses with a window of 15 bits
takes-over           agrees to server_no_context_takeover and refers to earlier messages
ignores-offer        answers permessage-deflate without parameters, whatever was offered
unasked-window       answers client_max_window_bits if it was not offered, otherwise a larger server window than was offered
duplicate-parameter  answers a parameter twice
bomb-limit           closes with 1009 for a message above 64 KiB, with 1008 for one of more than 1000 fragments
closes-early         drops TCP in the middle of the 500th echo
drop                 drops TCP when the first message begins
"""

import asyncio
import base64
import codecs
import hashlib
import signal
import struct
import sys
import zlib

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TAIL = b"\x00\x00\xff\xff"
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
MESSAGE_LIMIT, FRAGMENT_LIMIT = 64 << 10, 1000
BOMB_LIMIT = 64 << 20
DROPPED = 500
LINGER = 2.0


class Violation(Exception):
    def __init__(self, code):
        self.code = code


class Deflate:
    """The extension as it was agreed."""

    def __init__(self, answer, window_bits, forgets):
        self.answer = answer
        self.window_bits = window_bits
        self.forgets = forgets
        self.compressor = None
        self.inflater = zlib.decompressobj(-15)

    def compress(self, message):
        if self.compressor is None or self.forgets:
            # zlib deflates with no window of 8 bits; flushed every 256 octets, it refers no further back.
            self.compressor = zlib.compressobj(6, zlib.DEFLATED, -max(9, self.window_bits))
        step, flush = (256, zlib.Z_FULL_FLUSH) if self.window_bits == 8 else (len(message) or 1, zlib.Z_SYNC_FLUSH)
        pieces = [message[at : at + step] for at in range(0, len(message), step)]
        octets = b"".join(self.compressor.compress(piece) + self.compressor.flush(flush) for piece in pieces)
        return octets.removesuffix(TAIL) or b"\x00"

    def inflate(self, octets, limit):
        octets += TAIL
        out = b""
        while octets:
            try:
                out += self.inflater.decompress(octets, limit + 1 - len(out))
            except zlib.error:
                raise Violation(1007) from None
            if len(out) > limit:
                raise Violation(1009)
            octets = self.inflater.unconsumed_tail
            if self.inflater.eof:
                # A final block; what follows begins anew.
                octets = self.inflater.unused_data
                self.inflater = zlib.decompressobj(-15)
        return out


def offers(header):
    """The offers of permessage-deflate that can be accepted, as a dictionary of parameters each."""
    for element in header.split(","):
        name, *parameters = [part.strip() for part in element.split(";")]
        offer = {}
        for parameter in parameters:
            key, has_value, value = (part.strip() for part in parameter.partition("="))
            value = value.strip('"')
            window = value in [str(bits) for bits in range(8, 16)]
            if key in offer or not {
                "server_no_context_takeover": not has_value,
                "client_no_context_takeover": not has_value,
                "server_max_window_bits": window,
                "client_max_window_bits": window or not has_value,
            }.get(key, False):
                break
            offer[key] = value
        else:
            if name == "permessage-deflate":
                yield offer


def agree(kind, header):
    offer = next(offers(header), None)
    if offer is None:
        return None
    forgets = "server_no_context_takeover" in offer
    window_bits = int(offer.get("server_max_window_bits", 15))
    window = window_bits if "server_max_window_bits" in offer else None
    parameters = ["server_no_context_takeover"] if forgets else []
    if kind == "ignores-offer":
        return Deflate("permessage-deflate", 15, False)
    if kind == "unasked-window":
        if "client_max_window_bits" not in offer:
            parameters.append("client_max_window_bits=15")
        elif window and window < 15:
            window = window_bits = window + 1
    if window:
        parameters.append(f"server_max_window_bits={window}")
    if kind == "duplicate-parameter":
        parameters = (parameters or ["server_no_context_takeover"]) * 2
        forgets = forgets or "server_no_context_takeover" in parameters
    if kind == "wide-window":
        window_bits = 15
    if kind == "takes-over":
        forgets = False
    return Deflate("; ".join(["permessage-deflate", *parameters]), window_bits, forgets)


def frame(opcode, payload, rsv=0):
    length = len(payload)
    first = 0x80 | rsv << 4 | opcode
    if length < 126:
        return struct.pack("!BB", first, length) + payload
    if length < 65536:
        return struct.pack("!BBH", first, 126, length) + payload
    return struct.pack("!BBQ", first, 127, length) + payload


def unmask(payload, key):
    length = len(payload)
    mask = int.from_bytes((key * (length // 4 + 1))[:length], "big")
    return (int.from_bytes(payload, "big") ^ mask).to_bytes(length, "big")


def is_close_code(code):
    return 1000 <= code <= 1003 or 1007 <= code <= 1014 or 3000 <= code <= 4999


class Peer(asyncio.Protocol):
    def __init__(self, kind):
        self.kind = kind
        self.octets = bytearray()
        self.opened = False
        self.deflate = None
        # The message that is open: its opcode, whether it is compressed, its fragments and, if it is text, the decoder.
        self.opcode = None
        self.compressed = False
        self.fragments = []
        self.length = 0
        self.decoder = None
        self.echoes = 0
        self.closing = False

    def connection_made(self, transport):
        self.transport = transport

    def pause_writing(self):
        self.transport.pause_reading()

    def resume_writing(self):
        self.transport.resume_reading()

    def data_received(self, octets):
        self.octets += octets
        if not self.opened:
            head, separator, rest = bytes(self.octets).partition(b"\r\n\r\n")
            if not separator:
                return
            self.octets = bytearray(rest)
            self.open(head.decode("latin-1"))
        self.read_frames()

    def open(self, head):
        headers = {}
        for line in head.split("\r\n")[1:]:
            name, _, value = line.partition(":")
            headers.setdefault(name.strip().lower(), []).append(value.strip())
        if "sec-websocket-key" not in headers:
            self.transport.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            self.transport.close()
            return
        self.opened = True
        key = headers["sec-websocket-key"][0].encode()
        accept = base64.b64encode(hashlib.sha1(key + GUID).digest()).decode()
        lines = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"]
        lines.append(f"Sec-WebSocket-Accept: {accept}")
        self.deflate = agree(self.kind, ",".join(headers.get("sec-websocket-extensions", [])))
        if self.deflate:
            lines.append(f"Sec-WebSocket-Extensions: {self.deflate.answer}")
        self.transport.write(("\r\n".join(lines) + "\r\n\r\n").encode())

    def read_frames(self):
        octets, at = self.octets, 0
        while len(octets) - at >= 2 and not self.transport.is_closing():
            first, second = octets[at], octets[at + 1]
            length, header = second & 0x7F, 2
            if length >= 126:
                header, form = (4, "!H") if length == 126 else (10, "!Q")
                if len(octets) - at < header:
                    break
                (length,) = struct.unpack_from(form, octets, at + 2)
            payload = at + header + (4 if second & 0x80 else 0)
            try:
                if not self.closing:
                    self.check_header(first, second, length)
                if len(octets) < payload + length:
                    break
                at = payload + length
                key = octets[payload - 4 : payload] if second & 0x80 else bytes(4)
                self.frame(first, unmask(octets[payload:at], key))
            except Violation as violation:
                self.fail(violation.code)
        del octets[:at]

    def check_header(self, first, second, length):
        fin, rsv, opcode = first >> 7, first >> 4 & 7, first & 15
        compressed = rsv == 4 and self.deflate and opcode in (1, 2)
        if (rsv and not compressed) or not second & 0x80 or opcode not in (0, 1, 2, CLOSE, PING, PONG):
            raise Violation(1002)
        if opcode >= CLOSE and (not fin or length > 125):
            raise Violation(1002)
        if length < {126: 126, 127: 65536}.get(second & 0x7F, 0):
            raise Violation(1002)
        if opcode < CLOSE and (opcode == 0) == (self.opcode is None):
            raise Violation(1002)
        if length > BOMB_LIMIT:
            raise Violation(1009)

    def frame(self, first, payload):
        opcode = first & 15
        if opcode == CLOSE:
            self.close(payload)
        elif self.closing:
            pass
        elif opcode == PING:
            self.transport.write(frame(PONG, payload))
        elif opcode != PONG:
            self.fragment(opcode, first, payload)

    def fragment(self, opcode, first, payload):
        if opcode:
            self.opcode, self.compressed = opcode, bool(first & 0x40)
            self.fragments, self.length = [], 0
            self.decoder = codecs.getincrementaldecoder("utf-8")()
            if self.kind == "drop":
                self.transport.close()
                return
        self.fragments.append(payload)
        self.length += len(payload)
        if self.kind == "bomb-limit" and len(self.fragments) > FRAGMENT_LIMIT:
            raise Violation(1008)
        if self.length > self.limit():
            raise Violation(1009)
        if not self.compressed:
            self.check_text(payload, first & 0x80)
        if first & 0x80:
            message = b"".join(self.fragments)
            if self.compressed:
                message = self.deflate.inflate(message, self.limit())
                self.check_text(message, True)
            self.echo(self.opcode, message)
            self.opcode = None

    def limit(self):
        return MESSAGE_LIMIT if self.kind == "bomb-limit" else BOMB_LIMIT

    def check_text(self, octets, final):
        if self.opcode == TEXT:
            try:
                self.decoder.decode(octets, bool(final))
            except UnicodeDecodeError:
                raise Violation(1007) from None

    def echo(self, opcode, message):
        if self.kind == "wrong-octets":
            wrong = b"?" * len(message)
            message = b"!" * len(message) if wrong == message else wrong
        rsv = 0
        if self.deflate and self.kind != "never-compresses":
            message, rsv = self.deflate.compress(message), 4
        octets = frame(opcode, message, rsv)
        self.echoes += 1
        if self.kind == "closes-early" and self.echoes == DROPPED:
            self.transport.write(octets[: len(octets) // 2])
            self.transport.close()
            return
        self.transport.write(octets)

    def close(self, payload):
        if not self.closing:
            if len(payload) == 1 or (payload and not is_close_code(int.from_bytes(payload[:2], "big"))):
                raise Violation(1002)
            try:
                payload[2:].decode()
            except UnicodeDecodeError:
                raise Violation(1007) from None
            self.transport.write(frame(CLOSE, payload[:2]))
        self.transport.close()

    def fail(self, code):
        """Sends a Close frame and waits for the answer: if TCP is closed with octets unread, the frame may be lost."""
        self.closing = True
        self.transport.write(frame(CLOSE, struct.pack("!H", code)))
        asyncio.get_running_loop().call_later(LINGER, self.transport.close)


async def main():
    kind = sys.argv[1] if len(sys.argv) > 1 else ""
    kinds = [line.split()[0] for line in __doc__.splitlines()[2:] if line]
    if kind not in kinds:
        sys.exit(f"error: no kind {kind!r}; there are {', '.join(kinds)}")
    port = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Peer(kind), "127.0.0.1", port, backlog=1024)
    print(f"listening on ws://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()


asyncio.run(main())
