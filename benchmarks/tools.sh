# Events, and the mains of this module. Sourced by benchmarks/run.

# The JVM that runners/run takes, for what is measured beside it.
# shellcheck source=/dev/null
. "$root/runners/java.sh"
find_java && check_java || exit 2

machine() {
  echo "$(nproc) cores, $(sed -n 's/^model name.*: //p' /proc/cpuinfo 2>/dev/null | head -1), $("$java" -version 2>&1 | sed -n 2p)"
}

# Files that are made once. Every event in them counts.
generate() { # events tenants compression
  local folder="$data/events-$1-tenants-$2-$3"
  # Hidden: Flink reads every other file of a folder.
  if [[ ! -f "$folder/.complete" ]]; then
    "$root/runners/run" direct generate --seed=tallybeam --duplicates=0% --rejects=0% --files=12 \
      --events="$1" --tenants="$2" --compression="$3" --output="$folder" >&2
    touch "$folder/.complete"
  fi
  echo "$folder"
}

# is_built MARKER SOURCES: whether no source is newer than the last build.
is_built() {
  [[ -f "$1" && -z "$(find "${@:2}" \( -name target -o -name data -o -name test \) -prune -o -type f -newer "$1" -print -quit)" ]]
}

# Builds a project where a source is newer than the last build.
build() { # project marker sources
  is_built "${@:2}" && return
  lock_build || true
  echo "Building $1 (the first time downloads libraries) ..." >&2
  mkdir -p "${2%/*}"
  # As old as the start of the build: what changes while it runs is newer.
  touch "$2.started"
  # shellcheck disable=SC2086 # several words
  mvn --batch-mode --quiet -Dstyle.color=never --no-transfer-progress --file "$root/pom.xml" --activate-profiles benchmarks \
    --projects "$1" --also-make ${TALLYBEAM_MAVEN_ARGS:-} -Dmaven.test.skip -Dspotless.check.skip -Dmaven.javadoc.skip \
    package >&2
  mv "$2.started" "$2"
  exec 9>&-
}

build_tools() { build benchmarks "$benchmarks/target/built" "$benchmarks/src" "$benchmarks/pom.xml" "$root/pom.xml"; }

tool=("$java" --add-opens=java.base/java.util=ALL-UNNAMED --add-opens=java.base/java.lang=ALL-UNNAMED
  -Xmx1g -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.awt.headless=true -Dorg.slf4j.simpleLogger.defaultLogLevel=off -cp)
tool() { # main arguments
  "${tool[@]}" "$benchmarks/target/classes:$(cat "$benchmarks/target/classpath")" "io.tallybeam.benchmark.$1" "${@:2}"
}
