#!/usr/bin/env bash
# Fails when a snapshot in the tree is not one that a test asked for. Runs the tests, unless INSTA_SNAPSHOT_REFERENCES_FILE
# names what a run of them has just written.
set -euo pipefail
cd "$(dirname "$0")/.."
references=${INSTA_SNAPSHOT_REFERENCES_FILE:-}
if [ ! -s "$references" ]; then
  references=$PWD/target/snapshots-asked-for
  rm -f "$references"
  INSTA_UPDATE=no INSTA_SNAPSHOT_REFERENCES_FILE=$references cargo test --locked --quiet
fi
python3 - "$references" <<'P'
import pathlib, sys
asked = {pathlib.Path(line).resolve() for line in open(sys.argv[1]).read().splitlines()}
there = {path.resolve() for path in pathlib.Path("snapshots").rglob("*.snap")}
there |= {path.resolve() for crate in ("codec", "server-under-test", "harness", "fuzz")
          for path in pathlib.Path(crate).rglob("*.snap")}
stale = sorted(there - asked)
for path in stale:
    print(f"error: no test asks for {path.relative_to(pathlib.Path.cwd())}; remove it", file=sys.stderr)
print(f"{len(there)} snapshots, {len(stale)} that no test asks for")
sys.exit(bool(stale))
P
