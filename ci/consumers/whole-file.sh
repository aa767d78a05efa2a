#!/usr/bin/env bash
# whole-file.sh DIR STDOUT EXPECTED: index.json is, line by line, the one that was committed. Only durations may differ.
set -euo pipefail
without_durations() { sed '/^         "duration": [0-9]*,$/d' "$1/index.json"; }
lines=$(grep -c '"reportfile": ' "$1/index.json")
durations=$(grep -c '^         "duration": [0-9]*,$' "$1/index.json")
[ "$lines" = "$durations" ] || { echo "$durations durations of $lines are where they belong"; exit 1; }
diff <(without_durations "$3") <(without_durations "$1") || exit 1
echo "the same but for $durations durations"
