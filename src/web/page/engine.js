// The module of WebAssembly, as an object. The same in a page, an AudioWorklet and node.

export const TO = { amp: 0, pitch: 1, pan: 2, index: 3, mix: 4, cross: 5 };
export const SHAPE = { sine: 0, triangle: 1, square: 2, saw: 3, pulse: 4 };
export const FRAMES = 128;
export const MOST_LENGTH = 2048;

const DIMENSIONS = 8;
const PAGE = 65536; // bytes

function check(status) {
    if (status !== 0) {
        throw new Error(`wavetable: status ${status}`);
    }
}

export class Engine {
    // `module` is a WebAssembly.Module.
    constructor(module) {
        this.wasm = new WebAssembly.Instance(module).exports;
        const { memory } = this.wasm;
        this.memory = new Uint8Array(memory.buffer);
        let at = this.wasm.shared();
        const next = (length) => new Float32Array(memory.buffer, (at += 4 * length) - 4 * length, length);
        this.left = next(FRAMES);
        this.right = next(FRAMES);
        this.controls = next(6 * DIMENSIONS * FRAMES); // by destination and dimension
        this.input = next(MOST_LENGTH);
    }

    // `patch`: {dimensions: [[cycle, ...], ...], adsr: [a, d, s, r], live: ['pitch', ...]}; a cycle is
    // a shape's name, {pulse: width} or a Float32Array.
    load(patch, rate) {
        const { wasm } = this;
        check(wasm.reset(rate));
        for (const cycles of patch.dimensions) {
            check(wasm.add_dimension());
            cycles.forEach((cycle) => this.add(cycle));
        }
        (patch.live ?? []).forEach((name) => wasm.set_live(TO[name]));
        wasm.set_adsr(...(patch.adsr ?? [0.005, 0, 1, 0.05]));
        check(wasm.prepare(patch.low ?? 27, patch.high ?? 4500));
    }

    // What load has made, for another engine of the module: pages of memory, without those of zeros.
    image() {
        const words = new Uint32Array(this.memory.buffer);
        const n = PAGE / 4;
        const pages = [];
        for (let page = 0; page * n < words.length; ++page) {
            if (words.subarray(page * n, (page + 1) * n).some((word) => word !== 0)) {
                pages.push(page);
            }
        }
        const bytes = new Uint8Array(pages.length * PAGE);
        pages.forEach((page, i) => bytes.set(this.memory.subarray(page * PAGE, (page + 1) * PAGE), i * PAGE));
        return { pages, bytes };
    }

    // Take pages first .. end - 1 of an image. Return whether there are more.
    take({ pages, bytes }, first, end) {
        pages.slice(first, end).forEach((page, i) => {
            const at = (first + i) * PAGE;
            this.memory.set(bytes.subarray(at, at + PAGE), page * PAGE);
        });
        return end < pages.length;
    }

    add(cycle) {
        if (cycle instanceof Float32Array) {
            this.input.set(cycle);
            check(this.wasm.add_samples(cycle.length));
        } else if (typeof cycle === 'string') {
            check(this.wasm.add_shape(SHAPE[cycle], 0));
        } else {
            check(this.wasm.add_shape(SHAPE.pulse, cycle.pulse));
        }
    }

    on(at, id, hz, velocity) {
        this.wasm.on(at, id, hz, velocity);
    }

    off(at, id) {
        this.wasm.off(at, id);
    }

    // One value for the block's end, or one for each frame.
    set(name, dimension, values) {
        this.controls.set(values, (TO[name] * DIMENSIONS + dimension) * FRAMES);
        this.wasm.set(TO[name], dimension, values.length);
    }

    // n <= 128 frames: they are in `left` and, unless `mono`, in `right`.
    pull(n, mono) {
        this.wasm.pull(n, mono ? 1 : 0);
    }
}
