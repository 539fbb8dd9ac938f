#!/usr/bin/env bash
# Runs fuzz targets: tests/fuzz/run.sh MINUTES [TARGET…]; a finding does not stop the others.
# JOBS=2 runs two at a time, minutes by the clock; SEEDS=FOLDER adds the files of FOLDER/TARGET, which stay where they are.
# Ends with status 1 when something was found; what was found lies in tests/fuzz/artifacts/.
set -uo pipefail
cd "$(dirname "$0")"
export minutes=${1:?minutes for each target}
shift
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then mapfile -t targets < <(cd targets && ls | sed 's/\.rs$//'); fi
python3 seeds.py
cargo +nightly fuzz build --fuzz-dir . --sanitizer none || exit 2

run() {
  target=$1
  mkdir -p "corpus/$target" logs
  words=words/$target.dict
  [ -e "$words" ] || words=viet.dict
  more=${SEEDS:+$SEEDS/$target}
  [ -d "$more" ] || more=
  # A short text made long may take seconds in this build; everything else is to be quick.
  cargo +nightly fuzz run --fuzz-dir . --sanitizer none "$target" "corpus/$target" $more -- \
    -max_total_time=$((minutes * 60)) -timeout=10 -rss_limit_mb=2048 -dict="$words" -print_final_stats=1 > "logs/$target.log" 2>&1
  status=$?
  printf '== %s, %s min\n' "$target" "$minutes"
  [ $status -eq 0 ] || printf '   found something: %s\n' "$(grep -m1 -E 'panicked|SUMMARY|ERROR' "logs/$target.log")"
  grep -E 'stat::number_of_executed_units|stat::average_exec_per_sec|stat::peak_rss_mb' "logs/$target.log" | sed 's/^/   /'
  return $status
}
export -f run
printf '%s\0' "${targets[@]}" | xargs -0 -n 1 -P "${JOBS:-1}" bash -c 'run "$0" || exit 1' || exit 1
