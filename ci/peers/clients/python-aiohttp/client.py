"""Plays the cases of a fuzzing server on the client of PyPI's `aiohttp`, with permessage-deflate."""

import asyncio
import sys

import aiohttp

URL, AGENT = sys.argv[1:3]


def visit(session, path, **query):
    return session.ws_connect(URL + path, params=query, compress=15, max_msg_size=2**26)


async def count_cases(session):
    async with visit(session, "/getCaseCount") as connection:
        return int((await connection.receive()).data)


async def run_case(session, index):
    async with visit(session, "/runCase", case=index, agent=AGENT) as connection:
        async for message in connection:
            if message.type == aiohttp.WSMsgType.TEXT:
                await connection.send_str(message.data)
            elif message.type == aiohttp.WSMsgType.BINARY:
                await connection.send_bytes(message.data)
            else:
                break


async def main(first="1", last=None):
    async with aiohttp.ClientSession() as session:
        for index in range(int(first), int(last or await count_cases(session)) + 1):
            try:
                await run_case(session, index)
            except aiohttp.ClientError as error:
                print(f"{index}: {error}")  # what cases are made for: an echo that comes too late, say
        async with visit(session, "/updateReports", agent=AGENT):
            pass


asyncio.run(main(*sys.argv[3:]))
