#!/bin/sh
# Starts Guildhall with a heap and a direct memory that fit, with all else that a JVM needs, into the memory of this container.
set -eu

# In MiB, as docs/operations.md explains them ("Memory").
MIN_LIMIT=384
NATIVE=160
ANSWERS=64
READS=16

mib_of() { echo $(($1 / 1048576)); }

# cgroup v2, or v1, where "no limit" is a number beyond any machine.
cgroup=${CGROUP_ROOT:-/sys/fs/cgroup}
limit=$(($(awk '/^MemTotal:/ { print $2 }' /proc/meminfo) / 1024))
for file in "$cgroup/memory.max" "$cgroup/memory/memory.limit_in_bytes"; do
  if [ -r "$file" ]; then
    value=$(cat "$file")
    if [ "$value" != max ] && [ "$(mib_of "$value")" -lt "$limit" ]; then limit=$(mib_of "$value"); fi
    break
  fi
done

if [ "$limit" -lt "$MIN_LIMIT" ]; then
  echo "Guildhall needs $MIN_LIMIT MiB of memory, and this container may use $limit MiB: raise its limit." >&2
  exit 1
fi

# Beside the heap: an eighth of it for what waits for WebSockets, a twelfth for the garbage collector.
heap=$(((limit - NATIVE - ANSWERS - READS) * 24 / 29))
direct=$((ANSWERS + READS + heap / 8))

# Netty counts its own buffers, and the JVM counts them again with those of the JDK; Netty is to refuse first, since it
# fails one request where the JVM would fail anything.
options="-XX:MaxDirectMemorySize=$((direct + 8))m -Dio.netty.maxDirectMemory=$((direct * 1048576))"
options="$options -XX:MaxMetaspaceSize=80m -XX:ReservedCodeCacheSize=40m -Xss512k -XX:+ExitOnOutOfMemoryError"

# Where an option stands twice the last one counts, so whatever the environment brings wins; but -Xmx would beat a percentage.
case "${JAVA_TOOL_OPTIONS:-} ${JAVA_OPTS:-}" in
  *RAMPercentage=*) ;;
  *) options="-Xmx${heap}m $options" ;;
esac
export JAVA_TOOL_OPTIONS="$options ${JAVA_TOOL_OPTIONS:-}"
# glibc would keep a heap for each thread.
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}"
directory=$(dirname "$0")
set --
if [ -e "$directory/guildhall.aot" ]; then set -- "-XX:AOTCache=$directory/guildhall.aot"; fi
# shellcheck disable=SC2086
exec java "$@" ${JAVA_OPTS:-} -jar "$directory/guildhall.jar"
