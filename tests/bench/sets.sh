#!/bin/sh
# A data set of 1000 sounds of 4 s in one stream: times real time, beside a bare write of the same bytes, and where the
# time goes; and a pack of 88 keys by 4 layers, with loops and a map.
# usage: sets.sh WAVETABLE DIRECTORY [ROW]
set -eu
wavetable=$1 directory=$2
rows='tar two synced bare files npy bare_npy unwritten array undithered pack'
# Render all sounds, each a moving mix of a table that ships under an envelope: render_set FORMAT OPTION...
render_set() {
    format=$1
    shift
    echo "-w vowels -m 0:0,100%:1 --adsr 10ms,200ms,0.7,300ms $format {key=36..84/1}:3.7 -o {n}.wav" |
        "$wavetable" batch -q - --items 1000 "$@"
}
run_row() {
    case $1 in
    tar) render_set '' --to set.tar --sync none -j 1 ;;
    two) render_set '' --to two.tar --sync none -j 2 ;;
    synced) render_set '' --to synced.tar -j 1 ;;
    bare) cat set.tar >bare.tar ;;
    files) mkdir files && cd files && render_set '' --sync none -j 1 ;;
    npy) render_set '-e float' --to set.npy --sync none -j 1 ;;
    bare_npy) cat set.npy >bare.npy ;;
    unwritten) render_set '' --to null.tar --sync none -j 1 ;;
    array) render_set '' --to null.npy --sync none -j 1 ;;
    undithered) render_set '--dither none' --to null.npy --sync none -j 1 ;;
    pack)
        "$wavetable" render -q --each --parents --sync none -j 1 -w vowels -m lfo:sine:1Hz:0:1 --adsr 5ms,0,1,200ms \
            -d 2 --loop --map pack/pack.sfz -o 'pack/{note}_{vel}.wav' 'A0..C8@32,64,96,127'
        ;;
    esac
}
if [ $# -gt 2 ]; then
    run_row "$3"
    exit
fi
# Print "CPU wall" of a command, in seconds.
timed() {
    bash -c 'TIMEFORMAT="%U %S %R"; time "$@" >/dev/null 2>&1' bash "$@" 2>&1 | awk '{print $1 + $2, $3}'
}
# Some place in the order of a column of a row's times: ordered ROW COLUMN PLACE.
ordered() {
    awk -v column="$2" '{print $column}' "times.$1" | sort -n | sed -n "$3p"
}
median() { ordered "$1" "$2" 3; }
least() { ordered "$1" 1 1; }
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$directory/sets"
cd "$directory/sets"
for round in 1 2 3 4 5; do
    mkdir "$round"
    cd "$round"
    ln -s /dev/null null.tar
    ln -s /dev/null null.npy
    for row in $rows; do
        timed "$here/sets.sh" "$wavetable" . "$row" >>"../times.$row"
        rm -rf two.tar synced.tar bare.tar files bare.npy pack
    done
    cd ..
    rm -rf "$round"
done
# row TEXT ROW: seconds, and by how much 4000 s of sound are longer.
row() {
    echo "$(median "$2" 1) $(median "$2" 2)" |
        awk -v text="$1" '{printf "  %-48s %7.3f %8.3f %9.0f\n", text, $1, $2, 4000 / $2}'
}
printf '\n1000 sounds of 4 s, a moving mix and an envelope, seconds (median of 5)\n%-50s %7s %8s %9s\n' '' CPU wall 'real time x'
row 'one tar of 16 bits, --sync none' tar
row 'the same, -j 2' two
row 'the same, on the disk' synced
row 'a bare write of its bytes' bare
row 'files, --sync none' files
row 'one .npy of floats, --sync none' npy
row 'a bare write of its bytes' bare_npy
echo "$(median tar 2) $(median two 2)" | awk '{printf "  -j 1 / -j 2, wall: %.2f x\n", $1 / $2}'
printf '\nwhere the time of the tar goes, CPU (least of 5)\n'
echo "$(least tar) $(least unwritten) $(least array) $(least undithered)" | awk '
    function part(what, s) { printf "  %-48s %7.3f %7.0f %%\n", what, s, 100 * s / $1 }
    {
        part("synthesis and rounding", $4); part("dither", $3 - $4); part("heads and labels", $2 - $3); part("writing", $1 - $2)
    }'
printf '\n88 keys by 4 layers of 2.2 s, looped, with a map (1 s of CPU is allowed)\n'
row '352 files, --sync none' pack | cut -c 1-67
cd ..
rm -rf sets
