#!/usr/bin/env bash
# Twelve programs that read Autobahn's reports, each as some public project does it, on a report of ours: a reader that was
# written for Autobahn must not notice whose report it is.
#
#   ci/consumers.sh DIR STDOUT              each accepts the report directory, and what `wstest` printed meanwhile
#   ci/consumers.sh DIR STDOUT EXPECTED     each says of DIR what it says of EXPECTED, a directory that Autobahn wrote on the
#                                           same subject; so a subject that fails cases may be used, too
#   ci/consumers.sh --self-test DIR STDOUT  each accepts DIR, and refuses a copy with one thing wrong
#
# A program in ci/consumers gets DIR, STDOUT and EXPECTED (DIR itself, if none is given), says in a line what it found, and
# accepts with exit code 0. Needs bash, coreutils, grep, sed, diff, python3 and node.
set -euo pipefail
consumers=$(cd "$(dirname "$0")/consumers" && pwd)
usage() { sed -n '2,/^set/{/^# \?/s///p}' "$0" >&2; exit 2; }

# What a consumer says, at once with its exit code in $code.
ask() {
  local program=$1 runner=bash
  shift
  case $program in *.py) runner=python3 ;; *.mjs) runner=node ;; esac
  code=0
  said=$("$runner" "$consumers/$program" "$@" 2>&1) || code=$?
}

self_test=
if [ "${1:-}" = --self-test ]; then self_test=1; shift; fi
[ $# = 2 ] || { [ $# = 3 ] && [ -z "$self_test" ]; } || usage
dir=$1 stdout=$2 expected=${3:-$1}
for needed in "$dir/index.json" "$dir/index.html" "$stdout" "$expected/index.json"; do
  [ -f "$needed" ] || { echo "error: there is no $needed" >&2; exit 2; }
done

refused=0
check() { # NAME OK TEXT, of which the first lines are shown
  printf '%-22s %s  %s\n' "$1" "$([ "$2" = 1 ] && echo ok || echo NO)" "$(head -n 8 <<<"$3")"
  [ "$2" = 1 ] || refused=$((refused + 1))
}

if [ -z "$self_test" ]; then
  for program in $(cd "$consumers" && printf '%s\n' *.*); do
    if [ $# = 3 ]; then
      ask "$program" "$expected" "$stdout" "$expected"
      wanted=$said wanted_code=$code
      ask "$program" "$dir" "$stdout" "$expected"
      if [ "$code" = "$wanted_code" ] && [ "$said" = "$wanted" ]; then
        check "$program" 1 "of both: ${said##*$'\n'}"
      else
        check "$program" 0 "of Autobahn's: $wanted"$'\n'"of ours: $said"
      fi
    else
      ask "$program" "$dir" "$stdout" "$expected"
      check "$program" "$((code == 0))" "$said"
    fi
  done
  [ "$refused" = 0 ] || { echo "error: $refused of twelve do not take $dir for a report of Autobahn" >&2; exit 1; }
  exit
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Each consumer, and what is done to the copy of the report it gets, in a shell in that folder.
first='0,/"behavior": "OK"/s//"behavior": '
first_close='0,/"behaviorClose": "OK"/s//"behaviorClose": '
asked=
while IFS='|' read -r program mutation; do
  program=${program%% *}
  rm -rf "$scratch/copy"
  cp -r "$dir" "$scratch/copy"
  cp "$stdout" "$scratch/copy/stdout"
  if [ "$program" != "$asked" ]; then
    ask "$program" "$scratch/copy" "$scratch/copy/stdout" "$dir"
    check "$program" "$((code == 0))" "$said"
    asked=$program
  fi
  (cd "$scratch/copy" && eval "$mutation")
  ask "$program" "$scratch/copy" "$scratch/copy/stdout" "$dir"
  check "" "$((code != 0))" "refuses after $mutation"
done <<MUTATIONS
whole-file.sh        | sed -i '$first"NON-STRICT"/' index.json
whole-file.sh        | sed -i 's/^   //' index.json
grep-failed.sh       | sed -i '$first"FAILED"/' index.json
grep-failed.sh       | echo '{}' >index.json
line-layout.sh       | sed -i '$first"FAILED"/' index.json
line-layout.sh       | sed -i 's/^ *"remote/ &/' index.json
line-layout.sh       | echo >>index.json
html-failed-count.sh | sed -i '0,/<td class="case_ok"><a /s//<td class="case_failed"><a /' index.html
html-failed-count.sh | sed -i '0,/case_failed/s///' index.html
strict-words.mjs     | sed -i '$first"PASSED"/' index.json
strict-words.mjs     | sed -i '$first_close"LIMITED"/' index.json
strict-words.mjs     | sed -i '0,/"duration"/s//"time"/' index.json
walk-reportfiles.py  | rm -f *_case_1_1_1.json
walk-reportfiles.py  | sed -i '/"isServer"/d' *_case_1_1_1.json
walk-reportfiles.py  | sed -i 's/"result": ".*"/"result": ""/' *_case_1_1_1.json
gate-with-close.py   | sed -i '$first_close"UNCLEAN"/' index.json
gate-with-close.py   | sed -i '$first"FAILED"/' index.json
strict-gate.mjs      | sed -i '$first"NON-STRICT"/' index.json
strict-gate.mjs      | sed -i '$first_close"WRONG CODE"/' index.json
progress.sh          | sed -i '0,/^Running test case ID /s//Skipping /' stdout
progress.sh          | sed -i '/^Ok, will run/d' stdout
progress.sh          | sed -i '0,/_case_1_1_1/s//_case_1_1_9/' index.json
junit.py             | sed -i '$first"FAILED"/' index.json
junit.py             | sed -i '$first_close"FAILED BY CLIENT"/' index.json
html-table.py        | sed -i '0,/<tr class="agent_case_result_row">/s//<tr>/' index.html
html-table.py        | sed -i 's/name="case_desc_1_1_1"//' index.html
html-table.py        | sed -i '$first"NON-STRICT"/' index.json
html-table.py        | rm -f *_case_1_1_1.html
compare-runs.mjs     | sed -i '$first"NON-STRICT"/' index.json
compare-runs.mjs     | sed -i 's/"1.1.1": {/"1.1.99": {/' index.json
MUTATIONS
[ "$refused" = 0 ] || { echo "error: $refused times a consumer refused what is right, or accepted what is wrong" >&2; exit 1; }
