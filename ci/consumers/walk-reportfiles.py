"""walk-reportfiles.py DIR: opens the report of every case, and shows of those that failed what was expected and what came."""

import json
import pathlib
import sys

STRINGS = ["agent", "id", "behavior", "behaviorClose", "description", "expectation", "result", "resultClose", "started",
           "httpRequest", "httpResponse"]
FLAGS = ["closedByMe", "failedByMe", "droppedByMe", "wasClean", "isServer", "createStats", "createWirelog", "reportTime",
         "reportCompressionRatio", "wasCloseHandshakeTimeout", "wasOpenHandshakeTimeout", "wasServerConnectionDropTimeout"]
MAYBE = ["localCloseCode", "localCloseReason", "remoteCloseCode", "remoteCloseReason", "wasNotCleanReason", "trafficStats"]
OBJECTS = ["expected", "expectedClose", "rxFrameStats", "rxOctetStats", "txFrameStats", "txOctetStats"]
KEYS = sorted(STRINGS + FLAGS + MAYBE + OBJECTS + ["case", "duration", "received", "wirelog"])
ROWS = {"TO": 3, "RO": 2, "TF": 9, "RF": 7, "KL": 2, "KLE": 1, "TI": 2, "TIE": 1, "CT": 3, "CTE": 2, "WLM": 2}
EVENTS = {"message": 3, "pong": 2, "timeout": 2}


def check(report, agent, case, entry):
    assert list(report) == KEYS, f"keys: {set(report) ^ set(KEYS)}"
    assert (report["agent"], report["id"]) == (agent, case)
    for key in ("behavior", "behaviorClose", "duration", "remoteCloseCode"):
        assert report[key] == entry[key], key
    assert all(isinstance(report[key], str) and report[key] for key in STRINGS), "an empty sentence"
    assert all(isinstance(report[key], bool) for key in FLAGS), "a flag is none"
    assert all(isinstance(report[key], dict) for key in OBJECTS), "an object is none"
    assert isinstance(report["duration"], int) and isinstance(report["case"], int)
    lists = [report["received"], *report["expected"].values()]
    assert all(len(event) == EVENTS[event[0]] for events in lists for event in events), "an event"
    assert all(len(row) == ROWS[row[0]] for row in report["wirelog"]), "a row of the wire log"
    assert len(report["started"]) == 24 and report["started"].endswith("Z"), report["started"]


def main(folder):
    folder = pathlib.Path(folder)
    index = json.loads((folder / "index.json").read_text("ascii"))
    walked, failed = 0, 0
    for agent, cases in index.items():
        for case, entry in cases.items():
            path = folder / entry["reportfile"]
            report = json.loads(path.read_text("ascii"))
            try:
                check(report, agent, case, entry)
            except AssertionError as error:
                sys.exit(f"{path.name}: {error}")
            page = path.with_suffix(".html").read_bytes()
            assert f"Case {case}".encode() in page, f"{path.name} has no page"
            walked += 1
            if report["behavior"] == "FAILED":
                failed += 1
                print(f"{agent} {case}: {report['result']} / {report['resultClose']}")
    if failed or not walked:
        sys.exit(f"{failed} of {walked} reports are of failures")
    print(f"{walked} reports")


main(sys.argv[1])
