#!/bin/sh
# What --fm costs where it would fold, against the same where it does not, for each of the times at which it is
# evaluated: CPU of whole processes, least of 7. With another WAVETABLE, all against what that takes.
# usage: fm.sh WAVETABLE [ANOTHER]
set -eu
wavetable=$1
another=${2:-$1}
spent() {
    bash -c 'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>&1' bash "$@" 2>&1 | awk '{print $1 + $2}'
}
# Print the least CPU of a program that renders some words.
least() {
    for round in 1 2 3 4 5 6 7; do spent "$1" render -j1 -q -t raw -o /dev/null $2; done | sort -n | head -n 1
}
# A line: times, what is rendered, and what nothing of folds.
compare() {
    than=$(least "$another" "$3 -d 900")
    takes=$(least "$wavetable" "$2 -d 900")
    awk "BEGIN {printf \"  %-50s%5d%8.2f%9.2f\\n\", \"$2\", $1, $takes / $than, $takes / $than / $1}"
}
printf '\n--fm at so many times the rate        CPU against none that folds, and of that a time\n'
for plain in '-w sine --fm 2 A3' '-w sine --fm 1 --index lfo:sine:1Hz:0:2 A3' '-w sine --fm 2 -p lfo:sine:5Hz:-0.2:0.2 A3'; do
    compare 1 "$plain" "$plain"
done
compare 2 '-w sine --fm 1 --index 8 A6' '-w sine --fm 1 --index 1 A3'
compare 2 '-w saw --fm 1 --index 1 A4' '-w saw --fm 1 --index 0.001 A2'
compare 4 '-w sine --fm 2 --index 3 C8' '-w sine --fm 2 --index 1 A3'
compare 4 '-w saw --fm 1 --index 3 A4' '-w saw --fm 1 --index 0.001 A2'
compare 8 '-w sine --fm 7 --index 3 C8' '-w sine --fm 7 --index 1 A2'
for rate in 22050; do
    compare 2 "-r $rate -w sine --fm 1 --index 3 $((rate / 12))Hz" "-r $rate -w sine --fm 1 --index 1 $((rate / 100))Hz"
    compare 8 "-r $rate -w sine --fm 7 --index 3 $((rate / 12))Hz" "-r $rate -w sine --fm 1 --index 1 $((rate / 100))Hz"
done
