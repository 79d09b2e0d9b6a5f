#!/usr/bin/env bash
# Measures two figures of the packaged distribution against their limits:
#   - from the start of `run` to the first Graph request for a file that is waiting already,
#   - the live heap of an idle `run`, after a garbage collection.
# From the root of the repository, after `mvn -DskipTests package`; needs a JDK (jcmd) and curl.
# Usage: src/bench/start-and-heap.sh [RUNS]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

runs=${1:-5}
most_seconds=5
most_megabytes=128
program=$PWD/target/connector-routes/bin/connector-routes
jcmd=${JAVA_HOME:+$JAVA_HOME/bin/}jcmd
[[ -x $program ]] || { echo "$0: run mvn -DskipTests package first" >&2; exit 2; }

work=$(mktemp -d)
sandbox=
running=
finish() {
  for pid in $running $sandbox; do
    kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap finish EXIT

"$program" sandbox >"$work/root" 2>"$work/sandbox.log" &
sandbox=$!
until [[ -s $work/root ]]; do sleep 0.1; done
root=$(cat "$work/root")

change='{"changeId":"first","operation":"apiConnector.create","properties":{"displayName":"First",'
change+='"targetUrl":"https://api.example.com/first","authenticationConfiguration":'
change+='{"@odata.type":"#microsoft.graph.basicAuthentication","username":"u","password":"p"}}}'

start_run() { # HOME
  "$program" run --home "$1" --property graph.cloud=custom --property "graph.endpoint=$root" \
    --property graph.credential=none --property management.port=0 2>"$work/run.log" &
  running=$!
}

stop_run() {
  kill "$running"
  wait "$running"
  running=
}

# When the sandbox got its first request, in milliseconds since 1970; nothing where it got none.
first_request() {
  local time
  time=$(curl -fsS "$root/sandbox/journal" | grep -o '"time" *: *"[^"]*"' | head -n 1 | cut -d'"' -f4)
  [[ -z $time ]] || date -d "$time" +%s%3N
}

# What the process has used of the processors so far, in milliseconds.
cpu_time() {
  awk -v ticks="$(getconf CLK_TCK)" '{ print int(($14 + $15) * 1000 / ticks) }' "/proc/$running/stat"
}

sorted() {
  printf '%s\n' "$@" | sort -n
}

echo "load average before: $(cut -d' ' -f1 /proc/loadavg), processors: $(nproc)"
measured=()
used_cpu=()
for ((n = 1; n <= runs; n++)); do
  curl -fsS -X POST "$root/sandbox/reset" >/dev/null
  mkdir -p "$work/home-$n/inbox"
  echo "$change" >"$work/home-$n/inbox/first.jsonl"
  started=$(date +%s%3N)
  start_run "$work/home-$n"
  arrived=
  for ((look = 0; look < 300; look++)); do
    arrived=$(first_request)
    [[ -z $arrived ]] || break
    sleep 0.1
  done
  [[ -n $arrived ]] || { echo "$0: no request within 30 s" >&2; cat "$work/run.log" >&2; exit 1; }
  used_cpu+=("$(cpu_time)")
  measured+=($((arrived - started)))
  stop_run
done
mapfile -t times < <(sorted "${measured[@]}")
mapfile -t cpu < <(sorted "${used_cpu[@]}")
slowest=${times[-1]}

start_run "$work/home-1"
until grep -q 'Running with' "$work/run.log"; do sleep 0.1; done
sleep 5
"$jcmd" "$running" GC.run >/dev/null
used=$("$jcmd" "$running" GC.heap_info | grep -o 'used [0-9]*K' |
  head -n 2 | tr -dc '0-9\n' | awk '{ sum += $1 } END { printf "%.1f", sum / 1024 }')
resident=$(awk '/VmRSS/ { printf "%.0f", $2 / 1024 }' "/proc/$running/status")
stop_run

verdict() { # whether the first is at most the second
  awk -v a="$1" -v b="$2" 'BEGIN { print (a <= b) ? "ok" : "TOO MUCH" }'
}
start_verdict=$(verdict "$slowest" $((most_seconds * 1000)))
heap_verdict=$(verdict "$used" "$most_megabytes")

echo "start of run to the first Graph request, $runs runs:" \
  "min ${times[0]} ms, median ${times[$((runs / 2))]} ms, max $slowest ms" \
  "(limit $((most_seconds * 1000)) ms: $start_verdict)"
echo "processor time used until then: median ${cpu[$((runs / 2))]} ms (on an idle machine, two" \
  "processors or more, the start takes less than that)"
echo "heap of an idle run after a collection: $used MB (limit $most_megabytes MB: $heap_verdict);" \
  "resident memory of the process: $resident MB"
[[ $start_verdict == ok && $heap_verdict == ok ]]
