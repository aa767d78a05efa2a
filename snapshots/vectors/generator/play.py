"""streams.json: plays each stream through the reading and compares the outcome with what its author expects."""

from . import reading
from .reading import BINARY, CONTINUATION, KEY, PING, PONG, TEXT, frame
from .shape import group, octets, vector
from .streams import streams


def event(kind, value):
    if kind == "close":
        return {"close": value[0], "reason": octets(value[1])}
    if kind == "violation":
        return {"violation": list(value[1]), "close_code": value[2], "offset": value[0]}
    return {kind: octets(value)}


def stream_vector(stream, receiver):
    wires = []
    for f in stream.frames:
        masked = receiver == "server" if f.masked is None else f.masked
        wires.append(frame(f.opcode, f.payload, f.fin, f.rsv, (f.key or KEY) if masked else None, f.form, f.length))
    if stream.keep is not None:
        wires[-1] = wires[-1][: stream.keep]
    if stream.cut:
        wires[-1] = wires[-1][: -stream.cut]
    data, id = b"".join(wires), f"{stream.group}-{stream.id}-to-{receiver}"
    events = reading.receive(data, receiver)
    expect(id, stream, wires, events)
    strict = [event(*e) for e in events]
    alternative, result = None, "invalid" if events and events[-1][0] == "violation" else "valid"
    if "early" in stream.flags:
        alternative = strict[:-1]
    elif "non-minimal-length" in stream.flags:
        alternative = [event(*e) for e in reading.receive(data, receiver, reading.LENGTH_FAULTS)]
    elif "unassigned-code" in stream.flags:
        alternative = [event(*e) for e in reading.receive(data, receiver, reading.CODE_FAULTS)]
    elif "large-length" in stream.flags:
        alternative = strict + [{"violation": ["6455-10.4-limits-protect"], "close_code": reading.TOO_BIG, "offset": 9}]
    more = {} if alternative is None else {"alternative": alternative}
    return vector(
        id,
        stream.comment,
        stream.flags,
        receiver=receiver,
        input=octets(data),
        result=result if alternative is None else "acceptable",
        events=strict,
        **more,
    )


def expect(id, stream, wires, events):
    """What the reading says is what the author of the stream says."""
    words = stream.want.split()
    fault = words.pop()[1:] if words and words[-1].startswith("!") else None
    assert [kind for kind, _ in events if kind != "violation"] == words, f"{id}: {events}"
    assert (fault is not None) == bool(events and events[-1][0] == "violation"), f"{id}: {events}"
    for kinds, opcodes in (
        (("text", "binary"), (TEXT, BINARY, CONTINUATION)),
        (("ping",), (PING,)),
        (("pong",), (PONG,)),
    ):
        sent = b"".join(f.payload for f in stream.frames if f.opcode in opcodes)
        assert sent.startswith(b"".join(value for kind, value in events if kind in kinds)), f"{id}: {events}"
    if fault:
        offset, clauses, _ = events[-1][1]
        clause, place = fault.split("@")
        number, octet = place.split(":")
        wire, start = wires[int(number)], sum(map(len, wires[: int(number)]))
        if octet == "end":
            within = len(wire) - 1
        elif octet.startswith("p"):
            within = reading.header(wire).octets + int(octet[1:])
        else:
            within = int(octet)
        assert clauses[0] == clause and offset == start + within, f"{id}: {offset} {clauses}"


def streams_file():
    comments = {}
    for stream in streams():
        comments.setdefault(stream.group, []).append(stream)
    return [
        group(name, TOPICS[name], (stream_vector(s, receiver) for s in entries for receiver in s.receivers))
        for name, entries in comments.items()
    ]


TOPICS = {
    "message": "Messages in one frame.",
    "fragmentation": "Messages in fragments (5.4).",
    "control": "Control frames (5.5).",
    "control-fault": "Control frames that are fragmented or too long (5.5).",
    "sequence": "Frames out of sequence (5.4).",
    "opcode": "Reserved opcodes (5.2).",
    "rsv": "Reserved bits without an extension (5.2).",
    "mask": "The MASK bit and direction (5.1).",
    "length": "Forms of the payload length (5.2).",
    "close": "Bodies of Close frames (5.5.1, 7.4).",
    "after-close": "What follows a Close frame is not processed (5.5.1).",
    "utf8": "Text that is or is not UTF-8 (5.6, 8.1).",
    "early": "Streams that end with the octet of the fault.",
    "truncated": "Streams that end inside a frame: no fault, no event.",
}
