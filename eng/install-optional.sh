#!/usr/bin/env bash
# Installs what some tests use beyond the .NET SDK, from Debian's packages. Does nothing where it is there already.
set -euo pipefail
wanted=()
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || wanted+=(postgresql)
[ -x /usr/bin/chromium ] || wanted+=(chromium fonts-liberation)
command -v redis-server >/dev/null 2>&1 || wanted+=(redis-server)
command -v npm >/dev/null 2>&1 || wanted+=(nodejs npm)
if [ "${#wanted[@]}" -gt 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null
fi
