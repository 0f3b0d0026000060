# Backfills side by side. Sourced by benchmarks/run.
# shellcheck source=/dev/null
. "$benchmarks/cluster.sh"
events=10000000
tenants=500
compression=none
peers=ours,ours-kept,ours-flink,ours-flink-warm,flink-sql,flink-sql-warm,duckdb,duckdb-warm,bare,bare-warm

options_of() {
  case "$1" in
    --events=* | --tenants=*)
      [[ "$1" =~ =[1-9][0-9]*$ ]] || mistake "$1: expected a whole number"
      printf -v "$(sed 's/^--\([a-z]*\)=.*/\1/' <<<"$1")" %s "${1#*=}"
      ;;
    --compression=none | --compression=gz | --compression=zst) compression=${1#*=} ;;
    --peers=*) peers=${1#*=} ;;
    *) return 1 ;;
  esac
}

# Before anything is measured, so that nothing is built meanwhile.
build_peers() {
  build_tools
  local runner
  for runner in direct flink; do "$root/runners/run" "$runner" --help >/dev/null; done
}

compare() { # events tenants compression peers options of CompareBackfills
  local folder
  folder=$(generate "$1" "$2" "$3")
  tool backfill.CompareBackfills --root="$root" --input="$folder" --events="$1" --tenants="$2" --peers="$4" \
    --repeat="$repeat" --work="$work" --flink="$servers/flink" --flinkPort=$ports_flink "${@:5}"
}

backfill() {
  build_peers
  compare "$events" "$tenants" "$compression" "$peers" --log="$data/runs.csv" --series="$what-$compression" --patience=0
  echo
  echo "Every run is in $data/runs.csv"
}
