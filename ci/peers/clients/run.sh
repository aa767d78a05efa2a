#!/usr/bin/env bash
# run.sh NAME URL [AGENT [FIRST LAST]]: plays the cases of the fuzzing server at URL with a foreign client, which
# `ci/peers/install.sh clients/NAME` has installed: their count, each of them (or those with these indices), the reports. The
# agent is NAME if none is given.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
names='tungstenite npm-ws npm-undici python-websockets python-websocket-client python-aiohttp go-gorilla go-nhooyr java-http
  chromium firefox'
name=${1:?usage: run.sh NAME URL [AGENT [FIRST LAST]]}
url=${2:?usage: run.sh NAME URL [AGENT [FIRST LAST]]}
agent=${3:-$name}
out=$here/../../../target/peers/clients/$name

case $name in
  # Node looks for packages beside the program.
  npm-*) start=(node "$out/client.mjs") ;;
  python-*) start=("$out/bin/python" "$here/$name/client.py") ;;
  go-*) start=("$out/client") ;;
  tungstenite) start=("$out/release/client") ;;
  java-http) start=(java -cp "$out" Client) ;;
  chromium | firefox)
    # What it may take is for the caller to say, who can end it.
    [ $# -lt 5 ] || range="&first=$4&last=$5"
    page="file://$here/browser/page.html?url=$url&agent=$agent${range:-}"
    exec bash "$here/browser.sh" "$name" "$page" --limit 86400
    ;;
  *) echo "error: no client $name; there are $names" >&2; exit 2 ;;
esac
[ -e "$out" ] || { echo "error: $name is not installed: bash ci/peers/install.sh clients/$name" >&2; exit 1; }
case $name in npm-*) cp "$here/$name/client.mjs" "$out/" ;; esac
exec "${start[@]}" "$url" "$agent" "${@:4}"
