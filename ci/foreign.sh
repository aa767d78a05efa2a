#!/usr/bin/env bash
# Plays all cases against servers that nobody here wrote, and compares what is no pass with ci/known/NAME.txt. A difference in
# either direction fails, so nothing known goes stale.
#
#   ci/foreign.sh          those of the gate
#   ci/foreign.sh NAME…    these, which have a file in ci/known
#
# A line of ci/known is `grade case`, or `grade glob` for the cases without a line of their own; a `?` after the grade marks
# what may also pass: a race in the subject.
set -euo pipefail
cd "$(dirname "$0")/.."
out=target/foreign
mkdir -p "$out"
[ $# -gt 0 ] || set -- tungstenite npm-ws python-websockets python-aiohttp
bash ci/peers/install.sh "$@"
bash ci/build.sh
. ci/peers/subject.sh

for peer; do
  start "$peer"
  target/release/wsspec server "$url/" --report "json=$out/$peer.json" >"$out/$peer.txt" || true
  stop
  tail -n 1 "$out/$peer.txt"
  python3 ci/compare.py "$out/$peer.json" "ci/known/$peer.txt"
done
