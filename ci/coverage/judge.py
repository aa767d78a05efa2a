"""judge.py FILE: which lines of the codec an lcov file says are reached, beside ci/known/coverage.json."""

import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
CODEC = ROOT / "codec/src"
# What can be planted into the codec is no part of it; a normal build has none. Nor does the table of clauses read or write
# anything: it is how they are named and shown, and a test of the codec looks at all of them.
LEFT_OUT = (CODEC / "plant", CODEC / "rfc")
KNOWN = ROOT / "ci/known/coverage.json"
WANTED = 97.0


def counts(lcov):
    """For each file of the codec how often each of its lines of code was reached."""
    of_files, lines = {}, None
    for record in lcov.read_text().splitlines():
        if record.startswith("SF:"):
            path = pathlib.Path(record[3:])
            counts = path.is_relative_to(CODEC) and not any(map(path.is_relative_to, LEFT_OUT))
            lines = of_files.setdefault(str(path.relative_to(CODEC)), {}) if counts else None
        elif record.startswith("DA:") and lines is not None:
            line, count = map(int, record[3:].split(",")[:2])
            lines[line] = max(count, lines.get(line, 0))
    return of_files


def of_plants(source):
    """The lines that run only if a defect is planted: a condition that asks for one, and the block behind it."""
    lines, inside = set(), None
    for number, line in enumerate(source, 1):
        indent = len(line) - len(line.lstrip())
        if inside is not None and line.strip() and indent <= inside:
            inside = None
        if inside is not None:
            lines.add(number)
        elif re.search(r"(?<!!)\bplanted\(", line):
            lines.add(number)
            inside = indent if line.rstrip().endswith("{") else None
    return lines


def counted(name, lines):
    """The lines that count, and the text of all: not the tests, which stand last in a module, nor what is reached only
    with a defect planted."""
    source = (CODEC / name).read_text().splitlines()
    tests = next((n for n, line in enumerate(source, 1) if line.strip() == "#[cfg(test)]"), len(source) + 1)
    plants = of_plants(source)
    return {n: count for n, count in lines.items() if n < tests and (count or n not in plants)}, source


def main():
    known = json.loads(KNOWN.read_text())
    unexplained = [entry for entry in known if not entry.get("reason")]
    # An entry explains all lines of a file with its text, for a line number would be stale after every change.
    reasons = {(entry["file"], entry["line"]): entry["reason"] for entry in known if entry.get("reason")}
    used, errors = set(), []
    total = reached = unexplained_lines = 0
    for name, lines in sorted(counts(pathlib.Path(sys.argv[1])).items()):
        lines, source = counted(name, lines)
        not_reached = sorted(line for line, count in lines.items() if count == 0)
        total, reached = total + len(lines), reached + len(lines) - len(not_reached)
        print(f"{name:<32} {len(lines):>5} lines {len(lines) - len(not_reached):>5} reached")
        for line in not_reached:
            text = source[line - 1].strip()
            reason = reasons.get((name, text))
            used.add((name, text))
            print(f"  {line:>4}  {text}  " + (f"({reason})" if reason else "NOT EXPLAINED"))
            unexplained_lines += not reason
    if not total:
        errors.append("there are no lines of the codec in it at all")
        total = 1
    errors += [f"ci/known/coverage.json: {entry} has no reason" for entry in unexplained]
    errors += [
        f"ci/known/coverage.json: `{text}` of {name} is reached, or gone; take the entry out"
        for name, text in reasons
        if (name, text) not in used
    ]
    share = 100 * reached / total
    print(f"{reached} of {total} lines of the codec are reached by the corpora alone: {share:.2f} %")
    if share < WANTED:
        errors.append(f"less than {WANTED:g} %")
    if unexplained_lines:
        errors.append(f"ci/known/coverage.json does not say why {unexplained_lines} lines are not reached")
    for error in errors:
        print(f"error: {error}", file=sys.stderr)
    return bool(errors)


sys.exit(main())
