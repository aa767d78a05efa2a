"""accept.json: keys and answers of the opening handshake (RFC 6455 1.3, 4.1, 4.2.2)."""

import base64
import hashlib

from .shape import group, vector


def accept(key):
    """4.2.2: the key as a string, without the white space around it, and the GUID; SHA-1; base64."""
    guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
    return base64.b64encode(hashlib.sha1((key.strip(" \t") + guid).encode()).digest()).decode()


def accept_file():
    sample = "dGhlIHNhbXBsZSBub25jZQ=="
    assert accept(sample) == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "RFC 6455 1.3"

    def server(id, comment, key, result="valid", flags=()):
        return vector(id, comment, flags, key=key, accept=accept(key), result=result)

    def encoded(raw):
        return base64.b64encode(raw).decode()

    keys = [
        server("rfc6455-1.3", "the example of section 1.3", sample),
        server(
            "rfc6455-4.1", "the octets 01 to 10, the example of section 4.1 as corrected", encoded(bytes(range(1, 17)))
        ),
        server("zeros", "sixteen octets 00", encoded(bytes(16))),
        server("ones", "sixteen octets ff", encoded(b"\xff" * 16)),
    ]
    keys += [
        server(f"sha-{n}", f"sixteen octets of the SHA-1 of {n}", encoded(hashlib.sha1(b"%d" % n).digest()[:16]))
        for n in range(12)
    ]
    space = [
        server(f"space-{n}", comment, before + sample + after, flags=["whitespace"])
        for n, (comment, before, after) in enumerate(
            [
                ("a space before", " ", ""),
                ("a space after", "", " "),
                ("tabs around", "\t", "\t"),
                ("a mixture", " \t ", "\t  "),
            ]
        )
    ]
    literal = [
        server(
            "rfc6455-4.1-as-printed",
            "the example of section 4.1 as printed: ends in PEC==",
            "AQIDBAUGBwgJCgsMDQ4PEC==",
            "acceptable",
            ["non-canonical-key"],
        ),
        server(
            "sample-pad-bits",
            "the example of section 1.3 with other pad bits",
            "dGhlIHNhbXBsZSBub25jZR==",
            "acceptable",
            ["non-canonical-key"],
        ),
    ]
    literal += [
        server(id, comment, key, "acceptable", ["invalid-key"])
        for id, comment, key in [
            ("15-octets", "fifteen octets", encoded(bytes(15))),
            ("17-octets", "seventeen octets", encoded(bytes(17))),
            ("no-padding", "without its padding", sample[:-2]),
            ("not-base64", "not base64", "!!!!"),
            ("url-alphabet", "the alphabet for URLs", "_" * 21 + "w=="),
            ("inner-space", "a space inside", sample[:8] + " " + sample[8:]),
        ]
    ]

    def client(id, comment, received, result, flags=()):
        return vector(f"answer-{id}", comment, flags, key=sample, accept=received, result=result)

    good = accept(sample)
    answers = [
        client("right", "the right answer", good, "valid"),
        client("right-space", "the right answer, white space around it", f" \t{good} ", "valid", ["whitespace"]),
        client("lower-case", "in lower case", good.lower(), "invalid"),
        client("no-padding", "without its padding", good[:-1], "invalid"),
        client("empty", "empty", "", "invalid"),
        client("key", "the key itself", sample, "invalid"),
        client("other-key", "the answer to another key", accept(encoded(bytes(16))), "invalid"),
        client(
            "decoded-key",
            "the hash of the decoded key",
            encoded(hashlib.sha1(base64.b64decode(sample) + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest()),
            "invalid",
        ),
        client("no-guid", "the hash without the GUID", encoded(hashlib.sha1(sample.encode()).digest()), "invalid"),
        client(
            "guid-lower-case",
            "the GUID in lower case",
            encoded(hashlib.sha1((sample + "258eafa5-e914-47da-95ca-c5ab0dc85b11").encode()).digest()),
            "invalid",
        ),
        client("hex", "the hash in hex", base64.b64decode(good).hex(), "invalid"),
        client("twice", "the answer twice, with a comma", f"{good}, {good}", "invalid"),
    ]
    return [
        group("keys", "What a server answers to a key (4.2.2).", keys, "answer"),
        group("whitespace", "White space around a key is not hashed.", space, "answer"),
        group("literal", "Whatever a key holds, the string is hashed and not what it decodes to.", literal, "answer"),
        group("answers", "Whether a client may take an answer (4.1).", answers, "check"),
    ]
