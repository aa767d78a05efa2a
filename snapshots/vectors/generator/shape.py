"""The parts that vectors of all files are made of."""


def octets(data):
    """Octets as JSON: hex; or, when long, {"repeat", "count"} for a pattern and a list for parts one after another."""
    if len(data) <= 200:
        return data.hex()
    parts, plain, at = [], b"", 0
    while at < len(data):
        for period in (1, 2, 4, 256):
            pattern, count = data[at : at + period], 1
            while data[at + count * period : at + (count + 1) * period] == pattern:
                count += 1
            if count > 1 and count * period > 100:
                parts += [plain.hex()] if plain else []
                parts.append({"repeat": pattern.hex(), "count": count})
                plain, at = b"", at + count * period
                break
        else:
            plain, at = plain + data[at : at + 1], at + 1
    parts += [plain.hex()] if plain else []
    return parts[0] if len(parts) == 1 else parts


def vector(id, comment, flags=(), **rest):
    return {"id": id, "comment": comment, **rest, **({"flags": list(flags)} if flags else {})}


def group(id, comment, vectors, type=None):
    return {"id": id, **({"type": type} if type else {}), "comment": comment, "vectors": list(vectors)}


def violation(fault):
    offset, clauses, code = fault
    return {"clauses": list(clauses), "close_code": code, "offset": offset}
