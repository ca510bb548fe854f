#!/usr/bin/env bash
# A throw-away PostgreSQL on loopback for the tests: start | connection | stop. Fails when none is installed.
set -euo pipefail
data="${TMPDIR:-/tmp}/aggregator-postgres-$(id -u)"
port=54339
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -n 1 || true)

as_postgres() { # PostgreSQL refuses to run as root
  if [ "$(id -u)" = 0 ]; then
    setpriv --reuid=postgres --regid=postgres --clear-groups "$@"
  else
    "$@"
  fi
}

case "${1:-}" in
  start)
    [ -n "$bin" ] && [ -x "$bin/initdb" ] || { echo "PostgreSQL is not installed: its tests are skipped"; exit 1; }
    rm -rf "$data"
    mkdir -p "$data"
    [ "$(id -u)" != 0 ] || chown postgres "$data"
    as_postgres "$bin/initdb" -D "$data" -U aggregator -A trust --no-sync >/dev/null
    as_postgres "$bin/pg_ctl" -D "$data" -w -l "$data/log" \
      -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$data -c fsync=off" start >/dev/null
    ;;
  connection)
    echo "Host=127.0.0.1;Port=$port;Username=aggregator;Database=postgres"
    ;;
  stop)
    as_postgres "$bin/pg_ctl" -D "$data" -m immediate stop >/dev/null || true
    rm -rf "$data"
    ;;
  *)
    echo "usage: eng/postgres.sh start | connection | stop" >&2
    exit 2
    ;;
esac
