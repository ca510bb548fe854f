#!/usr/bin/env bash
# Our composer and our gateway beside the public ones, at the small size that the gate runs.
#   eng/differential/run.sh [SEED=1]     needs node, npm and a build; not part of `dotnet test`
set -euo pipefail
cd "$(dirname "$0")"
seed=${1:-1}
bash compose/run.sh 8 "$seed"
bash gateways/run.sh 4 6 "$seed"
