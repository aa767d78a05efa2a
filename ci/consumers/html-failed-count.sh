#!/usr/bin/env bash
# html-failed-count.sh DIR: index.html has the class of failures twice (style and legend), and once more for each failure.
set -euo pipefail
count=$(grep -o case_failed "$1/index.html" | wc -l)
[ "$count" -ge 2 ] || { echo "case_failed stands there $count times; that is no report"; exit 1; }
[ "$count" = 2 ] || { echo "$((count - 2)) failures"; exit 1; }
echo "no failure"
