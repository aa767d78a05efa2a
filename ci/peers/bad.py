"""Servers that misbehave, each in one way, to prove that verdicts are right: bad.py KIND [PORT].

drop            completes the opening handshake and drops TCP
mute            completes it, reads, and never answers anything
wrong-echo      echoes the right number of wrong octets; pongs and closes as it should
ignore-illegal  an honest echo that silently drops illegal frames and never fails a connection
garbage         answers every read with octets that look random
flood           sends frames without end
endless-head    answers the request with a head that never ends
close-mid       closes TCP in the middle of an echoed frame
hang            takes the TCP connection and never answers the request
"""

import asyncio
import base64
import hashlib
import signal
import struct
import sys

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
LIMIT = 1 << 20


async def read_request(reader):
    head = await reader.readuntil(b"\r\n\r\n")
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"sec-websocket-key":
            return value.strip()
    raise ConnectionError("no key")


async def open_connection(reader, writer):
    key = await read_request(reader)
    accept = base64.b64encode(hashlib.sha1(key + GUID).digest())
    writer.write(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
    )
    await writer.drain()


async def read_frame(reader):
    first, second = await reader.readexactly(2)
    length = second & 0x7F
    if length == 126:
        (length,) = struct.unpack("!H", await reader.readexactly(2))
    elif length == 127:
        (length,) = struct.unpack("!Q", await reader.readexactly(8))
    if length > LIMIT:
        raise ConnectionError("too long")
    key = await reader.readexactly(4) if second & 0x80 else bytes(4)
    payload = await reader.readexactly(length)
    payload = bytes(octet ^ key[index % 4] for index, octet in enumerate(payload))
    return first >> 7, first >> 4 & 7, first & 15, payload, bool(second & 0x80)


def frame(opcode, payload):
    length = len(payload)
    if length < 126:
        header = bytes([0x80 | opcode, length])
    elif length < 65536:
        header = bytes([0x80 | opcode, 126]) + struct.pack("!H", length)
    else:
        header = bytes([0x80 | opcode, 127]) + struct.pack("!Q", length)
    return header + payload


async def echo(reader, writer, spoil=lambda payload: payload, cut=False):
    """An echo that silently drops whatever is illegal, and fails nothing."""
    message, kind = b"", None
    while True:
        fin, rsv, opcode, payload, masked = await read_frame(reader)
        if rsv or not masked or opcode in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15):
            continue
        if opcode >= 8:
            if not fin or len(payload) > 125:
                continue
            if opcode == 9:
                writer.write(frame(10, payload))
            if opcode == 8:
                writer.write(frame(8, payload[:2] if len(payload) >= 2 else b""))
                await writer.drain()
                return
            await writer.drain()
            continue
        if opcode:
            if kind is not None:
                continue
            message, kind = b"", opcode
        elif kind is None:
            continue
        message += payload
        if not fin:
            continue
        if kind == 1:
            try:
                message.decode()
            except UnicodeDecodeError:
                message, kind = b"", None
                continue
        octets = frame(kind, spoil(message))
        if cut:
            writer.write(octets[: len(octets) // 2])
            await writer.drain()
            return
        writer.write(octets)
        await writer.drain()
        message, kind = b"", None


async def handle(kind, reader, writer):
    if kind == "hang":
        while await reader.read(65536):
            pass
    if kind == "endless-head":
        await read_request(reader)
        writer.write(b"HTTP/1.1 101 Switching Protocols\r\n")
        while True:
            writer.write(b"X-Endless: " + b"a" * 1000 + b"\r\n")
            await writer.drain()
    await open_connection(reader, writer)
    if kind == "mute":
        while await reader.read(65536):
            pass
    elif kind == "wrong-echo":
        await echo(reader, writer, spoil=lambda payload: b"?" * len(payload))
    elif kind == "ignore-illegal":
        await echo(reader, writer)
    elif kind == "close-mid":
        await echo(reader, writer, cut=True)
    elif kind == "garbage":
        octets = hashlib.sha512(b"garbage").digest()
        while await reader.read(65536):
            writer.write(octets)
            await writer.drain()
            octets = hashlib.sha512(octets).digest()
    elif kind == "flood":
        while True:
            writer.write(frame(1, b"flood"))
            await writer.drain()


async def main():
    kind = sys.argv[1] if len(sys.argv) > 1 else ""
    kinds = [line.split()[0] for line in __doc__.splitlines()[2:] if line]
    if kind not in kinds:
        sys.exit(f"error: no kind {kind!r}; there are {', '.join(kinds)}")

    async def connection(reader, writer):
        try:
            await handle(kind, reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()

    port = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    server = await asyncio.start_server(connection, "127.0.0.1", port)
    print(f"listening on ws://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()


asyncio.run(main())
