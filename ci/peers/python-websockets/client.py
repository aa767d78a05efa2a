"""An echo client on Python's websockets: `python client.py [--loop]`, the URL in $WSSPEC_URL. With --loop it connects
again and again, until it is answered with 410 or refused."""

import asyncio
import os
import sys

import websockets
from websockets.asyncio.client import connect
from websockets.exceptions import ProtocolError

URL = os.environ.get("WSSPEC_URL", "ws://127.0.0.1:9001/")


async def answer(connection, message):
    """Closes when it is asked to, as in `wsspec:close 4001 bye`, and sends every other message back."""
    if not isinstance(message, str) or not message.startswith("wsspec:close"):
        return await connection.send(message)
    _, code, reason = (message + "  ").split(" ", 2)
    try:
        await connection.close(int(code or 1000), reason.strip())
    except ProtocolError:
        pass  # a reason that is too long


async def echo():
    """Sends every message back; true when there is nothing more to play."""
    try:
        async with connect(URL, max_size=64 << 20, ping_interval=None, proxy=None) as socket:
            async for message in socket:
                await answer(socket, message)
    except websockets.InvalidStatus as refused:
        print(refused, file=sys.stderr)
        return refused.response.status_code == 410
    except ConnectionRefusedError as refused:
        print(refused, file=sys.stderr)
        return True
    except (websockets.WebSocketException, OSError, EOFError, asyncio.TimeoutError, ValueError) as error:
        print(repr(error), file=sys.stderr)
    return False


async def main():
    while not await echo() and "--loop" in sys.argv:
        pass


asyncio.run(main())
