"""Compares the verdicts of two report directories, and explains what differs by the file of meant differences."""

import dataclasses
import fnmatch
import json

NOT_PLAYED = "not played"


@dataclasses.dataclass
class Known:
    """A difference that is meant, or a race. Words are `behavior` and `behaviorClose` with a space between."""

    peer: str
    cases: list
    autobahn: list
    ours: list
    reason: str
    race: bool
    explained: int = 0

    def covers(self, peer, case):
        return fnmatch.fnmatchcase(peer, self.peer) and any(fnmatch.fnmatchcase(case, glob) for glob in self.cases)

    def explains(self, difference):
        if not self.covers(difference.peer, difference.case):
            return False
        # A race may go either way on either side.
        autobahn, ours = (self.autobahn + self.ours,) * 2 if self.race else (self.autobahn, self.ours)
        return difference.autobahn in autobahn and difference.ours in ours


@dataclasses.dataclass
class Difference:
    """A case of which the two tools say different words."""

    peer: str
    case: str
    autobahn: str
    ours: str
    known: Known | None = None


def read_known(path):
    """The entries of ci/known/autobahn.json. One that is not in order ends the program."""
    try:
        with open(path, encoding="utf-8") as file:
            return [known_of(entry) for entry in json.load(file)]
    except (OSError, ValueError) as error:
        raise SystemExit(f"error: {path}: {error}") from error


def known_of(entry):
    keys = {"peer", "cases", "autobahn", "ours", "reason"}
    if set(entry) - {"race"} != keys or not entry["reason"]:
        raise ValueError(f"an entry has {', '.join(sorted(keys))}, and it may have race; this one differs: {entry}")

    def many(key):
        return [entry[key]] if isinstance(entry[key], str) else entry[key]

    lists = [many(key) for key in ("cases", "autobahn", "ours")]
    return Known(entry["peer"], *lists, entry["reason"], entry.get("race", False))


def read_verdicts(report, agent):
    """The words of each case of `agent` in a report directory."""
    index = report / "index.json"
    if not index.exists():
        raise RuntimeError(f"there is no {index}")
    cases = json.loads(index.read_text(encoding="utf-8")).get(agent, {})
    return {case: f"{entry['behavior']} {entry['behaviorClose']}" for case, entry in cases.items()}


def compare(peer, selected, autobahn, ours, known):
    """The differences, each with the entry that explains it. A case that nobody has selected is one, too."""
    differences = []
    for case in selected + sorted(set(ours) - set(selected)):
        difference = Difference(peer, case, autobahn.get(case, NOT_PLAYED), ours.get(case, NOT_PLAYED))
        if difference.autobahn == difference.ours:
            continue
        difference.known = next((entry for entry in known if entry.explains(difference)), None)
        if difference.known:
            difference.known.explained += 1
        differences.append(difference)
    return differences


def stale(known, peers, selected):
    """Entries that explained nothing although their peer and a case of theirs were played. A race need not show."""
    unused = [entry for entry in known if not entry.race and not entry.explained]
    return [entry for entry in unused if any(entry.covers(peer, case) for peer in peers for case in selected)]
