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
  'plants     bash ci/plants.sh target/release/wsspec'
)

# They build and compute in folders of their own, while much of what stands above waits: begun first, one after the other and
# with the lowest priority, and awaited at the end.
aside=(
  'deny       bash ci/tool.sh cargo-deny 0.20.2 && bash ci/deny.sh'
  # Bounded by work and not by time, and the same every time. What it adds goes to target/corpus, which it does not read.
  'fuzz       bash ci/tool.sh cargo-fuzz 0.13.2 && bash ci/fuzz.sh'
)

if [ "${1:-}" = --list ]; then
  printf '%s\n' "${steps[@]}" "${aside[@]}"
  exit
fi
for name in "$@"; do
  printf '%s\n' "${steps[@]}" "${aside[@]}" | grep -q "^$name " ||
    { echo "error: no step $name; ci/gate.sh --list shows them" >&2; exit 2; }
done
wanted=" ${*:-$(printf '%s\n' "${steps[@]}" "${aside[@]}" | cut -d ' ' -f 1 | tr '\n' ' ')} "

# Plays those of some steps that are wanted, in order, up to the first that fails.
play() {
  local step name command begun
  for step; do
    read -r name command <<<"$step"
    [[ $wanted == *" $name "* ]] || continue
    printf '== %s: %s\n' "$name" "$command"
    begun=$SECONDS
    if ! bash -euo pipefail -c "$command"; then
      printf '== FAILED: %s, after %d s; again: ci/gate.sh %s\n' "$name" $((SECONDS - begun)) "$name" >&2
      return 1
    fi
    printf '  %-10s %4d s\n' "$name" $((SECONDS - begun)) >>target/gate/passed
  done
}

rm -rf target/gate && mkdir -p target/gate
# A group of its own, so that nothing is left of it when a step fails.
set -m
(renice -n 19 "$BASHPID" >/dev/null; play "${aside[@]}") >target/gate/aside.log 2>&1 &
behind=$!
set +m
trap 'kill -- "-$behind" 2>/dev/null || true' EXIT
play "${steps[@]}"
# What they said, and say until they end.
tail -n +1 -s 0.2 --pid="$behind" -f target/gate/aside.log
wait "$behind" || exit 1
cat target/gate/passed
echo "== the gate is passed in $SECONDS s"
