#!/usr/bin/env bash
# progress.sh DIR STDOUT: waits for the line that says how many cases there are, follows them as they begin, and finds a
# report of each, in the order of their numbers.
set -euo pipefail
total='' cases=''
declare -A begun=() agents=()
while IFS= read -r line; do
  if [[ $line =~ ^'Ok, will run '([0-9]+)' test cases' ]]; then
    total=${BASH_REMATCH[1]}
  elif [[ $line =~ ^"Cases = ["(.*)"]"$ ]]; then
    cases=$(tr -d "'," <<<"${BASH_REMATCH[1]}" | tr ' ' '\n')
  elif [[ $line =~ ^'Running test case ID '([0-9.]+)' for agent '(.*)' from peer '.+ ]]; then
    [ -n "$total" ] || { echo "a case begins before it is said how many there are"; exit 1; }
    begun[${BASH_REMATCH[2]} ${BASH_REMATCH[1]}]=1
    agents[${BASH_REMATCH[2]}]=1
  fi
done <"$2"
[ -n "$total" ] || { echo "the line \`Ok, will run N test cases\` never came"; exit 1; }
[ "$(wc -l <<<"$cases")" = "$total" ] || { echo "$total cases are announced, others are named"; exit 1; }
[ "$cases" = "$(sort -V <<<"$cases")" ] || { echo "the cases are not in the order of their numbers"; exit 1; }
[ ${#begun[@]} = $((total * ${#agents[@]})) ] || { echo "${#begun[@]} cases began of $total for ${#agents[@]} agents"; exit 1; }
for agent in "${!agents[@]}"; do
  # As the file names have them.
  clean=$(tr '[:upper:]' '[:lower:]' <<<"$agent" | sed 's/[^a-z0-9]/ /g; s/^ *//; s/ *$//; s/ /_/g')
  reports=$(sed -n "s/^ *\"reportfile\": \"${clean}_case_\([0-9_]*\)\.json\"$/\1/p" "$1/index.json" | tr _ . | sort -V)
  [ "$reports" = "$cases" ] || { echo "$agent has reports of other cases"; diff <(echo "$cases") <(echo "$reports") | head -5; exit 1; }
done
echo "$total cases began, and each has a report"
