#!/bin/sh
# Voices in time, native and in a module, what small blocks cost in instructions, and the sizes of the modules.
# usage: live.sh BENCH_LIVE DIRECTORY
set -eu
live=$1 directory=$2
cd "$(dirname "$0")/../.."
"$live"

# Instructions of 16 voices, without what it takes to begin: of 81920 frames more.
count() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$live" "$@" 2>&1 | sed -n 's/.*Collected : //p'
}
more() {
    echo $(($(count "$1" "$2" 163840) - $(count "$1" "$2" 81920)))
}
if command -v valgrind >/dev/null 2>&1; then
    echo 'instructions, mono: of a frame of a voice in blocks of 4096, and how many times that in small ones'
    for kind in steady blend amplitude position pitch; do
        long=$(more $kind 4096)
        echo "$kind $long $(more $kind 128) $(more $kind 64)" |
            awk '{ printf "  %-10s %5.1f   128: %.2f   64: %.2f\n", $1, $2 / 81920 / 16, $3 / $2, $4 / $2 }'
    done
fi
if command -v clang >/dev/null 2>&1 && command -v wasm-ld >/dev/null 2>&1 && command -v node >/dev/null 2>&1; then
    src/web/build "$directory/site"
    cp "$directory/site/engine.js" "$directory/engine.mjs"
    node tests/bench/live.mjs "$directory"
fi
