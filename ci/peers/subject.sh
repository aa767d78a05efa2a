# To be sourced: starts subjects in the background, one at a time, and ends the last one with the script.
#
#   start NAME   as start.sh names it, on a free port; $url says where it listens, as soon as it does
#   stop         ends it
#
# What a subject prints goes to $out/NAME.log.

subject=
stop() { [ -z "$subject" ] || { kill "$subject" 2>/dev/null || true; wait "$subject" 2>/dev/null || true; }; subject=; }
trap stop EXIT

start() {
  # What the last one printed must not be taken for what this one does.
  : >"$out/$1.log"
  bash ci/peers/start.sh "$1" 0 >"$out/$1.log" 2>&1 &
  subject=$!
  for _ in $(seq 300); do
    url=$(sed -n 's/^listening on \(ws:.*\)$/\1/p' "$out/$1.log")
    [ -z "$url" ] || return 0
    kill -0 "$subject" 2>/dev/null || break
    sleep 0.1
  done
  echo "error: the subject $1 does not start:" >&2
  cat "$out/$1.log" >&2
  return 1
}
