#!/usr/bin/env bash
# What the dependencies bring: licences, duplicates and sources always; advisories when their database can be had.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo deny --log-level warn --locked check --hide-inclusion-graph licenses bans sources
# The database is a repository of its own, which not every machine can reach.
if timeout 60 cargo deny --log-level error fetch db >target/advisories.log 2>&1; then
  cargo deny --log-level warn --locked check --disable-fetch advisories
else
  echo "NOT CHECKED: advisories; their database cannot be fetched from here (target/advisories.log says why)"
fi
