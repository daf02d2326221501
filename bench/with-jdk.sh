# Sourced by the benchmarks: finds a JDK and builds as ./stario does, then runs a main class of this module.
# shellcheck shell=bash

# shellcheck source=stario
. "$(dirname "$0")/../stario"

# run_benchmark CLASS ARGUMENT…; needs kubectl unless beside_kubectl=no
run_benchmark() {
  local class=$1
  shift
  clean_up_at_exit
  find_root "$(dirname "$0")/../stario"
  is_checkout || exit 1
  find_java compiler || exit 2
  if [ "${beside_kubectl:-yes}" = yes ] && ! type kubectl >/dev/null 2>&1; then
    say 'kubectl is what is compared with, and there is none on the PATH'
    exit 2
  fi
  build_benchmarks || exit 1
  exec "$java_home/bin/java" -XX:+UseSerialGC -Xmx512m -Dstario.bench.launcher="$root/stario" -Dstario.bench.home="$home" \
    -cp "$root/bench/target/classes:$home/lib/*" "uz.stario.rollback.bench.$class" "$@"
}

build_benchmarks() {
  local stamp=$root/bench/target/build.stamp code=0
  modules+=(bench)
  if [ -f "$stamp" ] && ! needs_build && [ -z "$(find "$root/bench/pom.xml" "$root/bench/src/main" -newer "$stamp")" ]; then
    return 0
  fi
  mkdir -p "$home" "$root/bench/target"
  wait_for_lock "$home.lock" || return 1
  : >"$home/build.started"
  if with_progress 'building the benchmarks' "$home/build.log" \
    run_maven -Dmaven.test.skip=true -pl bench -am package; then
    cp -p "$home/build.started" "$stamp"
    mv -f "$home/build.started" "$home/build.stamp" # ./stario need not build it again
  else
    show_maven_log "$home/build.log"
    code=1
  fi
  unlock
  return $code
}
