"""Python websockets: python client_websockets.py URL. Its first message is fragmented."""

import asyncio
import sys

import websockets

LENGTHS = [0, 5, 125, 126, 65535, 65536]
ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz "


async def main():
    async with websockets.connect(sys.argv[1]) as socket:
        await socket.send(iter(["frag", "men", "ted"]))
        for length in LENGTHS:
            await socket.send((ALPHABET * (length // 37 + 1))[:length])
            await socket.send(bytes(index * 7 % 256 for index in range(length)))
        await (await socket.ping("cli-ping"))
        for _ in range(2 * len(LENGTHS) + 1):
            await socket.recv()
        await socket.close(1000, "bye")


asyncio.run(main())
