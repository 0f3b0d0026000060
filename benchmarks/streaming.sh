# Tallybeam and the SQL drain the same topic in turn. Sourced by benchmarks/run.
# shellcheck source=/dev/null
. "$benchmarks/cluster.sh"
events=5000000
sql=(--form=tvf)

options_of() {
  case "$1" in
    --events=*) events=${1#*=} ;;
    --form=group | --form=tvf | --table.*=*) sql+=("$1") ;;
    *) return 1 ;;
  esac
}

submit_ours=("$root/runners/run" flink streaming --flinkMaster=localhost:$ports_flink --bootstrapServers=$kafka
  --catalogProperties=type=rest,uri=$catalog --parallelism=2)

measure() { # ours|sql round
  local topic=events-$events
  local submit=("${submit_ours[@]}" --topic="$topic")
  if [[ "$1" == sql ]]; then
    submit=("${tool[@]}" "$root/benchmarks/target/classes:$(cat "$root/benchmarks/target/classpath")"
      io.tallybeam.benchmark.sql.SubmitSql --flink=$ports_flink --bootstrapServers=$kafka --topic="$topic"
      --catalog=$catalog "${sql[@]}")
  fi
  restart_services
  local load
  read -r load _ </proc/loadavg
  tool MeasureRun --flink=$ports_flink --catalog=$catalog --events="$events" --taskManager="$(pid taskmanager-1)" \
    --jobManager="$(pid jobmanager)" --answer="$work/$1" -- "${submit[@]}" | tee -a "$work/$1.times" |
    awk -v who="$1" -v round="$2" -v load="$load" '{
      print "  " who " " round ": " $1 " s, " $2 " + " $4 " CPU s; load average before it " load }' >"$work/$1.told"
}

summary() { # ours|sql
  awk -v who="$1" -v events="$events" '
    function sorted(values, n,   i, j, t) {
      for (i = 2; i <= n; i++) for (j = i; j > 1 && values[j] < values[j - 1]; j--) {
        t = values[j]; values[j] = values[j - 1]; values[j - 1] = t
      }
    }
    function median(values, n) { return n % 2 ? values[(n + 1) / 2] : (values[n / 2] + values[n / 2 + 1]) / 2 }
    { wall[NR] = $1 + 0; task[NR] = $2 + 0; peak[NR] = $3 + 0; job[NR] = $4 + 0; jobPeak[NR] = $5 + 0 }
    END {
      sorted(wall, NR); sorted(task, NR); sorted(peak, NR); sorted(job, NR); sorted(jobPeak, NR)
      printf "%-5s %.1f s (min %.1f, max %.1f, n=%d)  %.0f events/s  TaskManager %.1f CPU s (min %.1f, max %.1f), peak %d MiB; JobManager %.1f CPU s, peak %d MiB\n",
        who, median(wall, NR), wall[1], wall[NR], NR, events / median(wall, NR),
        median(task, NR), task[1], task[NR], median(peak, NR), median(job, NR), median(jobPeak, NR)
      printf "%f %f\n", median(wall, NR), median(task, NR) > "/dev/stderr"
    }' "$work/$1.times" 2>"$work/$1.median"
}

streaming() {
  build_tools
  start_kafka
  preload "events-$events" 2026-03-03T02:00:00Z --events="$events" --tenants=500 --duration=24h
  for ((round = 1; round <= repeat; round++)); do
    measure ours "$round"
    measure sql "$round"
    tool answer.CompareAnswers --ours="$work/ours" --sql="$work/sql"
    # No time is told before the rows are compared.
    cat "$work/ours.told" "$work/sql.told" >&2
  done
  echo "$events events, $(wc -l <"$work/sql") rows, equal in all rounds; SQL as ${sql[*]}"
  summary ours
  summary sql
  paste "$work/ours.median" "$work/sql.median" |
    awk '{ printf "ratio %.2f of events a second, %.2f of the TaskManager'"'"'s CPU\n", $3 / $1, $4 / $2 }'
}
