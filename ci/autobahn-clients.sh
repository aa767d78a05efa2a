#!/usr/bin/env bash
# autobahn-clients.sh [CLIENT…]: has foreign clients play the cases of `wstest -m fuzzingserver` as they would those of
# Autobahn, at the same time, and compares what comes of them with snapshots/autobahn-clients. `--update` writes the
# snapshots; WSTEST=PATH takes that program and builds none. Which clients there are: ci/peers/clients/run.sh.
#
# Not played are masses and compression, 9, 12 and 13, which take minutes; what is a race in a client may go either way.
set -euo pipefail
cd "$(dirname "$0")/.."
update=
[ "${1:-}" != --update ] || { update=yes; shift; }
[ $# -gt 0 ] || set -- tungstenite npm-ws python-websockets
for client; do
  bash ci/peers/install.sh "clients/$client"
done
if [ -z "${WSTEST:-}" ]; then
  bash ci/build.sh
  WSTEST=${CARGO_TARGET_DIR:-target}/release/wstest
fi
out=target/autobahn-clients
rm -rf "$out" && mkdir -p "$out" snapshots/autobahn-clients
cat >"$out/spec.json" <<JSON
{"url": "ws://127.0.0.1:0", "outdir": "$out/reports", "cases": ["*"], "exclude-cases": ["9.*", "12.*", "13.*"]}
JSON
"$WSTEST" -m fuzzingserver -s "$out/spec.json" -u 0 >"$out/server.log" &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT
until port=$(sed -n 's/.*Fuzzing Server (Port \([0-9]*\)).*/\1/p' "$out/server.log") && [ -n "$port" ]; do
  kill -0 "$server" || { echo "error: wstest ended: $out/server.log" >&2; exit 1; }
  sleep 0.1
done

clients=()
for client; do
  timeout 300 bash ci/peers/clients/run.sh "$client" "ws://127.0.0.1:$port" >"$out/$client.log" 2>&1 &
  clients+=("$!")
done
for client in "${clients[@]}"; do
  wait "$client" || { echo "error: a client failed: $out/*.log" >&2; exit 1; }
done
failed=
for client; do
  python3 ci/verdicts.py --agent "$client" "$out/reports/index.json" >"$out/$client.txt"
  if [ -n "$update" ]; then
    cp "$out/$client.txt" "snapshots/autobahn-clients/$client.txt"
  elif ! diff -u "snapshots/autobahn-clients/$client.txt" "$out/$client.txt"; then
    echo "error: $client is not as in snapshots/autobahn-clients/$client.txt; if that is meant, ci/autobahn-clients.sh --update $client" >&2
    failed=yes
    continue
  fi
  echo "$client: $(head -n 1 "$out/$client.txt"), the others as expected"
done
[ -z "$failed" ]
