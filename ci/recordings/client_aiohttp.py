"""Python aiohttp: python client_aiohttp.py URL plain|deflate"""

import asyncio
import sys

import aiohttp

LENGTHS = [0, 5, 125, 126, 65535, 65536]
ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz "


async def main():
    compress = 15 if sys.argv[2] == "deflate" else 0
    async with aiohttp.ClientSession() as session, session.ws_connect(sys.argv[1], compress=compress) as socket:
        for length in LENGTHS:
            await socket.send_str((ALPHABET * (length // 37 + 1))[:length])
            await socket.send_bytes(bytes(index * 7 % 256 for index in range(length)))
        await socket.ping(b"cli-ping")
        for _ in range(2 * len(LENGTHS)):
            await socket.receive()
        await socket.close(code=1000, message=b"bye")


asyncio.run(main())
