#!/usr/bin/env bash
# kill-matrix.sh [OPTION… DEFECT…]: plants every defect and tells which layer notices it, and what panics alone and octets
# without structure would have found. `--help` shows the options. After a change that moves marks, `--out
# snapshots/kill-matrix.txt` writes them anew, from as many runs as the page docs/fuzzing.md says.
set -euo pipefail
cd "$(dirname "$0")/.."

build=(cargo test --quiet --no-run --locked --profile fast-test --features plants-by-environment --message-format=json)
tests=$({ "${build[@]}" -p wsspec-codec; "${build[@]}" -p wsspec-server --lib; } | python3 -c '
import json, sys
for line in sys.stdin:
    message = json.loads(line)
    if message.get("executable") and message.get("profile", {}).get("test"):
        print(message["executable"])')
cargo build --quiet --locked --profile fast-test -p wsspec-fuzz --features plants --example kill_matrix
options=()
for program in $tests; do options+=(--tests "$program"); done
exec "${CARGO_TARGET_DIR:-target}/fast-test/examples/kill_matrix" "${options[@]}" "$@"
