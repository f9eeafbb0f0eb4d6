// The module of one oscillator, as an object. The same in a page, an AudioWorklet and node.

export const FRAMES = 128;

const DIMENSIONS = 8;
const TO = { pitch: 1, mix: 4, cross: 5 };

export class Oscillator {
    // `module` is a WebAssembly.Module; `dimensions`: [[Float32Array, ...], ...], all of one length.
    constructor(module, rate, dimensions) {
        this.wasm = new WebAssembly.Instance(module).exports;
        const { wasm } = this;
        const { buffer } = wasm.memory;
        const { length } = dimensions[0][0];
        this.controls = new Float32Array(buffer, wasm.controls(), 6 * DIMENSIONS * FRAMES);
        this.output = new Float32Array(buffer, wasm.output(), FRAMES);
        wasm.reset(rate, length);
        if (dimensions.some((cycles) => wasm.add_dimension(cycles.length) !== 0)) {
            throw new Error('oscillator: there is no room for so many cycles');
        }
        const samples = new Float32Array(buffer, wasm.samples(), dimensions.flat().length * (length + 1));
        dimensions.flat().forEach((cycle, i) => {
            samples.set(cycle, i * (length + 1));
            samples[(i + 1) * (length + 1) - 1] = cycle[0];
        });
    }

    // From phase 0; where it glides, `pitch` is added to it, in semitones.
    start(hz, glides = false) {
        this.wasm.start(hz, glides ? 1 : 0);
    }

    // One value for each of the next frames, which stay; 'mix', 'cross' of a dimension, or 'pitch'.
    set(name, dimension, values) {
        this.controls.set(values, (TO[name] * DIMENSIONS + dimension) * FRAMES);
    }

    // The next n <= 128 frames, to be read before the next call.
    pull(n = FRAMES) {
        this.wasm.pull(n);
        return this.output.subarray(0, n);
    }
}
