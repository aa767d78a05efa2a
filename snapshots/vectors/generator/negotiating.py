"""A reading of RFC 7692 sections 5 and 7.1 (and of the grammar in RFC 6455 9.1), for the vectors only."""

import re

NAME = "permessage-deflate"
FLAGS = ("server_no_context_takeover", "client_no_context_takeover")
WINDOWS = ("server_max_window_bits", "client_max_window_bits")


def elements(value):
    """The extensions of a field value: [(name, [(parameter, value or None)])]. The vectors quote nothing that has a comma,
    a semicolon or a backslash in it."""
    found = []
    for element in filter(None, (part.strip(" \t") for part in value.split(","))):
        name, *params = (part.strip(" \t") for part in element.split(";"))
        pairs = (param.partition("=") for param in params)
        found.append((name, [(n.strip(), v.strip().strip('"') if eq else None) for n, eq, v in pairs]))
    return found


def fault(params, by):
    """7: what must be declined in an offer, or fails a client in an answer: "undefined-param", "invalid-value", "duplicate"."""
    for index, (name, value) in enumerate(params):
        if name in [before for before, _ in params[:index]]:
            return "duplicate"
        if name in FLAGS:
            if value is not None:
                return "invalid-value"
        elif name in WINDOWS:
            bare = value is None and by == "client" and name.startswith("client")
            if not bare and not re.fullmatch("[89]|1[0-5]", value or ""):
                return "invalid-value"
        else:
            return "undefined-param"
    return None


def accept(params, terms):
    """7.1: the parameters of the answer to a sound offer, or None if the server cannot have what it needs."""
    offer, answer = dict(params), {}
    for name in FLAGS:
        if name in offer or terms[name]:
            answer[name] = None
    name = "server_max_window_bits"
    if name in offer or terms[name] < 15:
        answer[name] = str(min(int(offer.get(name, 15)), terms[name]))
    name = "client_max_window_bits"
    if name not in offer:
        return None if terms[name] < 15 else answer
    bits = min(int(offer[name] or 15), terms[name])
    if bits < 15:
        answer[name] = str(bits)
    return answer


def answer(value, terms):
    """5: the answer to the first offer that can be accepted, as a field value; or None."""
    for name, params in elements(value):
        if name == NAME and fault(params, "client") is None:
            accepted = accept(params, terms)
            if accepted is not None:
                return "; ".join([NAME] + [n if v is None else f"{n}={v}" for n, v in accepted.items()])
    return None


def agreed(params):
    said = dict(params)
    return {**{name: name in said for name in FLAGS}, **{name: int(said.get(name) or 15) for name in WINDOWS}}


def judge(offers, response):
    """What a client makes of an answer: (agreed or None, clauses or None)."""
    offers, response = elements(offers), elements(response)
    for name, _ in response:
        if name not in [offered for offered, _ in offers]:
            return None, ["6455-9-not-requested", "7692-5-invalid-answer"]
    ours = [params for name, params in response if name == NAME]
    if not ours:
        return None, None
    if len(ours) > 1:
        return None, ["7692-5-rsv1-conflict-client"]
    kind = fault(ours[0], "server")
    if kind:
        return None, [f"7692-7-client-{kind}"]
    clauses = None
    for name, params in offers:
        if name == NAME and fault(params, "client") is None:
            mistakes = mismatch(dict(params), dict(ours[0]))
            if not mistakes:
                return agreed(ours[0]), None
            clauses = clauses or mistakes
    return None, clauses


def mismatch(offer, answer):
    """7.1: the clauses by which an answer does not fit an offer."""
    clauses = []
    if "server_no_context_takeover" in offer and "server_no_context_takeover" not in answer:
        clauses.append("7692-7.1.1.1-must-ack")
    if "server_max_window_bits" in offer:
        # Without the parameter the window is the largest, 15.
        given = answer.get("server_max_window_bits", "15")
        if int(given) > int(offer["server_max_window_bits"]):
            clauses.append("7692-7.1.2.1-same-or-smaller")
    if "client_max_window_bits" in answer and "client_max_window_bits" not in offer:
        clauses.append("7692-7.1.2.2-not-offered")
    return clauses
