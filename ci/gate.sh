#!/usr/bin/env bash
# The gate, beside `cargo test`: what must hold before anything is merged. It stops at the first step that fails and says
# how to repeat it.
set -euo pipefail
cd "$(dirname "$0")/.."
export INSTA_UPDATE=no

step() {
  local name=$1 start=$SECONDS
  shift
  echo "== $name: $*"
  "$@" || { echo "FAILED: $name; again: $*" >&2; exit 1; }
  echo "== $name: done in $((SECONDS - start)) s"
}

# A tool from crates.io, unless it is there.
tool() { command -v "$1" >/dev/null || cargo install "$1" --locked --quiet; }

main_job() { cargo run --quiet --release --bin wsspec -- server; }
deny() {
  cargo deny --log-level error check licenses bans sources
  # The advisories are a repository of their own, which not every machine can reach.
  if cargo deny --log-level error fetch db >/dev/null 2>&1; then
    cargo deny --log-level error check advisories
  else
    echo "NOT CHECKED: advisories; their database cannot be fetched from here"
  fi
}
vectors() { python3 snapshots/vectors/generate.py --check; }
unsafe_code() { ! grep -rn "unsafe " --include='*.rs' codec/src server-under-test/src harness/src fuzz/src; }
benchmarks() {
  cargo bench --quiet -p wsspec-codec --bench codec -- --quick >/dev/null
  cargo bench --quiet -p wsspec-server --bench echo -- --quick >/dev/null
}
fuzz() {
  # Bounded by work and not by time, and the same every time.
  RUSTC_BOOTSTRAP=1 cargo fuzz run -s none frame_parse -- -runs=100000 -seed=1 -verbosity=0 -print_final_stats=1
}

step format cargo fmt --all --check
step clippy cargo clippy --quiet --workspace --all-targets -- -D warnings
step documentation env RUSTDOCFLAGS="-D warnings" cargo doc --quiet --workspace --no-deps
step "no unsafe" unsafe_code
step vectors vectors
step "fuzz replay" cargo test --quiet -p wsspec-fuzz
step "main job" main_job
step "foreign subjects" bash ci/foreign.sh
step benchmarks benchmarks
step "tool: cargo-deny" tool cargo-deny
step dependencies deny
step "tool: cargo-fuzz" tool cargo-fuzz
step fuzzing fuzz
echo "the gate is passed"
