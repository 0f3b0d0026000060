# A Kafka broker of one node, its own controller. Sourced by runners/services.
default_port=9092
processes=(kafka)

ports_of() { echo "$port $((port + 1))"; }
address() { echo "localhost:$port"; }

prepare() {
  # Properties files take a backslash as an escape; runners/services refuses folders with one.
  cat >"$folder/kafka.properties" <<PROPERTIES
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@localhost:$((port + 1))
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://localhost:$port,CONTROLLER://localhost:$((port + 1))
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=$folder/data
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
# Retention goes by the records' own time: replayed archives would be deleted at once.
log.retention.ms=-1
# Out of a heap of 512 MB; the default is 128 MB.
log.cleaner.dedupe.buffer.size=16777216
PROPERTIES
  if [[ ! -f "$folder/data/meta.properties" ]]; then
    run_java format -Xmx256m kafka.tools.StorageTool format --config "$folder/kafka.properties" \
      --cluster-id="A$(head -c 16 /dev/urandom | base64 | tr '+/' '-_' | cut -c2-22)" ||
      fail "the storage in $folder/data could not be formatted: see $folder/format.out"
  fi
}

launch() {
  start_java kafka -Xmx512m -XX:+UseG1GC -XX:MaxGCPauseMillis=20 kafka.Kafka "$folder/kafka.properties"
}

# A metadata request, version 1, for no topics: the first broker of the answer is this one, once it takes requests.
answers() (
  LC_ALL=C
  exec 3<>"/dev/tcp/localhost/$port" || exit 1
  printf '\0\0\0\016\0\003\0\001\0\0\0\0\377\377\0\0\0\0' >&3
  # Size, correlation id, number of brokers: four bytes each. A zero byte ends a read with nothing read.
  for ((i = 0; i < 12; i++)); do
    IFS= read -r -d '' -n 1 -t 5 byte <&3 || exit 1
  done
  [[ -n "$byte" ]]
) 2>/dev/null
