#!/usr/bin/env bash
#
# Tries the Compose file with images that it builds: a release, the playbook's rollback, the schema that an older image does
# not know. With the Docker Engine that is there, or, as root, one of its own. Takes minutes and a gigabyte or two, so
# ./check leaves it out. Prints what failed, then one line: N passed, N failed, N skipped.

# shellcheck disable=SC2030,SC2031 # subshells are how tests are kept apart

set -u
platform=$(CDPATH='' cd "$(dirname "$0")/../../.." && pwd -P)
# shellcheck source=platform/lib/servers.sh
. "$platform/lib/servers.sh"
# shellcheck source=platform/src/test/sh/tests.sh
. "$platform/src/test/sh/tests.sh"

compose() { (cd "$top/platform" && docker-compose -f docker-compose.yml "$@"); }
smoke() { BASE_URL=http://127.0.0.1:$HTTP_PORT "$platform/scripts/smoke-tests.sh"; }
# shellcheck disable=SC2016 # for the shell in there
version() { compose exec -T api-gateway bash -c 'echo "$STARIO_VERSION"'; }
up() { succeeds compose up -d && await 60 is_healthy; }
# Compose is back when all has started, and a model is still being loaded then.
is_healthy() {
  local service
  for service in api-gateway video-gen face-similarity poster-gen regtech-filter; do
    curl -fsS --max-time 5 "http://127.0.0.1:$HTTP_PORT/health/$service" || return 1
  done
}

# Every test begins with the release v1.2.3 and no data.
begin() {
  compose down -v >/dev/null 2>&1
  export VERSION=v1.2.3
  up
}

test_a_release_is_up_and_passes_the_smoke_tests() {
  begin
  succeeds smoke
}

test_the_playbooks_rollback_brings_the_version_before() {
  begin
  export VERSION=v1.2.4
  up
  equals v1.2.4 "$(version)"
  export VERSION=v1.2.3
  succeeds compose down
  succeeds compose pull
  up
  succeeds compose ps
  equals v1.2.3 "$(version)"
  succeeds smoke
}

test_an_image_that_does_not_exist_is_not_pulled() {
  begin
  VERSION=v1.2.8 run compose pull
  [ "$code" -ne 0 ] || fail 'it was pulled'
  contains "$out$err" 'not found'
  equals v1.2.3 "$(version)"
}

test_an_older_image_does_not_know_the_newer_schema_until_that_is_taken_back() {
  begin
  export VERSION=v1.3.0
  up
  succeeds smoke
  export VERSION=v1.2.3
  run compose up -d
  [ "$code" -ne 0 ] || fail 'it came up'
  run compose logs migrate
  contains "$out" "Can't locate revision identified by 'e4b92f60a8d5'"
  VERSION=v1.3.0 succeeds compose run --rm migrate downgrade abc123
  up
  succeeds smoke
}

test_a_dump_is_written() {
  begin
  succeeds compose run --rm --entrypoint /opt/stario/scripts/dump.sh migrate
  contains "$out" /backups/stario_20
}

test_the_services_are_watched_and_have_no_rights() {
  begin
  await 30 watches_six || fail 'not six'
  equals 10001 "$(compose exec -T poster-gen id -u)"
  run compose exec -T poster-gen touch /opt/stario/x
  contains "$out$err" 'Read-only file system'
  succeeds compose exec -T poster-gen ls -la /models/sdxl
  succeeds compose exec -T video-gen-worker ls -la /models/svd
}

watches_six() {
  case $(curl -fsS --max-time 5 "http://127.0.0.1:$PROMETHEUS_PORT/api/v1/query" --data-urlencode 'query=sum(up)') in
    *'"6"]'*) ;;
    *) false ;;
  esac
}

# ---- Running them ----------------------------------------------------------------------------------------------------

for program in docker docker-compose docker-registry mmdebstrap curl; do
  type $program >/dev/null 2>&1 ||
    skip_all "$program is not here: apt-get install docker.io docker-compose docker-registry mmdebstrap curl"
done
top=$(mktemp -d "${TMPDIR:-/tmp}/stario-compose.XXXXXX")
top=$(CDPATH='' cd -P "$top" && pwd -P)
chmod 755 "$top"
clean_up() {
  [ ! -f "$top/platform/docker-compose.yml" ] || compose down -v --timeout 5 >/dev/null 2>&1
  end "$top" registry
  end "$top" dockerd 30
  rm -rf "$top"
}
trap clean_up EXIT
if ! docker info >/dev/null 2>&1; then
  if [ "$(id -u)" != 0 ] || ! type dockerd >/dev/null 2>&1; then skip_all 'no Docker Engine runs here'; fi
  export DOCKER_HOST=unix://$top/docker.sock
  launch "$top" dockerd dockerd --data-root "$top/docker" --exec-root "$top/exec" --pidfile "$top/docker.pid" -H "$DOCKER_HOST"
  await 30 docker info || skip_all "Docker Engine does not start here: $(tail -n 1 "$top/dockerd.log")"
fi
mkdir -p "$top/platform/k8s/base" "$top/registry"
cp -R "$platform"/{docker-compose.yml,nginx,prometheus} "$top/platform"
cp "$platform/k8s/new-secrets" "$top/platform/k8s"
"$top/platform/k8s/new-secrets" >/dev/null || exit 1
HTTP_PORT=$(free_port) PROMETHEUS_PORT=$(free_port) POSTGRES_PORT=$(free_port) registry_port=$(free_port)
export HTTP_PORT PROMETHEUS_PORT POSTGRES_PORT REGISTRY=127.0.0.1:$registry_port COMPOSE_PROJECT_NAME=stario-test-$$
printf 'version: 0.1\nstorage: {filesystem: {rootdirectory: %s}}\nhttp: {addr: "127.0.0.1:%s"}\n' \
  "$top/registry" "$registry_port" >"$top/registry.yml"
launch "$top" registry docker-registry serve "$top/registry.yml"
await 10 is_taken "$registry_port" || exit 1
"$platform/docker/build" --push v1.2.3 v1.2.4 v1.3.0 >"$top/build.log" 2>&1 || {
  cat "$top/build.log"
  exit 1
}
WORLD=$top
run_tests "$@"
