"""html-table.py DIR: reads the verdicts off the table of index.html, follows every link, and finds them in index.json."""

import json
import pathlib
import sys
from html.parser import HTMLParser

WORDS = {"Pass": "OK", "Non-Strict": "NON-STRICT", "Info": "INFORMATIONAL", "Fail": "FAILED", "Unimplemented": "UNIMPLEMENTED"}
CLASSES = {"OK": "case_ok", "NON-STRICT": "case_non_strict", "INFORMATIONAL": "case_info", "FAILED": "case_failed",
           "UNIMPLEMENTED": "case_unimplemented"}
REGISTERED = 517


class Table(HTMLParser):
    """The rows of cases, each a list of cells: classes, text, links."""

    def __init__(self):
        super().__init__()
        self.rows, self.anchors, self.agents = [], set(), []
        self.row, self.cell = None, None

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        classes = (attributes.get("class") or "").split()
        if tag == "tr":
            self.row = [] if "agent_case_result_row" in classes else None
            self.first = "case_category_row" in classes and not self.agents
        elif tag == "td":
            self.cell = {"classes": classes, "text": "", "links": []}
        elif tag == "a":
            self.anchors.add(attributes.get("name"))
            if self.cell is not None:
                self.cell["links"].append(attributes.get("href"))
        elif tag == "br" and self.cell is not None:
            self.cell["text"] += " "

    def handle_data(self, data):
        if self.cell is not None:
            self.cell["text"] += data

    def handle_endtag(self, tag):
        if tag == "td" and self.cell is not None:
            if self.row is not None:
                self.row.append(self.cell)
            elif self.first and "agent" in self.cell["classes"]:
                self.agents.append(self.cell["text"])
            self.cell = None
        elif tag == "tr" and self.row:
            self.rows.append(self.row)


def verdicts(folder, table):
    """The verdict of each agent and case, as the table has it."""
    for case, *cells in table.rows:
        name = case["text"].removeprefix("Case ")
        assert case["links"] == [f"#case_desc_{name.replace('.', '_')}"], case
        assert case["links"][0][1:] in table.anchors, f"{name} is nowhere described"
        cells = iter(cells)
        for agent in table.agents:
            cell = next(cells)
            word = cell["text"].split(" ")[0]
            if word == "Missing":
                assert "case_missing" in cell["classes"]
                continue
            assert CLASSES[WORDS[word]] in cell["classes"], cell
            if word != "Unimplemented":
                assert (folder / cell["links"][0]).is_file(), cell
                assert "close" in next(cells)["classes"]
            yield (agent, name), WORDS[word]
        assert next(cells, None) is None, f"{name} has more cells than agents"


def main(folder):
    folder = pathlib.Path(folder)
    table = Table()
    table.feed((folder / "index.html").read_text("utf-8"))
    assert len(table.rows) == REGISTERED, f"{len(table.rows)} rows"
    seen = dict(verdicts(folder, table))
    index = json.loads((folder / "index.json").read_text())
    meant = {(agent, case): entry["behavior"] for agent, cases in index.items() for case, entry in cases.items()}
    assert seen == meant, f"the table differs from index.json: {set(seen.items()) ^ set(meant.items())}"
    failed = [" ".join(key) for key, behavior in seen.items() if behavior == "FAILED"]
    if failed or not seen:
        sys.exit(f"the table has failures: {', '.join(failed)}")
    print(f"{len(table.rows)} rows, {len(seen)} verdicts, no failure")


main(sys.argv[1])
