// The page's sound thread in an OfflineAudioContext renders the bytes of the native library, and how many voices it
// would play in time. Usage: offline.mjs SITE BYTES
import { writeFileSync } from 'node:fs';
import { run } from './chromium.mjs';

const [site, bytes] = process.argv.slice(2);

// What is run in the page.
const before = `
const patch = { dimensions: [['sine', 'square', 'saw']], live: ['amp', 'pitch', 'pan'], adsr: [0.005, 0.1, 0.8, 0.2] };

async function render(seconds, score) {
    const context = new OfflineAudioContext(2, 48000 * seconds, 48000);
    const module = await WebAssembly.compileStreaming(fetch('wavetable.wasm'));
    await context.audioWorklet.addModule('worklet.js');
    const node = new AudioWorkletNode(context, 'wavetable', {
        numberOfInputs: 0, outputChannelCount: [2], processorOptions: { module, patch, score },
        parameterData: { mix0: 0.375 },
    });
    node.connect(context.destination);
    const began = performance.now();
    const buffer = await context.startRendering();
    return { buffer, seconds: (performance.now() - began) / 1000 };
}

async function samples(score) {
    const { buffer } = await render(1, score);
    const url = await new Promise((resolve) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result);
        reader.readAsDataURL(new Blob([buffer.getChannelData(0), buffer.getChannelData(1)]));
    });
    return url.split(',')[1];
}`;

const SCORE = [[0, 60, 261.6255653, 100], [5000, 64, 329.6275569, 100], [12345, 67, 391.995436, 100],
    [20000, 60, 0, 0], [30001, 64, 0, 0], [40000, 67, 0, 0]];
const CHORD = Array.from({ length: 16 }, (_, i) => [0, i, 55 * 2 ** (i / 4), 100]);

await run(100, site, 'index.html', before, async (page) => {
    writeFileSync(bytes, Buffer.from(await page.value(`samples(${JSON.stringify(SCORE)})`), 'base64'));
    const seconds = await page.value(`render(10, ${JSON.stringify(CHORD)}).then(({ seconds }) => seconds)`);
    console.log(`in Chromium one core plays ${((16 * 10) / seconds).toFixed(0)} voices in time, at 128 frames`);
});
