#!/usr/bin/env bash
# install.sh [NAME…]: installs foreign subjects into target/peers: servers by their names, clients as clients/NAME. Without
# names, those that the gate plays. It can be run again at no cost. Debian packages are installed only where they are
# missing, which needs root or sudo.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$here/../../target/peers"
peers=$(cd "$here/../../target/peers" && pwd)

die() { echo "error: $*" >&2; exit 1; }
needs() { command -v "$1" >/dev/null || die "$1 is needed to install the foreign subject $name"; }

# Installs those of the named Debian packages that are not there.
debian() {
  local package missing=() root=()
  for package; do
    dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q ' installed$' || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || die "$name is made of the Debian packages ${missing[*]}, and here is no apt-get"
  if [ "$(id -u)" != 0 ]; then
    root=(sudo -n)
    "${root[@]}" true 2>/dev/null || die "$name needs the Debian packages ${missing[*]}: install them, or run this as root"
  fi
  "${root[@]}" apt-get update -qq
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# The same for a tool that is often there from elsewhere.
tool() { command -v "$1" >/dev/null || debian "$2"; }

# Builds a Go subject on a Debian package.
go_build() {
  tool go golang-go
  debian "$1"
  GO111MODULE=off GOPATH=/usr/share/gocode go build -o "$out/$kind" "$here/$name/$kind.go"
}

build() {
  case ${name#clients/} in
    npm-*)
      needs npm
      cp "$here/$name/package.json" "$out/"
      npm install --prefix "$out" --no-audit --no-fund --loglevel=error
      ;;
    python-*)
      needs python3
      python3 -m venv "$out"
      "$out/bin/pip" install --quiet --disable-pip-version-check -r "$here/$name/requirements.txt"
      ;;
    go-gorilla) go_build golang-github-gorilla-websocket-dev ;;
    go-nhooyr) go_build golang-nhooyr-websocket-dev ;;
    cpp-beast)
      tool g++ g++
      debian libboost-dev
      g++ -std=c++17 -O2 -o "$out/server" "$here/$name/server.cpp" -pthread
      ;;
    cpp-websocketpp)
      tool g++ g++
      debian libboost-dev libwebsocketpp-dev zlib1g-dev
      g++ -std=c++17 -O2 -o "$out/server" "$here/$name/server.cpp" -pthread -lz
      ;;
    c-libwebsockets)
      tool gcc gcc
      debian libwebsockets-dev libssl-dev
      gcc -O2 -o "$out/server" "$here/$name/server.c" -lwebsockets
      ;;
    java-tomcat)
      tool javac default-jdk-headless
      debian libtomcat10-java
      javac -d "$out" -cp "$(printf '%s:' /usr/share/java/tomcat10-*.jar)" "$here/$name/Server.java"
      ;;
    java-http)
      tool javac default-jdk-headless
      javac -d "$out" "$here/$name/Client.java"
      ;;
    tungstenite)
      needs cargo
      cargo build --quiet --release --locked --manifest-path "$here/$name/Cargo.toml" --target-dir "$out"
      ;;
    perl-mojolicious) debian libmojolicious-perl ;;
    ruby-driver) debian ruby ruby-websocket-driver ;;
  esac
}

[ $# -gt 0 ] || set -- npm-ws python-websockets python-aiohttp tungstenite
for name; do
  out=$peers/$name
  kind=server
  case $name in
    clients/chromium) tool chromium chromium && continue ;;
    clients/firefox) tool firefox-esr firefox-esr && continue ;;
    clients/*) kind=client ;;
    tungstenite | bad-*) continue ;; # start.sh builds the one, and the others need nothing
    fastwebsockets | soketto)
      needs cargo
      (cd "$here/rust" && cargo build --quiet --release --locked --bin "$name" --target-dir "$peers/rust")
      echo "$name: installed"
      continue
      ;;
  esac
  [ -d "$here/$name" ] || die "no subject $name; ci/peers/start.sh and ci/peers/clients/run.sh list them"
  # What it was made of. A program that is started from its source needs nothing made again when that changes.
  stamp=$(find "$here/$name" -type f | sort | xargs cat | sha256sum | cut -c1-16)
  [ "$(cat "$out/.stamp" 2>/dev/null)" != "$stamp" ] || { echo "$name: there already"; continue; }
  rm -rf "$out" && mkdir -p "$out"
  build
  echo "$stamp" >"$out/.stamp"
  echo "$name: installed"
done
