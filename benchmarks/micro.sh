# JMH. Sourced by benchmarks/run.
jmh=()

options_of() { jmh+=("$1"); }

micro() {
  local built="$benchmarks/micro/target/built" lines
  build benchmarks/micro "$built" "$benchmarks/micro" "$root/transforms" "$root/pipelines" "$root/pom.xml"
  lines=$(generate 4096 500 none)
  "$java" -cp "$benchmarks/micro/target/classes:$(cat "$benchmarks/micro/target/classpath")" org.openjdk.jmh.Main \
    -jvmArgsAppend "-Dtallybeam.lines=$lines -Dtallybeam.prices=$benchmarks/prices.yaml" ${jmh[@]+"${jmh[@]}"}
}
