#!/usr/bin/env bash
# Puts each fault of mutants.txt into the room it is for, one at a time, and has the tests find it.
#   eng/mutants/run.sh            all; writes eng/mutants/results/DATE.md
#   eng/mutants/run.sh NAME …     these
# The tree is built once; then only the changed room is compiled, with the arguments that its project gives the
# compiler. A fault whose text is not there exactly once, or that does not compile, fails the command; so does one that
# survives, and so do tests that fail without any fault.
set -uo pipefail
cd "$(dirname "$0")/../.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
list=eng/mutants/mutants.txt
work=artifacts/mutants
# Longer than any selection of tests needs: what hangs by a fault is found too.
patience=900
version=$(dotnet --version)
compiler=$(dotnet --list-sdks | awk -v v="$version" '$1 == v { gsub(/[][]/, "", $2); print $2 "/" v }')
rows=() bad=() survived=() killed=0

block() { # The value of a key in the block of a mutant.
  awk -v name="$1" -v key="$2" '$0 == "mutant " name { on = 1 } /^$/ { on = 0 }
    on && index($0, key " ") == 1 { print substr($0, length(key) + 2) }' "$list"
}

prepare() { # The sound tests of a project, where they can be changed.
  [ -d "$work/$1" ] && return
  dotnet build "tests/$1" -v quiet -p:UseSharedCompilation=true || exit 1
  cp -r "artifacts/bin/Aggregator.$1.Tests/debug" "$work/$1"
}

arguments() { # What the compiler is told for a room, what is embedded in it too: a room without it fails by itself.
  [ -f "$work/$1.rsp" ] && return
  dotnet build "gateway/$1" --no-dependencies --no-restore "-t:PrepareResources;Compile" -p:ProvideCommandLineArgs=true \
    -p:SkipCompilerExecution=true -p:NonExistentFile=none -getItem:CscCommandLineArgs >"$work/$1.json" || exit 1
  sed -n 's/^ *"Identity": "\(.*\)",$/\1/p' "$work/$1.json" \
    | perl -pe 's/\\u([0-9A-Fa-f]{4})/chr hex $1/ge; s/\\(["\\])/$1/g' \
    | grep -v '^/\(out\|refout\|doc\|pdb\|analyzer\|warnaserror\)' >"$work/$1.rsp"
}

compile() { # A room of which one file is another.
  local room=$1 file=$2 changed=$3
  grep -qx "${file#"gateway/$room/"}" "$work/$room.rsp" || { echo "$file is not compiled"; return 1; }
  awk -v file="${file#"gateway/$room/"}" -v changed="$changed" '{ print $0 == file ? changed : $0 }' "$work/$room.rsp" \
    >"$work/room.rsp"
  (cd "gateway/$room" && dotnet "$compiler/Roslyn/bincore/csc.dll" /shared /noconfig "@$OLDPWD/$work/room.rsp" \
    "/out:$OLDPWD/$work/Aggregator.$room.dll")
}

tested() { # Runs a selection; the tests that failed stand in the log.
  local project=${1%%:*} filter=()
  [ "$project" = "$1" ] || filter=(--filter "FullyQualifiedName~$(sed 's/|/|FullyQualifiedName~/g' <<<"${1#*:}")")
  timeout "$patience" dotnet test "$work/$project/Aggregator.$project.Tests.dll" "${filter[@]}" \
    -- xUnit.StopOnFail=true >"$work/test.log" 2>&1
}

failures() { # The first tests that failed. After one has, the test host may crash: then only the runner names it.
  sed -n -e 's/^ *Failed \([A-Za-z0-9_.]*\).* \[.*$/\1/p' \
    -e 's/^\[xUnit.net [0-9:.]*\] *\([A-Za-z0-9_.]*\).* \[FAIL\]$/\1/p' "$work/test.log" \
    | sed 's/^.*\.\(.*\..*\)$/\1/' | sort -u | sed -n '1,3p' | paste -sd, | sed 's/,/, /g'
}

spoil() { # A mutant that proves nothing.
  echo "$name: $1"
  rows+=("| $name | $(block "$name" breaks) | unusable: $1 |")
  bad+=("$name")
}

judge() {
  local name=$1 file find put room test result=survived where=""
  file=$(block "$name" file) find=$(block "$name" find) put=$(block "$name" put) room=$(cut -d/ -f2 <<<"$file")
  [ "$(grep -cF -- "$find" "$file")" = 1 ] || { spoil "its text is not in $file exactly once"; return; }
  FIND=$find PUT=$put perl -0pe 's/\Q$ENV{FIND}\E/$ENV{PUT}/' "$file" >"$work/changed.cs"
  if ! compile "$room" "$file" "$PWD/$work/changed.cs" >"$work/build.log" 2>&1; then
    spoil "does not compile: $(grep -m1 -o 'error .*' "$work/build.log" | cut -c1-160)"
    return
  fi
  for test in $(block "$name" tests); do
    cp "$work/Aggregator.$room.dll" "$work/${test%%:*}/"
    tested "$test" || result=killed where=$(failures)
    [ "$result" = survived ] || [ -n "$where" ] || result=stopped
    cp "artifacts/bin/Aggregator.${test%%:*}.Tests/debug/Aggregator.$room.dll" "$work/${test%%:*}/"
    [ "$result" = survived ] || break
  done
  # A run that ends without a test that failed, or not at all, names nothing that is wrong.
  if [ "$result" = stopped ]; then spoil "no test failed, but the run of $test did not end well"; return; fi
  echo "$result $name${where:+ by $where}"
  rows+=("| $name | $(block "$name" breaks) | $result${where:+ by $where} |")
  if [ "$result" = killed ]; then killed=$((killed + 1)); else survived+=("$name"); fi
}

write() { # After each fault, so that a run that is ended early says how far it came.
  {
    printf '# Mutants, %s\n\n' "$(date -u +%F)"
    printf 'Written by `eng/deep mutants`. Machine: %s cores, %s GB, .NET SDK %s.\n\n' \
      "$(nproc)" "$(awk '/MemTotal/ { print int($2 / 1048576 + 0.5) }' /proc/meminfo)" "$version"
    printf 'Of %s faults %s killed, %s survived, %s unusable. ' \
      "${#names[@]}" "$killed" "${#survived[@]}" "${#bad[@]}"
    printf 'Of the tests that fail by a fault the first are named.\n\n'
    printf '| fault | what is wrong then | result |\n|---|---|---|\n'
    printf '%s\n' "${rows[@]}"
  } >"$result"
}

names=("$@")
[ ${#names[@]} -gt 0 ] || mapfile -t names < <(sed -n 's/^mutant //p' "$list")
rm -rf "$work"
mkdir -p "$work"
mapfile -t selections < <(for name in "${names[@]}"; do block "$name" tests | tr ' ' '\n'; done | sort -u)
for selection in "${selections[@]}"; do prepare "${selection%%:*}"; done
for selection in "${selections[@]}"; do
  SECONDS=0
  tested "$selection" || { echo "$selection fails without any fault: $(failures)"; exit 1; }
  echo "sound: $selection, $SECONDS s"
done
for name in "${names[@]}"; do arguments "$(block "$name" file | cut -d/ -f2)"; done
result=/dev/null
[ $# -gt 0 ] || { mkdir -p eng/mutants/results; result=eng/mutants/results/$(date -u +%F).md; }
for name in "${names[@]}"; do judge "$name"; write; done
echo "killed $killed, survived ${#survived[@]}, unusable ${#bad[@]}"
[ ${#survived[@]} -eq 0 ] && [ ${#bad[@]} -eq 0 ] && [ "$killed" -gt 0 ] || { echo "${survived[*]} ${bad[*]}"; exit 1; }
