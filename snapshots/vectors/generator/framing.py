"""headers.json and frames.json: the shape of frames (RFC 6455 5.2, 5.3, 5.7)."""

from . import reading
from .reading import BINARY, CLOSE, CONTINUATION, KEY, PING, PONG, TEXT, frame, mask
from .shape import group, octets, vector, violation

OPCODES = {CONTINUATION: "continuation", TEXT: "text", BINARY: "binary", CLOSE: "close", PING: "ping", PONG: "pong"}


def verdict(wire, receiver):
    """Opcode 0 is judged inside a fragmented message, everything else between messages."""
    fault = reading.header_fault(wire, receiver, in_message=wire[0] & 15 == CONTINUATION)
    if fault is None:
        return {"result": "acceptable" if reading.header(wire).length > 65536 else "valid"}
    lax = fault[1][0] in reading.LENGTH_FAULTS
    return {"result": "acceptable" if lax else "invalid", **violation(fault)}


def header_vector(id, comment, wire):
    head = reading.header(wire)
    verdicts = {receiver: verdict(wire, receiver) for receiver in ("server", "client")}
    flags = [] if head.minimal() else ["non-minimal-length"]
    flags += ["large-length"] if 65536 < head.length < 1 << 63 else []
    fields = {
        "fin": head.fin,
        "rsv": head.rsv,
        "opcode": head.opcode,
        "key": head.key.hex() if head.key else None,
        "length": str(head.length),
        "length_form": head.form,
        "header_length": head.octets,
        "minimal": head.minimal(),
    }
    return vector(id, comment, flags, input=wire.hex(), header=fields, **verdicts)


def headers_file():
    def kind(opcode):
        return OPCODES.get(opcode, f"opcode {opcode:X}")

    def bare(*args, **rest):  # a header without its payload
        return frame(args[0], b"", *args[1:], **rest)

    bits = [
        header_vector(
            f"bits-{wire[:2].hex()}",
            ", ".join(
                [kind(opcode), "FIN" if fin else "no FIN"]
                + ([f"RSV {rsv:03b}"] if rsv else [])
                + (["masked"] if key else [])
            ),
            wire,
        )
        for fin in (True, False)
        for rsv in range(8)
        for opcode in range(16)
        for key in (None, KEY)
        for wire in [bare(opcode, fin=fin, rsv=rsv, key=key)]
    ]

    def lengths(forms, opcodes=(BINARY,)):
        return [
            header_vector(
                f"{kind(opcode)}-{form}-bits-{name}" + ("-masked" if key else ""),
                f"{kind(opcode)}, a length of {name} in {form} bits" + (", masked" if key else ""),
                bare(opcode, length=length, form=form, key=key),
            )
            for opcode in opcodes
            for form, values in forms.items()
            for name, length in values
            for key in (None, KEY)
        ]

    def named(*values):
        return [(str(value), value) for value in values]

    legal = {
        7: named(0, 1, 124, 125),
        16: named(126, 127, 128, 255, 256, 32767, 32768, 65534, 65535),
        64: named(65536, 65537)
        + [
            ("2^31-1", 2**31 - 1),
            ("2^31", 2**31),
            ("2^32-1", 2**32 - 1),
            ("2^32", 2**32),
            ("2^53", 2**53),
            ("2^63-1", 2**63 - 1),
        ],
    }
    longer = {16: named(0, 1, 5, 124, 125), 64: named(0, 1, 125, 126, 127, 255, 256, 65534, 65535)}
    top = {64: [("2^63", 2**63), ("2^63+5", 2**63 + 5), ("2^64-1", 2**64 - 1)]}
    control = {7: named(0, 125), 16: named(0, 125, 126, 65535), 64: named(0, 125, 126, 65536)}
    order = [
        header_vector(
            "order-0102", "each octet of a 16-bit length counts: 0x0102", bare(BINARY, length=0x0102, key=KEY)
        ),
        header_vector(
            "order-01-08",
            "each octet of a 64-bit length counts: 0x0102030405060708",
            bare(BINARY, length=0x0102030405060708, key=KEY),
        ),
    ]
    prefixes = [
        vector(
            f"{form}-bits{'-masked' if key else ''}-{size}",
            f"{size} of {len(wire)} octets",
            ["incomplete"],
            input=wire[:size].hex(),
            header=None,
        )
        for form, length in ((7, 5), (16, 300), (64, 70000))
        for key in (None, KEY)
        for wire in [bare(BINARY, length=length, form=form, key=key)]
        for size in range(len(wire))
    ]
    return [
        group("bits", "Every FIN, RSV, opcode and MASK bit, with a payload length of 0.", bits),
        group("lengths", "Lengths on both sides of each form, each in the form it needs.", lengths(legal)),
        group("byte-order", "Lengths in network byte order.", order),
        group("non-minimal", "Lengths in a longer form than they need.", lengths(longer, (TEXT,))),
        group("top-bit", "64-bit lengths with the top bit set.", lengths(top)),
        group("control", "Lengths of control frames.", lengths(control, (CLOSE, PING, PONG))),
        group("incomplete", "Every proper prefix of a header of each form.", prefixes),
    ]


def frames_vector(id, comment, wire):
    frames, at = [], 0
    while at < len(wire):
        head = reading.header(wire[at:])
        body = wire[at + head.octets : at + head.octets + head.length]
        frames.append(
            {
                "fin": head.fin,
                "rsv": head.rsv,
                "opcode": head.opcode,
                "key": head.key.hex() if head.key else None,
                "length_form": head.form,
                "payload": octets(mask(head.key, body) if head.key else body),
            }
        )
        at += head.octets + head.length
    flags = ["non-minimal-length"] if any(f["length_form"] > 7 for f in frames) and "non-minimal" in id else []
    return vector(id, comment, flags, input=octets(wire), frames=frames)


def frames_file():
    hello, run = b"Hello", bytes(range(256))
    examples = [
        ("text-unmasked", "a single-frame unmasked text message", bytes.fromhex("810548656c6c6f")),
        ("text-masked", "a single-frame masked text message", bytes.fromhex("818537fa213d7f9f4d5158")),
        ("text-fragmented", "a fragmented unmasked text message", bytes.fromhex("010348656c" "80026c6f")),
        ("ping", "unmasked Ping request", bytes.fromhex("890548656c6c6f")),
        ("pong-masked", "masked Ping response", bytes.fromhex("8a8537fa213d7f9f4d5158")),
        ("binary-256", "256 bytes binary message in a single unmasked frame", bytes.fromhex("827e0100") + run),
        (
            "binary-64k",
            "64KiB binary message in a single unmasked frame",
            bytes.fromhex("827f0000000000010000") + run * 256,
        ),
    ]
    assert [wire for _, _, wire in examples] == [  # the octets of 5.7 are typed; what frame() makes must be the same
        frame(TEXT, hello),
        frame(TEXT, hello, key=KEY),
        frame(TEXT, b"Hel", fin=False) + frame(CONTINUATION, b"lo"),
        frame(PING, hello),
        frame(PONG, hello, key=KEY),
        frame(BINARY, run),
        frame(BINARY, run * 256),
    ]
    key = bytes.fromhex("a1b2c3d4")
    sizes = [(f"masked-{n}", f"{n} octets, masked", frame(BINARY, run[:n], key=key)) for n in range(65)]
    forms = [
        (
            f"length-{n}{'-masked' if k else ''}",
            f"{n} octets" + (", masked" if k else ""),
            frame(BINARY, b"*" * n, key=k),
        )
        for n in (0, 1, 125, 126, 127, 65535, 65536)
        for k in (None, KEY)
    ]
    forms += [
        (
            f"{OPCODES[op]}-{n}",
            f"{OPCODES[op]}, {n} octets",
            frame(op, b"\x03\xe8" + b"c" * (n - 2) if n else b"", key=KEY),
        )
        for op in (CLOSE, PING, PONG)
        for n in (0, 125)
    ]
    forms += [
        (
            f"non-minimal-{form}{'-masked' if k else ''}",
            f"5 octets with the length in {form} bits",
            frame(TEXT, hello, form=form, key=k),
        )
        for form in (16, 64)
        for k in (None, KEY)
    ]
    forms += [
        (
            f"opcode-{op}-rsv-{rsv:03b}",
            f"opcode {op:X} with RSV {rsv:03b}: a decoder keeps both",
            frame(op, hello, fin=op % 2 == 0, rsv=rsv, key=KEY),
        )
        for op, rsv in ((3, 0), (7, 7), (11, 1), (15, 2), (1, 4))
    ]
    keys = {
        "example": KEY,
        "zero": bytes(4),
        "ones": b"\xff" * 4,
        "single-octets": bytes.fromhex("01000000"),
        "counted": bytes.fromhex("01020304"),
    }
    masking = []
    for name, k in keys.items():
        for offset in range(8):
            for size in (0, 1, 3, 4, 5, 8, 15, 16, 17, 31, 32, 33, 64) if k is KEY else (7,):
                plain = bytes((37 * i + 11) % 256 for i in range(size))
                masked = mask(k, bytes(offset) + plain)[offset:]
                assert masked == mask(k, plain, offset), "a part is masked as it is within the whole"
                fields = {"key": k.hex(), "offset": offset, "plain": plain.hex(), "masked": masked.hex()}
                comment = f"{size} octets after {offset} octets of payload"
                masking.append(vector(f"{name}-offset-{offset}-{size}", comment, **fields))
    return [
        group("examples", "The examples of section 5.7.", (frames_vector(*e) for e in examples), "frames"),
        group(
            "masked",
            "Masked frames of every payload length from 0 to 64.",
            (frames_vector(*e) for e in sizes),
            "frames",
        ),
        group(
            "forms",
            "Frames of each length form, of control frames, and those that break rules but not the shape.",
            (frames_vector(*e) for e in forms),
            "frames",
        ),
        group("masking", "Masking from any octet of a payload on (5.3).", masking, "masking"),
    ]
