"""Takes into fuzz/corpus what runs have found, as far as it reaches something new."""

import pathlib
import re
import shutil
import tempfile

import engine
import places

# As many files as a corpus may have.
MOST = 400
# What libFuzzer adds is named by a SHA-1; seeds are named after what they are.
SHA1 = re.compile(r"[0-9a-f]{40}")


def merge(program, name):
    """Merges the inputs of a target. Seeds stay, whatever they reach; of the others the smallest that reach something
    new come in, until the corpus is full."""
    places.keep_fresh(name)
    here = places.readable(places.files(places.seeds(name)))
    seeds = [path for path in here if not SHA1.fullmatch(path.name)]
    others = [path for path in here if SHA1.fullmatch(path.name)] + places.readable(places.files(places.corpus(name)))
    with tempfile.TemporaryDirectory(dir=places.TARGET) as scratch:
        merged, candidates = pathlib.Path(scratch, "merged"), pathlib.Path(scratch, "candidates")
        merged.mkdir()
        candidates.mkdir()
        for path in seeds:
            shutil.copy(path, merged / path.name)
        for path in others:
            shutil.copy(path, candidates / path.name)
        # What is in the first folder stays, and only what reaches more is added to it.
        command = [program, "-merge=1", merged, candidates]
        log = engine.run(command)
        if log.returncode:
            raise places.Stop(f"the merge of {name} failed, and nothing is changed: {engine.last_line(log.stderr)}")
        new = [path for path in places.files(merged) if SHA1.fullmatch(path.name)]
        new.sort(key=lambda path: path.stat().st_size)
        chosen = new[: max(0, MOST - len(seeds))]
        # The new ones first: an interrupt leaves too many files and not too few.
        for path in chosen:
            shutil.copy(path, places.seeds(name) / path.name)
        for path in here:
            if SHA1.fullmatch(path.name) and path.name not in {path.name for path in chosen}:
                path.unlink()
    dropped = len(new) - len(chosen)
    print(
        f"{name}: {len(seeds)} seeds, and {len(chosen)} of {len(others)} other inputs"
        + (f"; {dropped} that reach something new have no room among {MOST}" if dropped else "")
    )
    if chosen:
        # git ignores them by their names, since every run of cargo-fuzz leaves some.
        print(f"  git add --force fuzz/corpus/{name} keeps them")
