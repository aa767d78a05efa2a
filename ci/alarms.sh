#!/usr/bin/env bash
# alarms.sh [RUNS]: plays the default profile with the reference server and the reference client, 20 times if not told, and
# fails if any verdict is other than pass or info, or other than in the first run. Of five runs one is calm; one has -j 16 while
# something else loads every processor; one cuts what is sent at every octet; one does both; and one plays every flight frame by
# frame. A verdict that hangs on the machine would show.
#
# WSSPEC=DIR has the programs wsspec and wsspec-client, and nothing is built.
set -euo pipefail
cd "$(dirname "$0")/.."
exec </dev/null

runs=${1:-20}
bin=${WSSPEC:-${CARGO_TARGET_DIR:-target}/release}
[ -n "${WSSPEC:-}" ] || bash ci/build.sh
out=$(mktemp -d)
load=()
calm() { for pid in "${load[@]}"; do { kill "$pid" && wait "$pid"; } 2>/dev/null || true; done; load=(); return 0; }
trap 'calm; rm -rf "$out"' EXIT
loaded() { for _ in $(seq "$(nproc)"); do (while :; do :; done) & load+=($!); done; }

# How a run is played: options, and whether the processors are busy with something else.
manners=('' '-j16 +' '--segmentation octets' '-j16 --segmentation octets +' '--segmentation frames')
status=0
for run in $(seq "$runs"); do
  manner=${manners[$(((run - 1) % ${#manners[@]}))]}
  options=${manner%+}
  [ "$options" = "$manner" ] || loaded
  for subject in server client; do
    command=("$bin/wsspec" "$subject" --profile default --report "json=$out/$subject-$run.json")
    [ "$subject" = server ] || command+=(--wait 120)
    # shellcheck disable=SC2086 # options are words
    command+=($options)
    [ "$subject" = server ] || command+=(--once -- "$bin/wsspec-client" '{url}' --again)
    begun=$SECONDS
    "${command[@]}" >"$out/$subject-$run.txt" 2>&1 || true
    printf '%2d %s %s: ' "$run" "$subject" "${manner:-calm}"
    python3 ci/alarms.py "$out/$subject-1.json" "$out/$subject-$run.json" $((SECONDS - begun)) || {
      status=1
      tail -n 40 "$out/$subject-$run.txt"
    }
  done
  calm
done
exit "$status"
