"""Plays the cases of a fuzzing server on PyPI's `websockets`, with its defaults, which offer permessage-deflate."""

import asyncio
import json
import sys
from urllib.parse import quote

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

URL, AGENT = sys.argv[1], quote(sys.argv[2], safe="")


async def count_cases():
    async with connect(f"{URL}/getCaseCount") as connection:
        return json.loads(await connection.recv())


async def run_case(index):
    try:
        async with connect(f"{URL}/runCase?case={index}&agent={AGENT}", max_size=2**26) as connection:
            async for message in connection:
                await connection.send(message)
    except (WebSocketException, OSError) as error:
        print(f"{index}: {error}")  # what cases are made for


async def main(first="1", last=None):
    for index in range(int(first), int(last or await count_cases()) + 1):
        await run_case(index)
    async with connect(f"{URL}/updateReports?agent={AGENT}", open_timeout=60):
        pass


asyncio.run(main(*sys.argv[3:]))
