#!/usr/bin/env bash
# The first and the second run on real files beside other programs (text extractors alone, Recoll, a script that fills tantivy):
# time, memory, size and found documents in one table with ratios. Usage: tests/bench/peers.sh [FOLDER [PROGRAM]]
# The measuring script lies beside the checkout, or is told by $PEERS_BENCH.
set -euo pipefail
cd "$(dirname "$0")/../.."
bench=${PEERS_BENCH:-../shared/tools/peers_bench.sh}
[ -x "$bench" ] || { echo "skipped: no $bench here" >&2; exit 0; }
CONGVAN_INDEX_ARGS="${CONGVAN_INDEX_ARGS:---ocr off}" exec "$bench" -s floor,recoll,fts5,tantivy,congvan "${1:-../shared/corpus}" "${2:-target/release/congvan}"
