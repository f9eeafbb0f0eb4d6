# What the tests of this folder share: a batch of 200 jobs and its undivided run, the recipe from the
# README, and a machine that is lost half-way. Sourced by tests whose first argument is the program.
set -eu

wavetable=$(cd "$(dirname "$1")" && pwd)/${1##*/}
readme=$(cd "$(dirname "$0")/../.." && pwd)/README.md
folder=$(mktemp -d "${TMPDIR:-/tmp}/wavetable-cluster-XXXXXX")
n_jobs=200

stop_servers() { :; }

leave() {
    stop_servers
    cd /
    rm -rf "$folder"
}
trap leave EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

skip() {
    echo "skipped: $*"
    exit 77
}

fail() {
    echo "$*"
    exit 1
}

need() {
    for program; do
        command -v "$program" >/dev/null 2>&1 || skip "$program is not here"
    done
}

need_gnu_parallel() {
    need parallel
    parallel --version 2>/dev/null | grep -q GNU || skip 'parallel here is not GNU parallel'
    export PARALLEL_HOME="$folder/parallel"
    mkdir "$PARALLEL_HOME"
    : >"$PARALLEL_HOME/will-cite"
}

# free_port N: the first of a row that nobody uses, the Nth row of this process. Below those that systems
# give to clients; another may still take it before we do.
free_port() {
    port=$((20000 + ($$ * 7 + $1 * 1009) % 12000))
    while grep -qi ":$(printf %04X $port) " /proc/net/tcp /proc/net/tcp6 2>/dev/null; do
        port=$((port + 1))
    done
    echo $port
}

# The block of the README that is fenced as NAME.
recipe() {
    awk -v name="$1" '
    $0 ~ "^```[a-z]* " name "$" { on = 1; next }
    /^```/ { on = 0 }
    on { print; found = 1 }
    END { exit !found }' "$readme" || fail "the README has no recipe '$1'"
}

# 200 short sounds. Two take more than a second, after which a log is written down: they are in the third shard of 8, as
# in the third block of 25.
write_jobs() {
    awk -v n=$n_jobs 'BEGIN {
        for (key = 30; key <= 60; key += 0.5) chord = chord (key > 30 ? "," : "") key
        for (i = 1; i <= n; ++i)
            printf "-r 8000 %s -o out/%03d.wav\n",
                i == 59 || i == 67 ? "-g -50 --unison 16,10 " chord ":480" : "-d 0.05 " 36 + i % 48, i
    }'
}

# Stands in for the program on every machine. Whoever is the first to work on log.3 is lost once three of
# its jobs are done; where NODE names an sshd, the whole machine is.
write_stand_in() {
    cat <<END
#!/bin/sh
case " \$* " in
*' --log log.3 '*) mkdir '$folder/lost' 2>/dev/null || exec '$wavetable' "\$@" ;;
*) exec '$wavetable' "\$@" ;;
esac
exec 3<&0 # which the shell would take from what is in the background
'$wavetable' "\$@" <&3 &
until [ "\$(wc -l <log.3)" -ge 3 ] || ! kill -0 \$!; do
    sleep 0.01
done 2>/dev/null
[ -z "\${NODE-}" ] || kill -KILL "\$(cat "$folder/\$NODE.pid")"
kill -KILL \$!
wait \$! 2>/dev/null
wc -l <log.3 >'$folder/lost/lines'
kill -KILL \$\$
END
}

# Render the batch undivided into whole/, and go where it is to be spread.
begin() {
    mkdir -p "$folder/bin" "$folder/whole/out" "$folder/spread/out"
    write_jobs >"$folder/whole/jobs.txt"
    cp "$folder/whole/jobs.txt" "$folder/spread"
    write_stand_in >"$folder/bin/wavetable"
    chmod +x "$folder/bin/wavetable"
    export PATH="$folder/bin:$PATH"
    cd "$folder/whole"
    "$wavetable" batch jobs.txt || fail 'the undivided batch failed'
    cd "$folder/spread"
}

# A machine was lost in mid-work, and left nothing that is not whole.
assert_lost() {
    [ -s "$folder/lost/lines" ] || fail 'no machine was lost'
    lines=$(cat "$folder/lost/lines")
    [ "$lines" -ge 3 ] && [ "$lines" -lt 25 ] || fail "the machine was lost after $lines of 25 jobs"
    echo "a machine was lost after $lines of its 25 jobs"
}

# The tree is that of the undivided batch, and no job was done twice. What KILL ended may have left its
# temporary, whose name begins with a dot.
assert_same() {
    strays=$(find out -name '.*.tmp' | wc -l)
    diff -r -x '.*.tmp' "$folder/whole/out" out || fail 'the trees differ'
    [ "$strays" -le 1 ] || fail "$strays temporaries are left by one process"
    files=$(find out -name '*.wav' | wc -l)
    done=$(cat log.* | grep -c '"status":0')
    [ "$files" -eq $n_jobs ] && [ "$done" -eq $n_jobs ] || fail "$files files, $done jobs in the logs"
    echo "$files files as from the undivided batch, each job done once"
}

# A data set of 20000 sounds, in one piece in whole/, and its line here.
begin_set() {
    rm -rf "$folder/lost" log.*
    echo '-r 8000 -w {w=saw|square} {key=36..84}:0.05 -o {n}.wav' | tee "$folder/whole/line" >line
    (cd "$folder/whole" && "$wavetable" batch line --items 20000 --seed 7 --to set.tar) || fail 'the undivided batch failed'
}

# set.tar holds the same sounds, and the logs every label once.
assert_same_set() {
    mkdir one many
    tar xf set.tar -C many
    tar xf "$folder/whole/set.tar" -C one
    diff -rq -x '*.json' one many || fail 'the sets differ'
    cat log.* | sed 's/.*"item":\([0-9]*\).*/\1/' | sort -un >items
    [ "$(wc -l <items)" -eq 20000 ] && [ "$(cat log.* | wc -l)" -eq 20000 ] || fail "$(wc -l <items) labels in $(cat log.* | wc -l) lines"
    echo "a shard was lost after $(cat "$folder/lost/lines") of its 2500; 20000 sounds as from the undivided batch, each label once"
}
