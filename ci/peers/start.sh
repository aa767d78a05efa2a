#!/usr/bin/env bash
# start.sh NAME [PORT]: starts a foreign subject in the foreground. It prints `listening on ws://127.0.0.1:PORT` when it
# is ready; without a port it takes a free one.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
name=${1:?usage: start.sh NAME [PORT]}
port=${2:-0}
case $name in
  npm-ws) cp "$here/npm-ws/server.mjs" "$root/target/peers/npm-ws/" && exec node "$root/target/peers/npm-ws/server.mjs" "$port" ;;
  python-websockets | python-aiohttp) exec "$root/target/peers/$name/bin/python" "$here/$name/server.py" "$port" ;;
  tungstenite) cd "$root" && cargo build --quiet --release -p wsspec --example tungstenite_echo && exec "${CARGO_TARGET_DIR:-target}/release/examples/tungstenite_echo" "$port" ;;
  bad-*) exec python3 "$here/bad.py" "${name#bad-}" "$port" ;;
  *) echo "error: no subject $name; there are npm-ws, python-websockets, python-aiohttp, tungstenite and bad-KIND" >&2; exit 2 ;;
esac
