#!/usr/bin/env bash
# browser.sh chromium|firefox URL [OPTION…]: opens a page in a browser without a window, waits till the page is done, and
# prints what it says. `--help` shows the options. Needs python3, and the browser, which `ci/peers/install.sh
# clients/firefox` installs.
#
# Autobahn's own page, on the web port of `wstest -m fuzzingserver -u 8080`, is driven so:
#
#   browser.sh firefox http://127.0.0.1:8080/test_browser.html --do 'startTestRun()' \
#     --until "document.getElementById('statusline').textContent == 'Test suite finished!'"
set -euo pipefail
exec python3 "$(dirname "$0")/browser/main.py" "$@"
