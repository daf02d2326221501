#!/usr/bin/env bash
#
# Tries scripts/smoke-tests.sh with a Stario that has one fault at a time, so that every check is seen to fail. With a
# real one it is tried in run-test.sh. Prints what failed, then one line: N passed, N failed, N skipped.

# shellcheck disable=SC2030,SC2031 # subshells are how tests are kept apart

set -u
platform=$(CDPATH='' cd "$(dirname "$0")/../../.." && pwd -P)
# shellcheck source=platform/lib/servers.sh
. "$platform/lib/servers.sh"
# shellcheck source=platform/src/test/sh/tests.sh
. "$platform/src/test/sh/tests.sh"

# A Stario with the fault $1, for as long as the test takes.
with_stario() {
  rm -f "$WORLD/port" # of the one before
  python3 "$platform/src/test/sh/fake_stario.py" "$1" >"$WORLD/port" 2>"$WORLD/asked" &
  trap 'kill '$!' 2>/dev/null' EXIT
  await 10 test -s "$WORLD/port" || fail 'it does not start'
  BASE_URL=http://127.0.0.1:$(cat "$WORLD/port")
  export BASE_URL TMPDIR=$WORLD
}

smoke() { "$platform/scripts/smoke-tests.sh"; }

# With the fault $1, exactly the check $2 fails; $3, where given, is what is said of it.
sees() {
  with_stario "$1"
  run smoke
  equals 1 "$code" 'exit code'
  equals 1 "$(printf '%s\n' "$out" | grep -c '^FAILED')" 'failed checks'
  contains "$out" "FAILED  $2"
  contains "$out" "${3:-}"
  leaves_no_user
}

leaves_no_user() { equals 1 "$(grep -c '^DELETE /auth/me$' "$WORLD/asked")" 'deletions'; }

test_a_sound_stario_passes_every_check() {
  with_stario none
  succeeds smoke
  contains "$out" '18 passed, 0 failed'
  leaves_no_user
}

test_a_slash_at_the_end_of_the_address_does_no_harm() {
  with_stario none
  BASE_URL=$BASE_URL/ succeeds smoke
}

test_every_broken_route_is_seen_by_its_check_and_no_other() {
  for route in 'GET /health' 'GET /health/video-gen' 'GET /metrics' 'GET /flags' 'GET /artists' 'POST /content/moderate' \
    'POST /face-quiz/health'; do
    (sees "$route" "$route" 'answered 500') || exit 1
  done
}

test_a_poster_that_is_no_png_is_seen() { sees 'no PNG' 'POST /posters/generate makes a PNG'; }
test_posters_for_anybody_are_seen() { sees 'posters for all' 'POST /posters/generate refuses nobody'; }
test_a_second_registration_is_seen() { sees 'registers twice' 'POST /auth/register refuses the same address'; }
test_the_artist_that_is_missing_is_seen() { sees 'no artist' 'GET /artists has the artist test'; }

test_a_feature_that_is_switched_off_is_said_and_no_failure() {
  with_stario 'switched off'
  succeeds smoke
  contains "$out" 'off     POST /posters/generate makes a PNG'
  contains "$out" '17 passed, 0 failed, 1 switched off'
}

test_a_user_that_could_not_be_deleted_is_named() {
  with_stario 'DELETE /auth/me'
  run smoke
  equals 1 "$code"
  contains "$out" 'FAILED  DELETE /auth/me'
  case $out in *'The user smoke-'*'@example.com is still there.'*) ;; *) fail 'not named' ;; esac
}

test_without_registration_nothing_else_is_asked_of_users() {
  with_stario 'POST /auth/register'
  run smoke
  equals 1 "$code"
  equals 1 "$(printf '%s\n' "$out" | grep -c '^FAILED')"
  lacks "$(cat "$WORLD/asked")" /auth/login
  lacks "$(cat "$WORLD/asked")" DELETE
}

test_nothing_secret_and_no_control_character_is_printed() {
  for fault in none 'POST /content/moderate' 'no PNG'; do
    (
      with_stario "$fault"
      run smoke
      lacks "$out$err" t0ken
      lacks "$out$err" Smoke-
      lacks "$out$err" $'\e'
    ) || exit 1
  done
}

test_nothing_is_left_in_the_folder_of_temporary_files() {
  with_stario none
  succeeds smoke
  equals '' "$(find "$WORLD" -maxdepth 1 -name 'stario-smoke.*')"
}

test_where_nobody_listens_it_says_so_at_once() {
  BASE_URL=http://127.0.0.1:1 run smoke
  equals 1 "$code"
  contains "$out" 'FAILED  GET /health: curl:'
  contains "$out" '0 passed, 1 failed'
}

test_an_argument_is_a_usage_error() {
  run "$platform/scripts/smoke-tests.sh" http://127.0.0.1:1
  equals 2 "$code"
  contains "$err" BASE_URL
}

# ---- Running them ----------------------------------------------------------------------------------------------------

for program in curl python3; do type $program >/dev/null 2>&1 || skip_all "$program is not here: apt-get install $program"; done
top=$(mktemp -d "${TMPDIR:-/tmp}/stario-smoke-test.XXXXXX")
trap 'rm -rf "$top"' EXIT
run_tests "$@"
