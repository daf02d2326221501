#!/usr/bin/env bash
#
# Dumps the platform's database and prints the name of the file, which pg_restore reads:
# /backups/stario_YYYYmmdd_HHMMSS.dump, in UTC. It is there whole or not at all.
#
#   DATABASE_URL  postgresql://user:password@host:5432/database
#   BACKUPS_DIR   the folder, instead of /backups

set -u

die() {
  printf 'dump.sh: %s\n' "$*" >&2
  exit 1
}

decode() {
  local rest=${1//+/%2B}
  printf '%b' "${rest//%/\\x}"
}

[ $# -eq 0 ] || die 'takes no arguments; it reads DATABASE_URL and BACKUPS_DIR'
url=${DATABASE_URL:-}
[ -n "$url" ] || die 'DATABASE_URL is not set: postgresql://user:password@host:5432/database'
# The password goes to pg_dump by the environment: everybody may read the arguments of a process.
pattern='^(postgres(ql)?://[^:@/]+):([^@/]*)@(.*)$'
if [[ $url =~ $pattern ]]; then
  PGPASSWORD=$(decode "${BASH_REMATCH[3]}")
  export PGPASSWORD
  url=${BASH_REMATCH[1]}@${BASH_REMATCH[4]}
fi
folder=${BACKUPS_DIR:-/backups}
if [ ! -d "$folder" ] || [ ! -w "$folder" ]; then
  die "$folder is no folder that can be written to (BACKUPS_DIR names another)"
fi
name=stario_$(date -u +%Y%m%d_%H%M%S).dump
umask 077
partial=$folder/.$name.$$
trap 'rm -f "$partial"' EXIT
pg_dump --format=custom --no-password --lock-wait-timeout=30s --file="$partial" --dbname="$url" || die 'pg_dump failed; nothing was kept'
pg_restore --list "$partial" >/dev/null || die 'pg_restore cannot read what pg_dump wrote; nothing was kept'
# A link and not a move: it fails where there is such a file.
ln "$partial" "$folder/$name" || die "$folder/$name is there already"
printf '%s\n' "$folder/$name"
