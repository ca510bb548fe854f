#!/usr/bin/env bash
# Compares our gateway with @apollo/gateway and @graphql-hive/gateway (with its own and with its Rust planner) on random
# schemas served by real @apollo/subgraph servers on loopback.
#   eng/differential/gateways/run.sh [WORLDS=12] [OPERATIONS=8] [SEED=1]     needs node and npm; not part of `dotnet test`
set -euo pipefail
cd "$(dirname "$0")"
worlds=${1:-12}
operations=${2:-8}
seed=${3:-1}
[ -d node_modules ] || npm install --no-package-lock --no-audit --no-fund --silent
host=$(cd ../../.. && pwd)/artifacts/bin/Aggregator.Host/debug/Aggregator.Host.dll
[ -f "$host" ] || dotnet build ../../../gateway/Host -v quiet --nologo
node run.js "$host" "$worlds" "$operations" "$seed"
