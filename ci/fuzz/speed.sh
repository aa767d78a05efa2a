#!/usr/bin/env bash
# speed.sh [SECONDS]: how many inputs frame_parse judges in a second of CPU time, with AddressSanitizer and all its oracles,
# beside an empty target and beside tungstenite reading one message, which are what `cargo fuzz` makes of them without the
# settings in fuzz/.cargo. They take turns, five rounds of SECONDS (5) each, and the middle one counts. Exit code 1: less
# than 0.3 of the empty target, or less than 10 times tungstenite.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD seconds=${1:-5}
fail() { echo "error: $*" >&2; exit 2; }
PATH=$PATH:$root/target/tools/bin
command -v cargo-fuzz >/dev/null || fail "cargo-fuzz is missing: bash ci/tool.sh cargo-fuzz 0.13.2"

export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
ours=$root/target/fuzz/address peers=$root/target/fuzz/plain triple=$(rustc -vV | sed -n 's/^host: //p')
(cd fuzz && cargo fuzz build frame_parse --target-dir "$ours") || fail "cargo fuzz build failed"
# Here, where cargo does not read fuzz/.cargo.
RUSTC_BOOTSTRAP=1 cargo fuzz build --fuzz-dir fuzz/speed --target-dir "$peers" || fail "cargo fuzz build failed"
declare -A built=([frame_parse]=$ours [empty]=$peers [tungstenite_read]=$peers)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Executions per second of user and system time. Every one starts from the same octets, and keeps what it finds for itself.
rate() { # NAME ROUND
  local found=$scratch/$1-$2 log=$scratch/log TIMEFORMAT='%U %S'
  mkdir "$found"
  { time "${built[$1]}/$triple/release/$1" "$found" fuzz/corpus/frame_parse -seed="$2" -print_final_stats=1 \
    -verbosity=0 -max_len=160 -max_total_time="$seconds" -artifact_prefix="$scratch/" >"$log" 2>&1; } 2>"$scratch/cpu" ||
    { cat "$log" >&2; fail "$1 found something; cargo fuzz run $1"; }
  awk -v runs="$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")" '{ printf "%d\n", runs / ($1 + $2) }' \
    "$scratch/cpu"
}

names=(empty tungstenite_read frame_parse)
for round in 1 2 3 4 5; do
  for name in "${names[@]}"; do
    rate "$name" "$round" >>"$scratch/$name.rates"
  done
done
for name in "${names[@]}"; do
  echo "$name $(sort -n "$scratch/$name.rates" | tr '\n' ' ')"
done | awk '
  { middle[$1] = $4; printf "%-18s %9d executions per CPU second (%d to %d)\n", $1, $4, $2, $6 }
  END {
    empty = middle["frame_parse"] / middle["empty"]
    tungstenite = middle["frame_parse"] / middle["tungstenite_read"]
    printf "frame_parse is %.2f of empty (0.3 wanted) and %.1f times tungstenite (10 wanted)\n", empty, tungstenite
    exit empty < 0.3 || tungstenite < 10
  }'
