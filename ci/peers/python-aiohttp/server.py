"""An echo server on Python's `aiohttp`, with its defaults, permessage-deflate among them, but messages of up to 64 MiB."""

import asyncio
import sys

from aiohttp import WSMsgType, web


async def close(socket, asked):
    """Closes as it is asked to, as in `wsspec:close 4001 bye`."""
    _, code, reason = (asked + "  ").split(" ", 2)
    await socket.close(code=int(code or 1000), message=reason.strip().encode())


async def echo(request):
    socket = web.WebSocketResponse(max_msg_size=1 << 26)
    await socket.prepare(request)
    async for message in socket:
        if message.type == WSMsgType.TEXT and message.data.startswith("wsspec:close"):
            await close(socket, message.data)
        elif message.type == WSMsgType.TEXT:
            await socket.send_str(message.data)
        elif message.type == WSMsgType.BINARY:
            await socket.send_bytes(message.data)
    return socket


async def main():
    app = web.Application()
    app.router.add_get("/{path:.*}", echo)
    runner = web.AppRunner(app)
    await runner.setup()
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    await web.TCPSite(runner, "127.0.0.1", port).start()
    print(f"listening on ws://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
