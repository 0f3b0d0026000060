# What the calls of an open window take of the state. Sourced by benchmarks/run.
# shellcheck source=/dev/null
. "$benchmarks/cluster.sh"
events=1000000

options_of() {
  case "$1" in
    --events=*) events=${1#*=} ;;
    *) return 1 ;;
  esac
}

state() {
  build_tools
  start_kafka
  # All in the window of 00:00, which ends after the watermark: the events come up to 30 s out of order.
  preload "state-$events" "" --events="$events" --tenants=500 --from=2026-03-02T00:00:30Z --duration=14m
  local deduplicate
  for deduplicate in true false; do
    restart_services
    tool MeasureState --flink=$ports_flink --bootstrapServers=$kafka --topic="state-$events" --group="state-$work-$deduplicate" \
      -- "$root/runners/run" flink streaming --flinkMaster=localhost:$ports_flink --bootstrapServers=$kafka \
      --catalogProperties=type=rest,uri=$catalog --parallelism=2 --topic="state-$events" \
      --group="state-$work-$deduplicate" --deduplicate=$deduplicate |
      awk -v deduplicate=$deduplicate '{
        printf "--deduplicate=%-5s  %d calls, %d rows, one window of 4 shards: savepoint %d bytes, of these windows %d: %.1f bytes a call, %.0f a row; checkpoint %d bytes\n",
          deduplicate, $1, $2, $3, $4, $4 / $1, $4 / $2, $5
      }'
  done
}
