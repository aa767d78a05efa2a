#!/usr/bin/env bash
# Builds every program that the other scripts start, into target/release, with one command: cargo builds anew, for minutes, what is
# asked for together with other packages.
set -euo pipefail
cd "$(dirname "$0")/.."
exec cargo build --quiet --release --locked -p wsspec -p wsspec-server --bins --examples
