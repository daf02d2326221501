# What scripts of tests share: each function named test_… is one test, run in a subshell and a folder of its own
# ($WORLD); it fails with an exit code, and 77 says that it was skipped. To be sourced.
# shellcheck shell=bash

# Runs a command; its exit code is then in code, and what it printed in out and err.
run() {
  code=0
  "$@" >"$WORLD/out" 2>"$WORLD/err" </dev/null || code=$?
  out=$(cat "$WORLD/out")
  err=$(cat "$WORLD/err")
}

fail() {
  printf '  %s\n' "$@"
  [ -z "${out:-}${err:-}" ] || printf '  | %s\n' "exit code ${code:-}" "out: ${out:0:2000}" "err: ${err:0:2000}"
  exit 1
}

equals() { [ "$1" = "$2" ] || fail "${3:-values differ}" "expected: $1" "was:      $2"; }
contains() { case $1 in *"$2"*) ;; *) fail "expected to contain: $2" "was: $1" ;; esac; }
lacks() { case $1 in *"$2"*) fail "expected not to contain: $2" "was: $1" ;; esac; }
succeeds() { run "$@" && equals 0 "$code" "failed: $*"; }

# Runs the tests that are named, or all, and prints what failed, then the totals. Needs $top, a folder.
run_tests() {
  local name names passed=0 failed=0 skipped=0 result
  names=("$@")
  [ $# -gt 0 ] || while read -r _ _ name; do
    case $name in test_*) names+=("$name") ;; esac
  done < <(declare -F)
  for name in "${names[@]}"; do
    # shellcheck disable=SC2154 # the script that sources this sets top
    export WORLD=$top/$name
    mkdir -p "$WORLD"
    result=0
    (code='' && "$name") >"$WORLD/report" 2>&1 </dev/null || result=$?
    case $result in
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
}

# Says that all tests of this script are skipped, and why.
skip_all() {
  printf '%s\n' "$1" "0 passed, 0 failed, $(declare -F | grep -c ' test_') skipped"
  exit
}
