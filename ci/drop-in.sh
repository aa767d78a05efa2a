#!/usr/bin/env bash
# Puts `wstest` in Autobahn's place: plays a selection with npm's `ws`, all of which that server does in order, and has the
# report and what was printed read by programs that were written for Autobahn's.
set -euo pipefail
cd "$(dirname "$0")/.."
out=target/drop-in
rm -rf "$out" && mkdir -p "$out"
bash ci/peers/install.sh npm-ws
bash ci/build.sh
. ci/peers/subject.sh

# Plays cases, and leaves the report in $out/NAME/reports and what was printed in $out/NAME/stdout.
play() { # NAME CASES EXCLUDED, both as they stand in a spec file
  mkdir "$out/$1"
  cat >"$out/$1/spec.json" <<JSON
{
  "outdir": "$out/$1/reports",
  "servers": [{"agent": "npm-ws", "url": "$url"}],
  "cases": [$2],
  "exclude-cases": [$3]
}
JSON
  target/release/wstest -m fuzzingclient -s "$out/$1/spec.json" >"$out/$1/stdout"
  grep '^Ran ' "$out/$1/stdout"
}

start npm-ws
play most '"*"' '"6.4.*", "9.3.*", "9.4.*", "12.*.1[0-8]", "13.*.1[0-8]", "13.*.[5-9]"'
play few '"1.*", "7.*", "12.1.1"' ''
stop
bash ci/consumers.sh "$out/most/reports" "$out/most/stdout"
bash ci/consumers.sh --self-test "$out/few/reports" "$out/few/stdout"
