"""compare.py REPORT KNOWN: are the cases that are no pass exactly those that are known?"""

import json
import sys


def main(report, known):
    records, footer = {}, None
    with open(report) as lines:
        for line in lines:
            entry = json.loads(line)
            if entry["kind"] == "record":
                records[entry["case"]] = entry["grade"]
            if entry["kind"] == "footer":
                footer = entry
    if not footer or not footer["complete"]:
        sys.exit(f"{report} is partial")
    expected = {}
    with open(known) as lines:
        for line in lines:
            words = line.split("#")[0].split()
            if words:
                expected[words[1]] = words[0]
    problems = []
    for case, grade in records.items():
        wanted = expected.pop(case, "pass")
        allowed = {wanted.rstrip("?")} | ({"pass"} if wanted.endswith("?") else set())
        if grade not in allowed:
            problems.append(f"{case} is {grade}, known is {wanted}")
    problems += [f"{case} is known as {grade}, but no such case was played" for case, grade in expected.items()]
    if problems:
        sys.exit(f"{known} and the run differ:\n  " + "\n  ".join(problems))


main(*sys.argv[1:])
