# Streams whose servers are killed. Sourced by benchmarks/run.
seeds=50
first=0

options_of() {
  case "$1" in
    --seeds=*) [[ "$1" =~ ^--seeds=[1-9][0-9]*$ ]] && seeds=${1#*=} ;;
    --first=*) [[ "$1" =~ ^--first=[0-9]+$ ]] && first=${1#*=} ;;
    *) return 1 ;;
  esac
}

faults() {
  # shellcheck disable=SC2086 # several words
  mvn --batch-mode --no-transfer-progress --file "$root/pom.xml" ${TALLYBEAM_MAVEN_ARGS:-} \
    --projects runners/parts/check --also-make -Dspotless.check.skip -Dmaven.javadoc.skip \
    -Dsurefire.failIfNoSpecifiedTests=false -Dtest.seconds=0 -Dtest=FaultsTest -Dtallybeam.faults.seeds="$seeds" \
    -Dtallybeam.faults.first="$first" package |
    grep --line-buffered -E '^(seed |recovery )|Tests run|ERROR|BUILD'
}
