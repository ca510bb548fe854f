#!/usr/bin/env bash
# Runs the public audits of GraphQL over HTTP, and the public SSE and WebSocket clients, against `serve --open`.
#   eng/differential/transport/run.sh      needs node, npm and a build; not part of `dotnet test`
set -euo pipefail
cd "$(dirname "$0")"
[ -d node_modules ] || npm install --no-package-lock --no-audit --no-fund --silent
host=../../../artifacts/bin/Aggregator.Host/debug/Aggregator.Host.dll
[ -f "$host" ] || dotnet build ../../../gateway/Host -v quiet --nologo
exec node run.mjs "$host"
