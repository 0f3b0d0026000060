# Starting, watching and ending the processes of a service. Sourced by runners/services.

fail() {
  for process in ${launched[@]+"${launched[@]}"}; do end "$process"; done
  echo "failed: $1" >&2
  exit 1
}

# The process id, if the process of this name and folder runs. A number alone may be another's by now.
pid_of() {
  local pid
  [[ -f "$folder/$1.pid" ]] && pid=$(cat "$folder/$1.pid") && [[ -n "$pid" ]] &&
    [[ "$(command_of "$pid")" == *"-Dlog.file=$folder/$1.log "* ]] && echo "$pid"
}

# The command line of a process id. A slim image has no ps, other systems have no /proc.
command_of() {
  if [[ -r /proc/self/cmdline ]]; then
    tr '\0' ' ' <"/proc/$1/cmdline"
  else
    ps -ww -o args= -p "$1"
  fi
} 2>/dev/null

# Everything of this folder that runs, also TaskManagers beyond the number now asked for.
running() {
  local file name
  for file in "$folder"/*.pid; do
    name=${file##*/}
    name=${name%.pid}
    if pid_of "$name" >/dev/null; then echo "$name"; fi
  done
}

pids() {
  local name separator=""
  for name in $(running); do
    printf '%s%s %s' "$separator" "$name" "$(pid_of "$name")"
    separator=", "
  done
}

# Ends a process: asked to, and after half a minute made to.
end() {
  local pid
  if pid=$(pid_of "$1"); then
    kill "$pid" 2>/dev/null || true
    for ((tenths = 0; tenths < 300; tenths++)); do
      pid_of "$1" >/dev/null || break
      sleep 0.1
    done
    if pid_of "$1" >/dev/null; then kill -9 "$pid" 2>/dev/null || true; fi
  fi
  rm -f "$folder/$1.pid"
}

# last_error NAME: what a process said last of an error since it was started here: in its log, or else to its terminal.
last_error() {
  local from="logged_${1/-/_}" said
  said=$(tail -c "+$((${!from-0} + 1))" "$folder/$1.log" 2>/dev/null | awk '
    /^20[0-9][0-9]-/ { wrong = / (ERROR|FATAL) /; if (wrong) said = $0 }
    wrong && /^(Caused by: )?[A-Za-z0-9.$]+(Exception|Error)(:|$)/ { why = $0 }
    END { print why != "" ? why : said }') || true
  if [[ -z "$said" ]]; then
    said=$(grep -vE '^((NOTE: )?Picked up |Error: (Could not create the Java|A fatal exception)|#|[[:space:]]|$)' \
      "$folder/$1.out" 2>/dev/null | tail -n 1) || true
  fi
  said=${said#Caused by: }
  echo "${said:-it said nothing}"
}

class_path() {
  local file="$parts/$part/target/classpath"
  command -v mvn >/dev/null || has_libraries "$file" || mistake "mvn is not on the PATH: install Maven"
  find_java && check_java || exit 2
  (
    mkdir -p "$parts/$part/target" 2>/dev/null || true
    if command -v flock >/dev/null && { exec 9>"$parts/$part/target/build.lock"; } 2>/dev/null; then flock 9; fi
    if ! has_libraries "$file" || [[ "$root/pom.xml" -nt "$file" || "$parts/pom.xml" -nt "$file" ||
      "$parts/$part/pom.xml" -nt "$file" ]]; then
      echo "Resolving the libraries of $part (the first time downloads them) ..." >&2
      # shellcheck disable=SC2086 # several words
      mvn --batch-mode --quiet -Dstyle.color=never --no-transfer-progress --file "$root/pom.xml" \
        --projects "runners/parts/$part" ${TALLYBEAM_MAVEN_ARGS:-} generate-resources >&2
    fi
  ) || fail "the libraries of $part could not be had; see above"
  CLASSPATH=$(cat "$file")
  export CLASSPATH
}

# run_java NAME ARGUMENTS: to its end, what it says goes to NAME.out.
run_java() {
  local name=$1
  shift
  "$java" "-Dlog.file=$folder/$name.log" "-Dlog4j2.configurationFile=$parts/log4j2.properties" "$@" \
    </dev/null >"$folder/$name.out" 2>&1
}

# start_java NAME ARGUMENTS: in the background, away from this terminal.
start_java() {
  local name=$1 detach=(nohup)
  shift
  # The log goes on behind that of earlier starts.
  printf -v "logged_${name/-/_}" %s "$({ wc -c <"$folder/$name.log" || echo 0; } 2>/dev/null)"
  if command -v setsid >/dev/null; then detach=(setsid nohup); fi
  # The folder comes early in the arguments: pid_of looks for it. What the caller has open is none of its.
  "${detach[@]}" "$java" "-Dlog.file=$folder/$name.log" "-Dlog4j2.configurationFile=$parts/log4j2.properties" \
    -XX:+ExitOnOutOfMemoryError "$@" </dev/null >"$folder/$name.out" 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- &
  echo $! >"$folder/$name.pid"
  # Until it has become java, pid_of does not know it.
  for ((tries = 0; tries < 100; tries++)); do
    if pid_of "$name" >/dev/null || ! kill -0 $! 2>/dev/null; then break; fi
    sleep 0.02
  done
}

http_get() (
  exec 3<>"/dev/tcp/localhost/$port" || exit 1
  printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$1" >&3
  while IFS= read -r -t 5 line <&3 || [[ -n "$line" ]]; do
    printf '%s\n' "$line"
    line=""
  done
) 2>/dev/null

# One start or stop of a folder at a time.
lock() {
  if command -v flock >/dev/null && [[ -d "$folder" ]]; then
    exec 8>"$folder/start.lock"
    flock 8
  fi
}

start() {
  local process option saved asked before missing=()
  launched=()
  lock
  before=$(running)
  if [[ -n "$before" ]]; then
    while IFS='=' read -r option saved; do
      asked=${!option}
      # More TaskManagers can join, the rest is settled.
      if [[ " ${given[*]-} " != *" $option "* ]]; then
        printf -v "$option" %s "$saved"
      elif [[ "$asked" != "$saved" && "$option" != taskManagers ]]; then
        mistake "$part runs with --$option=$saved in $folder: stop it first, or name another --folder="
      fi
    done <"$folder/options"
    check_options
  else
    check_options
  fi
  for process in "${processes[@]}"; do
    if ! pid_of "$process" >/dev/null; then missing+=("$process"); fi
  done
  if [[ ${#missing[@]} -eq 0 ]]; then
    await
    echo "$part runs already at $(address) (folder $folder; pids: $(pids))"
    return
  fi
  for process in "${missing[@]}"; do free "$process"; done
  class_path
  if [[ -z "$before" ]]; then prepare; fi
  for option in port ${part_options[@]+"${part_options[@]}"}; do echo "$option=${!option}"; done >"$folder/options"
  for process in "${missing[@]}"; do
    launch "$process"
    launched+=("$process")
  done
  await
  if [[ -n "$before" ]]; then
    echo "$part runs at $(address), started again: ${missing[*]} (folder $folder; pids: $(pids))"
  else
    echo "$part runs at $(address) (folder $folder; pids: $(pids))"
  fi
}

# A port that another listens on is told before anything is started. Where there was no stop, the process may have been
# killed just now: it lets go of its port a moment after its command is gone.
free() {
  local wanted try tries=1
  if [[ -f "$folder/$1.pid" ]]; then tries=10; fi
  for wanted in $(ports_of "$1"); do
    for ((try = 0; try < tries; try++)); do
      (exec 3<>"/dev/tcp/localhost/$wanted") 2>/dev/null || continue 2
      sleep 0.1
    done
    mistake "port $wanted of $part's $1 is in use: choose another with --port= (now $port), or stop what listens there"
  done
}

await() {
  local process error until=$((SECONDS + 180))
  until answers; do
    for process in "${processes[@]}"; do
      if ! pid_of "$process" >/dev/null; then
        error=$(last_error "$process")
        fail "$process ended: $error; see $folder/$process.log and $process.out ($(options_of "$process" "$error"))"
      fi
    done
    ((SECONDS < until)) || fail "$part does not answer at $(address) (--port=) after three minutes: see the logs in $folder"
    sleep 0.2
  done
}

stop() {
  local process ended
  lock
  ended=$(running | sort | paste -sd ' ' -)
  # By name: the JobManager before its TaskManagers, so that it sees no failure, and ZooKeeper last.
  for process in $ended; do end "$process"; done
  rm -f "$folder"/*.pid
  if [[ -n "$ended" ]]; then ended="has ended: $ended"; fi
  echo "$part ${ended:-does not run} (folder $folder)"
}

status() {
  local now
  now=$(pids)
  if [[ -z "$now" ]]; then
    echo "$part is stopped (folder $folder)"
    exit 3
  fi
  port=$(sed -n 's/^port=//p' "$folder/options")
  echo "$part is running at $(address) (folder $folder; pids: $now)"
}
