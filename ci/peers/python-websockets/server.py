"""An echo server on Python's `websockets`, with its defaults, permessage-deflate among them, but messages of up to 64 MiB."""

import asyncio
import signal
import sys

from websockets.asyncio.server import serve
from websockets.exceptions import ProtocolError


async def answer(connection, message):
    """Closes when it is asked to, as in `wsspec:close 4001 bye`, and sends every other message back."""
    if not isinstance(message, str) or not message.startswith("wsspec:close"):
        return await connection.send(message)
    _, code, reason = (message + "  ").split(" ", 2)
    try:
        await connection.close(int(code or 1000), reason.strip())
    except ProtocolError:
        pass  # a reason that is too long


async def echo(connection):
    async for message in connection:
        await answer(connection, message)


async def main():
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    async with serve(echo, "127.0.0.1", port, max_size=1 << 26) as server:
        print(f"listening on ws://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        await stop.wait()


asyncio.run(main())
