"""gate-with-close.py DIR: the usual gate. What came back is as it should be, and so is how the connection ended."""

import json
import pathlib
import sys

index = json.loads((pathlib.Path(sys.argv[1]) / "index.json").read_text())
behaviors, closes = {"OK", "NON-STRICT", "INFORMATIONAL"}, {"OK", "INFORMATIONAL"}
entries = [(agent, case, entry) for agent, cases in index.items() for case, entry in cases.items()]
if not entries:
    sys.exit("nothing was tested")
bad = []
for agent, case, entry in entries:
    compression = case.split(".")[0] in ("12", "13")
    allowed = behaviors | ({"UNIMPLEMENTED"} if compression else set())
    if entry["behavior"] not in allowed or entry["behaviorClose"] not in closes:
        bad.append(f"{agent} {case}: {entry['behavior']}, closed {entry['behaviorClose']} ({entry['remoteCloseCode']})")
if bad:
    sys.exit("\n".join(bad))
print(f"{len(entries)} of {len(entries)} in order")
