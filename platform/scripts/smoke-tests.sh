#!/usr/bin/env bash
#
# Says whether a running Stario does what it is for: a user of its own registers, signs in, sees the artists, orders a
# poster, has a text looked at, and is deleted again, whatever happened. One line a check; the exit code is 0 when all
# passed, 1 when one did not, 2 when nothing could be asked. Nothing secret is printed or stands in a process's arguments.
#
#   BASE_URL  where it is, https://api.stario.uz without it

set -u

case $# in
  0) ;;
  *)
    sed -n '3,7s/^# \{0,1\}//p' "$0" >&2
    case $1 in --help | -h) exit 0 ;; *) exit 2 ;; esac
    ;;
esac
url=${BASE_URL:-https://api.stario.uz}
url=${url%/}
type curl >/dev/null 2>&1 || {
  echo 'smoke-tests.sh: needs curl' >&2
  exit 2
}

# No check takes longer, in seconds; the whole no longer than about the number of checks times this.
limit=10
umask 077
top=$(mktemp -d "${TMPDIR:-/tmp}/stario-smoke.XXXXXX") || exit 2
registered=
passed=0 failed=0 off=0

# ---- Asking ----------------------------------------------------------------------------------------------------------

# ask METHOD PATH [BODY]: sets status (000 without an answer) and leaves the answer in $top/answer. As the playbook's
# curl does it: JSON with whatever content type curl sends.
ask() {
  local arguments=(-sS --max-time "$limit" --connect-timeout 5 -X "$1" -o "$top/answer" -w '%{http_code}')
  [ ! -f "$top/authorization" ] || arguments+=(-H "@$top/authorization")
  if [ $# -gt 2 ]; then
    printf '%s' "$3" >"$top/body"
    arguments+=(--data-binary "@$top/body")
  fi
  : >"$top/answer"
  status=$(curl "${arguments[@]}" "$url$2" 2>"$top/problem")
  [ -n "$status" ] || status=000
}

# The value of a string field of the JSON answer.
field() { tr -d '\n' <"$top/answer" | sed -n 's/.*"'"$1"'" *: *"\([^"]*\)".*/\1/p'; }

answer_has() { LC_ALL=C grep -q "$1" "$top/answer"; }

# What went wrong, in one line that a terminal can show: the reason that was given, without control characters.
reason() {
  if [ "$status" = 000 ]; then
    head -n 1 "$top/problem"
  else
    printf 'answered %s %s' "$status" "$(LC_ALL=C tr -cd '[:print:]' <"$top/answer" | cut -c 1-200)"
  fi
}

# check NAME CONDITION…: one line, by whether the condition holds. A feature that somebody has switched off is no failure,
# but it is said.
check() {
  local name=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
    printf 'ok      %s\n' "$name"
  elif [ "$status" = 403 ] && answer_has 'is switched off'; then
    off=$((off + 1))
    printf 'off     %s: %s\n' "$name" "$(reason)"
  else
    failed=$((failed + 1))
    printf 'FAILED  %s: %s\n' "$name" "$(reason)"
    return 1
  fi
}

answered() { [ "$status" = "$1" ] && { [ $# -lt 2 ] || answer_has "$2"; }; }
succeeded() { case $status in 20[0-9]) ;; *) false ;; esac }
is_png() { succeeded && [ "$(head -c 8 "$top/answer" | od -An -tx1 | tr -d ' \n')" = 89504e470d0a1a0a ]; }

# ---- The user --------------------------------------------------------------------------------------------------------

word() { head -c 9 /dev/urandom | od -An -tx1 | tr -d ' \n'; }
email=smoke-$(word)@example.com
password=Smoke-$(word)-1!

delete_user() {
  [ -n "$registered" ] || return 0
  registered=
  ask DELETE /auth/me
  succeeded || printf 'The user %s is still there.\n' "$email"
}

clean_up() {
  delete_user
  rm -rf "$top"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

sign_in() { ask POST /auth/login "{\"email\": \"$email\", \"password\": \"$password\"}"; }

gave_token() {
  local token
  succeeded || return
  token=$(field token)
  [ -n "$token" ] || token=$(field access_token)
  [ -n "$token" ] && printf 'Authorization: Bearer %s\n' "$token" >"$top/authorization"
}

# ---- The checks ------------------------------------------------------------------------------------------------------

printf 'Stario at %s\n' "$url"
ask GET /health
if [ "$status" = 000 ]; then
  printf 'FAILED  GET /health: %s\n0 passed, 1 failed\n' "$(reason)"
  exit 1
fi
check 'GET /health' answered 200
for service in api-gateway video-gen face-similarity poster-gen regtech-filter; do
  ask GET "/health/$service"
  check "GET /health/$service" answered 200
done
ask GET /metrics
check 'GET /metrics counts requests' answered 200 '^http_requests_total{'
ask GET /flags
check 'GET /flags tells the flags' answered 200 voice_quiz
ask GET /artists
check 'GET /artists has the artist test' answered 200 '"id" *: *"test"'

ask POST /auth/register "{\"email\": \"$email\", \"password\": \"$password\"}"
if check 'POST /auth/register makes a user' succeeded; then
  registered=yes
  ask POST /auth/register "{\"email\": \"$email\", \"password\": \"$password\"}"
  check 'POST /auth/register refuses the same address again' answered 409
  ask POST /posters/generate '{"artist_id": "test", "text": "Test"}'
  check 'POST /posters/generate refuses nobody in particular' answered 401
  sign_in
  if check 'POST /auth/login gives a token' gave_token; then
    ask POST /posters/generate '{"artist_id": "test", "text": "Test"}'
    check 'POST /posters/generate makes a PNG' is_png
    ask POST /content/moderate '{"text": "Test message"}'
    check 'POST /content/moderate decides' answered 200 '"allowed" *: *\(true\|false\)'
    ask POST /face-quiz/health
    check 'POST /face-quiz/health' answered 200
    delete_user
    check 'DELETE /auth/me deletes the user' succeeded
    rm -f "$top/authorization"
    sign_in
    check 'POST /auth/login refuses the deleted user' answered 401
  fi
fi

printf '%d passed, %d failed' $passed $failed
[ $off -eq 0 ] || printf ', %d switched off' $off
echo
[ $failed -eq 0 ]
