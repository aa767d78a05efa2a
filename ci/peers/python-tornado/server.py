"""An echo server on Python's `tornado`, with its defaults, but permessage-deflate and messages of up to 64 MiB."""

import asyncio
import sys

from tornado import httpserver, netutil, web, websocket


class Echo(websocket.WebSocketHandler):
    def check_origin(self, _):
        return True

    def get_compression_options(self):
        return {}

    def on_message(self, message):
        self.write_message(message, binary=isinstance(message, bytes))


async def main():
    sockets = netutil.bind_sockets(int(sys.argv[1]) if len(sys.argv) > 1 else 0, "127.0.0.1")
    application = web.Application([(r"/.*", Echo)], websocket_max_message_size=1 << 26)
    httpserver.HTTPServer(application).add_sockets(sockets)
    print(f"listening on ws://127.0.0.1:{sockets[0].getsockname()[1]}", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
