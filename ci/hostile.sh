#!/usr/bin/env bash
# The hostile cases against our own server, which must live through all of them, and against servers with a fault that shows
# only under attack, which the named case must catch.
#
#   ci/hostile.sh          with the programs in target/release
#   ci/hostile.sh FOLDER   with those in this folder
set -euo pipefail
cd "$(dirname "$0")/.."
exec </dev/null
programs=${1:-target/release}
out=target/hostile
mkdir -p "$out"

play() { # REPORT [FAULT…] -- CASE…
  local report=$1 fault=()
  shift
  while [ "$1" != -- ]; do fault+=(--fault "$1"); shift; done
  shift
  # What waits for nothing but the end of a patience need not wait for all of it.
  local scale=1
  [ ${#fault[@]} = 0 ] || scale=0.2
  "$programs/wsspec" server "$@" --profile hostile --strict --time-scale "$scale" --report "json=$out/$report.json" \
    -- "$programs/wsspec-server" --listen '127.0.0.1:{port}' "${fault[@]}" >"$out/$report.txt" 2>&1
}

play faultless -- || { cat "$out/faultless.txt"; echo "error: the server without a fault does not pass" >&2; exit 1; }
tail -n 1 "$out/faultless.txt"

# A fault, and what catches it.
while read -r fault case; do
  code=0
  play "$fault" "$fault" -- "$case" || code=$?
  if [ "$code" != 1 ] || ! grep -qE "(fail|lenient) *$case" "$out/$fault.txt"; then
    cat "$out/$fault.txt"
    echo "error: $case does not catch the fault $fault: exit code $code" >&2
    exit 1
  fi
  echo "$fault: $(grep -m 1 '^  because' "$out/$fault.txt" | sed 's/^  because *//')"
done <<'FAULTS'
aborts-at-reset hostile/reset-when-open
aborts-at-tls-hello hostile/tls-instead-of-a-request
backlog-unlimited hostile/messages-without-reading
half-close-ignored hostile/half-close-in-a-message
inflated-size-unlimited hostile/bomb-of-258-mib
places-never-given-back hostile/500-opened-and-dropped
FAULTS
