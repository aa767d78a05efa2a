#!/usr/bin/env bash
# Plays servers that misbehave, each in one way, and wants it to be said: what is wrong must not pass, and what is right must
# not be held against anybody.
set -euo pipefail
cd "$(dirname "$0")/.."
out=target/misbehaving
mkdir -p "$out"
bash ci/build.sh
. ci/peers/subject.sh

fail() { echo "error: $*" >&2; exit 1; }

# Does something with a server of its own beside what is done already, three at a time: most of it waits.
busy=0
beside() {
  [ "$busy" -lt 3 ] || { wait -n; busy=$((busy - 1)); }
  (
    trap stop EXIT
    "$@"
  ) &
  busy=$((busy + 1))
}
trap 'jobs -p | xargs -r kill 2>/dev/null || true' EXIT

# judged KIND MOST: what `wsspec` makes of such a server.
judged() {
  local kind=$1 most=$2 began code took good
  start "bad-$kind"
  began=$SECONDS
  code=0
  target/release/wsspec server "$url/" --profile smoke --report "json=$out/bad-$kind.json" >"$out/bad-$kind.txt" || code=$?
  stop
  took=$((SECONDS - began))
  good=$(grep -c '"grade":"\(pass\|lenient\|info\)"' "$out/bad-$kind.json" || true)
  echo "bad-$kind: exit $code after $took s, $good cases in order"
  [ "$code" = 1 ] || fail "a server that is '$kind' must give exit code 1"
  [ "$took" -lt 60 ] || fail "judging a server that is '$kind' took a minute or more"
  [ "$good" -le "$most" ] || fail "a server that is '$kind' gets $good cases right"
}

# How many cases each gets in order, and no more: what it does right does not count against it. All of them open connections,
# and end TCP without a word when a request has no key or is none, which is lenient in six or seven cases on refusals. What the
# one that ignores illegal frames gets is legal input, but for lengths that are not minimal, headers that it might refuse
# sooner, announced lengths that make it give up, Close bodies of one octet, and requests it may take; whoever adds a case
# looks at what these servers make of it.
for expected in hang:0 mute:6 drop:7 garbage:6 flood:6 endless-head:0 wrong-echo:108 ignore-illegal:397 close-mid:103; do
  beside judged "${expected%:*}" "${expected#*:}"
done

# What is wrong with permessage-deflate, or after many messages: the kind, what `wsspec` says of it, and what `wstest` does.
# A dash: nothing, because everything is in order.
masses=(limits/text-16-a-thousand-times limits/text-4194304-in-frames-of-1024)
cases=$(printf '"%s",' 9.7.2 9.3.3 12.1.1 12.5.3 13.{2,3,5,6,7}.3)
# compresses KIND NATIVE DROP_IN: what both programs make of such a server.
compresses() {
  local kind=$1 native=$2 drop_in=$3 name reports began code failed
  name=bad-deflate-$kind reports=$out/bad-deflate-$kind
  rm -rf "$reports" && mkdir "$reports"
  start "$name"
  began=$SECONDS
  code=0
  target/release/wsspec server "$url/" compression --profile smoke --report "json=$reports/rules.json" >"$reports/rules.txt" ||
    code=$?
  target/release/wsspec server "$url/" "${masses[@]}" --report "json=$reports/masses.json" >"$reports/masses.txt" || code=$?
  printf '{"servers": [{"agent": "bad", "url": "%s"}], "cases": [%s], "outdir": "%s"}\n' "$url" "${cases%,}" "$reports" \
    >"$reports/spec.json"
  target/release/wstest -m fuzzingclient -s "$reports/spec.json" >"$reports/wstest.txt"
  stop
  failed=$(grep -c '"behavior": "FAILED"' "$reports/index.json" || true)
  echo "$name: exit $code, and $failed of 9 failed, after $((SECONDS - began)) s"
  if [ "$native" = - ]; then
    [ "$code" = 0 ] || fail "wsspec finds fault with a server that is '$kind': $reports"
  else
    [ "$code" = 1 ] || fail "wsspec finds no fault with a server that is '$kind': $reports"
    cat "$reports"/{rules,masses}.json | grep '"grade":"fail"' | grep -F "$native" >/dev/null ||
      fail "wsspec does not say '$native' of '$kind'"
  fi
  if [ "$drop_in" = - ]; then
    ! grep '"behavior\(Close\)\?": "' "$reports/index.json" | grep -v '"OK"' ||
      fail "wstest finds fault with a server that is '$kind': $reports/index.json"
  else
    [ "$failed" -gt 0 ] || fail "wstest finds no fault with a server that is '$kind': $reports/index.json"
    # A limit is named on the page alone: the sentences of the JSON stay Autobahn's.
    grep -l '"behavior": "FAILED"' "$reports"/bad_case_*.json | sed 'p; s/json$/html/' | xargs grep -F "$drop_in" >/dev/null ||
      fail "wstest does not say '$drop_in' of '$kind': $reports"
  fi
}

while IFS='|' read -r kind native drop_in; do
  beside compresses "$kind" "$native" "$drop_in"
done <<'KINDS'
honest|-|-
never-compresses|-|-
wrong-octets|differs from what was sent at octet|contents differs from what I sent (octet
wide-window|with a window of 512 agreed|with a window of 512 agreed (server_max_window_bits=9) (7692-7.2.1-server-window)
takes-over|with server_no_context_takeover agreed|with server_no_context_takeover agreed (7692-7.2.1-server-reset)
ignores-offer|does not repeat it|does not repeat it (7692-7.1.1.1-must-ack)
unasked-window|gives client_max_window_bits, which was not offered|where 9 was offered (7692-7.1.2.1-same-or-smaller)
duplicate-parameter|has server_no_context_takeover twice|twice (7692-7-client-duplicate)
bomb-limit|-|a deliberate limit of its own resources
closes-early|end of TCP|without previous WebSocket closing handshake
drop|end of TCP|without previous WebSocket closing handshake
KINDS
while [ "$busy" -gt 0 ]; do
  wait -n
  busy=$((busy - 1))
done
