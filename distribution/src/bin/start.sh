# Read by the launchers of the checkout and of the release: finds Java, and starts it as clip-probe needs it.

# Sets java, and allowed: an option that Java wants from version 24 on.
find_java() {
  if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
    java=$JAVA_HOME/bin/java
  elif command -v java >/dev/null 2>&1; then
    java=java
  else
    echo "clip-probe: expected Java 17 or newer, found none; install it or set JAVA_HOME" >&2
    exit 1
  fi
  # What a library does in memory is warned about unless it is allowed; before, the option is unknown.
  allowed=
  real=$(readlink -f "$(command -v "$java")" 2>/dev/null)
  if [ -r "${real%/bin/java}/release" ]; then
    while IFS='=".' read -r name _ version _; do
      [ "$name" = JAVA_VERSION ] || continue
      [ "$version" -ge 24 ] 2>/dev/null && allowed=--sun-misc-unsafe-memory-access=allow
      if [ "$version" -lt 17 ] 2>/dev/null; then
        [ "$version" -eq 1 ] && version=8
        echo "clip-probe: expected Java 17 or newer, found $version at $real; install a newer one or set JAVA_HOME" >&2
        exit 1
      fi
    done <"${real%/bin/java}/release"
  fi
}

# Java reads words and file names as the locale says. Containers and cron have none, which is ASCII for Java; then
# letters are lost, and so are the files that have them in their names.
use_utf8() {
  [ -d /proc/self ] || return 0
  case $(locale charmap 2>/dev/null) in
    ANSI_X3.4-1968 | US-ASCII | 646 | '') ;;
    *) return 0 ;;
  esac
  for utf8 in C.UTF-8 C.utf8 en_US.UTF-8 $(locale -a 2>/dev/null | grep -i 'utf-\{0,1\}8$'); do
    if [ "$(LC_ALL=$utf8 locale charmap 2>/dev/null)" = UTF-8 ]; then
      LC_ALL=$utf8
      export LC_ALL
      return 0
    fi
  done
  case $(printf %s "$*" | LC_ALL=C tr -d '\001-\177') in
    '') ;;
    *)
      echo "clip-probe: expected a UTF-8 locale for the letters in its arguments, found none on this machine;" \
        "install one (Debian: apt-get install locales-all) and set LC_ALL to it, such as LC_ALL=C.UTF-8" >&2
      exit 1
      ;;
  esac
}

# Whether this process may have less than 512 MiB: the limit of its container, or of its own control group in it, in
# version 2 or version 1 of control groups.
limited() {
  group=/
  old=/
  if [ -r /proc/self/cgroup ]; then
    while IFS=: read -r _ kinds path; do
      case ,$kinds, in
        ,,) group=$path ;;
        *,memory,*) old=$path ;;
      esac
    done </proc/self/cgroup
  fi
  for file in /sys/fs/cgroup/memory.max "/sys/fs/cgroup$group/memory.max" \
    /sys/fs/cgroup/memory/memory.limit_in_bytes "/sys/fs/cgroup/memory$old/memory.limit_in_bytes"; do
    if [ -r "$file" ] && read -r limit <"$file" && [ "$limit" -lt 536870912 ] 2>/dev/null; then
      return 0
    fi
  done
  return 1
}

# Sets memory: how Java divides it, unless the user or the machine does. A young generation of fixed size, and an old one
# that grows only when a full collection does not help: memory does not grow with the number of pictures. Java does not
# start when these sizes are above a limit that is set elsewhere.
divide_memory() {
  memory='-Xms112m -XX:NewSize=96m -XX:MaxNewSize=96m'
  collector=-XX:+UseParallelGC
  most=
  set -f
  for option in ${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-} ${CLIPPROBE_JAVA_OPTS:-} ${_JAVA_OPTIONS:-}; do
    case $option in
      -Xmx*) most=${option#-Xmx} ;;
      -XX:MaxHeapSize=*) most=${option#*=} ;;
      -Xms* | -Xmn* | -XX:*HeapSize=* | -XX:*NewSize=* | -XX:NewRatio=* | -XX:*RAM* | @*) memory= ;;
      -XX:+UseParallelGC) ;;
      -XX:+Use*GC | -XX:-UseParallelGC) collector= memory= ;;
    esac
  done
  set +f
  case $most in
    '' | *[!0-9kKmMgGtT]*) ;;
    *[gGtT]) ;;
    *[mM]) [ "${most%?}" -ge 256 ] 2>/dev/null || memory= ;;
    *[kK]) [ "${most%?}" -ge 262144 ] 2>/dev/null || memory= ;;
    *) [ "$most" -ge 268435456 ] 2>/dev/null || memory= ;;
  esac
  if [ -z "$most" ] && limited; then
    memory=
  fi
  return 0
}

# start JAR "OPTIONS OF THE LAUNCHER" WORDS…: takes the place of this process.
start() {
  jar=$1 own=$2
  shift 2
  use_utf8 "$@"
  divide_memory
  # ONNX Runtime would write a device id and look for the collector of its maker.
  ORT_DISABLE_TELEMETRY=1
  export ORT_DISABLE_TELEMETRY
  terminal=false
  [ -t 2 ] && terminal=true
  # shellcheck disable=SC2086 # several options in one word on purpose
  set -- ${archive:+"$archive"} ${allowed:+"$allowed"} -Xshare:auto -XX:-UsePerfData $own $collector $memory \
    -Dclipprobe.home="$home" -Dclipprobe.terminal=$terminal ${CLIPPROBE_JAVA_OPTS:-} -jar "$jar" "$@"

  # ONNX Runtime does not survive a long command line on Linux. Java reads one from a file just as well, and that file is
  # gone, but open, before Java starts. 800 characters are at most 3,200 bytes.
  words=$*
  if [ ${#words} -gt 800 ] && [ -e /proc/self/cmdline ] && file=$(mktemp 2>/dev/null); then
    LC_ALL=C awk 'BEGIN {
      for (i = 1; i < ARGC; i++) {
        printf "\""
        for (k = 1; k <= length(ARGV[i]); k++) {
          c = substr(ARGV[i], k, 1)
          if (c == "\\" || c == "\"") printf "\\%s", c
          else if (c == "\n") printf "\\n"
          else if (c == "\r") printf "\\r"
          else printf "%s", c
        }
        printf "\"\n"
      }
    }' "$@" >"$file" || exit 1
    exec 3<"$file"
    rm -f "$file"
    exec "$java" @/dev/fd/3
  fi
  exec "$java" "$@"
}
