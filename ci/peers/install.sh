#!/usr/bin/env bash
# Installs the foreign subjects into target/peers. It can be run again at no cost.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
peers=$here/../../target/peers
mkdir -p "$peers"
for tool in npm python3; do
  command -v "$tool" >/dev/null || { echo "error: $tool is needed to install the foreign subjects" >&2; exit 1; }
done

stamp() { cat "$here/$1"/*.{json,txt} 2>/dev/null | sha256sum | cut -c1-16 || true; }
fresh() { [ "$(cat "$peers/$1/.stamp" 2>/dev/null)" = "$(stamp "$1")" ]; }
done_with() { stamp "$1" >"$peers/$1/.stamp"; echo "$1: installed"; }

for peer in npm-ws; do
  fresh $peer && { echo "$peer: there already"; continue; }
  mkdir -p "$peers/$peer" && cp "$here/$peer"/* "$peers/$peer/"
  (cd "$peers/$peer" && npm install --no-audit --no-fund --loglevel=error)
  done_with $peer
done
for peer in python-websockets python-aiohttp; do
  fresh $peer && { echo "$peer: there already"; continue; }
  rm -rf "${peers:?}/$peer" && python3 -m venv "$peers/$peer"
  "$peers/$peer/bin/pip" install --quiet --disable-pip-version-check -r "$here/$peer/requirements.txt"
  done_with $peer
done
