#!/bin/sh
# Voices in time, native and in a module, what small blocks cost in instructions, and the sizes of the modules.
# usage: live.sh BENCH_LIVE DIRECTORY
set -eu
live=$1 directory=$2
cd "$(dirname "$0")/../.."
"$live"

# Instructions without what it takes to begin: of 81920 frames more. KIND BLOCK VOICES APART
# (Zeros are written in a loop: of those that processors write by one instruction, each byte would count.)
count() {
    GLIBC_TUNABLES=glibc.cpu.x86_rep_stosb_threshold=1000000 valgrind --tool=callgrind --callgrind-out-file=/dev/null "$live" "$@" 2>&1 | sed -n 's/.*Collected : //p'
}
more() {
    echo $(($(count "$1" "$2" 163840 "$3" "$4") - $(count "$1" "$2" 81920 "$3" "$4")))
}
# row VOICES APART WORDS
row() {
    echo "instructions, mono, $3: of a frame of a voice in blocks of 4096, and how many times that in small ones"
    for kind in steady blend amplitude position pitch; do
        long=$(more $kind 4096 "$1" "$2")
        echo "$kind $long $1 $(more $kind 128 "$1" "$2") $(more $kind 64 "$1" "$2")" |
            awk '{ printf "  %-10s %5.1f   128: %.2f   64: %.2f\n", $1, $2 / 81920 / $3, $4 / $2, $5 / $2 }'
    done
}
if command -v valgrind >/dev/null 2>&1; then
    row 16 0 '16 notes that begin together'
    row 16 37 '16 notes that begin apart'
    row 64 0 '64 notes that begin together'
    row 1 0 'one note'
fi
if command -v clang >/dev/null 2>&1 && command -v wasm-ld >/dev/null 2>&1 && command -v node >/dev/null 2>&1; then
    src/web/build "$directory/site"
    cp "$directory/site/engine.js" "$directory/engine.mjs"
    node tests/bench/live.mjs "$directory"
fi
