#!/usr/bin/env bash
# plants.sh [NORMAL PLANTED]: a normal build holds none of the defects that can be planted. No id of one stands in the program
# NORMAL, and all of them stand in PLANTED, which has the feature `plants`. Without programs it builds wsspec-server both ways.
set -euo pipefail
cd "$(dirname "$0")/.."
exec </dev/null

mapfile -t ids < <(sed -nE 's/^    [A-Z][A-Za-z0-9]+ "([a-z0-9-]+)": .*/\1/p' codec/src/plant/*.rs)
[ "${#ids[@]}" -ge 100 ] || { echo "error: ${#ids[@]} plants in codec/src/plant; have its tables another form?" >&2; exit 1; }

normal=${1:-target/release/wsspec-server} planted=${2:-target/plants/wsspec-server}
if [ $# -eq 0 ]; then
  mkdir -p target/plants
  # The normal build last, so that it is what stays.
  cargo build --quiet --release --locked -p wsspec-server --features plants
  cp "$normal" "$planted"
  cargo build --quiet --release --locked -p wsspec-server
fi

for id in "${ids[@]}" WSSPEC_PLANT; do
  grep -qaF -- "$id" "$planted" || { echo "error: $id is missing in the build with plants" >&2; exit 1; }
  ! grep -qaF -- "$id" "$normal" || { echo "error: $id stands in the normal build" >&2; exit 1; }
done
echo "${#ids[@]} plants: none in $normal, all in $planted"
