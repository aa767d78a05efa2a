#!/usr/bin/env bash
# start.sh NAME [PORT]: starts a foreign subject, which install.sh has installed, in the foreground. It prints
# `listening on ws://127.0.0.1:PORT` when it is ready; without a port it takes a free one.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
names='tungstenite fastwebsockets soketto npm-ws npm-faye python-websockets python-aiohttp python-tornado go-gorilla go-nhooyr
  cpp-beast cpp-websocketpp c-libwebsockets java-tomcat perl-mojolicious ruby-driver'
name=${1:?usage: start.sh NAME [PORT]}
port=${2:-0}
out=$root/target/peers/$name

case $name in
  tungstenite)
    cd "$root"
    bash ci/build.sh
    exec "${CARGO_TARGET_DIR:-target}/release/examples/tungstenite_echo" "$port"
    ;;
  bad-deflate-*) exec python3 "$here/bad_deflate.py" "${name#bad-deflate-}" "$port" ;;
  bad-*) exec python3 "$here/bad.py" "${name#bad-}" "$port" ;;
  fastwebsockets | soketto) start=("$root/target/peers/rust/release/$name") ;;
  # Node looks for packages beside the program.
  npm-*) cp "$here/$name/server.mjs" "$out/" && start=(node "$out/server.mjs") ;;
  python-*) start=("$out/bin/python" "$here/$name/server.py") ;;
  go-* | cpp-* | c-*) start=("$out/server") ;;
  java-*) start=(java "-Dcatalina.home=$out/home" -cp "$(printf '%s:' /usr/share/java/tomcat10-*.jar)$out" Server) ;;
  # The packages are those of Debian's own Perl and Ruby.
  perl-*) start=(/usr/bin/perl "$here/$name/server.pl") ;;
  ruby-*) start=(/usr/bin/ruby "$here/$name/server.rb") ;;
  *) echo "error: no subject $name; there are $names, bad-KIND and bad-deflate-KIND" >&2; exit 2 ;;
esac
[ -e "$out" ] || [ -e "${start[0]}" ] || { echo "error: $name is not installed: bash ci/peers/install.sh $name" >&2; exit 1; }
exec "${start[@]}" "$port"
