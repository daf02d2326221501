#!/usr/bin/env bash
#
# Tries the platform as `platform/run` starts it, against real PostgreSQL, Redis and Prometheus, with the smoke tests. Needs
# the jar that Maven made. Prints what failed, then one line: N passed, N failed, N skipped. Arguments choose tests by name.

# shellcheck disable=SC2030,SC2031 # subshells are how tests are kept apart

set -u
platform=$(CDPATH='' cd "$(dirname "$0")/../../.." && pwd -P)
# shellcheck source=platform/lib/servers.sh
. "$platform/lib/servers.sh"
# shellcheck source=platform/src/test/sh/tests.sh
. "$platform/src/test/sh/tests.sh"

platform() { "$platform/run" "$@"; }
smoke() { BASE_URL=http://127.0.0.1:$base "$platform/scripts/smoke-tests.sh"; }
# What an earlier test has left in another version comes back too.
up() { succeeds platform up --port "$base" --version v1.2.3; }
pids() { for file in "$STARIO_PLATFORM_HOME"/*.pid; do head -n 1 "$file"; done; }
redis() { redis-cli -p $((base + 7)) "$@"; }
sql() { psql -X -q -A -t -d "$(platform env | sed -n 's/^export DATABASE_URL=//p')" -c "$1"; }

# Ten ports in a row that nobody listens on.
free_ports() {
  local first place
  for first in $(seq 20000 10 32000 | sort -R); do
    for place in 0 1 2 3 4 5 6 7 8 9; do ! is_taken $((first + place)) || continue 2; done
    echo "$first"
    return
  done
}

# ---- Up and down -----------------------------------------------------------------------------------------------------

test_everything_is_up_and_healthy() {
  up
  equals 6 "$(printf '%s\n' "$out" | grep -c ' healthy .* v1.2.3$')" 'healthy services'
  equals 3 "$(printf '%s\n' "$out" | grep -c ' runs ')" 'servers'
}

test_the_smoke_tests_pass_and_leave_no_user() {
  up
  before=$(sql 'SELECT count(*) FROM users')
  succeeds smoke
  contains "$out" '0 failed'
  equals "$before" "$(sql 'SELECT count(*) FROM users')"
  lacks "$(ps ax -o args)" smoke- # nothing of the user in any process's arguments
}

test_the_smoke_tests_fail_where_nobody_listens() {
  BASE_URL=http://127.0.0.1:1 run "$platform/scripts/smoke-tests.sh"
  equals 1 "$code"
  contains "$out" 'FAILED  GET /health'
}

test_up_again_starts_nothing_anew() {
  up
  before=$(pids)
  up
  equals "$before" "$(pids)"
}

test_what_has_ended_is_started_again_by_up() {
  up
  kill -9 "$(head -n 1 "$STARIO_PLATFORM_HOME/regtech-filter.pid")"
  await 10 has_ended "$STARIO_PLATFORM_HOME" regtech-filter || fail 'it lives'
  run platform status
  equals 1 "$code"
  contains "$out" 'regtech-filter     ended'
  up
}

test_every_service_is_watched_by_prometheus() {
  up
  await 30 watches_six || fail 'not six' "$(query 'up{job="stario"}')"
}

query() {
  curl -fsS --max-time 5 "http://127.0.0.1:$((base + 8))/api/v1/query" --data-urlencode "query=$1"
}
watches_six() { case $(query 'sum(up{job="stario"})') in *'"6"]'*) ;; *) false ;; esac }

test_the_errors_of_a_bad_release_show_in_the_playbooks_query() {
  up
  succeeds platform deploy api-gateway v1.2.4
  await 60 shows_errors || fail 'no errors' "$(query "$playbooks_query")"
  succeeds platform deploy api-gateway v1.2.3
}

# shellcheck disable=SC2016 # PromQL
playbooks_query='sum(rate(http_requests_total{status=~"5.."}[5m])) / sum(rate(http_requests_total[5m]))'

# More than one of a hundred, which is what the playbook calls too much.
shows_errors() {
  for _ in $(seq 20); do curl -s -o /dev/null "http://127.0.0.1:$base/artists"; done
  query "$playbooks_query" | sed -n 's/.*"value":\[[^,]*,"\([0-9.e-]*\)"\].*/\1/p' | awk '{ found = $1 > 0.01 } END { exit !found }'
}

test_down_ends_all_of_it_and_nothing_else() {
  up
  before=$(pids)
  sleep 600 &
  bystander=$!
  # A file that names a process which was never ours, as after a restart of the machine.
  printf '%s\nThu Jan  1 00:00:00 1970\n' $bystander >"$STARIO_PLATFORM_HOME/nginx.pid"
  succeeds platform down
  kill -0 $bystander || fail 'it ended a process that is not its own'
  kill $bystander
  for pid in $before; do case $(ps -o state= -p "$pid") in '' | Z*) ;; *) fail "$pid lives" ;; esac done
  for place in 0 1 2 3 4 5 6 7 8; do ! is_taken $((base + place)) || fail "somebody listens on the gateway's port + $place"; done
}

test_data_outlives_down() {
  up
  redis SET feature:voice_quiz:enabled false >/dev/null
  sql "INSERT INTO users (email, password_hash) VALUES ('kept@example.com', 'x') ON CONFLICT DO NOTHING"
  succeeds platform down
  up
  equals 1 "$(sql "SELECT count(*) FROM users WHERE email = 'kept@example.com'")"
  equals false "$(redis GET feature:voice_quiz:enabled)"
  redis DEL feature:voice_quiz:enabled >/dev/null
}

test_wiped_is_wiped() {
  export STARIO_PLATFORM_HOME=$WORLD/home
  mkdir "$WORLD/home" && echo 1024 >"$WORLD/home/port"
  succeeds platform down --wipe
  [ ! -e "$WORLD/home" ] || fail 'the folder is there'
}

# ---- Releases --------------------------------------------------------------------------------------------------------

test_a_release_that_is_never_ready_is_said_and_its_rollback_heals() {
  up
  run platform deploy regtech-filter v1.2.7
  equals 1 "$code"
  contains "$err" 'regtech-filter v1.2.7 is not healthy'
  run smoke
  equals 1 "$code"
  contains "$out" 'FAILED  GET /health/regtech-filter'
  succeeds platform deploy regtech-filter v1.2.3
  succeeds smoke
}

test_another_signing_key_shows_in_the_smoke_tests() {
  up
  succeeds platform deploy api-gateway v1.2.10
  run smoke
  equals 1 "$code"
  contains "$out" 'FAILED  POST /posters/generate makes a PNG: answered 401'
  succeeds platform deploy api-gateway v1.2.3
}

test_old_code_fails_on_the_new_schema_until_that_is_taken_back() {
  up
  succeeds platform up --version v1.3.0
  succeeds smoke
  run platform deploy api-gateway v1.2.3
  run smoke
  equals 1 "$code"
  contains "$out" 'FAILED  GET /artists'
  python=$(alembic_python)
  eval "$(platform env)"
  (cd "$platform/migrations" && PYTHONDONTWRITEBYTECODE=1 "$python" -m alembic downgrade abc123) >/dev/null 2>&1 || fail 'no way back'
  succeeds platform deploy all v1.2.3
  succeeds smoke
}

# ---- Bad input -------------------------------------------------------------------------------------------------------

test_a_port_of_somebody_else_is_named() {
  export STARIO_PLATFORM_HOME=$WORLD/home
  other=$(free_ports)
  "$(type -P python3)" -c '
import socket, sys, time
s = socket.socket(); s.bind(("127.0.0.1", int(sys.argv[1]))); s.listen(); time.sleep(600)' $((other + 7)) &
  squatter=$!
  await 10 is_taken $((other + 7)) || fail 'nobody listens'
  run platform up --port "$other"
  kill $squatter
  equals 1 "$code"
  contains "$err" "port $((other + 7)), meant for redis, is taken"
  equals '' "$(ls "$WORLD"/home/*.pid 2>/dev/null)" 'processes that were started'
}

test_wrong_words_are_a_usage_error() {
  for words in '' 'fly' 'up --port' 'up --port x' 'up --port 80' 'up --version latest' 'deploy api-gateway' \
    'deploy nobody v1.2.3' 'deploy api-gateway latest' 'down --port 1'; do
    # shellcheck disable=SC2086 # words
    run platform $words
    equals 2 "$code" "exit code of: $words"
    contains "$err" 'Usage: platform/run'
  done
}

test_a_folder_of_somebody_else_is_refused() {
  ln -s /tmp "$WORLD/link"
  STARIO_PLATFORM_HOME=$WORLD/link run platform status
  equals 1 "$code"
  contains "$err" 'is not a folder of yours'
}

# ---- Running them ----------------------------------------------------------------------------------------------------

for program in redis-server prometheus curl; do
  type $program >/dev/null 2>&1 || skip_all "$program is not here: apt-get install $program"
done
alembic_python >/dev/null || skip_all 'Alembic is not here: apt-get install alembic python3-psycopg2'
postgres_programs >/dev/null || skip_all 'PostgreSQL is not here: apt-get install postgresql'
top=$(mktemp -d "${TMPDIR:-/tmp}/stario-run.XXXXXX")
top=$(CDPATH='' cd -P "$top" && pwd -P)
chmod 755 "$top"
export STARIO_PLATFORM_HOME=$top/home
trap '"$platform/run" down >/dev/null 2>&1; rm -rf "$top"' EXIT
base=$(free_ports)
run_tests "$@"
