#!/usr/bin/env bash
# tool.sh NAME VERSION: a subcommand of cargo, from crates.io into target/tools unless there is one already.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v "$1" >/dev/null && exit
echo "installing $1 $2 into target/tools, once; this takes minutes"
cargo install "$1" --version "$2" --locked --quiet --root target/tools
