#!/usr/bin/env bash
# Plays all cases against servers that nobody here wrote, and compares what is no pass with ci/known/NAME.txt; and against
# servers that misbehave, of which it must say so. A difference in either direction fails, so nothing known goes stale.
#
# A line of ci/known is `grade case`, or `grade glob` for the cases without a line of their own; a `?` after the grade marks
# what may also pass: a race in the subject.
set -euo pipefail
cd "$(dirname "$0")/.."
out=target/foreign
mkdir -p "$out"
bash ci/peers/install.sh
cargo build --quiet --release -p wsspec --bins --examples
wsspec=target/release/wsspec

subject=
stop() { [ -z "$subject" ] || { kill "$subject" 2>/dev/null || true; wait "$subject" 2>/dev/null || true; }; subject=; }
trap stop EXIT

# Starts a subject on a free port, and sets $url when it listens.
start() {
  bash ci/peers/start.sh "$1" 0 >"$out/$1.log" 2>&1 &
  subject=$!
  for _ in $(seq 300); do
    url=$(sed -n 's/^listening on \(ws:.*\)$/\1/p' "$out/$1.log")
    [ -z "$url" ] || return 0
    kill -0 "$subject" 2>/dev/null || break
    sleep 0.1
  done
  echo "error: the subject $1 does not start:" >&2
  cat "$out/$1.log" >&2
  return 1
}

for peer in tungstenite npm-ws python-websockets python-aiohttp; do
  start "$peer"
  "$wsspec" server "$url/" --report "json=$out/$peer.json" >"$out/$peer.txt" || true
  stop
  tail -n 1 "$out/$peer.txt"
  python3 ci/compare.py "$out/$peer.json" "ci/known/$peer.txt"
done

# How many cases each gets in order, and no more: what it does right does not count against it. Of the 174 of the server that
# ignores illegal frames, nine are lenient (lengths that are not minimal, Close bodies of one octet, and an announced length
# that makes it give up), the others are legal input; whoever adds a case looks at what these servers make of it.
for expected in drop:0 mute:0 garbage:0 flood:0 endless-head:0 hang:0 wrong-echo:47 ignore-illegal:174 close-mid:42; do
  kind=${expected%:*}
  start "bad-$kind"
  began=$SECONDS
  code=0
  "$wsspec" server "$url/" --profile smoke --report "json=$out/bad-$kind.json" >"$out/bad-$kind.txt" || code=$?
  stop
  took=$((SECONDS - began))
  good=$(grep -c '"grade":"\(pass\|lenient\|info\)"' "$out/bad-$kind.json" || true)
  echo "bad-$kind: exit $code after $took s, $good cases in order"
  [ "$code" = 1 ] || { echo "error: a server that is '$kind' must give exit code 1" >&2; exit 1; }
  [ "$took" -lt 60 ] || { echo "error: judging a server that is '$kind' took a minute or more" >&2; exit 1; }
  [ "$good" -le "${expected#*:}" ] || { echo "error: a server that is '$kind' gets $good cases right" >&2; exit 1; }
done
