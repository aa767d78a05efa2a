"""A reading of RFC 7692 sections 6 and 7.2 and of RFC 1951, for the vectors only.

It inflates bit by bit, from the first octet of a message every time, and shares nothing with zlib.
"""

from . import reading
from .reading import BINARY, CLOSE, CONTINUATION, INVALID_DATA, PING, PONG, PROTOCOL_ERROR, TEXT, TOO_BIG

RSV1 = 4

INVALID, INCOMPLETE = "7692-7.2.2-invalid-deflate", "7692-7.2.2-incomplete-block"

# RFC 1951 3.2.5: the first length or distance of each code, and its extra bits.
LENGTHS = [(3 + i, 0) for i in range(8)]
LENGTHS += [(3 + ((4 + i % 4) << (i // 4 - 1)), i // 4 - 1) for i in range(8, 28)] + [(258, 0)]
DISTANCES = [(1 + i, 0) for i in range(4)]
DISTANCES += [(1 + ((2 + i % 2) << (i // 2 - 1)), i // 2 - 1) for i in range(4, 30)]
# 3.2.7: the order of the lengths of the codes for lengths.
ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
FIXED_LITERALS = [8] * 144 + [9] * 112 + [7] * 24 + [8] * 8
FIXED_DISTANCES = [5] * 32


class Bad(Exception):
    """No continuation makes this DEFLATE data."""


class More(Exception):
    """The data ends inside a block."""


def codes(lengths):
    """3.2.2: the code of each symbol that has one, as {(length, code): symbol}. Every sequence of bits begins with one, save
    that a code may stand alone (3.2.7)."""
    used = sum(1 << 15 - length for length in lengths if length)
    if used != 1 << 15 and max(lengths) > 1 or used > 1 << 15:
        raise Bad
    table, code = {}, 0
    for length in range(1, 16):
        for symbol, own in enumerate(lengths):
            if own == length:
                table[length, code] = symbol
                code += 1
        code <<= 1
    return table


class Data:
    """The octets of a message, as bits."""

    def __init__(self, octets):
        self.octets, self.bit = octets, 0

    def bits(self, count):
        if self.bit + count > 8 * len(self.octets):
            raise More
        value = int.from_bytes(self.octets[self.bit // 8 : (self.bit + count + 7) // 8], "little") >> self.bit % 8
        self.bit += count
        return value & (1 << count) - 1

    def symbol(self, table):
        code = 0
        for length in range(1, 16):
            code = code << 1 | self.bits(1)
            if (length, code) in table:
                return table[length, code]
        raise Bad

    def align(self):
        self.bit = (self.bit + 7) // 8 * 8


def inflate(octets, window):
    """What comes out of the octets of a message, after a window: (output, window afterwards, state). The message may end when
    the state is None: all but the lengths of an empty stored block are there, which are the tail that 7.2.1 leaves out. Else it
    is INVALID, or INCOMPLETE as long as octets are missing."""
    data, out = Data(octets), bytearray(window)
    start, base, state = len(window), 0, INCOMPLETE
    try:
        while data.bit < 8 * len(octets):
            final, kind = data.bits(1), data.bits(2)
            if kind == 0:
                data.align()
                if data.bit == 8 * len(octets):
                    state = None
                else:
                    stored(data, out)
            elif kind == 1:
                block(data, out, codes(FIXED_LITERALS), codes(FIXED_DISTANCES), base)
            elif kind == 2:
                block(data, out, *dynamic(data), base)
            else:
                raise Bad
            if final:  # A data set ends, and the next has an empty window.
                data.align()
                base = len(out)
    except Bad:
        state = INVALID
    except More:
        pass
    return bytes(out[start:]), bytes(out[max(base, len(out) - 32768) :]), state


def stored(data, out):
    length = data.bits(16)
    if data.bits(16) != length ^ 0xFFFF:
        raise Bad
    at = data.bit // 8
    out += data.octets[at : at + length]
    if at + length > len(data.octets):
        raise More
    data.bit += 8 * length


def dynamic(data):
    literals, distances, count = 257 + data.bits(5), 1 + data.bits(5), 4 + data.bits(4)
    if literals > 286 or distances > 30:
        raise Bad
    lengths = [0] * 19
    for place in ORDER[:count]:
        lengths[place] = data.bits(3)
    table, lengths = codes(lengths), []
    while len(lengths) < literals + distances:
        symbol = data.symbol(table)
        if symbol < 16:
            lengths.append(symbol)
        elif symbol == 16:
            if not lengths:
                raise Bad
            lengths += lengths[-1:] * (3 + data.bits(2))
        else:
            lengths += [0] * (3 + data.bits(3) if symbol == 17 else 11 + data.bits(7))
    if len(lengths) > literals + distances or not lengths[256]:
        raise Bad
    return codes(lengths[:literals]), codes(lengths[literals:])


def block(data, out, literals, distances, base):
    while (symbol := data.symbol(literals)) != 256:
        if symbol < 256:
            out.append(symbol)
            continue
        if symbol > 285:
            raise Bad
        length, extra = LENGTHS[symbol - 257]
        length += data.bits(extra)
        symbol = data.symbol(distances)
        if symbol > 29:
            raise Bad
        distance, extra = DISTANCES[symbol]
        distance += data.bits(extra)
        if distance > min(len(out) - base, 32768):
            raise Bad
        for _ in range(length):
            out.append(out[-distance])


def receive(stream, receiver, forgets, limit=None, lax=frozenset()):
    """What an endpoint that agreed on permessage-deflate gets out of a stream of whole frames: as reading.receive does. A fault
    inside a compressed message is at the last octet of the frame in which it shows."""
    events, window, at = [], b"", 0
    opened, deflated, arrived, judged = None, False, b"", 0

    def fail(offset, clauses, code):
        events.append(("violation", (offset, clauses, code)))
        return events

    while at < len(stream):
        first = stream[at]
        # RSV1 has a meaning on the first frame of a data message; there the other rules are those without it.
        marked = first >> 4 & RSV1 and first & 15 in (TEXT, BINARY)
        plain = bytes([first & ~(RSV1 << 4)]) + stream[at + 1 : at + 14] if marked else stream[at : at + 14]
        fault = reading.header_fault(plain, receiver, opened is not None)
        if fault:
            return fail(at + fault[0], rsv1_clauses(first) + fault[1], fault[2])
        head = reading.header(stream[at : at + 14])
        start, end = at + head.octets, at + head.octets + head.length
        payload = stream[start:end]
        payload = reading.mask(head.key, payload) if head.key else payload
        if head.opcode == CLOSE:
            events.append(("close", (int.from_bytes(payload[:2], "big") if payload else None, payload[2:])))
            return events
        at = end
        if head.opcode in (PING, PONG):
            events.append(("ping" if head.opcode == PING else "pong", payload))
            continue
        if opened is None:
            opened, deflated, arrived = head.opcode, bool(marked), b""
            window = b"" if forgets else window
        arrived += payload
        if deflated:
            empty = head.fin and not arrived and "empty-payload" in lax
            message, after, fault = inflate(b"\x00" if empty else arrived, window)
        else:
            message, after, fault = arrived, window, None
        state = reading.utf8(message[:limit])[0] if opened == TEXT else "complete"
        if state == "invalid":
            return fail(
                end - 1, ["7692-6.1-utf8-after", "6455-5.6-text-invalid", "6455-8.1-invalid-utf8"], INVALID_DATA
            )
        if limit is not None and len(message) > limit:
            return fail(end - 1, ["7692-7.2.2-bomb", "6455-10.4-limits-protect"], TOO_BIG)
        if fault == INVALID or (fault == INCOMPLETE and head.fin):
            return fail(end - 1, [fault], PROTOCOL_ERROR)
        if not head.fin:
            continue
        if state == "incomplete":
            return fail(end - 1, ["7692-6.1-utf8-after", "6455-5.6-text-truncated-end"], INVALID_DATA)
        events.append(("text" if opened == TEXT else "binary", message))
        window, opened = after if deflated else window, None
    return events


def rsv1_clauses(first):
    """6.1: the bit is for the first frame of a data message alone."""
    if not first >> 4 & RSV1:
        return []
    if first & 15 >= 8:
        return ["7692-6.1-rsv1-control-recv"]
    return ["7692-6.1-rsv1-cont-recv"] if first & 15 == CONTINUATION else []
