"""The parity scripts' command line; ci/parity.sh and ci/parity-clients.sh start it with the role of what they compare on."""

import argparse
import collections.abc
import dataclasses
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys

import compare
import play
import selection
import tables

AUTOBAHN = play.ROOT / "target/autobahn/venv/bin"


@dataclasses.dataclass
class Role:
    """What the subjects are: servers that a fuzzingclient plays, or clients that play on a fuzzingserver."""

    prog: str
    subjects: str
    install: str
    play: collections.abc.Callable
    scratch: pathlib.Path
    known: pathlib.Path


ROLES = {
    "servers": Role(
        "ci/parity.sh",
        "a server of ci/peers/start.sh",
        "",
        play.play_server,
        play.ROOT / "target/parity",
        play.ROOT / "ci/known/autobahn.json",
    ),
    "clients": Role(
        "ci/parity-clients.sh",
        "a client of ci/peers/clients/run.sh",
        "clients/",
        play.play_client,
        play.ROOT / "target/parity-clients",
        play.ROOT / "ci/known/autobahn-clients.json",
    ),
}


@dataclasses.dataclass
class Run:
    """Both tools' run on one peer. Autobahn's cost is unknown where other cases were played when it was saved."""

    peer: str
    cases: int
    differences: list
    autobahn: play.Measured | None
    ours: play.Measured
    reused: bool


def arguments(role, words):
    parser = argparse.ArgumentParser(prog=role.prog, description="Compares Autobahn's verdicts with ours.")
    add = parser.add_argument
    add("peers", nargs="+", metavar="PEER", help=role.subjects)
    add("--cases", action="append", metavar="GLOB", help="cases as in Autobahn's specification; may be repeated")
    add("--exclude", action="append", default=[], metavar="GLOB", help="cases that are not to be played")
    add("--profile", choices=selection.PROFILES, default="full", help="the cases if --cases names none (full)")
    add("--reuse", action="store_true", help="take Autobahn's saved results where they hold all the cases")
    add("--markdown", type=pathlib.Path, metavar="FILE", help="write the tables of the documentation")
    add("--known", type=pathlib.Path, default=role.known, metavar="FILE", help="the differences that are meant")
    add("--patience", type=float, default=7200, metavar="SECONDS", help="the most that a run may take (7200)")
    add("--option", action="append", default=[], metavar="WORD", help="an argument more for our tool: --option=-j1")
    return parser.parse_args(words)


def measure(role, tool, peer, name, options, extra=()):
    """Plays a fresh subject with `tool` and saves the cost beside the report."""
    report = role.scratch / peer / name
    shutil.rmtree(report, ignore_errors=True)
    report.parent.mkdir(parents=True, exist_ok=True)
    saved = report.parent / f"{name}.measured.json"
    saved.unlink(missing_ok=True)
    selected = {"cases": options.cases, "exclude-cases": options.exclude}
    measured = role.play(tool, peer, report, selected, options.patience, extra)
    saved.write_text(json.dumps(dataclasses.asdict(measured)))
    return measured, compare.read_verdicts(report, peer)


def saved(role, peer, selected):
    """Autobahn's saved verdicts, and their cost if the same cases were played, or nothing if a case is missing."""
    measured = role.scratch / peer / "autobahn.measured.json"
    if not measured.exists():
        return None
    verdicts = compare.read_verdicts(role.scratch / peer / "autobahn", peer)
    if set(selected) - set(verdicts):
        return None
    cost = play.Measured(**json.loads(measured.read_text())) if set(selected) == set(verdicts) else None
    return cost, {case: verdicts[case] for case in selected}


def play_both(role, peer, selected, known, options):
    install = ["bash", play.ROOT / "ci/peers/install.sh", role.install + peer]
    if subprocess.run(install, stdout=subprocess.DEVNULL).returncode:
        raise RuntimeError("it cannot be installed")
    reused = saved(role, peer, selected) if options.reuse else None
    cost, theirs = reused or measure(role, AUTOBAHN / "wstest", peer, "autobahn", options)
    our_cost, ours = measure(role, os.environ["WSTEST"], peer, "ours", options, options.option)
    differences = compare.compare(peer, selected, theirs, ours, known)
    return Run(peer, len(selected), differences, cost, our_cost, bool(reused))


def main(role, words):
    # Whoever ends this program ends what it has started.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    options = arguments(role, words)
    if options.cases is None:
        options.cases, excluded = selection.PROFILES[options.profile]
        options.exclude = options.exclude + excluded
    selected = selection.resolve(AUTOBAHN / "python", options.cases, options.exclude)
    known = compare.read_known(options.known)
    runs, problems = [], []
    for peer in options.peers:
        try:
            run = play_both(role, peer, selected, known, options)
        except RuntimeError as error:
            problems.append(f"{peer}: {error}")
            continue
        runs.append(run)
        print(tables.text(run), flush=True)
        unexplained = sum(1 for difference in run.differences if not difference.known)
        if run.ours.exit_code:
            log = role.scratch / peer / "ours.log"
            problems.append(f"{peer}: our tool ended with exit code {run.ours.exit_code}; see {log}")
        if unexplained:
            problems.append(f"{peer}: no entry of {options.known} explains {unexplained} differences")
    for entry in compare.stale(known, [run.peer for run in runs], selected):
        problems.append(f"{options.known}: an entry is stale: {entry.peer} {' '.join(entry.cases)}: {entry.reason}")
    if options.markdown and runs:
        options.markdown.write_text(tables.markdown(runs), encoding="utf-8")
    if problems:
        sys.exit("\n".join(f"error: {problem}" for problem in problems))


main(ROLES[sys.argv[1]], sys.argv[2:])
