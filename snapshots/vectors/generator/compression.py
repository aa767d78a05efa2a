"""deflate.json: permessage-deflate agreed on, and messages compressed (RFC 7692)."""

from . import inflating, negotiating
from .deflating import Writer, parse, text_of
from .inflating import RSV1
from .play import event
from .reading import BINARY, CLOSE, CONTINUATION, KEY, PING, PONG, TEXT, frame
from .shape import group, octets, vector

HELLO = b"Hello"
EMPTY = "empty-payload"

# 7.2.3, typed from the RFC.
ONE_BLOCK = bytes.fromhex("f248cdc9c90700")
AGAIN = bytes.fromhex("f200110000")
STORED = bytes.fromhex("000500faff48656c6c6f00")
FINAL = bytes.fromhex("f348cdc9c9070000")
TWO_BLOCKS = bytes.fromhex("f248050000" "00ffffcac9c90700")
NOTHING = b"\x00"

# Its codes are for two literals, of one bit each, and for distances, of which sixteen lengths of 0 and four of 2 are missing.
# The octets that are added say just that and, with the first bit of the last, that the block ends.
CUT_CODES = bytes.fromhex("04d9010400000080a0" + "00" * 32 + "01")


def one(payload, opcode=TEXT):
    return [(opcode, True, RSV1, payload)]


def parts(*payloads, opcode=TEXT):
    """A compressed message in these fragments."""
    last = len(payloads) - 1
    return [(CONTINUATION if i else opcode, i == last, 0 if i else RSV1, p) for i, p in enumerate(payloads)]


def plain(payload, opcode=TEXT):
    return [(opcode, True, 0, payload)]


def stream(id, comment, frames, want, forgets=False, limit=None, window=15, flags=()):
    """A vector for each receiver. `want` holds one word an event, and at the end, for a fault, `!clause@frame`: it shows at the
    last octet of that frame, or at its first for a fault of the header."""
    for receiver in ("server", "client"):
        key = KEY if receiver == "server" else None
        wires = [frame(opcode, payload, fin, rsv, key) for opcode, fin, rsv, payload in frames]
        data = b"".join(wires)
        events = inflating.receive(data, receiver, forgets, limit)
        words = want.split()
        fault = words.pop()[1:].split("@") if words and words[-1].startswith("!") else None
        assert [kind for kind, _ in events if kind != "violation"] == words, (id, events)
        assert bool(fault) == bool(events and events[-1][0] == "violation"), (id, events)
        if fault:
            offset, clauses, _ = events[-1][1]
            before = sum(map(len, wires[: int(fault[1])]))
            header = "rsv" in fault[0]
            assert clauses[0] == fault[0], (id, clauses)
            assert offset == (before if header else before + len(wires[int(fault[1])]) - 1), (id, offset)
        fields = {"receiver": receiver, "no_context_takeover": forgets, "window_bits": window}
        fields |= {} if limit is None else {"limit": limit}
        result = "acceptable" if flags else "invalid" if fault else "valid"
        more = {}
        if flags:
            more["alternative"] = [event(*e) for e in inflating.receive(data, receiver, forgets, limit, flags)]
        yield vector(
            f"{id}-to-{receiver}",
            comment,
            flags,
            **fields,
            input=octets(data),
            result=result,
            events=[event(*e) for e in events],
            **more,
        )


def examples():
    yield from stream("one-block", "7.2.3.1: one block", one(ONE_BLOCK), "text")
    yield from stream("fragmented", "7.2.3.1: in two fragments", parts(ONE_BLOCK[:3], ONE_BLOCK[3:]), "text")
    yield from stream("sharing", "7.2.3.2: a reference to the message before", one(ONE_BLOCK) + one(AGAIN), "text text")
    yield from stream("not-sharing", "7.2.3.2: no context taken over", one(ONE_BLOCK) * 2, "text text", forgets=True)
    yield from stream(
        "uncompressed-between",
        "7.2.3.2: messages that are not compressed do not count",
        one(ONE_BLOCK) + plain(b"other") + plain(b"octets", BINARY) + one(AGAIN),
        "text text binary text",
    )
    yield from stream("stored", "7.2.3.3: a block with no compression", one(STORED), "text")
    yield from stream("final", "7.2.3.4: a block with BFINAL set", one(FINAL), "text")
    yield from stream("two-blocks", "7.2.3.5: two blocks in one message", one(TWO_BLOCKS), "text")
    yield from stream(
        "empty-fragment", "7.2.3.6: the last fragment holds nothing", parts(TWO_BLOCKS[:8], NOTHING), "text"
    )
    yield from stream("empty-message", "7.2.3.6: a message that holds nothing", one(NOTHING), "text")
    assert Writer().fixed(HELLO).message() == ONE_BLOCK
    assert Writer().fixed([b"H", (4, 5)]).message() == AGAIN
    assert Writer().stored(HELLO).message() == STORED
    assert Writer().fixed(HELLO, final=True).message() == FINAL
    assert Writer().fixed(b"He").flush().fixed(b"llo").message() == TWO_BLOCKS


def messages():
    words = " ".join(f"{n} κόσμε {n * n % 97}" for n in range(25)).encode()
    every = bytes(range(256)) * 2
    for name, data, opcode, word in (("words", words, TEXT, "text"), ("every-octet", every, BINARY, "binary")):
        found = parse(data, 1 << 15)
        assert text_of(found) == data
        for kind in ("fixed", "dynamic"):
            payload = getattr(Writer(), kind)(found).message()
            assert inflating.inflate(payload, b"")[::2] == (data, None)
            yield from stream(f"{name}-{kind}", f"a block with {kind} codes", one(payload, opcode), word)
            yield from stream(
                f"{name}-{kind}-fragments",
                "seventeen octets a fragment",
                parts(*(payload[i : i + 17] for i in range(0, len(payload), 17)), opcode=opcode),
                word,
            )
    yield from stream(
        "octets", "one octet a fragment", parts(*(ONE_BLOCK[i : i + 1] for i in range(len(ONE_BLOCK)))), "text"
    )
    mixed = Writer().stored(b"s").fixed(b"f").dynamic([b"abc", (9, 3)]).flush().fixed(b"").stored(b"").message()
    yield from stream("mixed", "blocks of every kind, two of them empty", one(mixed, BINARY), "binary")
    yield from stream(
        "two-streams",
        "two blocks with BFINAL set in one message",
        one(Writer().fixed(b"He", final=True).dynamic(b"llo", final=True).message()),
        "text",
    )
    yield from stream(
        "final-empty-block",
        "BFINAL set in the empty block whose lengths are left out",
        one(ONE_BLOCK[:-1] + bytes([ONE_BLOCK[-1] | 4])) + one(ONE_BLOCK),
        "text text",
    )
    yield from stream(
        "after-final", "messages after one with BFINAL set", one(FINAL) + one(ONE_BLOCK) + one(AGAIN), "text text text"
    )
    yield from stream(
        "empty-between",
        "a message that holds nothing takes the context over",
        one(ONE_BLOCK) + one(NOTHING) + one(AGAIN),
        "text text text",
    )
    yield from stream("empty-first-fragment", "the first fragment holds no octets", parts(b"", ONE_BLOCK), "text")
    yield from stream("empty-last-fragment", "the last fragment holds no octets", parts(ONE_BLOCK, b""), "text")
    control = [(PING, True, 0, b"p"), (PONG, True, 0, b"q")]
    first, last = parts(ONE_BLOCK[:4], ONE_BLOCK[4:])
    yield from stream(
        "control-between",
        "control frames between the fragments",
        [first, *control, last, (CLOSE, True, 0, b"\x03\xe8")],
        "ping pong text close",
    )
    yield from stream(
        "plain-fragments",
        "a message that is not compressed, in fragments, after agreement",
        [(TEXT, False, 0, b"Hel"), (CONTINUATION, True, 0, b"lo")],
        "text",
    )
    yield from stream(
        "overlap",
        "a reference that overlaps with what it makes",
        one(Writer().fixed([b"ab", (258, 2), (3, 1)]).message()),
        "text",
    )
    character = "😀".encode()
    cut = Writer().fixed(character[:2]).flush()
    at = len(cut.out)
    whole = cut.fixed(character[2:]).message()
    yield from stream("character-cut", "a character cut by two fragments", parts(whole[:at], whole[at:]), "text")


def windows():
    """References as far back as each window goes, within a message and into the one before."""
    marker = b"0123456789"
    for bits in range(8, 16):
        size = 1 << bits
        filler = b"a" * (size - len(marker))
        far = Writer().stored(marker + filler).fixed([(len(marker), size)]).message()
        yield from stream(
            f"{bits}-within", f"a reference {size} octets back", one(far), "text", forgets=True, window=bits
        )
        before = Writer().stored(marker + filler).message()
        after = Writer().fixed([(len(marker), size), b"!"]).message()
        yield from stream(
            f"{bits}-taken-over",
            f"a reference {size} octets back, into the message before",
            one(before) + one(after),
            "text text",
            window=bits,
        )
        yield from stream(
            f"{bits}-not-taken-over",
            "the same where no context is taken over",
            one(before) + one(after),
            f"text !{inflating.INVALID}@1",
            forgets=True,
            window=bits,
        )


def faults():
    invalid, incomplete = inflating.INVALID, inflating.INCOMPLETE

    yield from stream("block-type", "a block of the type 11", one(b"\x07"), f"!{invalid}@0")
    yield from stream("block-type-more", "the same with octets behind it", one(b"\x06abc", BINARY), f"!{invalid}@0")
    yield from stream(
        "stored-lengths",
        "the lengths of a stored block disagree",
        one(bytes.fromhex("000500faf048656c6c6f00")),
        f"!{invalid}@0",
    )
    writer = Writer()
    writer.bits(1 << 1, 3)
    writer.code((8, 0b11000110))
    yield from stream("symbol-286", "a code for no length", one(writer.message()), f"!{invalid}@0")
    writer = Writer()
    writer.bits(1 << 1, 3)
    writer.code((8, 0x30 + 65))
    writer.code((7, 1))
    writer.code((5, 30))
    yield from stream("symbol-30", "a code for no distance", one(writer.message()), f"!{invalid}@0")
    writer = Writer()
    writer.bits(2 << 1, 3)
    writer.bits(0, 10)
    writer.bits(0, 4)
    for _ in range(4):
        writer.bits(1, 3)
    yield from stream(
        "oversubscribed", "codes that are not prefix codes", one(writer.message() + bytes(20)), f"!{invalid}@0"
    )
    yield from stream("too-far", "a reference to before the first octet", one(AGAIN), f"!{invalid}@0")
    yield from stream(
        "too-far-by-one", "the same by one octet", one(Writer().fixed([b"abc", (3, 4)]).message()), f"!{invalid}@0"
    )
    yield from stream(
        "forgotten",
        "a reference to the message before, with no context taken over",
        one(ONE_BLOCK) + one(AGAIN),
        f"text !{invalid}@1",
        forgets=True,
    )
    yield from stream(
        "not-compressed-before",
        "a reference to a message that was not compressed",
        plain(HELLO) + one(AGAIN),
        f"text !{invalid}@1",
    )
    yield from stream(
        "not-compressed-at-all", "text as it is, marked as compressed", one(b"Hello, this is text"), f"!{invalid}@0"
    )
    yield from stream("in-first-fragment", "bad data in the first fragment", parts(b"\x07", b"more"), f"!{invalid}@0")
    yield from stream(
        "in-second-fragment",
        "bad data in the second fragment",
        parts(ONE_BLOCK, b"\x00\x00\xff\xff\x06\x00"),
        f"!{invalid}@1",
    )
    for end in range(1, len(ONE_BLOCK)):
        yield from stream(f"cut-{end}", f"a block cut after {end} octets", one(ONE_BLOCK[:end]), f"!{incomplete}@0")
    yield from stream("cut-stored", "a stored block cut off", one(STORED[:-3]), f"!{incomplete}@0")
    yield from stream(
        "cut-codes",
        "a block cut inside the lengths of its codes, which ends by chance inside the octets that are added",
        one(CUT_CODES),
        f"!{incomplete}@0",
    )
    yield from stream(
        "cut-empty-last", "a block cut off, then a fragment of no octets", parts(ONE_BLOCK[:4], b""), f"!{incomplete}@1"
    )
    yield from stream(
        "tail-kept",
        "the octets that are to be left out are there",
        one(ONE_BLOCK + b"\x00\x00\xff\xff"),
        f"!{incomplete}@0",
    )
    yield from stream("final-alone", "a block with BFINAL set, and no empty block", one(FINAL[:-1]), f"!{incomplete}@0")
    yield from stream("no-octets", "a compressed message of no octets", one(b""), f"!{incomplete}@0", flags=[EMPTY])

    wrong_text = "7692-6.1-utf8-after"
    yield from stream(
        "text", "text that is not UTF-8 when inflated", one(Writer().fixed(b"ok \xff ok").message()), f"!{wrong_text}@0"
    )
    yield from stream(
        "octets-of-text",
        "compressed text is not UTF-8 itself; binary need not inflate to it",
        one(ONE_BLOCK) + one(Writer().fixed(b"\xff").message(), BINARY),
        "text binary",
    )
    writer = Writer().fixed(b"\xce\xff").flush()
    at = len(writer.out)
    rest = writer.fixed(b"more").message()[at:]
    yield from stream(
        "text-in-first-fragment",
        "text that goes wrong in the first fragment",
        parts(bytes(writer.out[:at]), rest),
        f"!{wrong_text}@0",
    )
    yield from stream(
        "text-cut", "text that ends inside a character", one(Writer().fixed(b"ok \xce").message()), f"!{wrong_text}@0"
    )

    bomb = Writer().fixed([b"\x00"] + [(258, 1)] * 400).message()
    limit = "7692-7.2.2-bomb"
    yield from stream("bomb", "few octets that inflate to many", one(bomb, BINARY), f"!{limit}@0", limit=10_000)
    yield from stream(
        "at-the-limit",
        "a message of as many octets as are taken",
        one(Writer().fixed([b"x", (258, 1)]).message()),
        "text",
        limit=259,
    )
    yield from stream(
        "over-the-limit",
        "a message of one more",
        one(Writer().fixed([b"xy", (258, 1)]).message()),
        f"!{limit}@0",
        limit=259,
    )
    yield from stream(
        "bomb-in-first-fragment",
        "too much in the first fragment",
        parts(bomb, NOTHING, opcode=BINARY),
        f"!{limit}@0",
        limit=10_000,
    )
    half = Writer().fixed([b"x", (258, 1)])
    yield from stream(
        "limit-of-all-fragments",
        "too much in all fragments together",
        parts(bytes(half.flush().out), Writer().fixed([(258, 1)]).message()),
        f"!{limit}@1",
        limit=516,
    )


def bits():
    control, more = "7692-6.1-rsv1-control-recv", "7692-6.1-rsv1-cont-recv"
    for name, opcode, body in (("ping", PING, b"p"), ("pong", PONG, b"p"), ("close", CLOSE, b"\x03\xe8")):
        yield from stream(
            f"rsv1-{name}",
            f"a {name} frame with RSV1",
            one(ONE_BLOCK) + [(opcode, True, RSV1, body)],
            f"text !{control}@1",
        )
    for name, rsv in (("compressed", RSV1), ("uncompressed", 0)):
        frames = [(TEXT, False, rsv, b""), (CONTINUATION, True, RSV1, ONE_BLOCK)]
        yield from stream(
            f"rsv1-continuation-{name}",
            f"a continuation frame with RSV1 in a message that is {name}",
            frames,
            f"!{more}@1",
        )
    for rsv in (2, 1, 6, 5, 7):
        clause = "6455-5.2-rsv2-recv" if rsv & 2 else "6455-5.2-rsv3-recv"
        yield from stream(
            f"rsv-{rsv:03b}", f"a text frame with RSV {rsv:03b}", [(TEXT, True, rsv, ONE_BLOCK)], f"!{clause}@0"
        )


SERVERS = {
    "granting": (False, False, 15, 15),
    "no-takeover": (True, True, 15, 15),
    "small-windows": (False, False, 10, 9),
    "smallest": (True, False, 8, 8),
}
OFFERS = [
    ("none", ""),
    ("other", "x-foo"),
    ("bare", "permessage-deflate"),
    ("browser", "permessage-deflate; client_max_window_bits"),
    ("hint-15", "permessage-deflate; client_max_window_bits=15"),
    ("hint-8", "permessage-deflate; client_max_window_bits=8"),
    ("hint-10", "permessage-deflate; client_max_window_bits=10"),
    ("server-8", "permessage-deflate; server_max_window_bits=8"),
    ("server-10", "permessage-deflate; server_max_window_bits=10; client_max_window_bits"),
    ("server-15", "permessage-deflate; server_max_window_bits=15"),
    ("quoted", 'permessage-deflate; server_max_window_bits="9"'),
    ("spaces", " permessage-deflate ;server_max_window_bits = 9 ; client_max_window_bits ,"),
    ("server-forgets", "permessage-deflate; server_no_context_takeover"),
    ("client-forgets", "permessage-deflate; client_no_context_takeover"),
    (
        "all",
        "permessage-deflate; client_no_context_takeover; server_no_context_takeover; client_max_window_bits=12; server_max_window_bits=11",
    ),
    ("unknown", "permessage-deflate; foo"),
    ("unknown-value", "permessage-deflate; client_max_window_bits; foo=bar"),
    ("capitals", "permessage-deflate; SERVER_MAX_WINDOW_BITS=10"),
    ("twice", "permessage-deflate; server_max_window_bits=10; server_max_window_bits=10"),
    ("twice-bare", "permessage-deflate; client_max_window_bits; client_max_window_bits"),
    ("takeover-value", "permessage-deflate; server_no_context_takeover=1"),
    ("client-takeover-value", 'permessage-deflate; client_no_context_takeover="true"'),
    ("server-bare", "permessage-deflate; server_max_window_bits"),
    ("server-7", "permessage-deflate; server_max_window_bits=7"),
    ("server-16", "permessage-deflate; server_max_window_bits=16"),
    ("server-zero", "permessage-deflate; server_max_window_bits=09"),
    ("server-plus", "permessage-deflate; server_max_window_bits=+9"),
    ("server-word", "permessage-deflate; server_max_window_bits=nine"),
    ("server-large", "permessage-deflate; server_max_window_bits=99999999999999999999"),
    ("client-zero", "permessage-deflate; client_max_window_bits=010"),
    ("client-7", "permessage-deflate; client_max_window_bits=7"),
    ("client-16", "permessage-deflate; client_max_window_bits=16"),
    ("fallback", "permessage-deflate; foo, permessage-deflate; server_max_window_bits=10"),
    (
        "preference",
        "permessage-deflate; client_max_window_bits; server_max_window_bits=10, permessage-deflate; client_max_window_bits",
    ),
    ("fallback-to-limitable", "permessage-deflate, permessage-deflate; client_max_window_bits"),
    ("behind-another", "x-foo; bar=1, permessage-deflate"),
]
ANSWERS = [
    ("declined", "permessage-deflate", ""),
    ("other-alone", "x-foo, permessage-deflate", "x-foo"),
    ("bare", "permessage-deflate", "permessage-deflate"),
    ("bare-to-limitable", "permessage-deflate; client_max_window_bits", "permessage-deflate"),
    ("limited", "permessage-deflate; client_max_window_bits", "permessage-deflate; client_max_window_bits=9"),
    (
        "limited-over-hint",
        "permessage-deflate; client_max_window_bits=9",
        "permessage-deflate; client_max_window_bits=12",
    ),
    ("unasked-server-window", "permessage-deflate", "permessage-deflate; server_max_window_bits=8"),
    (
        "unasked-forgetting",
        "permessage-deflate",
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
    ),
    ("same-window", "permessage-deflate; server_max_window_bits=10", "permessage-deflate; server_max_window_bits=10"),
    (
        "smaller-window",
        "permessage-deflate; server_max_window_bits=10",
        'permessage-deflate; server_max_window_bits="8"',
    ),
    ("second-offer", "permessage-deflate; server_max_window_bits=10, permessage-deflate", "permessage-deflate"),
    ("hint-ignored", "permessage-deflate; client_no_context_takeover; client_max_window_bits=8", "permessage-deflate"),
    ("not-offered", "x-foo", "permessage-deflate"),
    ("nothing-offered", "", "permessage-deflate"),
    ("foreign", "permessage-deflate", "x-webkit-deflate-frame"),
    ("twice", "permessage-deflate", "permessage-deflate, permessage-deflate"),
    ("unknown", "permessage-deflate", "permessage-deflate; foo"),
    (
        "same-parameter-twice",
        "permessage-deflate",
        "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
    ),
    ("takeover-value", "permessage-deflate", "permessage-deflate; server_no_context_takeover=true"),
    ("client-bare", "permessage-deflate; client_max_window_bits", "permessage-deflate; client_max_window_bits"),
    ("client-7", "permessage-deflate; client_max_window_bits", "permessage-deflate; client_max_window_bits=7"),
    ("client-zero", "permessage-deflate; client_max_window_bits", "permessage-deflate; client_max_window_bits=09"),
    ("server-bare", "permessage-deflate", "permessage-deflate; server_max_window_bits"),
    ("server-16", "permessage-deflate", "permessage-deflate; server_max_window_bits=16"),
    ("limited-unasked", "permessage-deflate", "permessage-deflate; client_max_window_bits=15"),
    ("forgetting-not-repeated", "permessage-deflate; server_no_context_takeover", "permessage-deflate"),
    ("window-not-repeated", "permessage-deflate; server_max_window_bits=14", "permessage-deflate"),
    ("largest-window-not-repeated", "permessage-deflate; server_max_window_bits=15", "permessage-deflate"),
    ("larger-window", "permessage-deflate; server_max_window_bits=10", "permessage-deflate; server_max_window_bits=11"),
]


def offers():
    for server, (forgets, demands, own, peer) in SERVERS.items():
        terms = dict(
            server_no_context_takeover=forgets,
            client_no_context_takeover=demands,
            server_max_window_bits=own,
            client_max_window_bits=peer,
        )
        for name, value in OFFERS:
            answer = negotiating.answer(value, terms)
            if answer is not None:
                accepted, clauses = negotiating.judge(value, answer)
                assert accepted and clauses is None, (name, answer, clauses)
            comment = f"a server that is {server} answers {name.replace('-', ' ')}"
            yield vector(f"{server}-{name}", comment, offers=value, terms=terms, answer=answer)


def answers():
    for name, offered, answer in ANSWERS:
        accepted, clauses = negotiating.judge(offered, answer)
        fields = {"clauses": clauses} if clauses else {"agreed": accepted}
        yield vector(
            name,
            f"{name.replace('-', ' ')}",
            offers=offered,
            answer=answer,
            result="invalid" if clauses else "valid",
            **fields,
        )


def deflate_file():
    return [
        group("example", "The examples of 7.2.3.", prefixed("example", examples()), "streams"),
        group("message", "Messages in blocks of every kind.", prefixed("message", messages()), "streams"),
        group("window", "References as far back as each window goes.", prefixed("window", windows()), "streams"),
        group("fault", "Messages that do not inflate, or to what may not be.", prefixed("fault", faults()), "streams"),
        group("bit", "Reserved bits once RSV1 has a meaning.", prefixed("bit", bits()), "streams"),
        group("offer", "What a server answers to offers, on its terms.", prefixed("offer", offers()), "offers"),
        group("answer", "What a client makes of an answer.", prefixed("answer", answers()), "answers"),
    ]


def prefixed(group, vectors):
    return ({**v, "id": f"{group}-{v['id']}"} for v in vectors)
