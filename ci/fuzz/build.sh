#!/usr/bin/env bash
# build.sh [FLAG…]: builds every fuzz target with these flags of `cargo fuzz build`, and puts into $OUT what an engine needs
# of each: the program, NAME_seed_corpus.zip, NAME.options, and NAME.dict if it has one. The gate, OSS-Fuzz and
# ClusterFuzzLite build with it.
#
# The flags that are told decide on the sanitizer; none means AddressSanitizer. OUT is target/fuzz/out unless it is set, and
# CARGO_TARGET_DIR target/fuzz/SANITIZER: builds that differ do not undo each other.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
fail() { echo "error: $*" >&2; exit 2; }

PATH=$PATH:$root/target/tools/bin
command -v cargo >/dev/null || fail "cargo is missing; Rust comes from https://rustup.rs"
command -v cargo-fuzz >/dev/null || fail "cargo-fuzz is missing: bash ci/tool.sh cargo-fuzz 0.13.2"
command -v "${CXX:-c++}" >/dev/null ||
  fail "libFuzzer needs a C++ compiler, and there is no ${CXX:-c++}: apt-get install g++"
command -v python3 >/dev/null || fail "python3 is missing, which packs the corpora: apt-get install python3"

flavour=address
previous=
for flag; do
  case $previous in -s | --sanitizer) flavour=$flag ;; esac
  previous=$flag
done
export OUT=${OUT:-$root/target/fuzz/out} CARGO_TARGET_DIR=$root/target/fuzz/$flavour
mkdir -p "$OUT" || fail "$OUT cannot be made"

# Linking as a whole takes three times as long, and gains little where each run is a few microseconds.
export CARGO_PROFILE_RELEASE_LTO=${CARGO_PROFILE_RELEASE_LTO:-off} CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
# In this folder, for the sake of its .cargo/config.toml.
cd fuzz
cargo fuzz build "$@" || fail "cargo fuzz build${*:+ $*} failed; what it says stands above"

# A target's program is named after its file in fuzz_targets.
built=$CARGO_TARGET_DIR/$(rustc -vV | sed -n 's/^host: //p')/release
for file in fuzz_targets/*.rs; do
  name=$(basename "$file" .rs)
  cp "$built/$name" "$OUT/" || fail "$OUT/$name cannot be written; is the disk full?"
  rm -f "$OUT/${name}_seed_corpus.zip"
  seeds=$(find "corpus/$name" -type f | sort)
  # shellcheck disable=SC2086 # one argument a file
  python3 -m zipfile -c "$OUT/${name}_seed_corpus.zip" $seeds || fail "the corpus of $name cannot be packed"
  # A frame has all lengths of interest within 160 octets, and shorter inputs are judged faster.
  most=4096
  [ "$name" != frame_parse ] || most=160
  printf '[libfuzzer]\nmax_len = %d\n' "$most" >"$OUT/$name.options"
  # Its own dictionary, or one for all whose names begin alike: `handshake.dict` is that of `handshake_request`.
  for dictionary in "dict/$name.dict" "dict/${name%%_*}.dict"; do
    [ -f "$dictionary" ] || continue
    cp "$dictionary" "$OUT/$name.dict"
    printf 'dict = %s.dict\n' "$name" >>"$OUT/$name.options"
    break
  done
done
