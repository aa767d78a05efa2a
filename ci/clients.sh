#!/usr/bin/env bash
# Plays the smaller cases with clients that nobody here wrote, and compares what is no pass with ci/known/client-NAME.txt. A
# difference in either direction fails, so nothing known goes stale.
#
#   ci/clients.sh          those of the gate
#   ci/clients.sh NAME…    these, which have a file in ci/known
#
# A line of ci/known is read as ci/foreign.sh reads it.
set -euo pipefail
cd "$(dirname "$0")/.."
out=target/clients
mkdir -p "$out"
[ $# -gt 0 ] || set -- tungstenite npm-ws python-websockets
bash ci/peers/install.sh "$@"
bash ci/build.sh

for peer; do
  "${CARGO_TARGET_DIR:-target}/release/wsspec" client --profile smoke --once --report "json=$out/$peer.json" \
    -- bash ci/peers/client.sh "$peer" --loop >"$out/$peer.txt" || true
  grep ' played in ' "$out/$peer.txt"
  python3 ci/compare.py "$out/$peer.json" "ci/known/client-$peer.txt"
done
