#!/usr/bin/env bash
# Compares our composer with the public one: every conformance case, then COUNT random sets of subgraphs from SEED on.
#   eng/differential/compose/run.sh [COUNT=200] [SEED=1]     needs node and npm; not part of `dotnet test`
set -euo pipefail
cd "$(dirname "$0")"
count=${1:-200}
seed=${2:-1}
[ -d node_modules ] || npm install --no-package-lock --no-audit --no-fund --silent
node run.js
node load.js
host=../../../artifacts/bin/Aggregator.Host/debug/Aggregator.Host.dll
[ -f "$host" ] || dotnet build ../../../gateway/Host -v quiet --nologo
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
node random.js write "$folder" "$count" "$seed"
for each in "$folder"/*/; do
  dotnet "$host" compose --config "$each/supergraph.yaml" --output "$each/ours.sdl" 2> "$each/said" \
    || sed -n 's/^error //p' "$each/said" > "$each/ours.err"
done
node random.js compare "$folder"
