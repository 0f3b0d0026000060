# Servers of their own for a benchmark, under $data. Sourced by benchmarks/run.
ports_kafka=19092
ports_flink=18081
ports_catalog=18181
servers="$data/servers"
kafka=localhost:$ports_kafka
catalog=http://localhost:$ports_catalog

service() { "$root/runners/services" "$1" "$2" "--folder=$servers/$1" "${@:3}" >&2; }

stop_services() {
  local part
  for part in flink catalog kafka; do
    if [[ -d "$servers/$part" ]]; then service "$part" stop 2>/dev/null || true; fi
  done
}

clean_up() { stop_services; }

# Nothing of the run before: no job, no table, no checkpoint, and JVMs as cold.
restart_services() {
  service flink stop
  service catalog stop
  rm -rf "$servers/flink" "$servers/catalog"
  service catalog start --port=$ports_catalog
  service flink start --port=$ports_flink --taskManagers=1 --slots=2 --taskMemory=3g
}

pid() { cat "$servers/flink/$1.pid"; }

# A broker just started. Kafka 4.1 takes the index of a log's first segment as it lies there, also one that a broker which
# was killed had not cut to its length: then each fetch looks for its records from the start of the log. Made anew, it is whole.
start_kafka() {
  service kafka stop
  rm -f "$servers"/kafka/data/*/*.index "$servers"/kafka/data/*/*.timeindex
  service kafka start --port=$ports_kafka
}

# A topic of 4 partitions that is written once, with an event behind it that closes its windows at mark-time.
# Its markers lie with the broker's data, and go with them; a topic that was begun and not ended takes them along.
preload() { # topic mark-time options of generate
  local topic=$1 mark=$2 marker="$servers/kafka/$1.complete"
  # Where markers lay before.
  if [[ -f "$servers/$1.complete" ]]; then mv "$servers/$1.complete" "$marker"; fi
  [[ ! -f "$marker" ]] || return 0
  if [[ -f "$marker.begun" ]]; then
    service kafka stop
    rm -rf "$servers/kafka" "$servers"/*.complete
    start_kafka
  fi
  touch "$marker.begun"
  "$root/runners/run" direct generate --bootstrapServers=$kafka --topic="$topic" --partitions=4 \
    --duplicates=0% --rejects=0% --seed=tallybeam "${@:3}" >&2
  if [[ -n "$mark" ]]; then tool MarkEnd --bootstrapServers=$kafka --topic="$topic" --time="$mark"; fi
  mv "$marker.begun" "$marker"
}
