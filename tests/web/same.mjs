// Plays many patches through the module, by chance but always the same: dimensions, cycles of any length, what is live,
// notes beyond the number of voices, blocks of any size. Writes the calls, for play.c, and what was pulled, which must be
// the bytes of the native library. Usage: same.mjs SITE CALLS PULLED, whose package.json says "module".
import { writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [site, calls, pulled] = process.argv.slice(2);
const { Engine, FRAMES, TO } = await import(join(site, 'engine.js'));
const module = new WebAssembly.Module(readFileSync(join(site, 'wavetable.wasm')));

const PATCHES = 24;
const BLOCKS = 60;
const RATES = [44100, 48000, 22050, 96000];
const LENGTHS = [2, 7, 64, 600, 1001, 2048];
const ADSRS = [[0.01, 0.1, 0.7, 0.1], [0, 0, 1, 0], [0.3, 0.5, 0, 0.01], [0.002, 0.01, 0.5, 0.03]];

let seed = 1;
const random = () => ((seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) >>> 8) / 2 ** 24;
const below = (n) => Math.floor(random() * n);
const one = (list) => list[below(list.length)];
const chance = (p) => random() < p;
const many = (n, make) => Array.from({ length: n }, make);

const lines = [];
const sounds = [];

// The module's functions, with what they are called with written down.
function overheard(wasm, engine) {
    const arrays = {
        add_samples: ([n]) => engine.input.subarray(0, n),
        set: ([to, d, n]) => engine.controls.subarray((to * 8 + d) * FRAMES, (to * 8 + d) * FRAMES + n),
    };
    return Object.fromEntries(Object.entries(wasm).map(([name, call]) => [name, (...given) => {
        lines.push([name, ...given, ...(arrays[name]?.(given) ?? [])].join(' '));
        return call(...given);
    }]));
}

const cycle = () => (chance(0.6) ? one(['sine', 'triangle', 'square', 'saw', { pulse: 0.2 }])
    : Float32Array.from(many(one(LENGTHS), () => 2 * random() - 1)));

// Values of a control for a block: at its end, on a line, any, or an end of the range.
function values(name, n) {
    const scale = { pitch: (x) => 30 * x - 15, pan: (x) => 2 * x - 1 }[name] ?? ((x) => 1.3 * x - 0.15);
    const from = random();
    const step = (random() - 0.5) / n;
    return one([() => [scale(from)], () => many(n, (_, i) => scale(from + step * i)), () => many(n, () => scale(random())),
        () => [below(2)]])();
}

function playBlock(engine, controls, rate, mono) {
    const n = chance(0.8) ? FRAMES : 1 + below(FRAMES);
    const notes = chance(0.05) ? 20 : chance(0.2) ? 1 : 0;
    for (let i = 0; i < notes; ++i) {
        engine.on(below(n), below(40), Math.min(20 * 2 ** (9 * random()), 0.45 * rate), 127 * random());
    }
    if (chance(0.15)) {
        engine.off(below(n), below(40));
    }
    controls.filter(() => chance(0.5)).forEach(([name, d]) => engine.set(name, d, Float32Array.from(values(name, n))));
    engine.pull(n, mono);
    sounds.push(engine.left.slice(0, n));
    if (!mono) {
        sounds.push(engine.right.slice(0, n));
    }
}

for (let p = 0; p < PATCHES; ++p) {
    const dimensions = many(one([1, 1, 2, 3, 8]), () => many(one([1, 2, 3, 5]), cycle));
    const live = ['amp', 'pitch', 'pan'].filter(() => chance(0.5));
    const rate = one(RATES);
    const controls = [...live.map((name) => [name, 0]), ...dimensions.flatMap((_, d) => [['mix', d], ['cross', d]])];
    const engine = new Engine(module);
    engine.wasm = overheard(engine.wasm, engine);
    engine.load({ dimensions, live, adsr: one(ADSRS) }, rate);
    engine.on(0, 50, 110, 100);
    for (let b = 0; b < BLOCKS; ++b) {
        playBlock(engine, controls, rate, chance(0.2));
    }
}
writeFileSync(calls, lines.join('\n'));
writeFileSync(pulled, Buffer.concat(sounds.map(({ buffer }) => Buffer.from(buffer))));
