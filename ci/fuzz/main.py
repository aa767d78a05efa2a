"""Fuzzes the targets; ci/fuzz.sh starts it."""

import argparse
import difflib
import os
import pathlib
import subprocess
import sys

import engine
import merge
import places

# Runs of a target in the gate. They are spent by work and not by time, so that a run repeats.
RUNS = 10_000
# Those that are slower or faster than most.
RUNS_OF = {"frame_parse": 50_000}


def arguments():
    parser = argparse.ArgumentParser(
        prog="ci/fuzz.sh",
        description="Replays the corpus of each fuzz target, then fuzzes it from there.",
        epilog="Inputs that reach something new go to target/corpus/TARGET, failing ones to fuzz/artifacts/TARGET. "
        "Exit code 0: nothing was found; 1: something was; 2: it could not be run; 130: it was interrupted.",
    )
    add = parser.add_argument
    add("targets", nargs="*", metavar="TARGET", help="these (all)")
    add("--runs", type=positive(int), metavar="N", help=f"executions of each ({RUNS}, of some other numbers)")
    add("--minutes", type=positive(float), metavar="M", help="so long for each instead, going on from target/corpus")
    add("--fork", type=positive(int), metavar="N", help="in so many processes at a time")
    add("--asan", action="store_true", help="with AddressSanitizer, which takes several times as long")
    add("--seed", type=int, default=1, metavar="N", help="where the random numbers begin (1)")
    add("--minimise", action="store_true", help="merge target/corpus into fuzz/corpus instead, at most 400 files each")
    return parser.parse_args()


def positive(number):
    """Reads a number above zero."""

    def parse(text):
        try:
            value = number(text)
        except ValueError:
            value = 0
        if value <= 0:
            raise argparse.ArgumentTypeError(f"`{text}` is no number above zero")
        return value

    return parse


def chosen(names):
    """The targets of these names, or all."""
    known = sorted(path.stem for path in (places.FUZZ / "fuzz_targets").glob("*.rs"))
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=3, cutoff=0.3) or known
            raise places.Stop(f"there is no target {name}; near are: {', '.join(near)}")
    return names or known


def build(asan):
    """Builds the targets as OSS-Fuzz does, and gives the folder of their programs."""
    out = places.TARGET / "fuzz" / ("out-address" if asan else "out")
    command = ["bash", places.ROOT / "ci/fuzz/build.sh", *(["-s", "address"] if asan else ["-s", "none"])]
    if subprocess.run(command, env={**os.environ, "OUT": str(out)}).returncode:
        # What is wrong was said.
        sys.exit(2)
    return out


def play(name, out, options):
    """Replays and fuzzes a target."""
    say = lambda sentence: print(f"{name}: {sentence}", flush=True)
    program = out / name
    places.make(places.artifacts(name))
    if failed := engine.replay(program, name, say):
        return engine.Played(name, findings=[pathlib.Path(path) for path in failed])
    runs = options.runs or RUNS_OF.get(name, RUNS)
    budget = f"{options.minutes:g} minutes" if options.minutes else f"{runs} runs"
    say(f"{budget} from seed {options.seed}" + (f" in {options.fork} processes" if options.fork else ""))
    played = engine.fuzz(program, name, runs, options, say)
    if played.stopped:
        say(played.stopped)
    return played


def summary(all_played):
    """A line for each target, and for each finding the command that tells what it is."""
    print(f"{'target':<20} {'executions':>11} {'exec/s':>8} {'CPU s':>8} {'corpus':>7} {'findings':>8}")
    for played in all_played:
        rate = played.executions / played.wall if played.wall else 0
        print(
            f"{played.name:<20} {played.executions:>11} {rate:>8.0f} {played.cpu:>8.1f} {played.corpus:>7} "
            f"{len(played.findings):>8}"
        )
    found = [(played.name, path) for played in all_played for path in played.findings]
    for name, path in found:
        print(f"cargo run -p wsspec-fuzz --example finding -- {name} {os.path.relpath(path, places.ROOT)}")
    return found


def main():
    options = arguments()
    names = chosen(options.targets)
    places.make(places.TARGET)
    places.enough_room()
    out = build(options.asan)
    if options.minimise:
        for name in names:
            merge.merge(out / name, name)
        return 0
    all_played = []
    interrupted = broken = False
    try:
        for name in names:
            all_played.append(play(name, out, options))
            interrupted = all_played[-1].stopped == "interrupted"
            broken = broken or bool(all_played[-1].stopped)
            if interrupted:
                break
    except KeyboardInterrupt:
        interrupted = True
    found = summary(all_played)
    if found:
        return 1
    return 130 if interrupted else 2 if broken else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except places.Stop as stop:
        print(f"error: {stop}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
