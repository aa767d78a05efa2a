#!/usr/bin/env bash
# A normal build holds none of the defects that can be planted: no id of one stands in its server, and all of them stand in
# that of a build with the feature `plants`.
set -euo pipefail
cd "$(dirname "$0")/.."
exec </dev/null

mapfile -t ids < <(sed -nE 's/^    [A-Z][A-Za-z0-9]+ "([a-z0-9-]+)": .*/\1/p' codec/src/plant/*.rs)
[ "${#ids[@]}" -ge 100 ] || { echo "error: ${#ids[@]} plants in codec/src/plant; have its tables another form?" >&2; exit 1; }

server=target/release/wsspec-server
mkdir -p target/plants
# The normal build last, so that it is what stays.
cargo build --quiet --release --locked -p wsspec-server --features plants
cp "$server" target/plants/
cargo build --quiet --release --locked -p wsspec-server

for id in "${ids[@]}" WSSPEC_PLANT; do
  grep -qaF -- "$id" target/plants/wsspec-server || { echo "error: $id is missing in the build with plants" >&2; exit 1; }
  ! grep -qaF -- "$id" "$server" || { echo "error: $id stands in the normal build" >&2; exit 1; }
done
echo "${#ids[@]} plants: none in $server, all in target/plants/wsspec-server"
