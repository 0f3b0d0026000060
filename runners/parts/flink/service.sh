# A Flink session cluster. Sourced by runners/services.
default_port=8081
taskManagers=2
slots=2
taskMemory=1792m
part_options=(taskManagers slots taskMemory)

check_options() {
  [[ "$taskManagers" =~ ^[1-8]$ ]] || mistake "--taskManagers=$taskManagers is no number from 1 to 8"
  [[ "$slots" =~ ^([1-9]|[1-5][0-9]|6[0-4])$ ]] || mistake "--slots=$slots is no number from 1 to 64"
  [[ "$taskMemory" =~ ^[1-9][0-9]*[mg]$ ]] || mistake "--taskMemory=$taskMemory is no size such as 1792m or 2g"
  # ZooKeeper keeps the jobs and who leads, so that a JobManager that was killed takes its jobs up again.
  processes=(zookeeper jobmanager)
  for ((i = 1; i <= taskManagers; i++)); do processes+=("taskmanager-$i"); done
}

ports_of() {
  case "$1" in
    zookeeper) echo $((port + 1)) ;;
    jobmanager) echo "$port" ;;
  esac
}
address() { echo "http://localhost:$port"; }

# Of a heap that the machine has no room for, and of one that was too small.
options_of() {
  case "$1 $2" in
    taskmanager-*[Mm]emory* | taskmanager-*"object heap"*) echo "--taskMemory=$taskMemory" ;;
    *) echo "--port=$port, --folder=" ;;
  esac
}

prepare() {
  local wrong
  rm -rf "$folder/tmp"
  mkdir -p "$folder/tmp" "$folder/conf" "$folder/checkpoints" "$folder/savepoints"
  {
    cat "$parts/flink/config.yaml"
    cat <<YAML

rest.port: $port
high-availability.zookeeper.quorum: "localhost:$((port + 1))"
high-availability.storageDir: "file://$folder/high-availability"
state.checkpoints.dir: "file://$folder/checkpoints"
state.savepoints.dir: "file://$folder/savepoints"
io.tmp.dirs: "$folder/tmp"
web.tmpdir: "$folder/tmp"
taskmanager.numberOfTaskSlots: $slots
taskmanager.memory.process.size: $taskMemory
YAML
  } >"$folder/conf/config.yaml"
  cat >"$folder/conf/zoo.cfg" <<PROPERTIES
dataDir=$folder/zookeeper
clientPort=$((port + 1))
clientPortAddress=localhost
tickTime=1000
admin.enableServer=false
autopurge.purgeInterval=1
PROPERTIES
  # A TaskManager wants its memory spelled out; this is what Flink's own scripts ask.
  if ! run_java memory -Xmx64m org.apache.flink.runtime.util.bash.BashJavaUtils \
    GET_TM_RESOURCE_PARAMS --configDir "$folder/conf"; then
    wrong=$(sed -n 's/.*IllegalConfigurationException: //p' "$folder/memory.out" | head -n 1)
    if [[ -n "$wrong" ]]; then mistake "--taskMemory=$taskMemory does not do: $wrong"; fi
    fail "the memory of a TaskManager could not be worked out: $(last_error memory); see $folder/memory.out"
  fi
  sed -n 's/^BASH_JAVA_UTILS_EXEC_RESULT://p' "$folder/memory.out" >"$folder/conf/taskmanager.memory"
}

launch() {
  local opens=() package
  for package in java.lang java.lang.reflect java.io java.net java.nio java.text java.time java.util \
    java.util.concurrent java.util.concurrent.atomic java.util.concurrent.locks; do
    opens+=("--add-opens=java.base/$package=ALL-UNNAMED")
  done
  case "$1" in
    zookeeper)
      start_java zookeeper -Xmx128m -XX:+UseSerialGC \
        org.apache.flink.shaded.zookeeper3.org.apache.zookeeper.server.ZooKeeperServerMain "$folder/conf/zoo.cfg"
      ;;
    jobmanager)
      # A GB with what the JVM takes beside the heap.
      start_java jobmanager -Xmx512m -XX:MaxMetaspaceSize=256m "${opens[@]}" \
        org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint --configDir "$folder/conf"
      ;;
    taskmanager-*)
      local memory settings
      { read -r memory && read -r settings; } <"$folder/conf/taskmanager.memory"
      # Another name at each start: the cluster may still list the one that was killed.
      echo "$1-$(date +%s)" >"$folder/conf/$1.id"
      # shellcheck disable=SC2086 # several words each
      start_java "$1" $memory "${opens[@]}" org.apache.flink.runtime.taskexecutor.TaskManagerRunner \
        --configDir "$folder/conf" -D "taskmanager.resource-id=$(cat "$folder/conf/$1.id")" $settings
      ;;
  esac
}

answers() {
  local listed process
  listed=$(http_get /taskmanagers) || return 1
  for process in "${processes[@]}"; do
    if [[ "$process" == taskmanager-* && "$listed" != *"\"$(cat "$folder/conf/$process.id")\""* ]]; then return 1; fi
  done
}
