"""The streams of streams.json, each with the outcome its author expects, in short.

`want` holds one word an event, and at the end, for a fault, `!clause@frame:octet`: `frame` counts from 0, `octet` counts
within the frame, `p2` is octet 2 of its payload, `end` the last octet of the frame. The generator plays every stream to
a server (masked) and to a client (not masked) through reading.py and stops when that disagrees with `want`.
"""

from dataclasses import dataclass, field

from .reading import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT

HELLO, KAPPA, GRIN = b"Hello", "κόσμε".encode(), "😀".encode()
BOTH = ("server", "client")

RSV = {4: "rsv1", 2: "rsv2", 1: "rsv3"}
BAD_TEXT = [
    ("stray-tail", b"\x80", 0, "a tail octet on its own"),
    ("overlong-2", b"\xc0\xaf", 0, "an overlong form of two octets"),
    ("overlong-3", b"\xe0\x80\xaf", 1, "an overlong form of three octets"),
    ("overlong-4", b"\xf0\x80\x80\xaf", 1, "an overlong form of four octets"),
    ("surrogate", b"\xed\xa0\x80", 1, "the surrogate U+D800"),
    ("above-10ffff", b"\xf4\x90\x80\x80", 1, "U+110000"),
    ("first-f5", b"\xf5\x80\x80\x80", 0, "the first octet F5"),
    ("octet-ff", b"\xff", 0, "the octet FF"),
    ("tail-missing", b"\xc3\x28", 1, "a first octet without its tail"),
]
CODES = {  # status code: the clause it breaks when received, or ""
    0: "6455-7.4.2-0-999",
    999: "6455-7.4.2-0-999",
    1000: "",
    1001: "",
    1002: "",
    1003: "",
    1004: "6455-7.4.1-1004",
    1005: "6455-7.4.1-1005-recv",
    1006: "6455-7.4.1-1006-recv",
    1007: "",
    1008: "",
    1009: "",
    1010: "",
    1011: "",
    1012: "",
    1013: "",
    1014: "",
    1015: "6455-7.4.1-1015-recv",
    1016: "6455-7.4.2-1000-2999",
    1100: "6455-7.4.2-1000-2999",
    2000: "6455-7.4.2-1000-2999",
    2999: "6455-7.4.2-1000-2999",
    3000: "",
    3999: "",
    4000: "",
    4999: "",
    5000: "6455-7.4.2-5000-up",
    65535: "6455-7.4.2-5000-up",
}


@dataclass
class F:
    """A frame of a stream; `masked` overrides what the direction asks for."""

    opcode: int
    payload: bytes = b""
    fin: bool = True
    rsv: int = 0
    form: int | None = None
    length: int | None = None
    masked: bool | None = None
    key: bytes | None = None


@dataclass
class Stream:
    group: str
    id: str
    comment: str
    frames: list
    want: str
    receivers: tuple = BOTH
    flags: list = field(default_factory=list)
    cut: int = 0  # octets to leave out at the end
    keep: int | None = None  # octets to keep of the last frame


def text(payload=HELLO, **rest):
    return F(TEXT, payload, **rest)


def binary(payload=HELLO, **rest):
    return F(BINARY, payload, **rest)


def more(payload=b"", **rest):
    return F(CONTINUATION, payload, **rest)


def ping(payload=b"", **rest):
    return F(PING, payload, **rest)


def pong(payload=b"", **rest):
    return F(PONG, payload, **rest)


def close(code=None, reason=b"", **rest):
    return F(CLOSE, b"" if code is None else code.to_bytes(2, "big") + reason, **rest)


def streams():
    for name, group in list(globals().items()):
        if name.endswith("_streams"):
            topic = name.removesuffix("_streams").replace("_", "-")
            for entry in group():
                yield Stream(topic, *entry[:4], **(entry[4] if len(entry) > 4 else {}))


def message_streams():
    yield "hello", "one text message in one frame", [text()], "text"
    yield "empty-text", "an empty text message is a message", [text(b"")], "text"
    yield "empty-binary", "an empty binary message is a message", [binary(b"")], "binary"
    yield "nothing", "no octets, no events", [], ""
    yield "three", "three messages one after another", [text(b"a"), binary(b"b"), text(b"c")], "text binary text"
    yield "binary-not-utf8", "binary messages hold any octets", [
        binary(bytes(range(248, 256)) + b"\x00\xc0\x80")
    ], "binary"
    for length in (125, 126, 127, 65535, 65536):
        yield f"length-{length}", f"a text message of {length} octets", [text(b"*" * length)], "text"
    yield "nul", "U+0000 is text", [text(b"a\x00b")], "text"
    yield "noncharacters", "U+FFFE, U+FFFF, U+FDD0 and U+1FFFE are text", [
        text("\ufffe\uffff\ufdd0\U0001fffe".encode())
    ], "text"
    yield "byte-order-mark", "U+FEFF at the start is text and stays", [text("\ufeffa".encode())], "text"
    yield "zero-key", "the masking key 00000000 changes nothing", [text(key=bytes(4))], "text", {
        "receivers": ("server",)
    }
    yield "ff-key", "the masking key ffffffff inverts each octet", [text(key=b"\xff" * 4)], "text", {
        "receivers": ("server",)
    }
    yield (
        "two-keys",
        "each frame has its own key, and its first octet meets the first octet of it",
        [text(b"Hel", fin=False, key=b"\x01\x02\x03\x04"), more(b"lo", key=b"\xa0\xb0\xc0\xd0")],
        "text",
        {"receivers": ("server",)},
    )


def fragmentation_streams():
    yield "two", "a text message in two fragments", [text(b"Hel", fin=False), more(b"lo")], "text"
    yield "three", "a text message in three fragments", [
        text(b"H", fin=False),
        more(b"el", fin=False),
        more(b"lo"),
    ], "text"
    yield "binary", "a binary message in two fragments", [binary(b"\xff\x00", fin=False), more(b"\xc0")], "binary"
    yield "empty-first", "the first fragment is empty", [text(b"", fin=False), more()], "text"
    yield "empty-first-then-data", "the first fragment is empty, the last is not", [
        text(b"", fin=False),
        more(HELLO),
    ], "text"
    yield "empty-middle", "a fragment in the middle is empty", [
        text(b"H", fin=False),
        more(fin=False),
        more(b"i"),
    ], "text"
    yield "empty-last", "the last fragment is empty", [text(fin=False), more()], "text"
    yield "many-empty", "50 empty fragments", [binary(b"", fin=False)] + [more(fin=False)] * 48 + [more()], "binary"
    yield "octets", "one octet a fragment", [text(b"H", fin=False)] + [more(bytes([c]), fin=False) for c in b"ell"] + [
        more(b"o")
    ], "text"
    yield (
        "each-length-form",
        "fragments of 125, 126 and 65536 octets",
        [binary(b"a" * 125, fin=False), more(b"b" * 126, fin=False), more(b"c" * 65536)],
        "binary",
    )
    yield (
        "two-messages",
        "a fragmented message, then another",
        [text(b"a", fin=False), more(b"b"), binary(b"c", fin=False), more(b"d")],
        "text binary",
    )
    yield "unfinished", "a message that does not end is not delivered", [text(fin=False), more(b"more", fin=False)], ""


def control_streams():
    yield "ping-empty", "a ping without payload data", [ping()], "ping"
    yield "ping-hello", "a ping with payload data", [ping(HELLO)], "ping"
    yield "ping-125", "the longest ping", [ping(b"p" * 125)], "ping"
    yield "ping-not-utf8", "the payload data of a ping is any octets", [ping(b"\xff\xfe\x80")], "ping"
    yield "pong-unsolicited", "a pong nobody asked for", [pong()], "pong"
    yield "pong-125", "the longest pong", [pong(b"p" * 125)], "pong"
    yield "pings", "pings keep their order", [ping(b"1"), ping(b"2"), ping(b"3")], "ping ping ping"
    yield "ping-between-messages", "a ping between messages", [text(), ping(b"p"), text()], "text ping text"
    yield "ping-in-message", "a ping between fragments comes before the message", [
        text(b"Hel", fin=False),
        ping(b"p"),
        more(b"lo"),
    ], "ping text"
    yield "pong-in-message", "a pong between fragments", [
        binary(b"Hel", fin=False),
        pong(b"p"),
        more(b"lo"),
    ], "pong binary"
    yield (
        "all-in-message",
        "pings and pongs before, between and after fragments",
        [
            ping(b"1"),
            text(b"a", fin=False),
            ping(b"2"),
            pong(b"3"),
            more(b"b", fin=False),
            ping(),
            more(b"c"),
            pong(b"4"),
        ],
        "ping ping pong ping text pong",
    )
    yield "close-in-message", "a Close frame between fragments: the message is lost", [
        text(b"Hel", fin=False),
        close(1000),
        more(b"lo"),
    ], "close"


def control_fault_streams():
    fragment, length, form = "6455-5.5-control-frag-recv", "6455-5.5-control-len-recv", "6455-5.2-len-minimal-control"
    for name, opcode, body in (("ping", PING, b"ab"), ("pong", PONG, b"ab"), ("close", CLOSE, b"\x03\xe8")):
        yield f"{name}-fragmented", f"a {name} frame without FIN", [
            F(opcode, body, fin=False),
            more(b"c"),
        ], f"!{fragment}@0:0"
        yield (
            f"{name}-fragmented-in-message",
            f"a {name} frame without FIN inside a message",
            [text(b"Hel", fin=False), F(opcode, body, fin=False), more(b"lo")],
            f"!{fragment}@1:0",
        )
        for size in (126, 65535, 65536):
            yield (
                f"{name}-{size}",
                f"a {name} frame of {size} octets",
                [text(), F(opcode, (body * size)[:size])],
                f"text !{length}@1:1",
            )
        for bits in (16, 64):
            yield (
                f"{name}-form-{bits}",
                f"a {name} frame of 2 octets with its length in {bits} bits",
                [F(opcode, body, form=bits)],
                f"!{form}@0:1",
                {"flags": ["non-minimal-length"]},
            )


def sequence_streams():
    stray, inside = "6455-5.4-stray-continuation", "6455-5.4-interleave"
    yield "stray-final", "a continuation frame first, with FIN", [more(HELLO)], f"!{stray}@0:0"
    yield "stray-unfinished", "a continuation frame first, without FIN", [
        more(HELLO, fin=False),
        more(),
    ], f"!{stray}@0:0"
    yield "stray-empty", "an empty continuation frame first", [more()], f"!{stray}@0:0"
    yield "stray-after-message", "a continuation frame after a message in one frame", [
        text(),
        more(b"x"),
    ], f"text !{stray}@1:0"
    yield (
        "stray-after-fragments",
        "a continuation frame after the last fragment",
        [text(b"a", fin=False), more(b"b"), more(b"c")],
        f"text !{stray}@2:0",
    )
    yield "stray-after-ping", "a ping opens no message", [ping(), more(b"x")], f"ping !{stray}@1:0"
    for outer in (text, binary):
        for inner in (text, binary):
            for fin in (True, False):
                name = f"{inner.__name__}-in-{outer.__name__}" + ("" if fin else "-unfinished")
                yield (
                    name,
                    f"a new {inner.__name__} frame inside a {outer.__name__} message"
                    + ("" if fin else ", without FIN"),
                    [outer(b"a", fin=False), inner(b"b", fin=fin), more(b"c")],
                    f"!{inside}@1:0",
                )
    yield "empty-text-in-text", "an empty text frame inside a message", [
        text(b"", fin=False),
        text(b""),
    ], f"!{inside}@1:0"
    yield (
        "text-after-ping-in-text",
        "a ping inside a message does not end it",
        [text(b"a", fin=False), ping(), text(b"b")],
        f"ping !{inside}@2:0",
    )


def opcode_streams():
    for opcode in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15):
        clause = "6455-5.2-opcode-unknown-" + ("data" if opcode < 8 else "control")
        yield f"{opcode}", f"opcode {opcode:X} after a message", [
            text(),
            F(opcode, b"x"),
            text(),
        ], f"text !{clause}@1:0"
        yield f"{opcode}-empty", f"opcode {opcode:X}, empty", [F(opcode)], f"!{clause}@0:0"
    yield "3-unfinished", "opcode 3 without FIN", [F(3, b"x", fin=False), more()], "!6455-5.2-opcode-unknown-data@0:0"
    yield "3-in-message", "opcode 3 inside a message", [text(fin=False), F(3)], "!6455-5.2-opcode-unknown-data@1:0"
    yield "11-in-message", "opcode B inside a message", [
        text(fin=False),
        F(11),
        more(),
    ], "!6455-5.2-opcode-unknown-control@1:0"
    yield "11-unfinished", "opcode B without FIN", [F(11, fin=False)], "!6455-5.2-opcode-unknown-control@0:0"


def rsv_streams():
    for bits in range(1, 8):
        clause = next(f"6455-5.2-{name}-recv" for bit, name in RSV.items() if bits & bit)
        yield f"text-{bits:03b}", f"a text frame with RSV {bits:03b}", [text(), text(rsv=bits)], f"text !{clause}@1:0"
    for bits, name in RSV.items():
        yield f"binary-{name}", f"an empty binary frame with {name.upper()}", [
            binary(b"", rsv=bits)
        ], f"!6455-5.2-{name}-recv@0:0"
        yield (
            f"first-fragment-{name}",
            f"a first fragment with {name.upper()}",
            [text(b"a", fin=False, rsv=bits), more(b"b")],
            f"!6455-5.2-{name}-recv@0:0",
        )
        yield (
            f"continuation-{name}",
            f"a continuation frame with {name.upper()}",
            [text(b"a", fin=False), more(b"b", rsv=bits)],
            "!6455-5.2-rsv-continuation-recv@1:0",
        )
        for kind, make in (("ping", ping()), ("pong", pong()), ("close", close(1000))):
            make.rsv = bits
            yield f"{kind}-{name}", f"a {kind} frame with {name.upper()}", [make], "!6455-5.2-rsv-control-recv@0:0"


def mask_streams():
    for receiver, wrong, clause in (
        ("server", False, "6455-5.1-server-rejects-unmasked"),
        ("client", True, "6455-5.1-client-rejects-masked"),
    ):
        word, only = "masked" if wrong else "unmasked", {"receivers": (receiver,)}
        for kind, make in (
            ("text", text()),
            ("empty-text", text(b"")),
            ("binary", binary()),
            ("ping", ping()),
            ("pong", pong(b"p")),
            ("close", close(1000)),
        ):
            make.masked = wrong
            yield f"{word}-{kind}", f"{word}: {kind.replace('-', ' ')}", [make], f"!{clause}@0:1", only
        yield (
            f"{word}-second",
            f"the second frame is {word}",
            [text(), text(masked=wrong)],
            f"text !{clause}@1:1",
            only,
        )
        yield (
            f"{word}-continuation",
            f"the continuation frame is {word}",
            [text(b"a", fin=False), more(b"b", masked=wrong)],
            f"!{clause}@1:1",
            only,
        )
        yield (
            f"{word}-ping-in-message",
            f"the ping inside a message is {word}",
            [text(b"a", fin=False), ping(masked=wrong), more(b"b")],
            f"!{clause}@1:1",
            only,
        )
        yield (
            f"{word}-rsv1",
            f"{word}, and RSV1: the reserved bit comes first",
            [text(rsv=4, masked=wrong)],
            "!6455-5.2-rsv1-recv@0:0",
            only,
        )
        yield f"{word}-length-top-bit", f"{word}, and a bad length", [
            binary(b"", form=64, length=1 << 63, masked=wrong)
        ], f"!{clause}@0:1", only
    yield "zero-key-to-client", "masked with 00000000", [
        text(masked=True, key=bytes(4))
    ], "!6455-5.1-client-rejects-masked@0:1", {"receivers": ("client",)}


def length_streams():
    lax = {"flags": ["non-minimal-length"]}
    for size in (0, 5, 125):
        yield f"16-bits-{size}", f"a length of {size} in 16 bits", [
            text(),
            text(b"*" * size, form=16),
        ], "text !6455-5.2-len-minimal-recv-16@1:3", lax
    for size in (0, 5, 126, 65535):
        yield f"64-bits-{size}", f"a length of {size} in 64 bits", [
            binary(b"*" * size, form=64)
        ], "!6455-5.2-len-minimal-recv-64@0:7", lax
    yield (
        "16-bits-continuation",
        "a continuation frame with a length of 2 in 16 bits",
        [text(b"Hel", fin=False), more(b"lo", form=16)],
        "!6455-5.2-len-minimal-recv-16@1:3",
        lax,
    )
    yield "top-bit", "a 64-bit length with only its top bit set", [
        binary(b"", length=1 << 63)
    ], "!6455-5.2-len64-msb-recv@0:2"
    yield "top-bit-5", "a 64-bit length of 2^63 + 5, with 5 octets behind it", [
        text(length=(1 << 63) + 5)
    ], "!6455-5.2-len64-msb-recv@0:2"
    yield "all-ones", "a 64-bit length of all ones", [
        text(),
        text(b"", length=(1 << 64) - 1),
    ], "text !6455-5.2-len64-msb-recv@1:2"
    yield "2-63-minus-1", "the greatest length, and five octets of it", [binary(length=(1 << 63) - 1)], "", {
        "flags": ["large-length"]
    }
    yield "2-32", "a length of 2^32, and five octets of it: not a length of 0", [binary(length=1 << 32)], "", {
        "flags": ["large-length"]
    }


def close_streams():
    short, reason = "6455-5.5.1-code-first", "6455-5.5.1-reason-invalid"
    yield "empty", "a Close frame without a body", [text(), close()], "text close"
    yield "one-octet", "a body of one octet", [F(CLOSE, b"\x03")], f"!{short}@0:1"
    for code, clause in CODES.items():
        first = clause and code >> 8 not in (0x03, 0x0B, 0x0C, 0x0D, 0x0E, 0x0F, 0x10, 0x11, 0x12, 0x13)
        extra = {}
        if clause.endswith(("1000-2999", "5000-up")):
            extra = {"flags": ["unassigned-code"]}
        elif code in (1012, 1013, 1014):
            extra = {"flags": ["registered-code"]}
        yield (
            f"code-{code}",
            f"status code {code}",
            [close(code)],
            f"!{clause}@0:p{0 if first else 1}" if clause else "close",
            extra,
        )
    yield "reason", "a code and a reason", [close(1001, b"going away")], "close"
    yield "reason-utf8", "a reason beyond ASCII", [close(1000, KAPPA)], "close"
    yield "reason-123", "the longest reason", [close(1000, b"r" * 123)], "close"
    yield "reason-123-utf8", "the longest reason, of 41 characters of three octets", [
        close(4000, "日".encode() * 41)
    ], "close"
    for name, octets, at, what in BAD_TEXT:
        yield f"reason-{name}", f"a reason with {what}", [close(1000, b"ok" + octets)], f"!{reason}@0:p{4 + at}"
    yield "reason-truncated", "a reason that ends inside a character", [close(1000, KAPPA[:-1])], f"!{reason}@0:end"
    yield "bad-code-bad-reason", "code 1005 and a reason that is not UTF-8: the code comes first", [
        close(1005, b"\xff")
    ], "!6455-7.4.1-1005-recv@0:p1"
    yield "bad-reason-in-message", "a bad reason between fragments", [
        text(fin=False),
        close(1000, b"\xff"),
        more(),
    ], f"!{reason}@1:p2"


def after_close_streams():
    flags = {"flags": ["after-close"]}
    yield "text", "a message after Close", [close(1000), text()], "close", flags
    yield "ping", "a ping after Close", [text(), close(1001), ping(), ping()], "text close", flags
    yield "close", "a second Close frame", [close(1000), close(1001)], "close", flags
    yield "rest-of-message", "the rest of a message after Close", [text(fin=False), close(), more(b"x")], "close", flags
    yield "illegal-frame", "an illegal frame after Close is no fault", [
        close(1000),
        F(15, b"x", fin=False, rsv=7),
    ], "close", flags
    yield "bad-text", "text that is not UTF-8 after Close", [close(1000), text(b"\xff")], "close", flags
    yield "half-frame", "half a frame after Close", [close(1000), text()], "close", {**flags, "cut": 3}


def utf8_streams():
    bad, truncated = "6455-5.6-text-invalid", "6455-5.6-text-truncated-end"
    for name, octets, at, what in BAD_TEXT:
        yield f"{name}", f"text with {what}", [text(), text(b"ok" + octets + b"ok")], f"text !{bad}@1:p{2 + at}"
        yield (f"{name}-in-binary", f"a binary message with {what}", [binary(octets)], "binary")
    yield "first-octet", "the first octet of the text is wrong", [text(b"\xffHello")], f"!{bad}@0:p0"
    yield "last-octet", "the last octet of the text is wrong", [text(b"Hello\xff")], f"!{bad}@0:p5"
    for cut in range(1, 4):
        yield f"cut-{cut}", f"a character of four octets in two fragments, {cut} octets in the first", [
            text(GRIN[:cut], fin=False),
            more(GRIN[cut:]),
        ], "text"
        yield (
            f"cut-{cut}-ping",
            f"the same with a ping of tail octets between, after {cut} octets",
            [text(GRIN[:cut], fin=False), ping(GRIN[cut:]), more(GRIN[cut:])],
            "ping text",
        )
        yield f"truncated-{cut}", f"a message that ends after {cut} octets of a character of four", [
            text(b"ok" + GRIN[:cut])
        ], f"!{truncated}@0:end"
        yield (
            f"truncated-{cut}-empty-final",
            f"the same, ended by an empty continuation frame, after {cut} octets",
            [text(GRIN[:cut], fin=False), more()],
            f"!{truncated}@1:end",
        )
    yield "octet-fragments", "one octet a fragment", [text(b"", fin=False)] + [
        more(bytes([c]), fin=False) for c in KAPPA
    ] + [more()], "text"
    yield (
        "octet-fragments-pings",
        "one octet a fragment, a ping between",
        [text(KAPPA[:1], fin=False), ping(b"1"), more(KAPPA[1:2], fin=False), ping(b"2"), more(KAPPA[2:])],
        "ping ping text",
    )
    yield "bad-across-fragments", "a surrogate cut in two", [
        text(b"\xed", fin=False),
        more(b"\xa0\x80"),
    ], f"!{bad}@1:p0"
    yield "overlong-across-fragments", "an overlong form cut in two", [
        text(b"a\xe0", fin=False),
        more(b"\x9f\xbf"),
    ], f"!{bad}@1:p0"
    yield "above-across-fragments", "U+110000 cut in two", [
        text(b"\xf4", fin=False),
        ping(),
        more(b"\x90\x80\x80"),
    ], f"ping !{bad}@2:p0"
    yield "new-first-octet", "a fragment that starts a character where a tail is owed", [
        text(b"\xc3", fin=False),
        more(KAPPA),
    ], f"!{bad}@1:p0"
    yield "bad-in-first-fragment", "a fault in the first fragment is one whatever follows", [
        text(b"\xff", fin=False),
        more(b"a"),
    ], f"!{bad}@0:p0"
    yield "bad-in-middle-fragment", "a fault in the middle fragment", [
        text(b"a", fin=False),
        more(b"b\xf8", fin=False),
        more(b"c"),
    ], f"!{bad}@1:p1"
    yield "fresh-state", "each message starts afresh", [
        text(KAPPA),
        text(KAPPA[:2]),
        text(KAPPA[:1]),
    ], f"text text !{truncated}@2:end"
    yield "completed-by-next-message", "the next message cannot complete a character", [
        text(GRIN[:2]),
        text(GRIN[2:]),
    ], f"!{truncated}@0:end"
    yield "binary-between-fragments-of-text", "binary fragments are not judged as text", [
        binary(b"\xc3", fin=False),
        more(b"\xff"),
    ], "binary"
    yield "long-then-bad", "1000 octets of ASCII, then a fault", [text(b"*" * 1000 + b"\xff*")], f"!{bad}@0:p1000"


def early_streams():
    flags = ["early"]
    yield "opcode", "only the octet with a reserved opcode", [F(3)], "!6455-5.2-opcode-unknown-data@0:0", {
        "flags": flags,
        "keep": 1,
    }
    yield "rsv", "only the octet with RSV1", [text(), text(rsv=4)], "text !6455-5.2-rsv1-recv@1:0", {
        "flags": flags,
        "keep": 1,
    }
    yield "stray", "only the first octet of a stray continuation frame", [
        more(b"a")
    ], "!6455-5.4-stray-continuation@0:0", {"flags": flags, "keep": 1}
    yield "unmasked", "two octets of an unmasked frame", [
        text(masked=False)
    ], "!6455-5.1-server-rejects-unmasked@0:1", {"flags": flags, "keep": 2, "receivers": ("server",)}
    yield "masked", "two octets of a masked frame", [text(masked=True)], "!6455-5.1-client-rejects-masked@0:1", {
        "flags": flags,
        "keep": 2,
        "receivers": ("client",),
    }
    yield "control-length", "two octets of a ping of 126 octets", [
        ping(b"p" * 126)
    ], "!6455-5.5-control-len-recv@0:1", {"flags": flags, "keep": 2}
    yield "close-body", "two octets of a Close frame with a body of one", [
        F(CLOSE, b"\x03")
    ], "!6455-5.5.1-code-first@0:1", {"flags": flags, "keep": 2}
    yield "top-bit", "three octets of a frame with the top bit of its length set", [
        text(b"", length=1 << 63)
    ], "!6455-5.2-len64-msb-recv@0:2", {"flags": flags, "keep": 3}
    yield "16-bits", "four octets of a frame of 5 octets", [text(form=16)], "!6455-5.2-len-minimal-recv-16@0:3", {
        "flags": flags + ["non-minimal-length"],
        "keep": 4,
    }
    yield "64-bits", "eight octets of a frame of 5 octets", [text(form=64)], "!6455-5.2-len-minimal-recv-64@0:7", {
        "flags": flags + ["non-minimal-length"],
        "keep": 8,
    }
    yield "text", "a frame of text up to the octet that is wrong", [
        text(b"\xff" + HELLO)
    ], "!6455-5.6-text-invalid@0:p0", {"flags": flags, "cut": 5}
    yield "code", "a Close frame up to the first octet of code 5000 + 256", [
        close(5256, b"bye")
    ], "!6455-7.4.2-5000-up@0:p0", {"flags": flags + ["unassigned-code"], "cut": 4}
    yield "reason", "a Close frame up to the octet of the reason that is wrong", [
        close(1000, b"\xffbye")
    ], "!6455-5.5.1-reason-invalid@0:p2", {"flags": flags, "cut": 3}


def truncated_streams():
    yield "one-octet", "one octet of a header", [text(), text()], "text", {"keep": 1}
    yield "header-16", "a header that ends inside a 16-bit length", [binary(b"*" * 126)], "", {"keep": 3}
    yield "header-64", "a header that ends inside a 64-bit length", [binary(b"*" * 65536)], "", {"keep": 9}
    yield "masking-key", "a header that ends inside the masking key", [text()], "", {
        "keep": 5,
        "receivers": ("server",),
    }
    yield "payload", "a frame without its last octet", [text(), text()], "text", {"cut": 1}
    yield "character", "a frame that stops inside a character", [text(KAPPA)], "", {"cut": 1}
    yield "ping", "a ping without its last octet", [ping(HELLO)], "", {"cut": 1}
    yield "close", "a Close frame with half its code", [text(), close(1000)], "text", {"cut": 1}
    yield "close-reason", "a Close frame whose reason stops inside a character", [close(1000, KAPPA)], "", {"cut": 1}
