"""Writes DEFLATE data as a vector wants it, block by block (RFC 1951), and messages as RFC 7692 7.2.1 wants them."""

from .inflating import DISTANCES, FIXED_DISTANCES, FIXED_LITERALS, LENGTHS, ORDER, codes


class Writer:
    """Bits, from the least significant bit of each octet on."""

    def __init__(self):
        self.out, self.used = bytearray(), 0

    def bits(self, value, count):
        for i in range(count):
            if self.used == 0:
                self.out.append(0)
            self.out[-1] |= (value >> i & 1) << self.used
            self.used = (self.used + 1) % 8

    def code(self, code):
        length, value = code
        for i in reversed(range(length)):
            self.bits(value >> i, 1)

    def align(self):
        self.used = 0

    def stored(self, data, final=False):
        self.bits(final, 3)
        self.align()
        self.out += len(data).to_bytes(2, "little") + (len(data) ^ 0xFFFF).to_bytes(2, "little") + data
        return self

    def fixed(self, parts, final=False):
        self.bits(final | 1 << 1, 3)
        self.symbols(parts, FIXED_LITERALS, FIXED_DISTANCES)
        if final:
            self.align()
        return self

    def dynamic(self, parts, final=False):
        parts = list(flat(parts))
        used = {256, 257} | {p if isinstance(p, int) else 257 + place(p[0], LENGTHS) for p in parts}
        far = {0, 1} | {place(p[1], DISTANCES) for p in parts if not isinstance(p, int)}
        literals, distances = even(used, 286), even(far, 30)
        lengths = even(set(literals + distances) | {0}, 19)
        self.bits(final | 2 << 1, 3)
        for value, count in ((286 - 257, 5), (30 - 1, 5), (19 - 4, 4)):
            self.bits(value, count)
        for symbol in ORDER:
            self.bits(lengths[symbol], 3)
        table = inverse(lengths)
        for length in literals + distances:
            self.code(table[length])
        self.symbols(parts, literals, distances)
        if final:
            self.align()
        return self

    def symbols(self, parts, literals, distances):
        literals, distances = inverse(literals), inverse(distances)
        for part in flat(parts):
            if isinstance(part, int):
                self.code(literals[part])
                continue
            length, distance = part
            for value, bases, first, table in ((length, LENGTHS, 257, literals), (distance, DISTANCES, 0, distances)):
                symbol = place(value, bases)
                base, extra = bases[symbol]
                self.code(table[first + symbol])
                self.bits(value - base, extra)
        self.code(literals[256])

    def flush(self):
        """An empty block that is not compressed, as between the fragments of a message."""
        return self.stored(b"")

    def message(self):
        """The octets of a message: up to the header of an empty block, whose lengths are left out."""
        self.bits(0, 3)
        self.align()
        return bytes(self.out)


def flat(parts):
    """Octets are literals; a pair is a length and a distance."""
    for part in [parts] if isinstance(parts, bytes) else parts:
        yield from part if isinstance(part, bytes) else [part]


def place(value, bases):
    return max(i for i, (base, _) in enumerate(bases) if base <= value)


def inverse(lengths):
    return {symbol: code for code, symbol in codes(lengths).items()}


def even(used, count):
    """Lengths of codes for these symbols, all the same or one more."""
    bits = max(1, (len(used) - 1).bit_length())
    short = (1 << bits) - len(used)
    lengths = [0] * count
    for i, symbol in enumerate(sorted(used)):
        lengths[symbol] = bits - (i < short)
    return lengths


def text_of(parts, window=b""):
    """What parts stand for."""
    out = bytearray(window)
    for part in flat(parts):
        if isinstance(part, int):
            out.append(part)
        else:
            for _ in range(part[0]):
                out.append(out[-part[1]])
    return bytes(out[len(window) :])


def parse(data, reach):
    """Data as literals and references to the nearest repetition, at most so far back."""
    parts, seen, at = [], {}, 0
    while at < len(data):
        before = seen.get(data[at : at + 3])
        length = 0
        if before is not None and at - before <= reach:
            while length < 258 and at + length < len(data) and data[before + length] == data[at + length]:
                length += 1
        step = length if length >= 3 else 1
        parts.append((length, at - before) if length >= 3 else data[at : at + 1])
        for i in range(at, at + step):
            seen[data[i : i + 3]] = i
        at += step
    return parts
