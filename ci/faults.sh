#!/usr/bin/env bash
# faults.sh [--check]: plays every case with every fault, in memory, and writes the matrix to snapshots/faults.txt. With --check
# it only compares it with what is there. Either way it fails when a fault is not caught or a case notices nothing without a
# reason in harness/src/cli/doctor/reasons.rs, when such a reason is stale, and when an endpoint without a fault does not pass.
# WSSPEC=PATH takes this program and builds none.
set -euo pipefail
cd "$(dirname "$0")/.."
exec </dev/null

kept=snapshots/faults.txt
wsspec=${WSSPEC:-${CARGO_TARGET_DIR:-target}/release/wsspec}
[ -n "${WSSPEC:-}" ] || bash ci/build.sh
found=$(mktemp)
trap 'rm -f "$found"' EXIT

case ${1:-} in
  --check)
    "$wsspec" doctor --full >"$found"
    diff -u "$kept" "$found" || { echo "error: the matrix is not the one that is kept; ci/faults.sh writes it anew" >&2; exit 1; }
    ;;
  '')
    status=0
    "$wsspec" doctor --full >"$found" || status=$?
    [ "$status" -le 1 ] && cp "$found" "$kept"
    exit "$status"
    ;;
  *) echo "usage: faults.sh [--check]" >&2; exit 2 ;;
esac
