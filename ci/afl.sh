#!/usr/bin/env bash
# afl.sh TARGET [SECONDS]: a fuzz target under AFL++, for so long (60), with the oracles and the corpora that libFuzzer has.
# What it adds goes to target/corpus/TARGET, what fails to fuzz/artifacts/TARGET. Exit code 1: something was found.
#
# Needs Rust, cargo-afl, which brings AFL++, and a C compiler to make that.
set -euo pipefail
cd "$(dirname "$0")/.."
fail() { echo "error: $*" >&2; exit 2; }
[ $# -ge 1 ] || { sed -n '2,/^set/{/^# \?/s///p}' "$0" >&2; exit 2; }
name=$1 seconds=${2:-60}
[ -f "fuzz/fuzz_targets/$name.rs" ] ||
  fail "there is no target $name; there are: $(cd fuzz/fuzz_targets && printf '%s ' *.rs | sed 's/\.rs//g')"
PATH=$PATH:$PWD/target/tools/bin
command -v cargo-afl >/dev/null || fail "cargo-afl is missing: bash ci/tool.sh cargo-afl 0.18.2"

# Whatever governs the speed of this machine, and wherever it sends core files: neither matters here.
export AFL_NO_AFFINITY=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_UI=1
# The cfg that cargo-afl sets is libFuzzer's here, which is not to be linked.
export AFL_NO_CFG_FUZZING=1
# AFL++ itself and its files stay in this folder, too.
export XDG_DATA_HOME=$PWD/target/afl/data CARGO_TARGET_DIR=$PWD/target/afl
[ -d "$XDG_DATA_HOME" ] || cargo afl config --build >target/afl.log 2>&1 || fail "AFL++ cannot be made: target/afl.log"
cargo afl build --quiet --release --manifest-path fuzz/afl/Cargo.toml || fail "the target does not build"

out=$PWD/target/afl/out/$name log=$PWD/target/afl/$name.log
rm -rf "$out" && mkdir -p "$out" "target/corpus/$name" "fuzz/artifacts/$name"
seeds=(-i "fuzz/corpus/$name")
words=()
for dictionary in "fuzz/dict/$name.dict" "fuzz/dict/${name%%_*}.dict"; do
  [ ! -f "$dictionary" ] || { words=(-x "$dictionary"); break; }
done

# Copies what AFL++ has written under the names that libFuzzer gives: the SHA-1, behind `crash-` or nothing.
copy() { # FROM TO BEFORE
  local file
  for file in "$out"/default/"$1"/id*; do
    [ ! -f "$file" ] || cp -n "$file" "$2/$3$(sha1sum <"$file" | cut -d ' ' -f 1)"
  done
}
# An interrupt ends AFL++, and then this.
trap : INT
code=0
cargo afl fuzz "${seeds[@]}" "${words[@]}" -o "$out" -V "$seconds" -G 4096 -- target/afl/release/wsspec-afl "$name" \
  >"$log" 2>&1 || code=$?
trap - INT
[ -f "$out/default/fuzzer_stats" ] || fail "AFL++ did not start: $(grep -m 1 ABORT "$log" || tail -n 1 "$log")"
copy queue "target/corpus/$name" ''
copy crashes "fuzz/artifacts/$name" crash-
copy hangs "fuzz/artifacts/$name" timeout-

value() { sed -n "s/^$1 *: //p" "$out/default/fuzzer_stats"; }
crashes=$(value saved_crashes) hangs=$(value saved_hangs)
echo "$name: $(value execs_done) executions in $(value run_time) s, $(value corpus_count) inputs," \
  "$crashes crashes, $hangs hangs"
[ "$((crashes + hangs))" = 0 ] || {
  echo "cargo run -p wsspec-fuzz --example finding -- $name fuzz/artifacts/$name/FILE tells what each is" >&2
  exit 1
}
exit "$code"
