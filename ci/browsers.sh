#!/usr/bin/env bash
# browsers.sh [BROWSER…]: has the page of `wstest -m fuzzingserver` test browsers without a window, chromium and firefox if
# none is named, and compares what comes of it with snapshots/browsers. A browser that is not installed is not checked, and
# that is said. `--update` writes the snapshots; WSTEST=PATH takes that program and builds none.
#
# Not played are masses and compression, 9, 12 and 13, which take minutes; what is a race in a browser may go either way.
set -euo pipefail
cd "$(dirname "$0")/.."
update=
[ "${1:-}" != --update ] || { update=yes; shift; }
[ $# -gt 0 ] || set -- chromium firefox
if [ -z "${WSTEST:-}" ]; then
  bash ci/build.sh
  WSTEST=${CARGO_TARGET_DIR:-target}/release/wstest
fi
out=target/browsers
mkdir -p snapshots/browsers

# Two ports that were free a moment ago.
ports() {
  python3 -c 'import socket
sockets = [socket.socket() for _ in range(2)]
for each in sockets: each.bind(("127.0.0.1", 0))
print(*(each.getsockname()[1] for each in sockets))'
}

test_browser() { # NAME
  local name=$1 sockets pages
  read -r sockets pages < <(ports)
  rm -rf "${out:?}/$name" && mkdir -p "$out/$name"
  cat >"$out/$name/spec.json" <<JSON
{"url": "ws://127.0.0.1:$sockets", "outdir": "$out/$name/reports", "cases": ["*"], "exclude-cases": ["9.*", "12.*", "13.*"]}
JSON
  "$WSTEST" -m fuzzingserver -s "$out/$name/spec.json" -u "$pages" >"$out/$name/server.log" &
  server=$!
  # Whatever happens, the server ends with this subshell.
  trap 'kill "$server" 2>/dev/null || true' EXIT
  until grep -q '^For browsers' "$out/$name/server.log"; do
    kill -0 "$server" || { echo "error: wstest ended: $out/$name/server.log" >&2; return 1; }
    sleep 0.1
  done
  bash ci/peers/clients/browser.sh "$name" "http://127.0.0.1:$pages/?run&agent=$name" --limit 300 \
    --until "/^(done|broken)/.test(document.title)" --say "document.getElementById('beyond').dataset.tried" \
    --screenshot "$out/$name/page.png" --size 1100x1500 >"$out/$name/beyond.json"
  python3 ci/verdicts.py "$out/$name/reports/index.json" "$out/$name/beyond.json" >"$out/$name/verdicts.txt"
  if [ -n "$update" ]; then
    cp "$out/$name/verdicts.txt" "snapshots/browsers/$name.txt"
  elif ! diff -u "snapshots/browsers/$name.txt" "$out/$name/verdicts.txt"; then
    echo "error: $name is not as in snapshots/browsers/$name.txt; if that is meant, ci/browsers.sh --update $name" >&2
    return 1
  fi
  echo "$name: $(wc -l <"$out/$name/verdicts.txt") lines as expected; the page: $out/$name/page.png"
}

# At the same time: they mostly wait.
tests=()
for browser; do
  case $browser in
    firefox) command -v firefox-esr firefox >/dev/null || { echo "$browser: NOT CHECKED, it is not installed"; continue; } ;;
    *) command -v "$browser" >/dev/null || { echo "$browser: NOT CHECKED, it is not installed"; continue; } ;;
  esac
  (test_browser "$browser") &
  tests+=("$!")
done
failed=
for test in "${tests[@]}"; do
  wait "$test" || failed=yes
done
[ -z "$failed" ]
