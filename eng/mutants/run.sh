#!/usr/bin/env bash
# Puts each fault of mutants.txt into a copy of the tree, one at a time, and has the tests find it.
#   eng/mutants/run.sh            all
#   eng/mutants/run.sh NAME …     these
# A fault whose text is not there exactly once, or that does not compile, fails the command; so does one that survives.
set -uo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
tree=$root/artifacts/mutants
quick=(-v quiet -m:2 -p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false)
mkdir -p "$tree"
git ls-files -z --cached --others --exclude-standard | tar --null -T - -cf - | tar -xf - -C "$tree"
cd "$tree"
for project in Policy Redaction Planning Gateway; do
  dotnet build "tests/$project" "${quick[@]}" >build.log 2>&1 || {
    grep error build.log | sort -u | head
    exit 1
  }
done

bad=() survived=() killed=0
judge() {
  local room binaries="" result=survived where=""
  [ "$(grep -cF -- "$find" "$file")" = 1 ] || { echo "$name: its text is not in $file exactly once"; bad+=("$name"); return; }
  cp "$file" original
  FIND=$find PUT=$put perl -0pi -e 's/\Q$ENV{FIND}\E/$ENV{PUT}/' "$file"
  room=$(cut -d/ -f2 <<<"$file")
  if cmp -s original "$file"; then
    echo "$name: changes nothing"; bad+=("$name")
  elif ! dotnet build "gateway/$room" --no-dependencies --no-restore "${quick[@]}" >build.log 2>&1; then
    echo "$name: does not compile: $(grep -m1 error build.log | cut -c1-160)"; bad+=("$name")
  else
    binaries=artifacts/bin/Aggregator.$room/debug/Aggregator.$room.dll
    for test in $tests; do
      local project=${test%%:*} filter=()
      [ "$project" = "$test" ] || filter=(--filter "FullyQualifiedName~${test#*:}")
      local output=artifacts/bin/Aggregator.$project.Tests/debug
      cp "$output/Aggregator.$room.dll" sound.dll
      cp "$binaries" "$output/"
      timeout 900 dotnet test "$output/Aggregator.$project.Tests.dll" "${filter[@]}" >test.log 2>&1 || {
        result=killed where=$test
      }
      cp sound.dll "$output/Aggregator.$room.dll"
      [ "$result" = survived ] || break
    done
    echo "$result $name${where:+ by $where}"
    if [ "$result" = killed ]; then killed=$((killed + 1)); else survived+=("$name"); fi
  fi
  cp original "$file"
}

name=""
flush() {
  if [ -n "$name" ] && { [ ${#wanted[@]} -eq 0 ] || [[ " ${wanted[*]} " == *" $name "* ]]; }; then judge; fi
  name="" file="" find="" put="" tests=""
}
wanted=("$@")
while IFS= read -r line || [ -n "$line" ]; do
  case "$line" in
    \#* | "breaks "*) ;;
    "") flush ;;
    "mutant "*) name=${line#mutant } ;;
    "file "*) file=${line#file } ;;
    "find "*) find=${line#find } ;;
    "put "*) put=${line#put } ;;
    put) put="" ;;
    "tests "*) tests=${line#tests } ;;
  esac
done <"$root/eng/mutants/mutants.txt"
flush
echo "killed $killed, survived ${#survived[@]}, unusable ${#bad[@]}"
[ ${#survived[@]} -eq 0 ] && [ ${#bad[@]} -eq 0 ] && [ "$killed" -gt 0 ] || { echo "${survived[*]} ${bad[*]}"; exit 1; }
