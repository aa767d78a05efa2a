#!/usr/bin/env bash
# client.sh NAME [--loop]: runs a foreign echo client, which install.sh has installed. It connects to $WSSPEC_URL; with --loop
# again and again, until there is nothing more to play.
#
#   wsspec client -- bash ci/peers/client.sh npm-ws
#   wsspec client --once -- bash ci/peers/client.sh npm-ws --loop
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
name=${1:?usage: client.sh NAME [--loop]}
shift
out=$root/target/peers/$name

case $name in
  tungstenite)
    program=${CARGO_TARGET_DIR:-$root/target}/release/examples/tungstenite_client
    [ -x "$program" ] || { echo "error: cargo build --release -p wsspec --example tungstenite_client" >&2; exit 1; }
    exec "$program" "$@"
    ;;
  # Before version 22 Node has it behind a flag, which later ones take as well.
  node) exec node --experimental-websocket --no-warnings "$here/node/client.mjs" "$@" ;;
  npm-ws | python-websockets) ;;
  *) echo "error: no client $name; there are tungstenite, node, npm-ws and python-websockets" >&2; exit 2 ;;
esac
[ -e "$out" ] || { echo "error: $name is not installed: bash ci/peers/install.sh $name" >&2; exit 1; }
case $name in
  # Node looks for packages beside the program. Many may be started at once, so it is copied only when it is new.
  npm-ws)
    cmp -s "$here/$name/client.mjs" "$out/client.mjs" || cp "$here/$name/client.mjs" "$out/client.mjs"
    exec node "$out/client.mjs" "$@"
    ;;
  python-*) exec "$out/bin/python" "$here/$name/client.py" "$@" ;;
esac
