# Time and memory against events and against keys. Sourced by benchmarks/run.
# shellcheck source=/dev/null
. "$benchmarks/backfill.sh"
events=1000000,3000000,10000000,30000000
tenants=100,1000,10000,100000,1000000
fixedEvents=10000000
fixedTenants=500
peers=ours,flink-sql,duckdb
patience=300
repeat=1

options_of() {
  case "$1" in
    --events=* | --tenants=* | --fixedEvents=* | --fixedTenants=* | --patience=*)
      [[ "$1" =~ =[1-9][0-9]*(,[1-9][0-9]*)*$ ]] || mistake "$1: expected whole numbers"
      printf -v "$(sed 's/^--\([a-zA-Z]*\)=.*/\1/' <<<"$1")" %s "${1#*=}"
      ;;
    --peers=*) peers=${1#*=} ;;
    *) return 1 ;;
  esac
}

curve() {
  build_peers
  local csv="$work/curve.csv" count
  for count in ${events//,/ }; do
    compare "$count" "$fixedTenants" none "$peers" --log="$csv" --series=events --patience="$patience"
  done
  for count in ${tenants//,/ }; do
    compare "$fixedEvents" "$count" none "$peers" --log="$csv" --series=tenants --patience="$patience"
  done
  tool curve.DrawCurve --runs="$csv" --output="$benchmarks/curve.svg"
  mv "$csv" "$benchmarks/curve.csv"
  echo "$benchmarks/curve.csv, $benchmarks/curve.svg"
}
