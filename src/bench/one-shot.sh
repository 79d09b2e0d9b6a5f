#!/usr/bin/env bash
# Measures how long `status` takes, of the packaged distribution beside an earlier one, in turn: time and processor
# time, medians. Ends with 1 where it takes more than 0.6 of what it took.
# From the root of the repository, after `mvn -DskipTests package`:
#   src/bench/one-shot.sh EARLIER_DISTRIBUTION [RUNS]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

most=0.6
earlier=$(cd "${1:?the folder of an earlier distribution}" && pwd)
runs=${2:-20}
now=$PWD/target/connector-routes
[[ -x $now/bin/connector-routes ]] || { echo "$0: run mvn -DskipTests package first" >&2; exit 2; }
unset JAVA_OPTS CONNECTOR_ROUTES_OPTS

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A ledger of each version, with one job that needs no tenant: its rows are rejected.
for row in 1 2 3; do
  echo "{\"changeId\":\"row-$row\",\"operation\":\"apiConnector.delete\",\"target\":{\"displayname\":\"x\"}}"
done >"$work/rows.jsonl"

prepare() { # NAME DISTRIBUTION
  "$2/bin/connector-routes" import "$work/rows.jsonl" --home "$work/$1" --property graph.cloud=custom \
    --property graph.endpoint=http://127.0.0.1:9 --property graph.credential=none >"$work/$1.log" 2>&1 || [[ $? -eq 1 ]] ||
    { cat "$work/$1.log" >&2; exit 2; }
  # The first one is not measured: it unpacks what later ones find.
  status "$1" "$2" >/dev/null
}

status() { # NAME DISTRIBUTION; prints seconds, processor seconds
  local TIMEFORMAT='%R %U %S'
  { time "$2/bin/connector-routes" status --home "$work/$1" >"$work/out" 2>"$work/err"; } 2>&1 |
    awk '{ print $1, $2 + $3 }'
  grep -q rows.jsonl "$work/out" || { cat "$work/err" >&2; exit 2; }
}

prepare earlier "$earlier"
prepare now "$now"
echo "load average before: $(cut -d' ' -f1 /proc/loadavg), processors: $(nproc)"
for ((n = 1; n <= runs; n++)); do
  status earlier "$earlier" >>"$work/earlier.times"
  status now "$now" >>"$work/now.times"
done

median() { # NAME FIELD
  cut -d' ' -f"$2" "$work/$1.times" | sort -n | sed -n "$(((runs + 1) / 2))p"
}
kept=0
for field in 1 2; do
  what=$([[ $field == 1 ]] && echo time || echo "processor time")
  before=$(median earlier $field)
  after=$(median now $field)
  awk -v what="$what" -v a="$before" -v b="$after" -v most=$most -v runs="$runs" 'BEGIN {
    printf "%s of status, median of %d in turn: %.2f s before, %.2f s now, %.2f of it (limit %.1f: %s)\n",
      what, runs, a, b, b / a, most, b / a <= most ? "ok" : "TOO MUCH"
    exit b / a > most }' || kept=1
done
echo "the archive of classes: $(cd "$work/now/data" && stat -c '%a %s %n' .classes-* 2>/dev/null || echo none)"
exit $kept
