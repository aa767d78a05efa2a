#!/usr/bin/env bash
# Checks the workspace with the oldest Rust it promises to work with, if that Rust is installed.
set -euo pipefail
cd "$(dirname "$0")/.."
version=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
if ! rustup toolchain list 2>/dev/null | grep -q "^$version"; then
  echo "NOT CHECKED: Rust $version is not installed (rustup toolchain install $version --profile minimal)"
  exit 0
fi
toolchain=$(rustup toolchain list | grep -o "^$version[^ ]*" | head -1)
cargo "+$toolchain" check --workspace --locked --target-dir target/msrv
