#!/bin/sh
# What tables cost: to open 2 MB of each kind, and to look at 1000 of them. CPU of whole processes, median of 9.
# usage: tables.sh WAVETABLE DIRECTORY
set -eu
wavetable=$1
cd "$2"
# Print the CPU of a command, in ms.
spent() {
    bash -c 'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>&1' bash "$@" 2>&1 | awk '{print ($1 + $2) * 1000}'
}
median() {
    for round in 1 2 3 4 5 6 7 8 9; do spent "$@"; done | sort -n | awk '{x[NR] = $1} END {print x[5]}'
}
# 256 cycles of 2048 floats.
"$wavetable" table make saw,sine,square --cycles 256 --length 2048 -q -o wide.wav
"$wavetable" table convert wide.wav -q -b 16 -o narrow.wav
"$wavetable" table convert wide.wav -q -o wide.wt
"$wavetable" table convert wide.wav -q -o wide.vitaltable
files='wide.wav narrow.wav wide.wt wide.vitaltable'
if command -v sox >/dev/null; then
    sox -D wide.wav -b 24 wide.flac 2>/dev/null && files="$files wide.flac"
fi
printf '\na note of 0.01 s, ms more than of a saw: the first cycle of a table\n'
saw=$(median "$wavetable" render -q -w saw A4:0.01 -t raw -o /dev/null)
for file in $files; do
    with=$(median "$wavetable" render -q -w "./$file#0" --frame 2048 A4:0.01 -t raw -o /dev/null)
    printf '  %-34s%9.1f\n' "$file" "$(awk "BEGIN {print $with - $saw}")"
done
mkdir -p many
"$wavetable" table make saw,sine,square --cycles 64 --length 2048 -q -o some.wav
i=0
while [ $i -lt 1000 ]; do cp some.wav "many/$((i += 1)).wav"; done
printf '\nwavetable table info of 1000 tables of 64 x 2048 floats\n'
printf '  %-34s%9.0f\n' 'CPU, ms' "$(median "$wavetable" table info many/*.wav)"
rm -r many wide.* narrow.wav some.wav
