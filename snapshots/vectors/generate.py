#!/usr/bin/env python3
"""Writes the vectors of this directory: `generate.py`; or compares them: `generate.py --check` (exit 1 if they differ).

generator/reading.py is the reading of RFC 6455 they come from, generator/streams.py lists the streams; inflating.py,
negotiating.py and compression.py there are the same for RFC 7692. README.md tells how to use the files.
"""

import json
import sys
from pathlib import Path

from generator.compression import deflate_file
from generator.framing import frames_file, headers_file
from generator.handshake import accept_file
from generator.payloads import close_file, utf8_file
from generator.play import streams_file

HERE = Path(__file__).parent

# What each flag means: in every file, once, those that it uses.
FLAGS = {
    "whitespace": "The field value has white space around it, which is no part of the value.",
    "non-canonical-key": "The key is base64 of 16 octets with pad bits that are not zero (erratum 3150). The string is hashed as "
    "it stands. A server may also refuse it with status 400; it must not hash a re-encoded key.",
    "invalid-key": "The key is not base64 of 16 octets. 4.2.1 lets a server refuse it with status 400, 4.2.2 says that it need "
    "not be decoded: a server that does not refuse it hashes the string as it stands.",
    "non-minimal-length": "The length is in a longer form than it needs. 5.2 forbids sending that and does not say what a "
    "receiver does: it fails the connection (what is written here) or takes the frame.",
    "large-length": "The frame is legal and larger than an endpoint may want to take: it may fail the connection with 1009 by "
    "a limit of its own (10.4). It must not allocate what the header announces.",
    "incomplete": "The input is a proper prefix of a header: a decoder asks for more.",
    "registered-code": "The code is in the IANA registry, not in RFC 6455.",
    "unassigned-code": "RFC 6455 gives the code no meaning (1016 to 2999 are reserved, 5000 and up undefined). A receiver fails "
    "the connection (what is written here) or, since a registry can grow, takes the code.",
    "client-code": "Only a client sends this code of its own accord.",
    "after-close": "Octets follow a Close frame: they are not processed.",
    "empty-payload": "A message that is marked as compressed has no octets at all, which 7.2.1 never makes of a message. An "
    "endpoint fails the connection (what is written here) or takes it for an empty message.",
    "early": "The stream ends with the octet that makes the fault certain. A receiver that judges whole frames or messages sees "
    "no fault yet.",
}

FILES = {
    "accept": accept_file,
    "headers": headers_file,
    "frames": frames_file,
    "utf8": utf8_file,
    "close": close_file,
    "streams": streams_file,
    "deflate": deflate_file,
}


def written(name, groups):
    """The text of a file: one vector a line."""
    vectors = [v for g in groups for v in g["vectors"]]
    ids = [v["id"] for g in groups for v in g["vectors"]]
    assert len(set(ids)) == len(ids), f"{name}: an id twice"
    used = {flag for v in vectors for flag in v.get("flags", ())}
    top = {
        "$schema": "schema.json",
        "kind": name,
        "rfc": "7692" if name == "deflate" else "6455",
        "count": len(vectors),
        "flags": {f: FLAGS[f] for f in FLAGS if f in used},
    }

    def line(value):
        return json.dumps(value, separators=(",", ":"))

    lines = [f"  {line(key)}: {line(value)}," for key, value in top.items() if key != "flags"]
    notes = ",\n".join(f"    {line(flag)}: {line(text)}" for flag, text in top["flags"].items())
    lines.append(f'  "flags": {{\n{notes}\n  }},' if notes else '  "flags": {},')
    blocks = []
    for g in groups:
        fields = "".join(f"      {line(k)}: {line(v)},\n" for k, v in g.items() if k != "vectors")
        blocks.append(
            "    {\n"
            + fields
            + '      "vectors": [\n'
            + ",\n".join("        " + line(v) for v in g["vectors"])
            + "\n      ]\n    }"
        )
    return "{\n" + "\n".join(lines) + '\n  "groups": [\n' + ",\n".join(blocks) + "\n  ]\n}\n"


def main(arguments):
    if arguments not in ([], ["--check"]):
        print(__doc__)
        return 2
    stale = []
    for name, groups in FILES.items():
        path, text = HERE / f"{name}.json", written(name, groups())
        if not arguments:
            path.write_text(text, encoding="ascii")
        elif not path.exists() or path.read_text(encoding="ascii") != text:
            stale.append(path.name)
    for name in stale:
        print(f"{name} is not what generate.py writes", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
