"""A reading of RFC 6455 sections 5, 7.4 and 8.1, for the vectors only.

It is slow and plain on purpose: whole buffers, no state but what the RFC names, nothing shared with any codec. A fault is
`(offset, clauses, close_code)`: `offset` is the index of the first octet after which no continuation is legal, `clauses`
are the rules broken at that octet.
"""

from dataclasses import dataclass

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
DATA, CONTROL = (TEXT, BINARY), (CLOSE, PING, PONG)

# The key of the examples in section 5.7.
KEY = bytes.fromhex("37fa213d")

PROTOCOL_ERROR, INVALID_DATA, TOO_BIG = 1002, 1007, 1009

# The faults that bind the sender only, or that a registry may one day lift: a receiver may let them pass.
LENGTH_FAULTS = {"6455-5.2-len-minimal-recv-16", "6455-5.2-len-minimal-recv-64", "6455-5.2-len-minimal-control"}
CODE_FAULTS = {"6455-7.4.2-1000-2999", "6455-7.4.2-5000-up"}


def mask(key, data, offset=0):
    """5.3: octet i XOR octet i modulo 4 of the key. `offset` octets of the payload went before `data`."""
    return bytes(octet ^ key[(offset + i) % 4] for i, octet in enumerate(data))


@dataclass
class Header:
    fin: bool
    rsv: int  # 4 is RSV1, 2 is RSV2, 1 is RSV3
    opcode: int
    key: bytes | None
    form: int  # bits of the length: 7, 16 or 64
    length: int
    octets: int  # of the header, the masking key included

    def minimal(self):
        return self.form == (7 if self.length <= 125 else 16 if self.length <= 65535 else 64)


def frame(opcode, payload=b"", fin=True, rsv=0, key=None, form=None, length=None):
    """The octets of a frame. `form` and `length` say what the length field is to be instead of what it should be."""
    length = len(payload) if length is None else length
    form = form or (7 if length <= 125 else 16 if length <= 65535 else 64)
    first, second = fin << 7 | rsv << 4 | opcode, {7: length, 16: 126, 64: 127}[form]
    extended = b"" if form == 7 else length.to_bytes(form // 8, "big")
    if key is None:
        return bytes([first, second]) + extended + payload
    return bytes([first, second | 0x80]) + extended + key + mask(key, payload)


def header(octets):
    """5.2: the header at the start of `octets`, or None when it is incomplete."""
    if len(octets) < 2:
        return None
    field = octets[1] & 0x7F
    form = {126: 16, 127: 64}.get(field, 7)
    end = 2 + (0 if form == 7 else form // 8)
    masked = octets[1] & 0x80
    if len(octets) < end + (4 if masked else 0):
        return None
    length = field if form == 7 else int.from_bytes(octets[2:end], "big")
    key = octets[end : end + 4] if masked else None
    return Header(octets[0] >= 0x80, octets[0] >> 4 & 7, octets[0] & 15, key, form, length, end + (4 if masked else 0))


def header_fault(octets, receiver, in_message):
    """The first fault in as much of a header as `octets` holds, when no extension is negotiated."""
    for offset in range(len(octets)):
        clauses = (
            first_octet_faults(octets[0], in_message)
            if offset == 0
            else second_octet_faults(octets, receiver) if offset == 1 else length_faults(octets, offset)
        )
        if clauses:
            return offset, clauses, PROTOCOL_ERROR
    return None


def first_octet_faults(octet, in_message):
    fin, rsv, opcode = octet & 0x80, octet >> 4 & 7, octet & 15
    clauses = []
    if rsv:
        clauses += ["6455-5.2-rsv-control-recv"] if opcode >= 8 else []
        clauses += ["6455-5.2-rsv-continuation-recv"] if opcode == CONTINUATION else []
        clauses += [f"6455-5.2-rsv{n}-recv" for n, bit in ((1, 4), (2, 2), (3, 1)) if rsv & bit]
    if 3 <= opcode <= 7:
        clauses += ["6455-5.2-opcode-unknown-data"]
    if opcode >= 11:
        clauses += ["6455-5.2-opcode-unknown-control"]
    if opcode >= 8 and not fin:
        clauses += ["6455-5.5-control-frag-recv"]
    if opcode == CONTINUATION and not in_message:
        clauses += ["6455-5.4-stray-continuation"]
    if opcode in DATA and in_message:
        clauses += ["6455-5.4-interleave"]
    return clauses


def second_octet_faults(octets, receiver):
    masked, field = octets[1] & 0x80, octets[1] & 0x7F
    clauses = []
    if receiver == "server" and not masked:
        clauses += ["6455-5.1-server-rejects-unmasked"]
    if receiver == "client" and masked:
        clauses += ["6455-5.1-client-rejects-masked"]
    if octets[0] & 15 >= 8 and field > 125:
        # The field alone is a fault. Which one, only the length says; who fails at once cannot know, so either may be named.
        either = ["6455-5.5-control-len-recv", "6455-5.2-len-minimal-control"]
        end = 4 if field == 126 else 10
        small = len(octets) >= end and int.from_bytes(octets[2:end], "big") <= 125
        clauses += reversed(either) if small else either
    if octets[0] & 15 == CLOSE and field == 1:
        clauses += ["6455-5.5.1-code-first"]
    return clauses


def length_faults(octets, offset):
    field = octets[1] & 0x7F
    if offset == 2 and field == 127 and octets[2] & 0x80:
        return ["6455-5.2-len64-msb-recv"]
    if offset == 3 and field == 126 and int.from_bytes(octets[2:4], "big") < 126:
        return ["6455-5.2-len-minimal-recv-16"]
    if offset == 7 and field == 127 and not any(octets[2:8]):
        return ["6455-5.2-len-minimal-recv-64"]
    return []


# RFC 3629 section 4: for each first octet, the ranges of the octets that must follow.
TAIL = (0x80, 0xBF)
UTF8 = [
    ((0x00, 0x7F), []),
    ((0xC2, 0xDF), [TAIL]),
    ((0xE0, 0xE0), [(0xA0, 0xBF), TAIL]),
    ((0xE1, 0xEC), [TAIL, TAIL]),
    ((0xED, 0xED), [(0x80, 0x9F), TAIL]),
    ((0xEE, 0xEF), [TAIL, TAIL]),
    ((0xF0, 0xF0), [(0x90, 0xBF), TAIL, TAIL]),
    ((0xF1, 0xF3), [TAIL, TAIL, TAIL]),
    ((0xF4, 0xF4), [(0x80, 0x8F), TAIL, TAIL]),
]


def utf8(octets):
    """("complete", None), ("incomplete", None) or ("invalid", the first octet after which nothing makes it valid)."""
    owed = []
    for i, octet in enumerate(octets):
        if owed:
            low, high = owed[0]
            if not low <= octet <= high:
                return "invalid", i
            owed = owed[1:]
        else:
            tails = [tails for (low, high), tails in UTF8 if low <= octet <= high]
            if not tails:
                return "invalid", i
            owed = tails[0]
    return ("incomplete", None) if owed else ("complete", None)


def code_clause(code):
    """7.4: the rule a received status code breaks, or None. 1012 to 1014 are in the IANA registry."""
    if code <= 999:
        return "6455-7.4.2-0-999"
    if code == 1004:
        return "6455-7.4.1-1004"
    if code in (1005, 1006, 1015):
        return f"6455-7.4.1-{code}-recv"
    if code >= 5000:
        return "6455-7.4.2-5000-up"
    return "6455-7.4.2-1000-2999" if 1016 <= code <= 2999 else None


def close_fault(body, whole):
    """5.5.1: the fault in as much of the body of a Close frame as there is. A body of one octet fails in its header."""
    if len(body) >= 1 and all(code_clause(body[0] << 8 | low) for low in range(256)):
        return 0, [code_clause(body[0] << 8)], PROTOCOL_ERROR
    if len(body) >= 2 and code_clause(body[0] << 8 | body[1]):
        return 1, [code_clause(body[0] << 8 | body[1])], PROTOCOL_ERROR
    state, at = utf8(body[2:])
    if state == "invalid":
        return 2 + at, ["6455-5.5.1-reason-invalid", "6455-8.1-invalid-utf8"], INVALID_DATA
    if state == "incomplete" and whole:
        return len(body) - 1, ["6455-5.5.1-reason-invalid", "6455-8.1-invalid-utf8"], INVALID_DATA
    return None


def receive(stream, receiver, tolerated=frozenset()):
    """What an endpoint gets out of a stream, as (kind, value) pairs; the last may be ("violation", fault).

    A fault whose first clause is in `tolerated` is let pass.
    """
    events, opened, message, at = [], None, b"", 0

    def fails(base, fault):
        if not fault or fault[1][0] in tolerated:
            return False
        events.append(("violation", (base + fault[0], fault[1], fault[2])))
        return True

    while at < len(stream):
        if fails(at, header_fault(stream[at : at + 14], receiver, opened is not None)):
            break
        head = header(stream[at : at + 14])
        if head is None:
            break
        start, end = at + head.octets, at + head.octets + head.length
        payload, whole = stream[start:end], end <= len(stream)
        payload = mask(head.key, payload) if head.key else payload
        if head.opcode == CLOSE:
            if not fails(start, close_fault(payload, whole)) and whole:
                code = int.from_bytes(payload[:2], "big") if payload else None
                events.append(("close", (code, payload[2:])))
            break
        if head.opcode in (PING, PONG):
            if whole:
                events.append(("ping" if head.opcode == PING else "pong", payload))
        else:
            opened = opened or head.opcode
            before, message = len(message), message + payload
            if opened == TEXT:
                state, index = utf8(message)
                if state == "invalid":
                    fails(start, (index - before, ["6455-5.6-text-invalid", "6455-8.1-invalid-utf8"], INVALID_DATA))
                    break
                if state == "incomplete" and head.fin and whole:
                    fails(0, (end - 1, ["6455-5.6-text-truncated-end", "6455-8.1-invalid-utf8"], INVALID_DATA))
                    break
            if whole and head.fin:
                events.append(("text" if opened == TEXT else "binary", message))
                opened, message = None, b""
        at = end
    return events
