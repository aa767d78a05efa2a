"""compare.py REPORT KNOWN: are the cases that are no pass exactly those that are known?

A case in KNOWN may be a glob. It stands for the cases it matches that have no line of their own, and one of them at least
must have its grade.
"""

import fnmatch
import json
import sys

GRADES = {"lenient", "info", "unsupported", "blocked", "fail", "error"}


def read_report(path):
    """The grade and the reason of each case. A report that is not whole ends the program."""
    with open(path, encoding="utf-8") as lines:
        entries = [json.loads(line) for line in lines]
    of_kind = {kind: [entry for entry in entries if entry["kind"] == kind] for kind in ("header", "record", "footer")}
    if len(of_kind["header"]) != 1 or len(of_kind["footer"]) != 1 or not of_kind["footer"][0]["complete"]:
        sys.exit(f"{path} is partial")
    records = {record["case"]: record for record in of_kind["record"]}
    if len(records) != of_kind["header"][0]["cases"] or not records:
        sys.exit(f"{path} has {len(records)} cases of {of_kind['header'][0]['cases']}")
    return records


def read_known(path):
    """The grades a case may have, for each case that is known to be no pass."""
    known = {}
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            words = line.split("#")[0].split()
            if not words:
                continue
            if len(words) != 2 or words[0].removesuffix("?") not in GRADES or words[1] in known:
                sys.exit(f"{path}:{number}: write `grade case` or `grade? case`, each case once")
            grade, case = words
            known[case] = {grade.removesuffix("?")} | ({"pass"} if grade.endswith("?") else set())
    return known


def main(report, path):
    records, known = read_report(report), read_known(path)
    globs = {case: known.pop(case) for case in list(known) if "*" in case}
    seen = set()
    problems = []
    for case, record in records.items():
        glob = next((glob for glob in globs if fnmatch.fnmatchcase(case, glob)), None)
        allowed = known.pop(case, globs.get(glob, {"pass"}))
        if record["grade"] in allowed:
            seen.add(glob)
        else:
            wanted = " or ".join(sorted(allowed))
            problems.append(f"{case} is {record['grade']}, known is {wanted}; {record['because'] or 'nothing was wrong'}")
    problems += [f"{case} is known, but no such case was played" for case in known]
    problems += [f"{glob} is known, but no such case has the grade" for glob in globs if glob not in seen]
    if problems:
        sys.exit(f"{path} and {report} differ:\n  " + "\n  ".join(problems))


main(*sys.argv[1:])
