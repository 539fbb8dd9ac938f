#!/usr/bin/env bash
# Runs fuzz targets one after the other: tests/fuzz/run.sh MINUTES [TARGET…]; a finding does not stop the others.
# Ends with status 1 when something was found; what was found lies in tests/fuzz/artifacts/.
set -uo pipefail
cd "$(dirname "$0")"
minutes=${1:?minutes for each target}
shift
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then mapfile -t targets < <(cd targets && ls | sed 's/\.rs$//'); fi
python3 seeds.py
cargo +nightly fuzz build --fuzz-dir . --sanitizer none || exit 2
status=0
for target in "${targets[@]}"; do
  printf '== %s, %s min\n' "$target" "$minutes"
  mkdir -p "corpus/$target" logs
  # A short text made long may take seconds in this build; everything else is to be quick.
  cargo +nightly fuzz run --fuzz-dir . --sanitizer none "$target" "corpus/$target" -- \
    -max_total_time=$((minutes * 60)) -timeout=10 -rss_limit_mb=2048 -dict=viet.dict -print_final_stats=1 \
    > "logs/$target.log" 2>&1 || { status=1; printf '   found something: %s\n' "$(grep -m1 -E 'panicked|SUMMARY|ERROR' "logs/$target.log")"; }
  grep -E 'stat::number_of_executed_units|stat::average_exec_per_sec|stat::peak_rss_mb' "logs/$target.log" | sed 's/^/   /'
done
exit $status
