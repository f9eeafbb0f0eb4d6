#!/usr/bin/env python3
"""Print the noise of one steady saw in a mono float WAV file, and its worst harmonic, in dB.

usage: noise_of_file.py FILE HZ

A Kaiser window (beta 30, side lobes below -220 dB) over 2^18 frames puts each harmonic into a lobe
of its own. Power in the lobes around k HZ is the tone; all else from 20 Hz to 20 kHz is noise.
Noise under a lobe is not seen: take pitches whose folded harmonics fall between the others.
"""
import math
import struct
import sys

import numpy as np

N = 1 << 18
BETA = 30.0
LOBE = math.ceil(math.sqrt(1.0 + (BETA / math.pi) ** 2)) + 1  # half of it, in bins


def read_wav(path):
    data = open(path, "rb").read()
    rate, samples, at = 0, None, 12
    while at + 8 <= len(data):
        name, size = data[at : at + 4], struct.unpack("<I", data[at + 4 : at + 8])[0]
        if name == b"fmt ":
            channels, rate = struct.unpack("<HI", data[at + 10 : at + 16])
            bits = struct.unpack("<H", data[at + 22 : at + 24])[0]
            assert (channels, bits) == (1, 32)
        elif name == b"data":
            samples = np.frombuffer(data[at + 8 : at + 8 + size], "<f4").astype(float)
        at += 8 + size + size % 2
    return rate, samples


def main():
    rate, x = read_wav(sys.argv[1])
    # What a phase of 32 bits plays.
    hz = round(float(sys.argv[2]) / rate * 2.0**32) / 2.0**32 * rate
    assert len(x) >= N + 4096
    power = np.abs(np.fft.rfft(x[4096 : 4096 + N] * np.kaiser(N, BETA))) ** 2
    in_band = np.arange(len(power)) * rate / N
    in_band = (in_band >= 20.0) & (in_band <= 20000.0)
    tone = np.zeros(len(power), bool)
    tone[: LOBE + 1] = True  # DC
    lobes = []
    for k in range(1, int(20000.0 / hz) + 1):
        centre = k * hz * N / rate
        low, high = max(0, math.floor(centre) - LOBE), math.ceil(centre) + LOBE
        tone[low : high + 1] = True
        lobes.append(power[low : high + 1].sum() * k * k)
    for k in range(len(lobes) + 1, int(rate / hz)):  # may reach into the band from above
        centre = k * hz * N / rate
        tone[max(0, math.floor(centre) - LOBE) : math.ceil(centre) + LOBE + 1] = True
    noise = power[in_band & ~tone].sum() / power[in_band & tone].sum()
    worst = max(abs(10.0 * math.log10(p / lobes[0])) for p in lobes)
    print("%.2f %.6f" % (10.0 * math.log10(noise), worst))


main()
