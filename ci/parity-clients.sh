#!/usr/bin/env bash
# parity-clients.sh [OPTION…] CLIENT…: plays foreign clients on the fuzzingserver of Autobahn|Testsuite and on that of our
# `wstest` with the same cases, and fails on a difference of their verdicts that ci/known/autobahn-clients.json does not
# explain. Options, needs and WSTEST=PATH are those of parity.sh; what it writes goes to target/parity-clients.
set -euo pipefail
PARITY_ROLE=clients exec bash "$(dirname "$0")/parity.sh" "$@"
