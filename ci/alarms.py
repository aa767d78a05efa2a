"""alarms.py FIRST REPORT SECONDS: is any verdict on an endpoint without a fault one that it does not deserve?

Every case must be pass, info, or unsupported, which follows from what a client offers; and what it was in the first run. Prints
one line for the run, and one for each alarm.
"""

import collections
import json
import sys

ALLOWED = {"pass", "info", "unsupported"}


def read(path):
    """The grade and the reason of each case. A report that is not whole ends the program."""
    with open(path, encoding="utf-8") as lines:
        entries = [json.loads(line) for line in lines]
    records = [entry for entry in entries if entry["kind"] == "record"]
    if not records or not any(entry["kind"] == "footer" and entry["complete"] for entry in entries):
        sys.exit(f"{path} is partial")
    return {record["case"]: (record["grade"], record["because"]) for record in records}


def main(first, path, seconds):
    try:
        first, records = read(first), read(path)
    except OSError as error:
        sys.exit(f"no report: {error}")
    alarms = [f"{case} is {grade}: {why}" for case, (grade, why) in records.items() if grade not in ALLOWED]
    for case in first.keys() | records.keys():
        before, now = first.get(case, ("not played", "")), records.get(case, ("not played", ""))
        if before[0] != now[0] and now[0] in ALLOWED:
            alarms.append(f"{case} is {now[0]} and was {before[0]}: {now[1] or before[1]}")
    grades = collections.Counter(grade for grade, _ in records.values())
    print(f"{len(records)} cases in {seconds} s: " + ", ".join(f"{count} {grade}" for grade, count in sorted(grades.items())))
    if alarms:
        sys.exit("\n".join(f"  alarm: {alarm}" for alarm in sorted(alarms)))


main(*sys.argv[1:])
