// How many voices the page's module plays in time on one core, in blocks of 128 frames: DIRECTORY
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const directory = resolve(process.argv[2]);
const { Engine, FRAMES } = await import(join(directory, 'engine.mjs'));
const module = new WebAssembly.Module(readFileSync(join(directory, 'site', 'wavetable.wasm')));
const VOICES = 16, RATE = 48000, SECONDS = 10;

function play(dimensions, live, seconds) {
    const engine = new Engine(module);
    engine.load({ dimensions, live, adsr: [0.01, 0.1, 0.7, 0.1] }, RATE);
    for (let i = 0; i < VOICES; ++i) {
        engine.on(0, i, 55 + 20.35 * i, 100);
    }
    const began = process.cpuUsage();
    for (let frame = 0; frame < seconds * RATE; frame += FRAMES) {
        engine.set('mix', 0, [0.3 + 0.2 * Math.sin(frame / RATE)]);
        engine.pull(FRAMES, false);
    }
    return process.cpuUsage(began).user / 1e6;
}

for (const [name, dimensions, live] of [['steady', [['saw']], []], ['position', [['saw', 'square']], []],
    ['pitch', [['saw']], ['pitch']], ['all live', [['sine', 'square', 'saw']], ['amp', 'pitch', 'pan']]]) {
    play(dimensions, live, 1); // until it is compiled
    const voices = (VOICES * SECONDS) / play(dimensions, live, SECONDS);
    console.log(`  wavetable.wasm in node, stereo, ${name.padEnd(8)}  128: ${voices.toFixed(0)} voices`);
}
