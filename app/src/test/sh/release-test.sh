#!/usr/bin/env bash
#
# Tries a release as somebody who has just got it: unpacked into a folder with a space in its name that cannot be
# written to, by a user who owns nothing there, with a JDK 25 and a bare system on the PATH. Prints what failed, then
# one line: N passed, N failed, N skipped.
#
#   app/src/test/sh/release-test.sh stario-VERSION.tar.gz

# shellcheck disable=SC2016,SC2317 # tests are called by their names

set -u
tarball=$(CDPATH='' cd "$(dirname "$1")" && pwd -P)/$(basename "$1")
name=$(basename "$tarball" .tar.gz)
# shellcheck source=stario
. "$(dirname "$0")/../../../../stario"
find_java compiler || exit 2

top=$(mktemp -d "${TMPDIR:-/tmp}/stario-release-test.XXXXXX")
top=$(CDPATH='' cd -P "$top" && pwd -P)
sandbox=
clean_up() {
  [ -z "$sandbox" ] || kill "$sandbox" 2>/dev/null
  chmod -R u+w "$top"
  rm -rf "$top"
}
trap clean_up EXIT

# ---- The machine: its tools, its user, the release ------------------------------------------------------------------

mkdir -p "$top/bin" "$top/a folder" "$top/nowhere" "$top/home"
for tool in bash dirname mkdir mv readlink rm rmdir sleep stat; do
  ln -s "$(type -P $tool)" "$top/bin/$tool"
done
tar -xzf "$tarball" -C "$top/a folder"
release=$top/a\ folder/$name
chmod -R a-w "$top/a folder" "$top/nowhere"
chmod 755 "$top"
chmod 777 "$top/home"
as_nobody=()
if [ "$(id -u)" = 0 ]; then as_nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups); fi

# Runs the release with the home folder $1, its output in $out, messages in $err, exit code in $code.
run() {
  local home=$1
  shift
  code=0
  (cd / && exec ${as_nobody[@]+"${as_nobody[@]}"} env -i HOME="$home" PATH="$java_home/bin:$top/bin" LANG=C \
    ${KUBECONFIG:+KUBECONFIG="$KUBECONFIG"} ${OPTIONS:+STARIO_JAVA_OPTS="$OPTIONS"} \
    "$release/stario" "$@") >"$top/out" 2>"$top/err" </dev/null || code=$?
  out=$(cat "$top/out")
  err=$(cat "$top/err")
}

fail() {
  printf '  %s\n' "$@"
  printf '  | %s\n' "exit code ${code:-}" "out: ${out:-}" "err: ${err:-}"
  exit 1
}
equals() { [ "$1" = "$2" ] || fail "$3" "expected: $1" "was:      $2"; }
contains() { case $1 in *"$2"*) ;; *) fail "expected to contain: $2" ;; esac; }

# ---- The tests -------------------------------------------------------------------------------------------------------

test_1_all_that_belongs_to_a_release_is_in_it() {
  local file
  for file in stario LICENSE THIRD-PARTY.txt sbom.cdx.json README.md CHANGELOG.md docs/install.md Containerfile \
    playbooks/stario.yaml playbooks/stario.schema.json; do
    [ -s "$release/$file" ] || fail "$file is missing"
  done
  [ -x "$release/stario" ] || fail 'the launcher cannot be run'
}

test_1_nothing_of_the_builder_is_in_it() {
  # Mode, owner, size, date, time, name: owner and time must be the same for all.
  equals 1 "$(tar --numeric-owner -tvzf "$tarball" | awk '{ print $2, $4, $5 }' | sort -u | wc -l | tr -d ' ')" \
    'different owners and times'
  equals '-rw-r--r-- -rwxr-xr-x drwxr-xr-x ' "$(tar -tvzf "$tarball" | awk '{ print $1 }' | LC_ALL=C sort -u | tr '\n' ' ')" \
    'modes'
}

test_1_the_bill_of_materials_names_each_jar_and_nothing_else() {
  # picocli is compiled here: its jar has our version, its entry in the bill its own.
  (cd "$release/lib" && printf '%s\n' *.jar) | sed -e 's/\.jar$//' -e 's/^picocli-.*/picocli/' | LC_ALL=C sort >"$top/jars"
  sed -n 's#^ *"purl" : "pkg:maven/[^/]*/\([^@]*\)@\([^?]*\)?.*#\1-\2#p' "$release/sbom.cdx.json" |
    sed 's/^picocli-.*/picocli/' | LC_ALL=C sort -u >"$top/bill"
  equals '' "$(diff "$top/jars" "$top/bill")" 'jars and bill of materials'
  contains "$(cat "$release/sbom.cdx.json")" 'pkg:maven/info.picocli/picocli@4.'
}

test_2_without_a_place_for_caches_it_runs_without_a_word_about_them() {
  run "$top/nowhere" --version
  equals "0 stario ${name#stario-} " "$code $out $err" 'the version'
  run "$top/nowhere" --help
  equals '0 ' "$code $err" 'help'
  contains "$out" 'Usage: stario'
}

test_3_the_first_start_makes_caches_in_the_home_folder_and_the_second_is_quiet() {
  run "$top/home" --version
  equals "0 stario ${name#stario-}" "$code $out" 'the version'
  contains "$err" 'preparing faster starts (once)'
  OPTIONS=-XX:AOTMode=on run "$top/home" --version
  equals "0 stario ${name#stario-} " "$code $out $err" 'the version, with a cache that fits'
  OPTIONS=-XX:AOTMode=on run "$top/home" runs
  equals '0 No runs yet. ' "$code $out $err" 'runs, with a cache that fits'
}

test_4_it_plans_against_a_cluster() {
  type kubectl >/dev/null 2>&1 || exit 77
  run "$top/home" plan deployment/api-gateway -n stario
  equals 0 "$code" 'exit code'
  contains "$out" 'deployment/api-gateway  v1.2.4 → v1.2.3'
}

test_4_the_example_playbook_is_one_it_reads() {
  run "$top/home" plan video-gen --playbook "$release/playbooks/stario.yaml" -e no-such-environment
  contains "$err" 'It has: production, staging.'
}

test_5_the_demo_takes_a_release_back() {
  unset KUBECONFIG
  run "$top/home" demo
  equals 0 "$code" 'exit code'
  contains "$out" 'ROLLBACK COMPLETE'
}

# ---- Running them ----------------------------------------------------------------------------------------------------

# A sandbox from the release's own jars, with one release to take back.
start_sandbox() {
  local attempts=0
  "$java_home/bin/java" -XX:+UseSerialGC -Xmx256m -cp "$release/lib/*" uz.stario.rollback.sandbox.SandboxServer \
    --kubeconfig-out "$top/kubeconfig" --platform v1.2.3 >"$top/sandbox" 2>&1 &
  sandbox=$!
  until grep -q '^ingress' "$top/sandbox" || [ $attempts -ge 600 ]; do
    attempts=$((attempts + 1))
    sleep 0.1
  done
  chmod 644 "$top/kubeconfig"
  export KUBECONFIG=$top/kubeconfig
  kubectl -n stario rollout status deployment/api-gateway --timeout 60s &&
    kubectl -n stario set image deployment/api-gateway '*=registry.stario.uz/api-gateway:v1.2.4' &&
    kubectl -n stario rollout status deployment/api-gateway --timeout 60s
}

start_sandbox >"$top/started" 2>&1 || cat "$top/started"
passed=0 failed=0 skipped=0
while read -r _ _ test; do
  case $test in test_*) ;; *) continue ;; esac
  code=0
  (code='' && "$test") >"$top/report" 2>&1 </dev/null || code=$?
  case $code in
    0) passed=$((passed + 1)) ;;
    77) skipped=$((skipped + 1)) ;;
    *)
      failed=$((failed + 1))
      printf 'FAILED %s\n' "$test"
      cat "$top/report"
      ;;
  esac
done < <(declare -F)
printf '%d passed, %d failed, %d skipped\n' $passed $failed $skipped
[ $failed -eq 0 ]
