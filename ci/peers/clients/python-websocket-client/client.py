"""Plays the cases of a fuzzing server on PyPI's `websocket-client`, which blocks and knows no extension."""

import sys
from urllib.parse import quote

import websocket

URL, AGENT = sys.argv[1], quote(sys.argv[2], safe="")
ECHOED = (websocket.ABNF.OPCODE_TEXT, websocket.ABNF.OPCODE_BINARY)


def count_cases():
    connection = websocket.create_connection(f"{URL}/getCaseCount")
    count = int(connection.recv())
    connection.close()
    return count


def run_case(index):
    try:
        connection = websocket.create_connection(f"{URL}/runCase?case={index}&agent={AGENT}")
    except (websocket.WebSocketException, OSError) as error:
        print(f"{index}: {error}")
        return
    status = websocket.STATUS_NORMAL
    try:
        while connection.connected:
            opcode, message = connection.recv_data()
            if opcode in ECHOED:
                connection.send(message, opcode)
            elif opcode == websocket.ABNF.OPCODE_CLOSE:
                break
    except websocket.WebSocketProtocolException:
        status = websocket.STATUS_PROTOCOL_ERROR
    except websocket.WebSocketPayloadException:
        status = websocket.STATUS_INVALID_PAYLOAD
    except (websocket.WebSocketException, OSError):
        pass  # the connection is gone, which cases are made for
    finally:
        connection.close(status)


def main(first="1", last=None):
    for index in range(int(first), int(last or count_cases()) + 1):
        run_case(index)
    websocket.create_connection(f"{URL}/updateReports?agent={AGENT}", timeout=60).close()


main(*sys.argv[3:])
