#!/usr/bin/env bash
#
# Tries ./stario with JDKs, a Maven and a program that are small scripts, so that every case takes milliseconds and
# none depends on what is installed here. Each function named test_… is one test, run in a folder of its own. Prints
# what failed, then one line: N passed, N failed, N skipped. Arguments choose tests by name.

# shellcheck disable=SC2016,SC2030,SC2031 # subshells are how tests are kept apart

set -u
launcher=$(CDPATH='' cd "$(dirname "$0")/../../../.." && pwd -P)/stario
bash=$(type -P bash)

# ---- The world of a test ---------------------------------------------------------------------------------------------

# A fake Java home $1 of version $2. Its java writes a file for -XX:AOTCacheOutput (unless there is a file "no-aot")
# and otherwise prints its home and its arguments, one a line, and ends with the code in EXIT_CODE.
fake_jdk() {
  mkdir -p "$1/bin"
  printf 'IMPLEMENTOR="Test"\nJAVA_VERSION="%s"\n' "$2" >"$1/release"
  cat >"$1/bin/java" <<'JAVA'
#!/bin/sh
for argument; do
  case $argument in -XX:AOTCacheOutput=*)
    echo "${argument#*=}" >>"$WORLD/aot.log"
    [ -e "$WORLD/no-aot" ] || : >"${argument#*=}"
    exit 0 ;;
  esac
done
echo "home ${0%/bin/java}"
[ -z "${SHOW_PID:-}" ] || echo "pid $$"
for argument; do printf '<%s>\n' "$argument"; done
exit "${EXIT_CODE:-0}"
JAVA
  cp "$1/bin/java" "$1/bin/javac"
  chmod +x "$1/bin/java" "$1/bin/javac"
}

# A fake Maven that makes one jar. With a file "broken" it fails; with a pipe "gate" it waits until that is written to.
fake_maven() {
  cat >"$WORLD/bin/mvn" <<'MVN'
#!/bin/sh
echo "$PWD $JAVA_HOME $*" >>"$WORLD/mvn.log"
[ ! -p "$WORLD/gate" ] || read -r _ <"$WORLD/gate"
if [ -e "$WORLD/broken" ]; then
  echo '[INFO] compiling'
  echo '[ERROR] Main.java: it does not compile'
  exit 1
fi
mkdir -p app/target/stario/lib
echo jar >app/target/stario/lib/app.jar
MVN
  chmod +x "$WORLD/bin/mvn"
}

# A checkout in $1 whose sources are older than anything that a test makes.
fake_checkout() {
  local module
  mkdir -p "$1"
  cp "$launcher" "$1/stario"
  echo '<project/>' >"$1/pom.xml"
  for module in core picocli sandbox adapters app; do
    mkdir -p "$1/$module/src/main/java"
    echo '<project/>' >"$1/$module/pom.xml"
    echo 'class A {}' >"$1/$module/src/main/java/A.java"
  done
  find "$1" -exec touch -t 202001010000 {} +
}

# An installed release in $1.
fake_install() {
  mkdir -p "$1/lib"
  cp "$launcher" "$1/stario"
  echo jar >"$1/lib/app.jar"
  echo jar >"$1/lib/core.jar"
}

# Runs the launcher $1 with its output in $out, messages in $err and exit code in $code, with no JDK at usual places
# but those in PLACES.
run() {
  code=0
  "$bash" -c '
    . "$1"; shift
    usual_places() { places=(${PLACES[@]+"${PLACES[@]}"}); }
    java_home_of_macos() { return 1; }
    [ -z "${PLACES:-}" ] || PLACES=("$PLACES")
    run_stario "$@"' launcher-test "$@" >"$WORLD/out" 2>"$WORLD/err" </dev/null || code=$?
  out=$(cat "$WORLD/out")
  err=$(cat "$WORLD/err")
}

# Runs a function of the test as nobody when this is root, for root writes everywhere.
can_be_denied() { [ "$(id -u)" != 0 ] || type setpriv >/dev/null 2>&1; }

denied() {
  if [ "$(id -u)" = 0 ]; then
    setpriv --reuid=65534 --regid=65534 --clear-groups "$bash" -c "$(declare -f); launcher='$launcher'; bash='$bash'
      WORLD='$WORLD/nobody'; run \"\$@\"; echo \"\$out\"; echo \"\$err\" >&2; exit \$code" denied "$@"
  else
    (WORLD=$WORLD/nobody && run "$@" && echo "$out" && echo "$err" >&2 && exit "$code")
  fi
}

lines() { if [ -e "$1" ]; then wc -l <"$1" | tr -d ' '; else echo 0; fi; }

fail() {
  printf '  %s\n' "$@"
  [ -z "${out:-}${err:-}" ] || printf '  | %s\n' "exit code ${code:-}" "out: $out" "err: $err"
  exit 1
}

equals() { [ "$1" = "$2" ] || fail "${3:-values differ}" "expected: $1" "was:      $2"; }
contains() { case $1 in *"$2"*) ;; *) fail "expected to contain: $2" "was: $1" ;; esac; }
lacks() { case $1 in *"$2"*) fail "expected not to contain: $2" "was: $1" ;; esac; }
runs_with() { equals 0 "$code" 'exit code' && contains "$out" "home $1"; }

# ---- Which JDK -------------------------------------------------------------------------------------------------------

test_stario_java_home_comes_before_any_other() {
  fake_install "$WORLD/stario"
  fake_jdk "$WORLD/mine" 25.0.3
  fake_jdk "$WORLD/other" 25.0.1
  export STARIO_JAVA_HOME=$WORLD/mine JAVA_HOME=$WORLD/other
  run "$WORLD/stario/stario"
  runs_with "$WORLD/mine"
}

test_a_stario_java_home_that_is_no_jdk_25_is_refused_by_name_not_passed_over() {
  fake_install "$WORLD/stario"
  fake_jdk "$WORLD/old" 21.0.4
  fake_jdk "$WORLD/other" 25.0.1
  export STARIO_JAVA_HOME=$WORLD/old JAVA_HOME=$WORLD/other
  run "$WORLD/stario/stario"
  equals 2 "$code" 'exit code'
  contains "$err" "STARIO_JAVA_HOME is $WORLD/old, which is not a JDK 25 but 21.0.4."
}

test_java_home_comes_before_the_path() {
  fake_install "$WORLD/stario"
  fake_jdk "$WORLD/home" 25.0.1
  fake_jdk "$WORLD/path" 25.0.1
  ln -s "$WORLD/path/bin/java" "$WORLD/bin/java"
  export JAVA_HOME=$WORLD/home
  run "$WORLD/stario/stario"
  runs_with "$WORLD/home"
}

test_an_older_java_home_is_passed_over_for_a_java_on_the_path_behind_links() {
  fake_install "$WORLD/stario"
  fake_jdk "$WORLD/home" 17.0.15
  fake_jdk "$WORLD/jdks/path" 25
  ln -s path/bin/java "$WORLD/jdks/alternative"
  ln -s ../jdks/alternative "$WORLD/bin/java"
  export JAVA_HOME=$WORLD/home
  run "$WORLD/stario/stario"
  runs_with "$WORLD/bin/../jdks/path"
}

test_an_older_java_on_the_path_is_passed_over_for_a_jdk_25_in_a_usual_place() {
  fake_install "$WORLD/stario"
  fake_jdk "$WORLD/path" 17.0.15
  fake_jdk "$WORLD/usual/jdk-25" 25.0.2
  ln -s "$WORLD/path/bin/java" "$WORLD/bin/java"
  PLACES=$WORLD/usual/jdk-25 run "$WORLD/stario/stario"
  runs_with "$WORLD/usual/jdk-25"
}

test_a_folder_with_25_in_its_name_and_another_version_in_it_is_passed_over() {
  fake_install "$WORLD/stario"
  fake_jdk "$WORLD/path" 26
  fake_jdk "$WORLD/usual/jdk-21.0.25" 21.0.25
  ln -s "$WORLD/path/bin/java" "$WORLD/bin/java"
  PLACES=$WORLD/usual/jdk-21.0.25 run "$WORLD/stario/stario"
  equals 2 "$code" 'exit code'
}

test_without_a_jdk_25_it_says_what_to_install_and_what_it_found() {
  fake_install "$WORLD/stario"
  fake_jdk "$WORLD/path" 17.0.15
  ln -s "$WORLD/path/bin/java" "$WORLD/bin/java"
  run "$WORLD/stario/stario" --version
  equals 2 "$code" 'exit code'
  equals '' "$out" 'standard output'
  contains "$err" 'java on the PATH is 17.0.15'
  for hint in 'apt install' 'brew install' 'sdk install' STARIO_JAVA_HOME; do contains "$err" "$hint"; done
}

test_a_checkout_passes_over_a_runtime_without_a_compiler() {
  fake_checkout "$WORLD/stario"
  fake_maven
  fake_jdk "$WORLD/jre" 25.0.1
  rm "$WORLD/jre/bin/javac"
  fake_jdk "$WORLD/jdk" 25.0.1
  export JAVA_HOME=$WORLD/jre
  PLACES=$WORLD/jdk run "$WORLD/stario/stario"
  runs_with "$WORLD/jdk"
}

test_the_usual_places_hold_the_jdks_of_the_home_folder() {
  fake_install "$WORLD/stario"
  fake_jdk "$HOME/.sdkman/candidates/java/25.0.3-tem" 25.0.3
  places=$("$bash" -c '. "$1"; usual_places; printf "%s\n" "${places[@]}"' usual "$launcher")
  contains "$places" "$HOME/.sdkman/candidates/java/25.0.3-tem"
}

# ---- How it is started -----------------------------------------------------------------------------------------------

with_install() {
  fake_install "$WORLD/stario"
  fake_jdk "$WORLD/jdk" 25.0.3
  export STARIO_JAVA_HOME=$WORLD/jdk
}

test_arguments_and_the_exit_code_go_through_unchanged() {
  with_install
  EXIT_CODE=7 run "$WORLD/stario/stario" plan 'two words' '*' ''
  equals 7 "$code" 'exit code'
  contains "$out" '<uz.stario.rollback.app.Main>
<plan>
<two words>
<*>
<>'
}

test_every_jar_of_lib_is_on_the_class_path_in_order() {
  with_install
  run "$WORLD/stario/stario"
  contains "$out" "<-cp>
<$WORLD/stario/lib/app.jar:$WORLD/stario/lib/core.jar>"
}

test_stario_java_opts_come_last_so_that_they_win() {
  with_install
  STARIO_JAVA_OPTS='-Xmx1g -Dstar=*' run "$WORLD/stario/stario"
  contains "$out" '<-Xmx1g>
<-Dstar=*>
<-cp>'
}

test_the_launcher_becomes_java_so_that_signals_reach_it() {
  with_install
  SHOW_PID=yes "$bash" "$WORLD/stario/stario" >"$WORLD/out" 2>/dev/null &
  started=$!
  wait $started
  contains "$(cat "$WORLD/out")" "pid $started"
}

test_a_link_to_a_link_to_the_launcher_finds_its_folder_from_anywhere() {
  with_install
  mkdir "$WORLD/links"
  ln -s ../stario/stario "$WORLD/links/one"
  ln -s "$WORLD/links/one" "$WORLD/bin/stario"
  cd / && "$WORLD/bin/stario" --version >"$WORLD/out" 2>&1
  contains "$(cat "$WORLD/out")" "$WORLD/stario/lib/app.jar"
}

test_paths_with_spaces_work_from_the_build_to_the_run() {
  fake_checkout "$WORLD/a checkout"
  fake_maven
  fake_jdk "$WORLD/a jdk" 25.0.3
  JAVA_HOME="$WORLD/a jdk" run "$WORLD/a checkout/stario"
  runs_with "$WORLD/a jdk"
  contains "$out" "<$WORLD/a checkout/app/target/stario/lib/app.jar>"
  contains "$out" "<-XX:AOTCache=$WORLD/a checkout/app/target/stario/brief.aot>"
}

test_beside_neither_a_pom_nor_a_lib_there_is_nothing_to_run() {
  with_install
  rm -r "$WORLD/stario/lib"
  run "$WORLD/stario/stario"
  equals 1 "$code" 'exit code'
  contains "$err" 'nothing to run'
}

test_sourced_it_only_defines_functions() {
  equals 'true' "$("$bash" -c '. "$1" && type find_java >/dev/null && echo true' sourced "$launcher")"
}

# ---- The build -------------------------------------------------------------------------------------------------------

with_checkout() {
  fake_checkout "$WORLD/stario"
  fake_maven
  fake_jdk "$WORLD/jdk" 25.0.3
  export JAVA_HOME=$WORLD/jdk
}

# Makes the last build older than now, and newer than the sources.
age_build() { touch -t 202101010000 "$WORLD/stario/app/target/stario/build.stamp"; }

builds() { equals "$1" "$(lines "$WORLD/mvn.log")" 'number of builds'; }

test_the_first_use_builds_with_the_jdk_found_and_the_second_does_not() {
  with_checkout
  run "$WORLD/stario/stario"
  runs_with "$WORLD/jdk"
  contains "$err" 'building stario (first use)…'
  contains "$(cat "$WORLD/mvn.log")" "$WORLD/stario $WORLD/jdk "
  run "$WORLD/stario/stario"
  runs_with "$WORLD/jdk"
  equals '' "$err" 'messages of the second use'
  builds 1
}

test_a_changed_source_is_built_again() {
  with_checkout
  run "$WORLD/stario/stario"
  age_build
  touch "$WORLD/stario/core/src/main/java/A.java"
  run "$WORLD/stario/stario"
  contains "$err" 'building stario (sources changed)…'
  builds 2
  run "$WORLD/stario/stario"
  builds 2
}

test_a_source_that_was_taken_away_is_noticed() {
  with_checkout
  run "$WORLD/stario/stario"
  age_build
  rm "$WORLD/stario/adapters/src/main/java/A.java"
  run "$WORLD/stario/stario"
  builds 2
}

test_a_failed_build_shows_its_errors_fails_and_is_tried_again() {
  with_checkout
  : >"$WORLD/broken"
  run "$WORLD/stario/stario"
  equals 1 "$code" 'exit code'
  contains "$err" '[ERROR] Main.java: it does not compile'
  contains "$err" "$WORLD/stario/app/target/stario/build.log"
  lacks "$err" '[INFO]'
  rm "$WORLD/broken"
  run "$WORLD/stario/stario"
  runs_with "$WORLD/jdk"
  builds 2
}

test_without_maven_it_says_what_to_install() {
  with_checkout
  rm "$WORLD/bin/mvn"
  for tool in dirname find mkdir mv readlink rm sleep stat cat; do ln -s "$(type -P $tool)" "$WORLD/bin/$tool"; done
  PATH=$WORLD/bin run "$WORLD/stario/stario"
  equals 2 "$code" 'exit code'
  contains "$err" 'needs Maven 3.8.6 or newer'
}

test_two_first_uses_at_once_build_once() {
  with_checkout
  mkfifo "$WORLD/gate"
  "$WORLD/stario/stario" >"$WORLD/one" 2>&1 </dev/null &
  one=$!
  "$WORLD/stario/stario" >"$WORLD/two" 2>&1 </dev/null &
  two=$!
  # The gate opens only when one of them has said that it waits for the other.
  attempts=0
  until grep -q 'another one is building' "$WORLD/one" "$WORLD/two" 2>/dev/null || [ $attempts -ge 200 ]; do
    attempts=$((attempts + 1))
    sleep 0.05
  done
  echo go >"$WORLD/gate"
  wait $one || fail 'the first one failed' "$(cat "$WORLD/one")"
  wait $two || fail 'the second one failed' "$(cat "$WORLD/two")"
  contains "$(cat "$WORLD/one")" "home $WORLD/jdk"
  contains "$(cat "$WORLD/two")" "home $WORLD/jdk"
  builds 1
}

test_the_lock_of_one_that_died_is_taken_over() {
  with_checkout
  true &
  dead=$!
  wait $dead
  mkdir -p "$WORLD/stario/app/target/stario.lock"
  echo $dead >"$WORLD/stario/app/target/stario.lock/pid"
  run "$WORLD/stario/stario"
  runs_with "$WORLD/jdk"
  [ ! -d "$WORLD/stario/app/target/stario.lock" ] || fail 'the lock was left behind'
}

test_a_test_run_by_the_build_starts_the_program_as_it_is() {
  with_checkout
  run "$WORLD/stario/stario"
  age_build
  touch "$WORLD/stario/pom.xml"
  STARIO_IN_BUILD=1 run "$WORLD/stario/stario"
  runs_with "$WORLD/jdk"
  builds 1
}

test_a_checkout_that_cannot_be_written_to_runs_as_last_built() {
  can_be_denied || exit 77
  with_checkout
  run "$WORLD/stario/stario"
  age_build
  touch "$WORLD/stario/pom.xml"
  chmod -R a-w "$WORLD/stario"
  denied "$WORLD/stario/stario" >"$WORLD/out" 2>"$WORLD/err" || fail "failed: $(cat "$WORLD/err")"
  contains "$(cat "$WORLD/out")" "home $WORLD/jdk"
  contains "$(cat "$WORLD/err")" 'running the program as last built'
  builds 1
}

# ---- The AOT caches --------------------------------------------------------------------------------------------------

# How often the two caches were made.
caches_made() {
  local name
  for name in brief stario; do
    equals "$1" "$(grep -c "/$name.aot.new\$" "$WORLD/aot.log" 2>/dev/null || true)" "how often $name.aot was made"
  done
}

test_the_aot_caches_are_made_once_and_used_from_the_first_start_on() {
  with_install
  run "$WORLD/stario/stario" plan x
  contains "$err" 'preparing faster starts (once)…'
  contains "$out" "<-XX:AOTCache=$WORLD/stario/lib/stario.aot>"
  run "$WORLD/stario/stario" plan x
  equals '' "$err" 'messages of the second start'
  contains "$out" "<-XX:AOTCache=$WORLD/stario/lib/stario.aot>"
  caches_made 1
}

test_help_the_version_and_mistakes_start_with_the_small_cache_and_commands_with_the_large_one() {
  local words
  with_install
  for words in '' --version --help -h 'plan --help' 'rollback x -h' --no-such-option; do
    # shellcheck disable=SC2086
    run "$WORLD/stario/stario" $words
    contains "$out" "<-XX:AOTCache=$WORLD/stario/lib/brief.aot>"
  done
  for words in plan 'rollback x --yes' runs 'history x --host'; do
    # shellcheck disable=SC2086
    run "$WORLD/stario/stario" $words
    contains "$out" "<-XX:AOTCache=$WORLD/stario/lib/stario.aot>"
  done
  caches_made 1
}

test_a_changed_jar_makes_the_cache_stale() {
  with_install
  run "$WORLD/stario/stario"
  touch -t 202001010000 "$WORLD/stario/lib/core.jar" # older than the cache, and still another one
  run "$WORLD/stario/stario"
  caches_made 2
}

test_another_jdk_at_the_same_place_makes_the_cache_stale() {
  with_install
  run "$WORLD/stario/stario"
  fake_jdk "$WORLD/jdk" 25.0.4
  run "$WORLD/stario/stario"
  caches_made 2
}

test_a_cache_that_cannot_be_made_is_no_error_and_not_tried_again() {
  with_install
  : >"$WORLD/no-aot"
  run "$WORLD/stario/stario"
  runs_with "$WORLD/jdk"
  run "$WORLD/stario/stario"
  runs_with "$WORLD/jdk"
  lacks "$out" AOTCache
  caches_made 1
}

test_the_cache_can_be_switched_off() {
  with_install
  STARIO_AOT=off run "$WORLD/stario/stario"
  runs_with "$WORLD/jdk"
  lacks "$out" AOTCache
  [ ! -e "$WORLD/aot.log" ] || fail 'a cache was made'
}

test_an_install_that_cannot_be_written_to_keeps_the_cache_in_the_users_folder() {
  can_be_denied || exit 77
  with_install
  chmod -R a-w "$WORLD/stario"
  export XDG_CACHE_HOME=$WORLD/nobody/cache
  denied "$WORLD/stario/stario" plan >"$WORLD/out" 2>"$WORLD/err" || fail "failed: $(cat "$WORLD/err")"
  contains "$(cat "$WORLD/out")" "<-XX:AOTCache=$WORLD/nobody/cache/stario$WORLD/stario/stario.aot>"
}

test_where_nothing_can_be_written_it_starts_without_a_cache() {
  can_be_denied || exit 77
  with_install
  chmod -R a-w "$WORLD/stario"
  export XDG_CACHE_HOME=$WORLD/stario/cache
  denied "$WORLD/stario/stario" plan >"$WORLD/out" 2>"$WORLD/err" || fail "failed: $(cat "$WORLD/err")"
  contains "$(cat "$WORLD/out")" "home $WORLD/jdk"
  lacks "$(cat "$WORLD/out")" AOTCache
  equals '' "$(cat "$WORLD/err")" 'messages'
}

test_while_another_one_makes_the_cache_it_starts_without() {
  with_install
  mkdir "$WORLD/stario/lib/stario.aot.lock"
  echo $$ >"$WORLD/stario/lib/stario.aot.lock/pid"
  run "$WORLD/stario/stario"
  runs_with "$WORLD/jdk"
  lacks "$out" AOTCache
}

# ---- Running them ----------------------------------------------------------------------------------------------------

unset JAVA_HOME STARIO_JAVA_HOME STARIO_JAVA_OPTS STARIO_AOT STARIO_IN_BUILD XDG_CACHE_HOME PLACES EXIT_CODE SHOW_PID
top=$(mktemp -d "${TMPDIR:-/tmp}/stario-launcher.XXXXXX")
top=$(CDPATH='' cd -P "$top" && pwd -P)
chmod 755 "$top"
trap 'chmod -R u+w "$top"; rm -rf "$top"' EXIT
passed=0 failed=0 skipped=0
names=("$@")
[ $# -gt 0 ] || while read -r _ _ name; do
  case $name in test_*) names+=("$name") ;; esac
done < <(declare -F)
for name in "${names[@]}"; do
  export WORLD=$top/$name
  mkdir -p "$WORLD/bin" "$WORLD/home" "$WORLD/nobody"
  chmod 777 "$WORLD" "$WORLD/nobody"
  code=0
  (export HOME=$WORLD/home PATH=$WORLD/bin:/usr/bin:/bin && code='' && "$name") >"$WORLD/report" 2>&1 || code=$?
  case $code in
    0) passed=$((passed + 1)) ;;
    77) skipped=$((skipped + 1)) ;;
    *)
      failed=$((failed + 1))
      printf 'FAILED %s\n' "$name"
      cat "$WORLD/report"
      ;;
  esac
done
printf '%d passed, %d failed, %d skipped\n' $passed $failed $skipped
[ $failed -eq 0 ]
