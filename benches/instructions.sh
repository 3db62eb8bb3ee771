#!/usr/bin/env bash
# Counts the instructions that an item costs, by hand and with a generator, and prints them as Markdown.
# Usage: benches/instructions.sh [WORKLOAD..]; without any it counts fibonacci, triangle and words. Streams
# (`stream-..`) have a table of their own, and are not to be mixed with others.
# MOST, where it is set, is the highest ratio that is allowed by `for`.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "$0")/.."

command -v valgrind >/dev/null || { echo "instructions.sh: valgrind is missing" >&2; exit 2; }
cargo build --quiet --release -p gen-benches --bin count
count="${CARGO_TARGET_DIR:-target}/release/count"
scratch="$(mktemp -d)"
trap 'rm -r "$scratch"' EXIT

# instructions WORKLOAD WAY TIMES: how many are executed from start to end.
instructions() {
    valgrind --tool=callgrind --callgrind-out-file="$scratch/out" "$count" "$@" 2>"$scratch/log" || { cat "$scratch/log" >&2; exit 1; }
    awk '/Collected/ { print $4; found = 1 } END { exit !found }' "$scratch/log" ||
        { echo "instructions.sh: valgrind has counted nothing for $*" >&2; exit 1; }
}

# per_item WORKLOAD WAY: what two runs cost more than one, by the items of a run. It is not nothing, or nothing was run.
per_item() {
    local one two items
    one="$(instructions "$1" "$2" 1)"
    two="$(instructions "$1" "$2" 2)"
    items="$("$count" "$1" items)"
    awk -v one="$one" -v two="$two" -v items="$items" 'BEGIN { printf "%.3f", (two - one) / items; exit !(two > one) }'
}

ratio() {
    awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'
}

# passes RATIO: whether it is more than is allowed.
passes() {
    [ -n "${MOST:-}" ] && awk -v ratio="$1" -v most="$MOST" 'BEGIN { exit !(ratio > most) }'
}

# streams WORKLOAD..: a column for everyone who contends in streams; a cell is empty where there is none of that name.
contenders=(hand generator pinned async-stream unfold boxed)
streams() {
    local workload contender
    echo "| workload | by hand | \`impl Stream\` | \`impl PinStream\` | async-stream | \`futures::stream::unfold\` | boxed by hand |"
    echo "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for workload; do
        printf '| %s |' "$workload"
        for contender in "${contenders[@]}"; do
            if "$count" "$workload" "$contender" 0 2>/dev/null; then
                printf ' %s |' "$(per_item "$workload" "$contender")"
            else
                printf ' |'
            fi
        done
        echo
    done
}

[ $# -gt 0 ] || set -- fibonacci triangle words
if [[ "$1" == stream-* ]]; then
    streams "$@"
    exit
fi
failed=0
echo "| workload | by hand | generator, for | generator, fold | ratio, for | ratio, fold |"
echo "| --- | ---: | ---: | ---: | ---: | ---: |"
for workload; do
    hand="$(per_item "$workload" hand)"
    by_for="$(per_item "$workload" for)"
    by_fold="$(per_item "$workload" fold)"
    echo "| $workload | $hand | $by_for | $by_fold | $(ratio "$by_for" "$hand") | $(ratio "$by_fold" "$hand") |"
    if passes "$(ratio "$by_for" "$hand")"; then
        echo "instructions.sh: $workload by for takes more than $MOST times the instructions of the hand-written iterator" >&2
        failed=1
    fi
done
exit "$failed"
