#!/usr/bin/env bash
# Fuzzes the targets. `ci/fuzz.sh --help` shows the options; without any it is what the gate runs.
#
# Needs Rust, cargo-fuzz, a C++ compiler and python3.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v python3 >/dev/null || { echo "error: python3 is missing: apt-get install python3" >&2; exit 2; }
exec python3 ci/fuzz/main.py "$@"
