# JMH. Sourced by benchmarks/run.
jmh=()

options_of() { jmh+=("$1"); }

micro() {
  local built="$benchmarks/micro/target/built" lines
  if ! is_built "$built" "$benchmarks/micro" "$root/transforms" "$root/pom.xml"; then
    echo "Building benchmarks/micro (the first time downloads libraries) ..." >&2
    build benchmarks/micro
    touch "$built"
  fi
  lines=$(generate 4096 500 none)
  java -cp "$benchmarks/micro/target/classes:$(cat "$benchmarks/micro/target/classpath")" org.openjdk.jmh.Main \
    -jvmArgsAppend "-Dtallybeam.lines=$lines -Dtallybeam.prices=$benchmarks/prices.yaml" ${jmh[@]+"${jmh[@]}"}
}
