"""Where things are kept, and whether they can be read and written."""

import hashlib
import os
import pathlib
import shutil

ROOT = pathlib.Path(__file__).resolve().parents[2]
FUZZ = ROOT / "fuzz"
TARGET = ROOT / "target"

# A run stops before the disk is so full that a finding could not be written any more.
LEAST_FREE = 64 << 20


class Stop(Exception):
    """A sentence for people: what is wrong, and what to do."""


def seeds(name):
    """The corpus of a target as the repository has it."""
    return FUZZ / "corpus" / name


def corpus(name):
    """What runs have added to it."""
    return TARGET / "corpus" / name


def fresh(name):
    """What the run that goes on is adding; it is moved to the corpus afterwards."""
    return TARGET / "fuzz" / "fresh" / name


def artifacts(name):
    """The inputs on which a target failed."""
    return FUZZ / "artifacts" / name


def regressions(name):
    """The inputs on which it once failed, without the files beside them."""
    return [path for path in files(FUZZ / "regressions" / name) if path.suffix not in (".hex", ".txt")]


def files(folder):
    """The files in a folder, in order; none if there is no such folder."""
    return sorted(path for path in folder.glob("*")) if folder.is_dir() else []


def readable(paths):
    """The paths, each of which is a file that can be read."""
    for path in paths:
        try:
            with open(path, "rb") as file:
                file.read(1)
        except OSError as error:
            shown = os.path.relpath(path, ROOT)
            raise Stop(f"{shown} cannot be read: {error.strerror}; make it readable, or take it away") from None
    return paths


def make(folder):
    """Makes a folder that may be there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Stop(f"{folder} cannot be made: {error.strerror}") from None


def enough_room():
    """Raises if the disk is nearly full."""
    for folder in (TARGET, FUZZ):
        free = shutil.disk_usage(folder).free
        if free < LEAST_FREE:
            raise Stop(
                f"{folder} has {free >> 20} MiB left, and {LEAST_FREE >> 20} are wanted, so that no finding is lost: "
                "free some, and start again"
            )


def keep_fresh(name):
    """Moves what a run has added to the corpus, also an earlier run that was killed. Inputs are named by their SHA-1; one
    that was cut off, because the disk was full, is not what its name says, and goes."""
    make(corpus(name))
    kept = cut_off = 0
    for path in files(fresh(name)):
        if hashlib.sha1(path.read_bytes()).hexdigest() == path.name:
            path.replace(corpus(name) / path.name)
            kept += 1
        else:
            path.unlink()
            cut_off += 1
    if cut_off:
        print(f"  {name}: {cut_off} inputs were cut off on a full disk, and are dropped")
    return kept
