"""Which cases are to be played: profiles, and what Autobahn itself makes of the patterns of a specification."""

import json
import subprocess

# Of the sets of 18 sizes in 12 and 13, `default` plays the fourth: 1000 messages of 1024 octets.
PROFILES = {
    "smoke": (["*"], ["9.*", "12.*", "13.*"]),
    "default": ([f"{group}.*" for group in (1, 2, 3, 4, 5, 6, 7, 9, 10)] + ["12.*.4", "13.*.4"], []),
    "full": (["*"], []),
}

# Its patterns are anchored at their start only, `*` is any run of characters, and it merges and sorts.
ASK_AUTOBAHN = """
import json, sys
from autobahntestsuite.case import CaseBasename, Cases, CaseCategories, CaseSetname, CaseSubCategories
from autobahntestsuite.caseset import CaseSet
cases = CaseSet(CaseSetname, CaseBasename, Cases, CaseCategories, CaseSubCategories)
print(json.dumps(cases.parseSpecCases(json.loads(sys.argv[1]))))
"""


def resolve(python, cases, excluded):
    """The numbers of the cases that Autobahn plays, in its order. `python` is the one that has it."""
    spec = json.dumps({"cases": cases, "exclude-cases": excluded})
    asked = subprocess.run([python, "-c", ASK_AUTOBAHN, spec], check=True, capture_output=True, text=True)
    selected = json.loads(asked.stdout)
    if not selected:
        raise SystemExit(f"error: Autobahn has no case {' or '.join(cases)}; write 7.1.* or 7.1.6")
    return selected
