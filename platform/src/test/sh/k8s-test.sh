#!/usr/bin/env bash
#
# Tries the Kubernetes manifests: applied to the project's sandbox as far as it knows their kinds, and read for what the
# playbook counts on. Needs the built program. Prints what failed, then one line: N passed, N failed, N skipped.
#
#   platform/src/test/sh/k8s-test.sh app/target/stario/lib [TEST…]

# shellcheck disable=SC2030,SC2031 # subshells are how tests are kept apart

set -u
lib=$(CDPATH='' cd "$1" && pwd -P) || exit 2
shift
platform=$(CDPATH='' cd "$(dirname "$0")/../../.." && pwd -P)
# shellcheck source=stario
. "$platform/../stario"
# shellcheck source=platform/lib/servers.sh
. "$platform/lib/servers.sh"
# shellcheck source=platform/src/test/sh/tests.sh
. "$platform/src/test/sh/tests.sh"

services='api-gateway face-similarity poster-gen regtech-filter video-gen video-gen-worker'

# The objects of one kind in a rendered file, one after the other.
objects() {
  awk -v kind="$1" 'function flush() { if (object ~ "(^|\n)kind: " kind "\n") printf "---\n%s", object; object = "" }
    /^---$/ { flush(); next } { object = object $0 "\n" } END { flush() }' "$2"
}

get() { kubectl -n stario get "$@"; }

# Runs jsonpath on the live Deployment $1's only container.
container() { get deployment "$1" -o "jsonpath={.spec.template.spec.containers[0]$2}"; }

# ---- In the sandbox --------------------------------------------------------------------------------------------------

test_all_that_the_sandbox_knows_of_is_applied_as_it_stands() {
  succeeds kubectl apply --validate=strict -f "$top/known.yaml"
  lacks "$err" Warning
  for service in $services; do contains "$out" "deployment.apps/$service "; done
}

test_applying_again_changes_nothing() {
  succeeds kubectl apply -f "$top/known.yaml"
  succeeds kubectl diff -f "$top/known.yaml"
  equals '' "$out"
}

test_the_playbooks_pods_have_its_labels_and_versions() {
  for service in $services; do
    succeeds get deployments -l "app=$service" -o 'jsonpath={.items[*].metadata.name} {.items[*].spec.template.metadata.labels.app}'
    equals "$service $service" "$out"
    equals "registry.stario.uz/$service:v1.2.3" "$(container "$service" .image)"
  done
}

test_every_service_has_probes_limits_and_no_rights() {
  for service in $services; do
    equals /health "$(container "$service" .readinessProbe.httpGet.path)" "$service is ready"
    equals /metrics "$(container "$service" .livenessProbe.httpGet.path)" "$service lives"
    equals /metrics "$(container "$service" .startupProbe.httpGet.path)" "$service starts"
    [ -n "$(container "$service" .resources.limits.memory)" ] || fail "$service has no limit of memory"
    [ -n "$(container "$service" .resources.requests.cpu)" ] || fail "$service asks for no cpu"
    equals 'true ["ALL"]' \
      "$(container "$service" '.securityContext.readOnlyRootFilesystem') $(container "$service" '.securityContext.capabilities.drop')"
    equals "[\"$service\"]" "$(container "$service" .args)" 'subcommand'
  done
}

test_a_flag_is_set_as_the_playbook_does() {
  succeeds kubectl set env deployment/api-gateway FEATURE_VOICE_QUIZ_ENABLED=false -n stario
  equals false "$(container api-gateway '.env[?(@.name=="FEATURE_VOICE_QUIZ_ENABLED")].value')"
  succeeds kubectl rollout undo deployment/api-gateway -n stario
  equals true "$(container api-gateway '.env[?(@.name=="FEATURE_VOICE_QUIZ_ENABLED")].value')"
}

# ---- As they are rendered --------------------------------------------------------------------------------------------

test_only_named_kinds_are_left_out_of_the_sandbox() {
  equals "CronJob HorizontalPodAutoscaler Ingress PersistentVolumeClaim PodDisruptionBudget Role RoleBinding StatefulSet" \
    "$(sed -n 's/^kind: //p' "$top/unknown.yaml" | sort -u | tr '\n' ' ' | sed 's/ $//')"
}

test_every_service_has_a_disruption_budget() {
  objects PodDisruptionBudget "$top/base.yaml" >"$WORLD/budgets"
  for service in $services; do grep -q "^      app: $service\$" "$WORLD/budgets" || fail "$service has none"; done
}

test_what_is_scaled_by_the_autoscaler_says_no_number_itself() {
  objects HorizontalPodAutoscaler "$top/base.yaml" >"$WORLD/scalers"
  scaled=$(sed -n '/scaleTargetRef/,/name:/s/^ *name: //p' "$WORLD/scalers" | sort | tr '\n' ' ')
  equals 'api-gateway face-similarity poster-gen ' "$scaled"
  for service in $scaled; do
    succeeds get deployment "$service" -o 'jsonpath={.metadata.annotations.kubectl\.kubernetes\.io/last-applied-configuration}'
    lacks "$out" '"replicas"'
  done
}

test_redis_and_postgres_are_found_by_the_playbooks_labels() {
  objects StatefulSet "$top/base.yaml" >"$WORLD/sets"
  for server in redis postgres prometheus; do
    equals 3 "$(grep -c "^ *app: $server\$" "$WORLD/sets")" "labels of $server: its own, its selector, its pods"
  done
}

test_no_secret_is_in_what_git_keeps() {
  run git -C "$platform/.." check-ignore -q platform/k8s/base/secrets/signing-key
  [ "$code" = 128 ] || equals 0 "$code" 'not ignored' # 128: this is no checkout
  key=$(cat "$top/k8s/base/secrets/signing-key")
  equals 64 ${#key} 'letters of the key'
}

test_secrets_that_are_there_stay() {
  before=$(cat "$top"/k8s/base/secrets/*)
  succeeds "$top/k8s/new-secrets"
  contains "$out" 'is there and stays'
  equals "$before" "$(cat "$top"/k8s/base/secrets/*)"
}

test_nobody_else_may_read_the_secrets() {
  run find "$top/k8s/base/secrets" -type f -perm -u=r ! -perm -g=r ! -perm -o=r
  equals 2 "$(printf '%s\n' "$out" | grep -c .)"
}

test_only_the_workers_ask_for_a_gpu_and_only_in_the_overlay() {
  lacks "$(cat "$top/base.yaml")" nvidia.com
  succeeds kubectl kustomize "$top/k8s/gpu"
  equals 2 "$(printf '%s\n' "$out" | grep -c 'nvidia.com/gpu: 1')" 'a request and its limit'
  printf '%s\n' "$out" >"$WORLD/gpu.yaml"
  objects Deployment "$WORLD/gpu.yaml" | awk '/^---$/ { n++ } /nvidia.com\/gpu: 1/ { with[n] = 1 }
    /^  name: / { name[n] = $2 } END { for (i in with) print name[i] }' >"$WORLD/asking"
  equals video-gen-worker "$(cat "$WORLD/asking")"
}

# ---- Running them ----------------------------------------------------------------------------------------------------

type kubectl >/dev/null 2>&1 || skip_all 'kubectl is not here: apt-get install kubernetes-client'
find_java compiler || exit 2
top=$(mktemp -d "${TMPDIR:-/tmp}/stario-manifests.XXXXXX")
top=$(CDPATH='' cd -P "$top" && pwd -P)
trap 'end "$top" sandbox; rm -rf "$top"' EXIT
cp -R "$platform/k8s" "$top/k8s"
rm -rf "$top/k8s/base/secrets"
"$top/k8s/new-secrets" >"$top/out" && kubectl kustomize "$top/k8s/base" >"$top/base.yaml" || exit 1
: >"$top/known.yaml"
for kind in Namespace ServiceAccount ConfigMap Secret Service Deployment; do
  objects $kind "$top/base.yaml" >>"$top/known.yaml"
done
awk 'function flush() { if (object !~ /(^|\n)kind: (Namespace|ServiceAccount|ConfigMap|Secret|Service|Deployment)\n/) printf "---\n%s", object; object = "" }
  /^---$/ { flush(); next } { object = object $0 "\n" } END { flush() }' "$top/base.yaml" >"$top/unknown.yaml"
launch "$top" sandbox "$java_home/bin/java" -XX:+UseSerialGC -Xmx256m -cp "$lib/*" \
  uz.stario.rollback.sandbox.SandboxServer --kubeconfig-out "$top/kubeconfig"
export KUBECONFIG=$top/kubeconfig
if ! await 60 kubectl get namespaces || ! kubectl apply -f "$top/known.yaml" >"$top/out" 2>&1; then
  cat "$top/out" "$top/sandbox.log"
  exit 1
fi
run_tests "$@"
