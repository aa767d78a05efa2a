#!/usr/bin/env bash
# speed.sh [SECONDS]: how many inputs frame_parse judges in a second of CPU time, with AddressSanitizer and all its oracles,
# beside an empty target and beside tungstenite reading one message. They take turns, three rounds of SECONDS (5) each, and
# the middle of the three counts. Exit code 1: less than 0.3 of the empty target, or less than 10 times tungstenite.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD seconds=${1:-5}
fail() { echo "error: $*" >&2; exit 2; }
PATH=$PATH:$root/target/tools/bin
command -v cargo-fuzz >/dev/null || fail "cargo-fuzz is missing: bash ci/tool.sh cargo-fuzz 0.13.2"

export CARGO_TARGET_DIR=$root/target/fuzz/address CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
# The same for all three. No code of theirs keeps a pointer into a stack frame that is gone: that check is for C.
export ASAN_OPTIONS=detect_odr_violation=0:detect_stack_use_after_return=0
(cd fuzz && cargo fuzz build frame_parse && cargo fuzz build --fuzz-dir speed) || fail "cargo fuzz build failed"
built=$CARGO_TARGET_DIR/$(rustc -vV | sed -n 's/^host: //p')/release
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Executions per second of user and system time. Every one starts from the same octets, and keeps what it finds for itself.
rate() { # NAME ROUND
  local found=$scratch/$1-$2 log=$scratch/log TIMEFORMAT='%U %S'
  mkdir "$found"
  { time "$built/$1" "$found" fuzz/corpus/frame_parse -seed="$2" -print_final_stats=1 \
    -verbosity=0 -max_len=160 -max_total_time="$seconds" -artifact_prefix="$scratch/" >"$log" 2>&1; } 2>"$scratch/cpu" ||
    { cat "$log" >&2; fail "$1 found something; cargo fuzz run $1"; }
  awk -v runs="$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")" '{ printf "%d\n", runs / ($1 + $2) }' \
    "$scratch/cpu"
}

names=(empty tungstenite_read frame_parse)
for round in 1 2 3; do
  for name in "${names[@]}"; do
    rate "$name" "$round" >>"$scratch/$name.rates"
  done
done
for name in "${names[@]}"; do
  echo "$name $(sort -n "$scratch/$name.rates" | tr '\n' ' ')"
done | awk '
  { middle[$1] = $3; printf "%-18s %9d executions per CPU second (%d to %d)\n", $1, $3, $2, $4 }
  END {
    empty = middle["frame_parse"] / middle["empty"]
    tungstenite = middle["frame_parse"] / middle["tungstenite_read"]
    printf "frame_parse is %.2f of empty (0.3 wanted) and %.1f times tungstenite (10 wanted)\n", empty, tungstenite
    exit empty < 0.3 || tungstenite < 10
  }'
