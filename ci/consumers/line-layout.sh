#!/usr/bin/env bash
# line-layout.sh DIR: reads index.json without a parser, one key a line, by its indentation of three.
set -euo pipefail
agent='' case='' behavior=''
declare -A words=()
bad() { echo "line not understood: $1"; exit 1; }
entry='^         "(behavior|behaviorClose|duration|remoteCloseCode|reportfile)": ("[^"]*"|[0-9]+|null)(,?)$'
while IFS= read -r line || [ -n "$line" ]; do
  if [[ $line =~ ^'   "'(.+)'": {'$ ]]; then
    agent=${BASH_REMATCH[1]}
  elif [[ $line =~ ^'      "'([0-9.]+)'": {'$ ]]; then
    case=${BASH_REMATCH[1]}
  elif [[ $line =~ $entry ]]; then
    # The last key has no comma.
    [ "${BASH_REMATCH[1]}" = reportfile ] && comma='' || comma=,
    [ "${BASH_REMATCH[3]}" = "$comma" ] || bad "$line"
    [ -n "$agent" ] && [ -n "$case" ] || bad "$line"
    if [ "${BASH_REMATCH[1]}" = behavior ]; then
      behavior=${BASH_REMATCH[2]//\"/}
      words[$behavior]=$((${words[$behavior]:-0} + 1))
      [ "$behavior" != FAILED ] || echo "$agent fails $case"
    fi
  else
    case $line in '{' | '}' | '   }' | '   },' | '      }' | '      },') ;; *) bad "$line" ;; esac
  fi
done <"$1/index.json"
[ "$(tail -c 1 "$1/index.json")" = '}' ] || bad 'an end of line after the last'
[ "${words[OK]:-0}" -gt 0 ] || { echo "nothing passed"; exit 1; }
[ "${words[FAILED]:-0}" = 0 ] || exit 1
echo "${#words[@]} words, none is FAILED"
