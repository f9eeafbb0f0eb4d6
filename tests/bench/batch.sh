#!/bin/sh
# 1000 notes of 0.25 s into 1000 WAV files: one batch against a shell loop over sox, CPU and wall time.
# usage: batch.sh WAVETABLE DIRECTORY
set -eu
wavetable=$1
# Print "CPU wall" of a command, in seconds. Each runs in a folder of its own, and none is removed before the end: ext4
# passes over every inode that was freed in the last minutes, which costs more than making a file. For the same reason
# the figures of a disk depend on what was deleted before; those of memory do not.
spent() {
    mkdir "run.$((runs += 1))"
    cd "run.$runs"
    timed "$@"
    cd ..
}
timed() {
    bash -c 'TIMEFORMAT="%U %S %R"; time "$@" >/dev/null 2>&1' bash "$@" 2>&1 | awk '{print $1 + $2, $3}'
}
median() {
    sort -n | awk '{x[NR] = $1} END {print x[int((NR + 1) / 2)]}'
}
write_jobs() {
    i=0
    while [ $i -lt 1000 ]; do
        echo "-w saw $((30 + i % 60)):0.25 -o $i.wav"
        i=$((i + 1))
    done >jobs.txt
}
run_all() {
    runs=0
    : >one; : >two; : >synced; : >tar; : >bare; : >whole; : >sox
    for round in 1 2 3 4 5; do
        spent "$wavetable" batch ../jobs.txt -j 1 --sync none >>one
        spent "$wavetable" batch ../jobs.txt -j 2 --sync none >>two
        spent "$wavetable" batch ../jobs.txt -j 2 >>synced
        spent "$wavetable" batch ../jobs.txt -j 1 --sync none --to all.tar >>tar
        cat run.$((runs - 3))/*.wav >all
        spent split -a 3 -d -b 24044 ../all >>bare
        spent "$wavetable" render -q -w saw A2:250 -j 1 --sync none -o whole.wav >>whole
        if command -v sox >/dev/null; then
            spent sh -c 'i=0; while [ $i -lt 1000 ]; do sox -n -r 48000 -b 16 s$i.wav synth 0.25 saw 440 gain -3; i=$((i + 1)); done' >>sox
        fi
    done
}
cpu() { awk '{print $1}' "$1" | median; }
wall() { awk '{print $2}' "$1" | median; }
# row NAME TEXT
row() {
    [ ! -s "$1" ] || printf '  %-44s %7.3f %8.3f\n' "$2" "$(cpu "$1")" "$(wall "$1")"
}
# measure FOLDER NAME
measure() {
    mkdir -p "$1"
    cd "$1"
    write_jobs
    run_all
    printf '\n1000 notes of 0.25 s, %s, seconds (median of 5)\n%-46s %7s %8s\n' "$2" '' CPU wall
    row one 'files, --sync none, -j 1'
    row two 'the same, -j 2'
    row synced 'files, -j 2'
    row bare 'their bytes, by split'
    row tar 'a tar, --sync none, -j 1'
    row whole 'one note of 250 s'
    row sox 'sox, in a loop of the shell'
    [ -s sox ] && echo "$(cpu sox) $(cpu one)" | awk '{printf "  sox / batch, CPU: %.1f x\n", $1 / $2}'
    echo "$(wall two) $(wall one)" | awk '{printf "  -j 2 / -j 1, wall: %.2f x\n", $1 / $2}'
    cd /
    rm -rf "$1"
}
measure "$2/batch" 'on the disk'
[ ! -w /dev/shm ] || measure "/dev/shm/wavetable-bench-$$" 'in memory'
