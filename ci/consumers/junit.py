"""junit.py DIR: makes JUnit XML of index.json, a suite for each agent and category, and reads it back as a CI server does."""

import json
import pathlib
import sys
from xml.etree import ElementTree

PASSED, CLOSED = {"OK", "NON-STRICT", "INFORMATIONAL"}, {"OK", "INFORMATIONAL"}


def junit(index):
    root = ElementTree.Element("testsuites")
    suites = {}
    for agent, cases in index.items():
        for case, entry in sorted(cases.items(), key=lambda item: [int(number) for number in item[0].split(".")]):
            name = f"{agent} {case.split('.')[0]}"
            if name not in suites:
                suites[name] = ElementTree.SubElement(root, "testsuite", name=name)
            element = ElementTree.SubElement(suites[name], "testcase", classname=name, name=case)
            element.set("time", str(entry["duration"] / 1000))
            if entry["behavior"] == "UNIMPLEMENTED":
                ElementTree.SubElement(element, "skipped")
            elif entry["behavior"] not in PASSED or entry["behaviorClose"] not in CLOSED:
                ElementTree.SubElement(element, "failure", message=f"{entry['behavior']} / {entry['behaviorClose']}")
    return ElementTree.tostring(root)


def main(folder):
    index = json.loads((pathlib.Path(folder) / "index.json").read_text())
    suites = ElementTree.fromstring(junit(index)).findall("testsuite")
    failed = 0
    for suite in suites:
        failures = [case.get("name") for case in suite.findall("testcase") if case.find("failure") is not None]
        if failures:
            print(f"{suite.get('name')}: {len(failures)} of {len(suite)} fail: {' '.join(failures)}")
        failed += len(failures)
    if failed or not suites:
        sys.exit(f"{failed} failures in {len(suites)} suites")
    tested = sum(len(suite) - len(suite.findall("testcase/skipped")) for suite in suites)
    print(f"{tested} passed in {len(suites)} suites")


main(sys.argv[1])
