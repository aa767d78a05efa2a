"""utf8.json and close.json: what a payload may hold (RFC 6455 5.5.1, 5.6, 7.4)."""

import itertools

from . import reading
from .reading import CLOSE, frame
from .shape import group, octets, vector, violation
from .streams import BAD_TEXT, CODES


def viable(prefix):
    """Whether some tail makes it UTF-8: Python's whole-buffer decoder is the witness. (Its incremental one is late at ED A0.)"""
    for size in range(4):
        for tail in itertools.product(b"\x80\x90\xa0\xbf", repeat=size):
            try:
                (prefix + bytes(tail)).decode()
                return True
            except UnicodeDecodeError:
                pass
    return False


def utf8_vector(id, comment, data, prefixes=False):
    state, at = reading.utf8(data)
    end = len(data) if at is None else at
    assert all(viable(data[:size]) == (size <= end) for size in range(len(data) + 1) if size < 100), id
    more = {"fails_at": at} if state == "invalid" else {}
    more |= {"prefixes": [reading.utf8(data[:n])[0] for n in range(len(data) + 1)]} if prefixes else {}
    return vector(
        id, comment, input=octets(data), result="valid" if state == "complete" else "invalid", state=state, **more
    )


def utf8_file():
    points = [
        0,
        0x7F,
        0x80,
        0x7FF,
        0x800,
        0xFFF,
        0x1000,
        0xCFFF,
        0xD000,
        0xD7FF,
        0xE000,
        0xFDD0,
        0xFDEF,
        0xFEFF,
        0xFFFD,
        0xFFFE,
        0xFFFF,
        0x10000,
        0x1FFFE,
        0x1FFFF,
        0x3FFFF,
        0x40000,
        0xFFFFF,
        0x100000,
        0x10FFFE,
        0x10FFFF,
    ]
    ends = [utf8_vector(f"u+{point:04x}", f"U+{point:04X}", chr(point).encode()) for point in points]
    ends += [
        utf8_vector("surrogate-neighbours", "U+D7FF and U+E000", "\ud7ff\ue000".encode()),
        utf8_vector("empty", "no octets", b""),
    ]
    firsts = [
        utf8_vector(f"first-{octet:02x}", f"the octet {octet:02X} alone", bytes([octet]))
        for octet in range(0x80, 0x100)
    ]
    seconds = [
        utf8_vector(f"second-{first:02x}{second:02x}", f"{second:02X} after {first:02X}", bytes([first, second]))
        for first in (0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4)
        for second in (0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF)
    ]
    later = [
        utf8_vector(
            f"later-{(start + bytes([octet])).hex()}", f"{octet:02X} after {start.hex()}", start + bytes([octet]) + rest
        )
        for start, rest in (
            (b"\xe0\xa0", b""),
            (b"\xed\x9f", b""),
            (b"\xef\xbf", b""),
            (b"\xf0\x90", b"\x80"),
            (b"\xf4\x8f", b"\xbf"),
            (b"\xf0\x90\x80", b""),
            (b"\xf4\x8f\xbf", b""),
        )
        for octet in (0x7F, 0x80, 0xBF, 0xC0)
    ]

    def raw(point, size):  # the bits of a code point in `size` octets, whether that is allowed or not
        lead = {2: 0xC0, 3: 0xE0, 4: 0xF0, 5: 0xF8, 6: 0xFC}[size]
        return bytes([lead | point >> 6 * (size - 1)] + [0x80 | point >> 6 * n & 0x3F for n in range(size - 2, -1, -1)])

    wrong = [
        utf8_vector(f"overlong-{point:04x}-{size}", f"U+{point:04X} in {size} octets", raw(point, size))
        for point, least in ((0, 1), (0x2F, 1), (0x7F, 1), (0x7FF, 2), (0xFFFF, 3))
        for size in range(least + 1, 7)
    ]
    wrong += [
        utf8_vector(f"surrogate-{point:04x}", f"U+{point:04X}", raw(point, 3))
        for point in (0xD800, 0xDB7F, 0xDBFF, 0xDC00, 0xDFFF)
    ]
    wrong += [utf8_vector("surrogate-pair", "U+1F600 as two surrogates", raw(0xD83D, 3) + raw(0xDE00, 3))]
    wrong += [
        utf8_vector(f"above-{point:x}", f"{point:X}, above 10FFFF", raw(point, size))
        for point, size in (
            (0x110000, 4),
            (0x13FFFF, 4),
            (0x1FFFFF, 4),
            (0x200000, 5),
            (0x3FFFFFF, 5),
            (0x4000000, 6),
            (0x7FFFFFFF, 6),
        )
    ]
    wrong += [
        utf8_vector(f"text-{name}", f"{what}, between ASCII", b"ok" + data + b"ok") for name, data, _, what in BAD_TEXT
    ]
    long = [
        utf8_vector(f"long-{n}-{name}", f"{n} octets of ASCII, then {what}", b"*" * n + data)
        for n in (7, 8, 15, 16, 31, 32, 63, 64, 65, 1023, 65536)
        for name, data, what in (
            ("euro", "€".encode(), "U+20AC"),
            ("truncated", "€".encode()[:2], "two octets of U+20AC"),
            ("ff", b"\xffa", "FF and a"),
        )
    ]
    strings = {
        "ascii": b"Hello",
        "kosme": "κόσμε".encode(),
        "one-to-four": "aß€😀z".encode(),
        "edges": "\x7f\u0080\u07ff\u0800\uffff\U00010000\U0010ffff".encode(),
        "surrogate": b"a\xed\xa0\x80b",
        "kosme-surrogate-edited": "κόσμε".encode() + b"\xed\xa0\x80edited",
        "above": b"\xce\xba\xf4\x90\x80\x80!",
        "overlong": b"a\xf0\x8f\xbf\xbf",
        "tail-missing": "€".encode()[:2] + b"a",
        "truncated-at-end": "a😀".encode()[:-1],
        "stray-tail": "ß".encode() + b"\x80",
    }
    cuts = [
        utf8_vector(f"cut-{name}", "the state after each prefix", data, prefixes=True) for name, data in strings.items()
    ]
    return [
        group("code-points", "Code points at the edges of the table, noncharacters among them: all valid.", ends),
        group("first-octets", "Every octet above 7F as the first.", firsts),
        group("second-octets", "Second octets at the edges.", seconds),
        group("later-octets", "Third and fourth octets at the edges.", later),
        group("forbidden", "Overlong forms, surrogates, values above 10FFFF, forms of five and six octets.", wrong),
        group("long", "A fault or a cut after much ASCII.", long),
        group("prefixes", "Strings with the state after 0, 1, 2 … octets.", cuts),
    ]


def close_vector(id, comment, body, may_send=None, flags=()):
    wire = frame(CLOSE, body)
    fault = reading.header_fault(wire[: reading.header(wire).octets], "client", False)
    at_header = fault is not None
    fault = fault or reading.close_fault(body, whole=True)
    event = {"code": int.from_bytes(body[:2], "big") if len(body) >= 2 else None, "reason": octets(body[2:])}
    more = {}
    if fault:
        flags = [*flags, *(["unassigned-code"] if fault[1][0] in reading.CODE_FAULTS else [])]
        more = {"violation": violation(fault)}
        if at_header:
            more["violation"] |= {"offset": None}
    result = "valid" if not fault else "acceptable" if "unassigned-code" in flags else "invalid"
    return vector(
        id,
        comment,
        flags,
        input=octets(body),
        result=result,
        may_receive=not fault,
        may_send=not fault if may_send is None else may_send,
        **event,
        **more,
    )


def close_file():
    flags = {1010: ["client-code"], 1012: ["registered-code"], 1013: ["registered-code"], 1014: ["registered-code"]}
    codes = []
    for code, clause in CODES.items():
        codes.append(
            close_vector(f"code-{code}", f"status code {code}", code.to_bytes(2, "big"), flags=flags.get(code, ()))
        )
        broken = codes[-1].get("violation", {"clauses": [""]})["clauses"]
        assert broken == [clause], code
    kosme = "κόσμε".encode()
    shapes = [
        close_vector("empty", "no body: the application is told 1005, the wire never", b""),
        close_vector("one-octet", "one octet is no code: a fault of the length", b"\x03"),
        close_vector("reason", "code 1000 and a reason", b"\x03\xe8bye"),
        close_vector("reason-utf8", "a reason beyond ASCII", b"\x03\xe8" + kosme),
        close_vector("reason-nul", "a reason with U+0000", b"\x03\xe8a\x00b"),
        close_vector("reason-123", "the longest reason", b"\x03\xe8" + b"r" * 123),
        close_vector(
            "reason-123-utf8", "the longest reason, in characters of three octets", b"\x03\xe8" + "日".encode() * 41
        ),
        close_vector("reason-124", "a reason that is too long: a fault of the length", b"\x03\xe8" + b"r" * 124),
        close_vector("reason-truncated", "a reason that ends inside a character", b"\x03\xe8" + kosme[:-1]),
        close_vector(
            "bad-code-bad-reason", "code 1005, and the reason is not UTF-8: the code comes first", b"\x03\xed\xff"
        ),
    ]
    reasons = [
        close_vector(f"reason-{name}", f"a reason with {what}", b"\x03\xe8ok" + data + b"ok")
        for name, data, _, what in BAD_TEXT
    ]
    return [
        group("codes", "Status codes (7.4).", codes),
        group("bodies", "Bodies of Close frames (5.5.1).", shapes),
        group("reasons", "Reasons that are not UTF-8.", reasons),
    ]
