#!/usr/bin/env bash
#
# Tries the migrations and the dump script on a real PostgreSQL of its own. Prints what failed, then one line:
# N passed, N failed, N skipped. Arguments choose tests by name.

# shellcheck disable=SC2030,SC2031 # subshells are how tests are kept apart

set -u
platform=$(CDPATH='' cd "$(dirname "$0")/../../.." && pwd -P)
# shellcheck source=platform/lib/servers.sh
. "$platform/lib/servers.sh"
# shellcheck source=platform/src/test/sh/tests.sh
. "$platform/src/test/sh/tests.sh"

# docs: platform/README.md. The playbook's `alembic downgrade abc123` means this one.
v1_2=abc123
v1_3=e4b92f60a8d5

# ---- The world of a test ---------------------------------------------------------------------------------------------

# A database of the test's own: empty, or a copy of $1.
with_database() {
  database=test_$RANDOM$RANDOM
  sql postgres "CREATE DATABASE $database OWNER stario ${1:+TEMPLATE $1}" >/dev/null || fail 'no database'
  DATABASE_URL=$(postgres_address "$top" "$port" "$database")
  export DATABASE_URL
}

alembic() { (cd "$platform/migrations" && PYTHONDONTWRITEBYTECODE=1 "$python" -m alembic "$@"); }

# Prints what a statement answers in database $1, columns divided by |.
sql() { PGPASSWORD=$password psql -X -q -A -t -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$port" -U "${user:-stario}" -d "$1" -c "$2"; }
ask() { sql "$database" "$1"; }

# What `alembic current` says, without its start.
current() { ask "SELECT string_agg(version_num, ' ' ORDER BY version_num) FROM alembic_version"; }
at() { equals "$1" "$(current)" 'revision of the database'; }

# Everything that makes the schema but the order of columns.
schema() {
  ask "SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns
         WHERE table_schema = 'public' ORDER BY 1, 2"
  ask "SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint
         WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2"
  ask "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"
}

# ---- There -----------------------------------------------------------------------------------------------------------

test_an_empty_database_becomes_the_newest_schema() {
  with_database
  succeeds alembic upgrade head
  at $v1_3
  equals 'alembic_version artist_genres artists posters quiz_results users videos' \
    "$(ask "SELECT string_agg(tablename, ' ' ORDER BY tablename) FROM pg_tables WHERE schemaname = 'public'")"
}

test_there_are_more_than_a_dozen_revisions_and_one_head() {
  with_database
  succeeds alembic heads
  equals "$v1_3 (head)" "$out"
  succeeds alembic history
  [ "$(printf '%s\n' "$out" | wc -l)" -ge 12 ] || fail 'too few'
}

test_the_artists_of_the_smoke_tests_and_of_many_scripts_are_there() {
  with_database at_v1_2
  equals 'Test' "$(ask "SELECT name FROM artists WHERE id = 'test'")"
  for name in 'Joʻrayev' Ялла فيروز 坂本龍一 방탄소년단 लता ნანი Νάνα; do
    equals 1 "$(ask "SELECT count(*) FROM artists WHERE name LIKE '%$name%'")" "$name"
  done
}

test_nothing_is_done_twice() {
  with_database at_head
  before=$(schema)
  succeeds alembic upgrade head
  equals "$before" "$(schema)"
}

test_two_upgrades_at_once_do_not_meet() {
  with_database
  alembic upgrade head >"$WORLD/one" 2>&1 &
  one=$!
  alembic upgrade head >"$WORLD/two" 2>&1 &
  two=$!
  wait $one || fail 'one failed' "$(cat "$WORLD/one")"
  wait $two || fail 'two failed' "$(cat "$WORLD/two")"
  at $v1_3
}

test_a_migration_that_finds_another_one_waits_for_it() {
  with_database at_v1_2
  mkfifo "$WORLD/go"
  # Held by a session of ours until it is told to end.
  PGPASSWORD=$password psql -X -q -h 127.0.0.1 -p "$port" -U stario -d "$database" <"$WORLD/go" >"$WORLD/holder" &
  exec 3>"$WORLD/go"
  echo 'SELECT pg_advisory_lock(5747261);' >&3
  await 10 holds_lock || fail 'the lock is not held'
  alembic upgrade head >"$WORLD/upgrade" 2>&1 3>&- &
  upgrade=$!
  await 20 asks_for_lock || fail 'it did not ask for the lock'
  at $v1_2
  exec 3>&-
  wait $upgrade || fail 'it failed' "$(cat "$WORLD/upgrade")"
  at $v1_3
}

holds_lock() {
  [ "$(ask "SELECT count(*) FROM pg_locks, pg_database
              WHERE locktype = 'advisory' AND objid = 5747261 AND pg_database.oid = database
                AND datname = current_database()")" = 1 ]
}
asks_for_lock() { ask "SELECT query FROM pg_stat_activity WHERE application_name = 'alembic'" | grep -q .; }

test_the_statements_can_be_read_without_a_database() {
  export DATABASE_URL=
  succeeds alembic upgrade "$v1_2:head" --sql
  contains "$out" 'CREATE TABLE artist_genres'
  contains "$out" 'ALTER TABLE artists DROP COLUMN genre'
  succeeds alembic upgrade head --sql
  contains "$out" '坂本龍一'
}

# ---- And back --------------------------------------------------------------------------------------------------------

test_the_schema_of_v1_2_is_one_step_back_with_every_genre() {
  with_database at_v1_2
  before=$(schema)
  succeeds alembic upgrade head
  ask "INSERT INTO artist_genres VALUES ('kino', 'post-punk')" || fail 'not the schema of v1.3'
  succeeds alembic downgrade -1
  at $v1_2
  equals "$before" "$(schema)"
  equals 'post-punk, rock' "$(ask "SELECT genre FROM artists WHERE id = 'kino'")" 'one that v1.3 wrote'
  equals 'classical, pop' "$(ask "SELECT genre FROM artists WHERE id = 'dimash'")" 'two from before'
}

test_the_playbooks_downgrade_to_a_version_goes_to_v1_2() {
  with_database at_head
  succeeds alembic downgrade abc123
  at $v1_2
}

test_code_of_v1_2_fails_on_the_schema_of_v1_3_and_the_other_way_round() {
  with_database at_head
  run ask 'SELECT genre FROM artists'
  contains "$err" 'column "genre" does not exist'
  with_database at_v1_2
  run ask 'SELECT genre FROM artist_genres'
  contains "$err" 'relation "artist_genres" does not exist'
}

test_every_step_from_the_head_to_the_one_without_a_way_back_can_be_taken_there_and_back() {
  with_database at_c25a9d0b7e48
  for next in d3486c1f9ea7 $v1_2 $v1_3; do
    before=$(schema)
    succeeds alembic upgrade +1
    at "$next"
    succeeds alembic downgrade -1
    equals "$before" "$(schema)" "the way back of $next"
    succeeds alembic upgrade +1
  done
}

test_every_step_before_it_can_be_taken_there_and_back() {
  with_database
  for next in 1f0c5a2d7e10 2b7d9e41c6a3 3c1e8f5a9b24 4d6a2c70e1f8 5e93b1d847c2 6f27c0a95d1b; do
    before=$(schema)
    succeeds alembic upgrade $next
    [ $next != 1f0c5a2d7e10 ] || before=$(schema) # the first makes Alembic's own table, which stays
    [ $next = 1f0c5a2d7e10 ] || succeeds alembic downgrade -1
    [ $next = 1f0c5a2d7e10 ] || equals "$before" "$(schema)" "the way back of $next"
    [ $next = 1f0c5a2d7e10 ] || succeeds alembic upgrade $next
  done
  before=$(schema)
  succeeds alembic upgrade b17f4e8a6c93
  succeeds alembic downgrade 6f27c0a95d1b
  equals "$before" "$(schema)" 'the way back over both branches'
  succeeds alembic upgrade b17f4e8a6c93
  succeeds alembic downgrade base
  equals alembic_version "$(ask "SELECT string_agg(tablename, ' ') FROM pg_tables WHERE schemaname = 'public'")"
}

test_the_one_without_a_way_back_says_so_and_stays() {
  with_database at_c25a9d0b7e48
  before=$(schema)
  run alembic downgrade -1
  [ "$code" -ne 0 ] || fail 'it went back'
  contains "$out$err" 'c25a9d0b7e48 has no way back'
  lacks "$out$err" Traceback
  at c25a9d0b7e48
  equals "$before" "$(schema)"
}

test_all_the_way_back_stops_at_the_one_without_a_way_back() {
  with_database at_head
  ask "INSERT INTO users (email, password_hash) VALUES ('a@example.com', 'x')" || fail 'no user'
  run alembic downgrade base
  [ "$code" -ne 0 ] || fail 'it went back'
  at c25a9d0b7e48
  equals 1 "$(ask 'SELECT count(*) FROM users')"
}

test_a_dropped_column_comes_back_empty() {
  with_database
  succeeds alembic upgrade a03e7d5c2f16
  ask "INSERT INTO users (email, password_hash, nickname) VALUES ('a@example.com', 'x', 'Ali')" || fail 'no user'
  succeeds alembic upgrade b17f4e8a6c93
  succeeds alembic downgrade -1
  equals 'a@example.com|' "$(ask 'SELECT email, nickname FROM users')"
}

test_a_way_back_that_does_nothing_succeeds_and_changes_nothing() {
  with_database
  succeeds alembic upgrade 3c1e8f5a9b24
  ask "INSERT INTO users (email, password_hash) VALUES ('Ali@Example.com', 'x')" || fail 'no user'
  succeeds alembic upgrade +1
  equals ali@example.com "$(ask 'SELECT email FROM users')"
  succeeds alembic downgrade -1
  at 3c1e8f5a9b24
  equals ali@example.com "$(ask 'SELECT email FROM users')"
}

test_what_users_made_survives_the_way_back() {
  with_database at_head
  ask "INSERT INTO posters (artist_id, text, bytes) VALUES ('bts', 'live', 10)" || fail 'no poster'
  succeeds alembic downgrade c25a9d0b7e48
  equals 'bts|live' "$(ask 'SELECT artist_id, text FROM posters')"
  succeeds alembic upgrade head
  equals 'bts|live' "$(ask 'SELECT artist_id, text FROM posters')"
}

# ---- The branch ------------------------------------------------------------------------------------------------------

test_a_database_may_stand_on_both_branches_and_is_told_that_one_step_back_is_ambiguous() {
  with_database
  succeeds alembic upgrade 7a51e3f86b9c
  succeeds alembic upgrade 9c68f1a3e705
  equals '7a51e3f86b9c 9c68f1a3e705' "$(current)"
  run alembic downgrade -1 # older versions warn and take one of the two, newer ones refuse
  contains "$out$err" mbiguous
}

test_both_branches_come_together_and_apart_again() {
  with_database
  succeeds alembic upgrade 7a51e3f86b9c
  succeeds alembic upgrade a03e7d5c2f16
  at a03e7d5c2f16
  succeeds alembic downgrade 9c68f1a3e705
  contains "$(current)" 9c68f1a3e705
  succeeds alembic upgrade a03e7d5c2f16
  at a03e7d5c2f16
}

# ---- What the schema refuses -----------------------------------------------------------------------------------------

test_an_address_is_one_user_however_it_is_spelled() {
  with_database at_v1_2
  ask "INSERT INTO users (email, password_hash) VALUES ('a@example.com', 'x')" || fail 'no user'
  run ask "INSERT INTO users (email, password_hash) VALUES ('A@example.COM', 'x')"
  contains "$err" users_email_key
}

test_two_users_of_one_address_stop_the_revision_that_forbids_it_and_nothing_is_changed() {
  with_database
  succeeds alembic upgrade 4d6a2c70e1f8
  ask "INSERT INTO users (email, password_hash) VALUES ('a@example.com', 'x'), ('A@example.com', 'y')" || fail 'none'
  run alembic upgrade head
  [ "$code" -ne 0 ] || fail 'it went on'
  at 4d6a2c70e1f8
  equals 2 "$(ask 'SELECT count(*) FROM users')"
}

test_a_video_of_no_known_state_and_a_score_above_one_are_refused() {
  with_database at_v1_2
  run ask "INSERT INTO videos (artist_id, prompt, status) VALUES ('test', 'x', 'lost')"
  contains "$err" videos_status
  run ask "INSERT INTO quiz_results (artist_id, score) VALUES ('test', 1.5)"
  contains "$err" quiz_results_score
}

# ---- Bad addresses ---------------------------------------------------------------------------------------------------

test_without_an_address_it_says_which_variable_is_missing() {
  DATABASE_URL='' run alembic current
  equals 255 "$code"
  contains "$out$err" 'DATABASE_URL is not set'
}

test_no_message_shows_the_password() {
  for address in 'postgresql://stario:s3cret@127.0.0.1:1/stario' 'mysql://stario:s3cret@127.0.0.1:1/stario' \
    'stario:s3cret@' 'postgresql://stario:s3cret@127.0.0.1:port/stario'; do
    DATABASE_URL=$address run alembic upgrade head
    [ "$code" -ne 0 ] || fail "$address was taken"
    lacks "$out$err" s3cret
    lacks "$out$err" Traceback
  done
}

# ---- Dumps -----------------------------------------------------------------------------------------------------------

dump() { BACKUPS_DIR=$WORLD "$platform/scripts/dump.sh"; }

test_a_dump_is_restored_and_swapped_in_as_the_playbook_does() {
  with_database at_v1_2
  ask "INSERT INTO users (email, password_hash) VALUES ('a@example.com', 'x')" || fail 'no user'
  succeeds dump
  dump=$out
  case ${dump##*/} in stario_20[0-9][0-9][01][0-9][0-3][0-9]_[0-2][0-9][0-5][0-9][0-5][0-9].dump) ;; *) fail 'name' ;; esac
  ask 'DELETE FROM users' || fail 'users stay'
  sql postgres "CREATE DATABASE ${database}_new" || fail 'no new database'
  export PGPASSWORD=$password
  succeeds pg_restore -h 127.0.0.1 -p "$port" -U stario -d "${database}_new" "$dump"
  sql postgres "ALTER DATABASE $database RENAME TO ${database}_old" || fail 'not renamed'
  sql postgres "ALTER DATABASE ${database}_new RENAME TO $database" || fail 'not renamed'
  equals 1 "$(ask 'SELECT count(*) FROM users;')"
  at $v1_2
}

test_one_table_is_restored_from_a_dump() {
  with_database at_v1_2
  succeeds dump
  dump=$out
  ask "ALTER TABLE artists RENAME TO artists_lost" || fail 'no'
  ask "ALTER INDEX artists_pkey RENAME TO artists_lost_pkey" || fail 'no'
  PGPASSWORD=$password succeeds pg_restore -h 127.0.0.1 -p "$port" -U stario -d "$database" --table=artists "$dump"
  equals "$(ask 'SELECT count(*) FROM artists_lost')" "$(ask 'SELECT count(*) FROM artists')"
}

test_a_dump_that_fails_leaves_nothing_and_no_password() {
  mkdir "$WORLD/backups"
  BACKUPS_DIR=$WORLD/backups DATABASE_URL=postgresql://stario:s3cret@127.0.0.1:1/stario run "$platform/scripts/dump.sh"
  equals 1 "$code"
  contains "$err" 'nothing was kept'
  lacks "$out$err" s3cret
  equals '' "$(ls -A "$WORLD/backups")"
}

test_a_folder_that_is_not_there_is_named() {
  BACKUPS_DIR=$WORLD/nowhere DATABASE_URL=postgresql://x run "$platform/scripts/dump.sh"
  equals 1 "$code"
  contains "$err" "$WORLD/nowhere"
}

test_a_password_of_odd_letters_is_understood() {
  with_database
  user=postgres sql postgres "DROP ROLE IF EXISTS odd" && user=postgres sql postgres "CREATE ROLE odd SUPERUSER LOGIN PASSWORD 'a/b@c:d%e+f g'"
  DATABASE_URL="postgresql://odd:a%2Fb%40c%3Ad%25e+f%20g@127.0.0.1:$port/$database"
  succeeds dump
}

# ---- Running them ----------------------------------------------------------------------------------------------------

python=$(alembic_python) || skip_all 'Alembic is not here: apt-get install alembic python3-psycopg2'
postgres_programs >/dev/null || skip_all 'PostgreSQL is not here: apt-get install postgresql'
top=$(mktemp -d "${TMPDIR:-/tmp}/stario-migrations.XXXXXX")
top=$(CDPATH='' cd -P "$top" && pwd -P)
chmod 755 "$top"
trap 'stop_postgres "$top" immediate; rm -rf "$top"' EXIT
port=$(free_port)
# It lives as long as the tests, and so may its data be lost.
POSTGRES_OPTIONS='-c fsync=off' start_postgres "$top" "$port" || exit 1
password=$(cat "$top/password")
WORLD=$top
database=
for revision in c25a9d0b7e48 $v1_2 head; do
  case $revision in "$v1_2") name=at_v1_2 ;; *) name=at_$revision ;; esac
  sql postgres "CREATE DATABASE $name" || exit 1
  DATABASE_URL=$(postgres_address "$top" "$port" "$name") alembic upgrade "$revision" >"$top/out" 2>&1 || cat "$top/out"
done
run_tests "$@"
