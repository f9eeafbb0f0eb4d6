// The module of one oscillator gives the bytes of `render`: WAVETABLE SITE FOLDER.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';

const [program, site, folder] = process.argv.slice(2);
copyFileSync(join(site, 'oscillator.js'), join(folder, 'oscillator.mjs'));
const { Oscillator, FRAMES } = await import(join(folder, 'oscillator.mjs'));
const module = new WebAssembly.Module(readFileSync(join(site, 'oscillator.wasm')));

const RATE = 48000, SECONDS = 0.5, N = RATE * SECONDS;

// Pseudo-random numbers, the same every run.
let state = 1;
const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
const cycle = (n) => Float32Array.from({ length: n }, () => 2 * random() - 1);
const curve = (low, high, hz) =>
    Float32Array.from({ length: N }, (_, i) => low + (high - low) * (0.5 + 0.5 * Math.sin((i / RATE) * hz * 2 * Math.PI)));
const line = (from, to) => Float32Array.from({ length: N }, (_, i) => from + ((to - from) * i) / N);
const still = (value) => new Float32Array(N).fill(value);

function writeWav(name, samples) {
    const bytes = Buffer.alloc(46 + 4 * samples.length);
    bytes.write('RIFF\0\0\0\0WAVEfmt ', 0, 'latin1');
    bytes.writeUInt32LE(bytes.length - 8, 4);
    [[18, 32], [3, 16], [1, 16], [RATE, 32], [4 * RATE, 32], [4, 16], [32, 16], [0, 16]].reduce((at, [value, bits]) =>
        (bits === 32 ? bytes.writeUInt32LE(value, at) : bytes.writeUInt16LE(value, at)), 16);
    bytes.write('data', 38, 'latin1');
    bytes.writeUInt32LE(4 * samples.length, 42);
    Buffer.from(samples.buffer).copy(bytes, 46);
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
}

// What `render` makes of a case, as raw floats.
function rendered({ hz, dimensions, mixes, crosses, pitch }) {
    const words = ['render', '-B', 'off', '-i', 'linear', '-r', RATE, '-t', 'raw', '-e', 'float', '-b', 32,
        '-g', 0, '--adsr', '0,0,1,0', '-d', SECONDS, '-o', '-'];
    dimensions.forEach((cycles, d) => {
        const all = new Float32Array(cycles.flatMap((samples) => [...samples]));
        words.push('-w', writeWav(`cycles${d}.wav`, all), '--frame', cycles[0].length);
        words.push('-m', `${d}=file:${writeWav(`mix${d}.wav`, mixes[d])}`);
        if (d > 0) {
            words.push('-x', `${d}=file:${writeWav(`cross${d}.wav`, crosses[d])}`);
        }
    });
    if (pitch) {
        words.push('-p', `file:${writeWav('pitch.wav', pitch)}`);
    }
    return execFileSync(program, [...words.map(String), `${hz}Hz`], { maxBuffer: 1 << 26 });
}

function played({ hz, dimensions, mixes, crosses, pitch }) {
    const oscillator = new Oscillator(module, RATE, dimensions);
    const sound = new Float32Array(N);
    oscillator.start(hz, Boolean(pitch));
    for (let at = 0; at < N; at += FRAMES) {
        const n = Math.min(FRAMES, N - at);
        dimensions.forEach((_, d) => {
            oscillator.set('mix', d, mixes[d].subarray(at, at + n));
            oscillator.set('cross', d, crosses[d].subarray(at, at + n));
        });
        if (pitch) {
            oscillator.set('pitch', 0, pitch.subarray(at, at + n));
        }
        sound.set(oscillator.pull(n), at);
    }
    return Buffer.from(sound.buffer);
}

const table = (n, length) => Array.from({ length: n }, () => cycle(length));
const cases = {
    'one cycle': { hz: 440, dimensions: [table(1, 600)], mixes: [still(0)] },
    'a sweep through 7 cycles': { hz: 110, dimensions: [table(7, 2048)], mixes: [line(0, 1)] },
    'positions that swing': { hz: 261.625, dimensions: [table(3, 256)], mixes: [curve(0, 1, 30)] },
    'two dimensions': {
        hz: 55.3, dimensions: [table(2, 1024), table(4, 1024)],
        mixes: [curve(0, 1, 3), line(1, 0)], crosses: [still(0), curve(0, 1, 7)],
    },
    'eight dimensions and a pitch that moves': {
        hz: 329.6, dimensions: Array.from({ length: 8 }, (_, d) => table(d + 1, 512)),
        mixes: Array.from({ length: 8 }, (_, d) => curve(0, 1, d + 1)),
        crosses: Array.from({ length: 8 }, (_, d) => curve(0, 0.8, d + 0.5)), pitch: curve(-7, 5, 4),
    },
};

if (WebAssembly.Module.imports(module).length > 0) {
    throw new Error('oscillator.wasm imports something');
}
for (const [name, given] of Object.entries(cases)) {
    const patch = { crosses: given.dimensions.map(() => still(0)), ...given };
    const expected = rendered(patch);
    const got = played(patch);
    if (expected.every((byte) => byte === 0) || !expected.equals(got)) {
        const first = expected.findIndex((byte, i) => byte !== got[i]);
        console.log(`${name}: not the bytes of render: ${expected.length} and ${got.length}, from byte ${first} on`);
        process.exit(1);
    }
}
console.log(`oscillator.wasm: the bytes of render for ${Object.keys(cases).length} patches, ${N} frames each`);
