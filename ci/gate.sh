#!/usr/bin/env bash
# The gate, beside `cargo test`: what must hold before anything is merged.
#
#   ci/gate.sh              every step, in order, up to the first that fails
#   ci/gate.sh lint docs    these steps
#   ci/gate.sh --list       the steps and their commands
#
# Needs Rust with rustfmt and clippy, bash, git, a C++ compiler (for libFuzzer), npm, and python3 with venv. Tools from
# crates.io that are missing go to target/tools.
set -euo pipefail
cd "$(dirname "$0")/.."
exec </dev/null

# A snapshot that changed is a failure here, never a new file.
export INSTA_UPDATE=no CARGO_TERM_PROGRESS_WHEN=never PATH="$PATH:$PWD/target/tools/bin"

# What is built here runs for minutes: a program that is a little slower costs less than its link. Benchmarks have their own
# profile.
export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16

# A name, and the command that repeats the step. Each command is a shell of its own: in a function of this one, behind
# `if` or `||`, `set -e` would not hold, and a failure in the middle would pass.
steps=(
  'format     cargo fmt --all --check'
  'lint       cargo clippy --quiet --workspace --all-targets --locked -- -D warnings'
  'docs       RUSTDOCFLAGS="-D warnings" cargo doc --quiet --workspace --no-deps --locked'
  'msrv       bash ci/msrv.sh'
  'vectors    python3 snapshots/vectors/generate.py --check'
  'snapshots  bash ci/snapshots.sh'
  'replay     cargo test --quiet -p wsspec-fuzz --locked'
  'build      bash ci/build.sh'
  'main       target/release/wsspec server'
  'faults     WSSPEC=target/release/wsspec bash ci/faults.sh --check'
  # Calm and on a busy machine; by hand it is 20 runs, some of them cut at every octet.
  'alarms     WSSPEC=target/release bash ci/alarms.sh 2'
  'foreign    bash ci/foreign.sh'
  'clients    bash ci/clients.sh'
  'hostile    bash ci/hostile.sh'
  'misbehave  bash ci/misbehaving.sh'
  'drop-in    bash ci/drop-in.sh'
  'drivers    WSTEST=target/release/wstest bash ci/autobahn-clients.sh'
  'browsers   WSTEST=target/release/wstest bash ci/browsers.sh'
  'bench      cargo bench --quiet --locked -p wsspec-codec --bench codec -- --quick'
  'echo       cargo bench --quiet --locked -p wsspec-server --bench echo -- --quick'
  'deny       bash ci/tool.sh cargo-deny 0.20.2 && bash ci/deny.sh'
  'plants     bash ci/plants.sh target/release/wsspec'
  # Bounded by work and not by time, and the same every time. What it adds goes to target/corpus, which it does not read.
  'fuzz       bash ci/tool.sh cargo-fuzz 0.13.2 && bash ci/fuzz.sh'
)

if [ "${1:-}" = --list ]; then
  printf '%s\n' "${steps[@]}"
  exit
fi
for name in "$@"; do
  printf '%s\n' "${steps[@]}" | grep -q "^$name " || { echo "error: no step $name; ci/gate.sh --list shows them" >&2; exit 2; }
done

passed=()
for step in "${steps[@]}"; do
  read -r name command <<<"$step"
  [ $# -eq 0 ] || [[ " $* " == *" $name "* ]] || continue
  printf '== %s: %s\n' "$name" "$command"
  begun=$SECONDS
  if ! bash -euo pipefail -c "$command"; then
    printf '== FAILED: %s, after %d s; again: ci/gate.sh %s\n' "$name" $((SECONDS - begun)) "$name" >&2
    exit 1
  fi
  passed+=("$(printf '  %-10s %4d s' "$name" $((SECONDS - begun)))")
done
printf '%s\n' "${passed[@]}" "== the gate is passed in $SECONDS s"
