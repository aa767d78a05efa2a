#!/usr/bin/env bash
# parity-clients.sh [OPTION…] CLIENT…: lets foreign clients play on the fuzzingserver of Autobahn|Testsuite and on that of our
# `wstest`, and fails on a difference of verdicts that ci/known/autobahn-clients.json does not explain. Options, needs and
# WSTEST=PATH are those of parity.sh; what it writes goes to target/parity-clients.
set -euo pipefail
PARITY_ROLE=clients exec bash "$(dirname "$0")/parity.sh" "$@"
