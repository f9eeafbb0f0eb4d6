// The sound thread: an engine that messages and parameters play.
import { Engine } from './engine.js';

const CONTROLS = [
    { name: 'amp', to: 'amp', dimension: 0, defaultValue: 1 },
    { name: 'pitch', to: 'pitch', dimension: 0, defaultValue: 0 },
    { name: 'pan', to: 'pan', dimension: 0, defaultValue: 0 },
    { name: 'mix0', to: 'mix', dimension: 0, defaultValue: 0 },
    { name: 'mix1', to: 'mix', dimension: 1, defaultValue: 0 },
    { name: 'cross1', to: 'cross', dimension: 1, defaultValue: 0 },
];

const PAGES = 2; // of an image that are taken in a block
const LEAVING_S = 1; // how long notes may fade in an engine that another one has followed

class Wavetable extends AudioWorkletProcessor {
    static get parameterDescriptors() {
        return CONTROLS.map(({ name, defaultValue }) => ({ name, defaultValue, automationRate: 'a-rate' }));
    }

    constructor({ processorOptions }) {
        super();
        this.score = processorOptions.score ?? []; // [frame, id, hz, velocity], hz 0 letting go
        this.module = processorOptions.module;
        this.engine = new Engine(this.module);
        this.engine.load(processorOptions.patch, sampleRate);
        this.next = null; // {engine, image, done}: an image on its way into an engine
        this.leaving = []; // {engine, blocks}
        this.held = new Map(); // notes, by id
        this.port.onmessage = ({ data }) => this.receive(data);
        this.port.postMessage('ready');
    }

    receive(message) {
        if (message.pages) {
            this.next = { engine: new Engine(this.module), image: message, done: 0 };
        } else if (message.hz > 0) {
            this.on(0, message.id, message.hz, message.velocity);
        } else {
            this.off(0, message.id);
        }
    }

    on(at, id, hz, velocity) {
        this.held.set(id, { hz, velocity });
        this.engine.on(at, id, hz, velocity);
    }

    off(at, id) {
        this.held.delete(id);
        this.engine.off(at, id);
    }

    playScore(n) {
        while (this.score.length > 0 && this.score[0][0] < currentFrame + n) {
            const [frame, id, hz, velocity] = this.score.shift();
            if (hz > 0) {
                this.on(frame - currentFrame, id, hz, velocity);
            } else {
                this.off(frame - currentFrame, id);
            }
        }
    }

    // Once all of an image is taken its engine follows the one that plays: held notes go on in it,
    // and fade in the other. (What is live stands where it is set after a block.)
    takeImage(n, output, parameters) {
        if (!this.next) {
            return;
        }
        const { engine, image, done } = this.next;
        this.next.done = done + PAGES;
        if (!engine.take(image, done, done + PAGES)) {
            this.pull(engine, n, output, parameters);
            this.held.forEach(({ hz, velocity }, id) => {
                engine.on(0, id, hz, velocity);
                this.engine.off(0, id);
            });
            this.leaving.push({ engine: this.engine, blocks: Math.ceil((LEAVING_S * sampleRate) / n) });
            this.engine = engine;
            this.next = null;
        }
    }

    pull(engine, n, output, parameters) {
        CONTROLS.forEach(({ name, to, dimension }) => engine.set(to, dimension, parameters[name]));
        engine.pull(n, output.length === 1);
    }

    add(engine, output) {
        output.forEach((samples, channel) => {
            const sound = channel === 0 ? engine.left : engine.right;
            samples.forEach((x, i) => (samples[i] = x + sound[i]));
        });
    }

    process(inputs, [output], parameters) {
        const n = output[0].length;
        this.takeImage(n, output, parameters);
        this.playScore(n);
        this.pull(this.engine, n, output, parameters);
        output.forEach((samples, channel) => {
            samples.set((channel === 0 ? this.engine.left : this.engine.right).subarray(0, n));
        });
        this.leaving.forEach(({ engine }) => {
            this.pull(engine, n, output, parameters);
            this.add(engine, output);
        });
        this.leaving = this.leaving.map((x) => ({ ...x, blocks: x.blocks - 1 })).filter(({ blocks }) => blocks > 0);
        return true;
    }
}

registerProcessor('wavetable', Wavetable);
