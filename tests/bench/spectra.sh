#!/bin/sh
# The pictures of the README: a saw at C7 by sox, csound and wavetable, looked at in the same way.
# Usage: spectra.sh WAVETABLE FOLDER
set -eu
wavetable=$1
folder=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sox -D -n -r 48000 -e floating-point -b 32 "$work/sox.wav" synth 4 sawtooth 2093.004522404789 gain -6
cat >"$work/saw.csd" <<'CSD'
<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 32
nchnls = 1
0dbfs = 1
instr 1
  out vco2(0.5, 2093.004522404789)
endin
</CsInstruments>
<CsScore>
i 1 0 4
</CsScore>
</CsoundSynthesizer>
CSD
csound -d -m0 -3 -f -W -o "$work/csound.wav" "$work/saw.csd" 2>/dev/null
"$wavetable" render -w saw -g -6 -b 32 -e float C7:4 -o "$work/wavetable.wav"

cd "$work"
for name in sox csound wavetable; do
    "$wavetable" plot --spectrum "$name.wav" C7 -o "$folder/spectrum-$name.svg" -v
done
