#!/usr/bin/env bash
# plants.sh [PROGRAM]: a build without the feature `plants` holds none of the faults, and PROGRAM, which is shipped, all of them;
# none listens to the variable by which the programs of tests are sown. Without PROGRAM it builds wsspec-server.
set -euo pipefail
cd "$(dirname "$0")/.."
exec </dev/null

mapfile -t ids < <(sed -nE 's/^    [A-Z][A-Za-z0-9]+ "([a-z0-9-]+)": .*/\1/p' codec/src/plant/*.rs)
[ "${#ids[@]}" -ge 100 ] || { echo "error: ${#ids[@]} plants in codec/src/plant; have its tables another form?" >&2; exit 1; }

# In a profile that nothing shipped is built with, so that no such program takes the place of a shipped one.
target=${CARGO_TARGET_DIR:-target}
cargo build --quiet --locked --profile fast-test -p wsspec-server --no-default-features --bin wsspec-server
without=$target/fast-test/wsspec-server shipped=${1:-$target/fast-test/with-faults}
if [ $# -eq 0 ]; then
  cp "$without" "$target/fast-test/without-faults"
  without=$target/fast-test/without-faults
  cargo build --quiet --locked --profile fast-test -p wsspec-server --bin wsspec-server
  cp "$target/fast-test/wsspec-server" "$shipped"
fi

for id in "${ids[@]}"; do
  grep -qaF -- "$id" "$shipped" || { echo "error: $id is missing in $shipped" >&2; exit 1; }
  ! grep -qaF -- "$id" "$without" || { echo "error: $id stands in the build without faults, $without" >&2; exit 1; }
done
for program in "$shipped" "$without"; do
  ! grep -qaF WSSPEC_PLANT "$program" || { echo "error: $program asks the environment for a fault" >&2; exit 1; }
done
echo "${#ids[@]} faults: none in $without, all in $shipped"
