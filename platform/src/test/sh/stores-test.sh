#!/usr/bin/env bash
#
# Tests of platform/stores with real PostgreSQL and Redis. Prints what failed, then one line: N passed, N failed, N skipped.
# Arguments choose tests by name.

# shellcheck disable=SC2030,SC2031 # subshells are how tests are kept apart

set -u
here=$(CDPATH='' cd "$(dirname "$0")" && pwd -P)
stores=$here/../../../stores
top=$(mktemp -d)
chmod 711 "$top"
trap 'rm -rf "$top"' EXIT

# shellcheck source=platform/src/test/sh/tests.sh
. "$here/tests.sh"
# shellcheck source=platform/lib/servers.sh
. "$here/../../../lib/servers.sh"

if ! { postgres_programs && type redis-server psql && alembic_python; } >/dev/null 2>&1; then
  skip_all 'PostgreSQL, Redis or Alembic is not installed'
fi

# The pids of what runs from a folder.
at_work() { pgrep -f -- "$1" 2>/dev/null; }

test_both_are_there_with_the_tables_and_gone_afterwards() {
  chmod 711 "$WORLD"
  succeeds "$stores" up "$WORLD/data"
  database=$(sed -n 's/^database //p' "$WORLD/out")
  redis=$(sed -n 's|^redis redis://127.0.0.1:\([0-9]*\)/0$|\1|p' "$WORLD/out")
  succeeds psql -X -A -t "$database" -c "SELECT count(*) FROM artists WHERE id = 'test'"
  equals 1 "$out"
  is_taken "$redis" || fail 'Redis does not listen'
  succeeds "$stores" down "$WORLD/data"
  [ ! -e "$WORLD/data" ] || fail 'its folder is left'
  equals '' "$(at_work "$WORLD/data")" 'processes are left'
  ! is_taken "$redis" || fail 'Redis is left'
}

test_they_end_with_the_process_that_they_are_for() {
  chmod 711 "$WORLD"
  sleep 300 &
  pid=$!
  succeeds "$stores" up "$WORLD/data" --while $pid
  [ -d "$WORLD/data" ] || fail 'they did not start'
  kill -9 $pid
  await 20 test ! -e "$WORLD/data" || fail 'they outlive the process that they are for'
  equals '' "$(at_work "$WORLD/data")" 'processes are left'
}

test_whoever_reads_to_the_end_is_not_kept_waiting() {
  chmod 711 "$WORLD"
  sleep 300 &
  pid=$!
  # The reader of a pipe waits until the last that could write to it is gone.
  succeeds timeout 60 bash -c '"$0" up "$1" --while "$2" | cat' "$stores" "$WORLD/data" $pid
  contains "$out" 'redis redis://'
  kill -9 $pid
  await 20 test ! -e "$WORLD/data" || fail 'they outlive the process that they are for'
}

test_what_is_not_installed_is_named_with_what_to_install() {
  chmod 711 "$WORLD"
  mkdir "$WORLD/bin"
  for program in bash sed cat mkdir chmod dirname rm sleep head od tr grep sort printf; do
    ln -s "$(type -P $program)" "$WORLD/bin/$program"
  done
  run env PATH="$WORLD/bin" "$(type -P bash)" "$stores" up "$WORLD/data"
  contains "$out" 'missing redis redis-server'
  contains "$out" 'missing database postgresql'
  "$stores" down "$WORLD/data"
}

test_a_command_that_is_wrong_is_told_how_it_is_used() {
  for wrong in '' 'sideways x' 'up' 'up a --while' 'up a --while x1' 'down a b'; do
    # shellcheck disable=SC2086 # words
    run "$stores" $wrong
    equals 2 "$code" "exit code of: stores $wrong"
    contains "$err" 'Usage: stores up FOLDER'
  done
}

run_tests "$@"
