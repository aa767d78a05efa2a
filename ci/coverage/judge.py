"""judge.py FILE: which lines of the codec an lcov file says are reached, beside ci/known/coverage.json."""

import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
CODEC = ROOT / "codec/src"
KNOWN = ROOT / "ci/known/coverage.json"
WANTED = 97.0


def counts(lcov):
    """For each file of the codec how often each of its lines of code was reached."""
    of_files, lines = {}, None
    for record in lcov.read_text().splitlines():
        if record.startswith("SF:"):
            path = pathlib.Path(record[3:])
            lines = of_files.setdefault(str(path.relative_to(CODEC)), {}) if path.is_relative_to(CODEC) else None
        elif record.startswith("DA:") and lines is not None:
            line, count = map(int, record[3:].split(",")[:2])
            lines[line] = max(count, lines.get(line, 0))
    return of_files


def without_tests(name, lines):
    """The lines in front of the tests, which stand last in a module."""
    source = (CODEC / name).read_text().splitlines()
    tests = next((n for n, line in enumerate(source, 1) if line.strip() == "#[cfg(test)]"), len(source) + 1)
    return {line: count for line, count in lines.items() if line < tests}, source


def main():
    known = json.loads(KNOWN.read_text())
    unexplained = [entry for entry in known if not entry.get("reason")]
    # An entry explains all lines of a file with its text, for a line number would be stale after every change.
    reasons = {(entry["file"], entry["line"]): entry["reason"] for entry in known if entry.get("reason")}
    used, errors, missed = set(), [], []
    total = reached = 0
    for name, lines in sorted(counts(pathlib.Path(sys.argv[1])).items()):
        lines, source = without_tests(name, lines)
        not_reached = sorted(line for line, count in lines.items() if count == 0)
        total, reached = total + len(lines), reached + len(lines) - len(not_reached)
        print(f"{name:<32} {len(lines):>5} lines {len(lines) - len(not_reached):>5} reached")
        for line in not_reached:
            text = source[line - 1].strip()
            reason = reasons.get((name, text))
            used.add((name, text))
            print(f"  {line:>4}  {text}" + (f"  ({reason})" if reason else ""))
            if not reason:
                missed.append(f"{name}:{line} is not reached, and ci/known/coverage.json does not say why")
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
    for error in missed + errors:
        print(f"error: {error}", file=sys.stderr)
    return bool(missed or errors)


sys.exit(main())
