#!/usr/bin/env bash
# How many lines of the codec the corpora of the fuzz targets reach when they are replayed, with no other test beside them.
# Prints each file, and each line that is not reached. Those of ci/known/coverage.json are explained there; exit code 1: a
# line that is not explained, an explanation of a line that is reached or gone, or less than 97 % of the lines.
#
# Needs cargo-llvm-cov, and llvm-cov and llvm-profdata of LLVM's version in rustc or a newer one: the component llvm-tools of
# rustup, or a package of the system. LLVM_COV and LLVM_PROFDATA name others.
set -euo pipefail
cd "$(dirname "$0")/.."
fail() { echo "error: $*" >&2; exit 2; }
PATH=$PATH:$PWD/target/tools/bin
command -v python3 >/dev/null || fail "python3 is missing: apt-get install python3"
command -v cargo-llvm-cov >/dev/null || fail "cargo-llvm-cov is missing: bash ci/tool.sh cargo-llvm-cov 0.9.1"

# The folder of an llvm-cov and an llvm-profdata that read what this rustc writes: of rustup, else the oldest that is enough.
needed=$(rustc -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
tools() {
  local of_rustup version folder
  of_rustup=$(rustc --print sysroot)/lib/rustlib/$(rustc -vV | sed -n 's/^host: //p')/bin
  [ ! -x "$of_rustup/llvm-cov" ] || { echo "$of_rustup/llvm-%s"; return; }
  for ((version = needed; version < needed + 5; version++)); do
    folder=/usr/lib/llvm-$version/bin
    [ ! -x "$folder/llvm-cov" ] || { echo "$folder/llvm-%s"; return; }
    ! command -v "llvm-cov-$version" >/dev/null || { echo "llvm-%s-$version"; return; }
  done
  ! llvm-cov --version 2>/dev/null | grep -q "version $needed\." || { echo "llvm-%s"; return; }
  return 1
}
if [ -z "${LLVM_COV:-}" ]; then
  pattern=$(tools) || fail "llvm-cov of LLVM $needed is missing: rustup component add llvm-tools, or, as root," \
    "apt-get install llvm-$needed"
  # shellcheck disable=SC2059 # it is a pattern
  LLVM_COV=$(command -v "$(printf "$pattern" cov)") LLVM_PROFDATA=$(command -v "$(printf "$pattern" profdata)")
fi
export LLVM_COV LLVM_PROFDATA

# The one test that replays and does nothing else.
cargo llvm-cov test --quiet --locked -p wsspec-fuzz --test replay --no-report -- \
  --exact every_input_of_the_corpora_and_of_the_regressions_passes >target/coverage.log 2>&1 ||
  fail "the replay failed: $(grep -m 1 -E '^error|panicked' target/coverage.log || tail -n 1 target/coverage.log)" \
    "(target/coverage.log)"
grep -q '^test result: ok. 1 passed' target/coverage.log ||
  fail "the test that replays is not in fuzz/tests/replay.rs any more"
cargo llvm-cov report -p wsspec-codec --lcov --output-path target/coverage.lcov >>target/coverage.log 2>&1 ||
  fail "there is no report: $(tail -n 1 target/coverage.log) (target/coverage.log)"
python3 ci/coverage/judge.py target/coverage.lcov
