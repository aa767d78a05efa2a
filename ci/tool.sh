#!/usr/bin/env bash
# tool.sh NAME VERSION: a subcommand of cargo, from crates.io into target/tools unless there is one already.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v "$1" >/dev/null && exit
echo "installing $1 $2 into target/tools, once; this takes minutes"
# They run for seconds: what they gain by a long build is less than it takes.
export CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
cargo install "$1" --version "$2" --locked --quiet --root target/tools
