#!/usr/bin/env bash
# Records what a real client and an echo server say to each other, through `wsspec record`.
#   bash ci/recordings/record.sh CLIENT plain|deflate AGENT VERSION
# CLIENT: chromium, firefox, undici, npm-ws, websockets, aiohttp, curl, gorilla, nhooyr or java. The file goes to
# target/recordings; what it says is shown. It needs node with npm, and what the client is made of: a browser, python3, go,
# java. WSSPEC names the program if it is not in target/debug.
set -euo pipefail
client=$1 kind=$2 agent=$3 version=$4
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
wsspec=${WSSPEC:-${CARGO_TARGET_DIR:-$root/target}/debug/wsspec}
work=$root/target/recordings
mkdir -p "$work" && cd "$work"
rm -f server.out record.out

[ -d node_modules/ws ] || npm install --no-fund --no-audit ws@8.23.0 > npm.log
python() {
    [ -d venv ] || { python3 -m venv venv && venv/bin/pip install --quiet websockets==17.4 aiohttp==3.14.5 pycurl; }
    venv/bin/python "$@"
}

pids=()
trap 'kill "${pids[@]}" 2> /dev/null || true' EXIT
# The first line that a program in the background prints.
first_line() {
    for _ in $(seq 100); do
        if [ -s "$1" ]; then head -n 1 "$1"; return; fi
        sleep 0.1
    done
    echo "nothing came in 10 s: $1" >&2 && return 1
}

node "$here/server.mjs" "$kind" > server.out & pids+=($!)
port=$(first_line server.out)
"$wsspec" record "ws://127.0.0.1:$port/" --listen 127.0.0.1:0 --out . --sessions 1 \
    --agent "$agent" --agent-version "$version" > record.out & recorder=$! pids+=($!)
url=$(first_line record.out | grep -o 'ws://[0-9.:]*/' | head -n 1)chat?x=1

case $client in
chromium)
    chromium --headless --no-sandbox --disable-gpu --user-data-dir="$work/chromium" \
        "http://127.0.0.1:$port/?$url" > browser.log 2>&1 & pids+=($!) ;;
firefox)
    rm -rf firefox && mkdir firefox
    firefox-esr --headless --no-remote --profile "$work/firefox" "http://127.0.0.1:$port/?$url" > browser.log 2>&1 & pids+=($!) ;;
undici) node --experimental-websocket "$here/client_undici.mjs" "$url" ;;
npm-ws) node "$here/client_npm_ws.mjs" "$url" ;;
websockets) python "$here/client_websockets.py" "$url" ;;
aiohttp) python "$here/client_aiohttp.py" "$url" "$kind" ;;
curl) python "$here/client_curl.py" "$url" ;;
# On a Debian package, golang-github-gorilla-websocket-dev or golang-nhooyr-websocket-dev.
gorilla | nhooyr) GO111MODULE=off GOPATH=/usr/share/gocode go run "$here/go/$client/main.go" "$url" "$kind" ;;
java) java "$here/java/Client.java" "$url" ;;
*) echo "no client is called $client" >&2 && exit 2 ;;
esac
wait "$recorder"
recording=$(grep -o '[^ ]*\.jsonl' record.out | head -n 1)
mv "$recording" "$client-$version-$kind.jsonl"
"$wsspec" replay "$client-$version-$kind.jsonl" --show
