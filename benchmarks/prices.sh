# What a price book takes of a backfill. Sourced by benchmarks/run.
# shellcheck source=/dev/null
. "$benchmarks/backfill.sh"
peers=ours,ours-priced

prices() { backfill; }
