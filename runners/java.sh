# Which Java everything here is started with: that of JAVA_HOME, as Maven takes it, or else the PATH's. Sourced.

# find_java: sets java; says in one line what is missing, and then fails.
find_java() {
  java=${JAVA_HOME:-}
  if [[ -n "$java" ]]; then
    java+=/bin/java
    [[ -x "$java" ]] || { echo "error: JAVA_HOME=$JAVA_HOME: there is no bin/java in it: name a JDK 17" >&2 && return 1; }
  else
    java=$(command -v java) || { echo "error: java is not on the PATH: install JDK 17 and Maven" >&2 && return 1; }
  fi
}

# check_java: that it is new enough, and not too new: from 23 on the JDK throws where Hadoop asks who the user is,
# which it does for every local table. A JDK says so in a file; one without is asked, which takes a tenth of a second.
check_java() {
  local version release
  release=$(dirname "$(dirname "$(readlink -f "$java")")")/release
  if [[ -r "$release" ]]; then version=$(<"$release"); else version=$("$java" -version 2>&1); fi
  # Up to 8 it was 1.8.
  if [[ "$version" =~ (version\ |JAVA_VERSION=)\"(1\.)?([0-9]+) ]] && ((BASH_REMATCH[3] < 17 || BASH_REMATCH[3] > 22)); then
    echo "error: java is ${BASH_REMATCH[3]} ($java): Tallybeam needs 17 to 22, by JAVA_HOME or on the PATH" >&2
    return 1
  fi
}

# lock_build: one build of the tree at a time, as runners share modules; until this process ends or closes file 9. The
# lock is beside the modules' folders, as a clean build deletes these. Fails where the tree cannot be written to.
lock_build() {
  local lock="$root/runners/target/build.lock"
  mkdir -p "${lock%/*}" 2>/dev/null && { : >>"$lock"; } 2>/dev/null || return 1
  if command -v flock >/dev/null; then
    exec 9>>"$lock"
    flock 9
  fi
}

# has_libraries FILE: whether all that the class path in it names is there. Maven's folder may have been emptied since.
has_libraries() {
  local entry entries
  [[ -s "$1" ]] || return 1
  IFS=: read -r -a entries <<<"$(<"$1")"
  for entry in "${entries[@]}"; do
    [[ "$entry" != /* || -e "$entry" ]] || return 1
  done
}
