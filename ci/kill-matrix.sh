#!/usr/bin/env bash
# kill-matrix.sh [OPTION… DEFECT…]: plants every defect and tells which layer notices it, and what panics alone and octets
# without structure would have found. `--help` shows the options; `--check` compares with snapshots/kill-matrix.txt.
set -euo pipefail
cd "$(dirname "$0")/.."

build=(cargo test --quiet --no-run --profile fast-test --features plants --message-format=json)
tests=$(for package in wsspec-codec wsspec-server; do
  "${build[@]}" -p "$package" --lib; "${build[@]}" -p wsspec-codec --tests
done | python3 -c '
import json, sys
programs = dict()
for line in sys.stdin:
    message = json.loads(line)
    if message.get("executable") and message.get("profile", {}).get("test"):
        programs[message["executable"]] = True
print("\n".join(programs))')
cargo build --quiet --profile fast-test -p wsspec-fuzz --features plants --example kill_matrix
options=()
for program in $tests; do options+=(--tests "$program"); done
exec "${CARGO_TARGET_DIR:-target}/fast-test/examples/kill_matrix" "${options[@]}" "$@"
