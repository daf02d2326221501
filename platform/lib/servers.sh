# Private servers: PostgreSQL, Redis, Prometheus and nginx as processes of whoever asks, on loopback ports, with all that
# they keep in one folder. To be sourced; works with bash 3.2. Each process has a file FOLDER/NAME.pid that names it
# and its start, so that nothing else is ever ended.
# shellcheck shell=bash

# The folder of PostgreSQL's programs, the newest: Debian keeps them out of the PATH, a folder for each version.
postgres_programs() {
  local folder found=
  for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -t / -k 5 -n -r) "$(dirname "$(type -P initdb)")"; do
    if [ -z "$found" ] && [ -x "$folder/initdb" ]; then found=$folder; fi
  done
  [ -n "$found" ] && printf '%s\n' "$found"
}

# The Python that has Alembic and a driver; not always the PATH's first.
alembic_python() {
  local python
  for python in /usr/bin/python3 "$(type -P python3)"; do
    if [ -x "$python" ] && "$python" -c '
import importlib.util, sys
sys.exit(not all(map(importlib.util.find_spec, ("alembic", "psycopg2"))))'; then
      printf '%s\n' "$python"
      return
    fi
  done
  return 1
}

# A port that nobody listens on just now.
free_port() { "$(type -P python3)" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# True when somebody listens on the loopback port $1.
is_taken() { (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# ---- Processes -------------------------------------------------------------------------------------------------------

# When process $1 began, in words that stay the same as long as it lives; a pid alone may have been given to another since.
born() {
  local boot stat
  # On Linux in ticks since the boot: ps reckons from the clock, and would tell another second after that was set.
  if { read -r boot </proc/sys/kernel/random/boot_id; } 2>/dev/null; then
    { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
    # The name of the program, in brackets, may hold spaces; the 20th field after it is the start.
    # shellcheck disable=SC2086 # fields
    set -- ${stat##*) }
    printf '%s %s\n' "$boot" "${20}"
  else
    LC_ALL=C TZ=UTC ps -o lstart= -p "$1" 2>/dev/null
  fi
}

# Starts a program that outlives this shell, with its output in FOLDER/NAME.log: launch FOLDER NAME COMMAND…
launch() {
  local folder=$1 name=$2
  shift 2
  nohup "$@" >>"$folder/$name.log" 2>&1 </dev/null &
  printf '%s\n%s\n' "$!" "$(born $!)" >"$folder/$name.pid"
}

# Prints the pid of FOLDER/NAME if it is the process that was started here and lives.
living() {
  local pid start
  [ -f "$1/$2.pid" ] || return 1
  { read -r pid && read -r start; } <"$1/$2.pid"
  # Compared without the spaces that read takes away.
  [ -n "$pid" ] && [ -n "$start" ] && [ "$(born "$pid" | tr -d ' ')" = "$(printf '%s' "$start" | tr -d ' ')" ] &&
    case $(ps -o state= -p "$pid") in Z*) false ;; esac && printf '%s\n' "$pid"
}

# Runs a command until it succeeds, for at most $1 seconds.
await() {
  local until=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $until ] || return 1
    sleep 0.1
  done
}

has_ended() { ! living "$1" "$2"; }

# Ends what launch started; by force after $3 seconds (10).
end() {
  local pid
  if pid=$(living "$1" "$2"); then
    kill "$pid" 2>/dev/null
    if ! await "${3:-10}" has_ended "$1" "$2"; then
      kill -9 "$pid" 2>/dev/null
      await 5 has_ended "$1" "$2" || return 1
    fi
  fi
  rm -f "$1/$2.pid"
}

# ---- PostgreSQL ------------------------------------------------------------------------------------------------------

# The server refuses to run as root. In / because the other user may not be allowed to look where we are.
as_postgres() {
  if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

# start_postgres FOLDER PORT: a server with the data in FOLDER/postgres, the superuser "postgres" and the user "stario",
# whose password is in FOLDER/password. Made when it is not there. Everybody must be able to enter FOLDER.
start_postgres() {
  local folder=$1 port=$2 programs data=$1/postgres
  programs=$(postgres_programs) || return 1
  if [ ! -f "$data/PG_VERSION" ]; then
    [ -s "$folder/password" ] || (umask 077 && random_word >"$folder/password") || return 1
    rm -rf "$data" && mkdir "$data" && chmod 700 "$data" || return 1
    [ "$(id -u)" != 0 ] || chown postgres "$data" || return 1
    # A copy that the other user can read, for as long as it takes.
    (umask 077 && cp "$folder/password" "$folder/initdb.password") || return 1
    [ "$(id -u)" != 0 ] || chown postgres "$folder/initdb.password" || return 1
    as_postgres "$programs/initdb" -D "$data" -U postgres -E UTF8 --locale=C --no-sync -A scram-sha-256 \
      --pwfile="$folder/initdb.password" >"$folder/initdb.log" 2>&1 || {
      rm -f "$folder/initdb.password"
      cat "$folder/initdb.log" >&2
      rm -rf "$data"
      return 1
    }
    rm -f "$folder/initdb.password"
  fi
  : >>"$folder/postgres.log"
  [ "$(id -u)" != 0 ] || chown postgres "$folder/postgres.log" || return 1
  as_postgres "$programs/pg_ctl" -D "$data" -w -t 60 -l "$folder/postgres.log" -s start -o "-c listen_addresses=127.0.0.1 \
    -c port=$port -c unix_socket_directories=$data -c max_connections=100 -c shared_buffers=32MB \
    ${POSTGRES_OPTIONS:-}" </dev/null >"$folder/pg_ctl.log" 2>&1 || {
    tail -n 5 "$folder/pg_ctl.log" "$folder/postgres.log" >&2
    return 1
  }
  PGPASSWORD=$(cat "$folder/password") psql -q -X -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$port" -U postgres postgres <<SQL
SELECT 'CREATE ROLE stario LOGIN CREATEDB PASSWORD ' || quote_literal('$(cat "$folder/password")')
  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'stario') \\gexec
SELECT 'CREATE DATABASE stario OWNER stario' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'stario') \\gexec
SQL
}

# Letters and digits that nobody guesses, as many as 256 bits have.
random_word() { head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }

# The address of database $3 as Alembic and the services take it.
postgres_address() { printf 'postgresql://stario:%s@127.0.0.1:%s/%s' "$(cat "$1/password")" "$2" "${3:-stario}"; }

# True when the server whose data is in FOLDER/postgres runs.
postgres_lives() { as_postgres "$(postgres_programs)/pg_ctl" -D "$1/postgres" status >/dev/null 2>&1; }

stop_postgres() {
  postgres_lives "$1" || return 0
  as_postgres "$(postgres_programs)/pg_ctl" -D "$1/postgres" -w -t 30 -m "${2:-fast}" -s stop
}

# ---- Redis, Prometheus -----------------------------------------------------------------------------------------------

# start_redis FOLDER PORT
start_redis() {
  mkdir -p "$1/redis"
  cat >"$1/redis.conf" <<CONF
bind 127.0.0.1
port $2
dir $1/redis
appendonly yes
save ""
maxmemory 64mb
maxmemory-policy noeviction
CONF
  launch "$1" redis redis-server "$1/redis.conf"
}

# start_prometheus FOLDER PORT, with the configuration FOLDER/prometheus.yml
start_prometheus() {
  mkdir -p "$1/prometheus"
  launch "$1" prometheus prometheus --config.file="$1/prometheus.yml" --storage.tsdb.path="$1/prometheus" \
    --storage.tsdb.retention.time=1d --web.listen-address="127.0.0.1:$2"
}
