// A patch changes beside the sound: levels come from another thread, a few pages a block; until then the old patch sounds
// as if nothing were, then held notes go on in the new one. Usage: change.mjs SITE, whose package.json says "module".
import assert from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const site = process.argv[2];
const module = new WebAssembly.Module(readFileSync(join(site, 'wavetable.wasm')));
const OLD = { dimensions: [['sine', 'saw']], live: ['amp', 'pitch', 'pan'], adsr: [0.005, 0.1, 0.8, 0.2] };
const NEW = { ...OLD, dimensions: [[Float32Array.from({ length: 256 }, (_, i) => Math.sin((i / 128) ** 2)), { pulse: 0.2 }]] };
const PARAMETERS = { amp: [0.8], pitch: [3], pan: [-0.5], mix0: [0.3], mix1: [0], cross1: [0] };
const MOST_PAGES = 4; // 256 KB in 2.7 ms

// What a browser has.
let Processor, built;
globalThis.sampleRate = 48000;
globalThis.currentFrame = 0;
globalThis.onmessage = null;
globalThis.postMessage = (image) => (built = image);
globalThis.AudioWorkletProcessor = class {
    port = { postMessage() {} };
};
globalThis.registerProcessor = (name, processor) => (Processor = processor);
const { Engine, FRAMES } = await import(join(site, 'engine.js'));
await import(join(site, 'worklet.js'));
await import(join(site, 'builder.js'));

const begin = () => {
    const processor = new Processor({ processorOptions: { module, patch: OLD } });
    processor.receive({ id: 1, hz: 220, velocity: 100 });
    processor.receive({ id: 2, hz: 331, velocity: 90 });
    return processor;
};
const block = (processor) => {
    const output = [new Float32Array(FRAMES), new Float32Array(FRAMES)];
    processor.process([], [output], PARAMETERS);
    return output;
};

const changing = begin();
const staying = begin();
block(changing), block(staying);
globalThis.onmessage({ data: { module, patch: NEW, rate: sampleRate } });

let pages = 0;
const { load, take } = Engine.prototype;
Engine.prototype.load = () => assert.fail('the sound thread builds levels');
Engine.prototype.take = function (image, first, end) {
    pages += end - first;
    return take.call(this, image, first, end);
};
changing.receive(built);
let before = 0;
for (let last = pages; changing.next; last = pages) {
    const got = block(changing);
    assert(pages - last <= MOST_PAGES, `a block takes ${pages - last} pages`);
    if (changing.next) {
        assert.deepStrictEqual(got, block(staying), 'the old patch sounds on');
        ++before;
    }
}
assert(before > 1);

// The same notes, where nothing was before.
Engine.prototype.load = load;
const alone = begin();
alone.engine.load(NEW, sampleRate);
alone.held.clear();
block(alone);
alone.on(0, 1, 220, 100);
alone.on(0, 2, 331, 90);
let loudest = 0;
for (let i = 0; i < 2 * (sampleRate / FRAMES); ++i) {
    const expected = block(alone);
    const got = i > 0 ? block(changing) : expected; // its first block is gone
    if (changing.leaving.length === 0) {
        assert.deepStrictEqual(got, expected, 'held notes go on in the new patch');
        loudest = Math.max(loudest, ...got[0]);
    }
}
assert(loudest > 0.05);
console.log(`${pages} pages in ${before + 1} blocks; held notes went on`);
