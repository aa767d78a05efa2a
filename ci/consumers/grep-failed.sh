#!/usr/bin/env bash
# grep-failed.sh DIR: the word FAILED is nowhere in index.json, which is not empty.
set -euo pipefail
grep -q '"behavior": "OK"' "$1/index.json" || { echo "nothing passed"; exit 1; }
if failed=$(grep -c '"FAILED"' "$1/index.json"); then
  echo "$failed times FAILED"
  exit 1
fi
echo "no FAILED"
