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

class Wavetable extends AudioWorkletProcessor {
    static get parameterDescriptors() {
        return CONTROLS.map(({ name, defaultValue }) => ({ name, defaultValue, automationRate: 'a-rate' }));
    }

    constructor({ processorOptions }) {
        super();
        this.score = processorOptions.score ?? []; // [frame, id, hz, velocity], hz 0 letting go
        this.engine = new Engine(processorOptions.module);
        this.engine.load(processorOptions.patch, sampleRate);
        this.port.onmessage = ({ data }) => this.receive(data);
        this.port.postMessage('ready');
    }

    receive(message) {
        if (message.patch) {
            this.engine.load(message.patch, sampleRate);
        } else if (message.hz > 0) {
            this.engine.on(0, message.id, message.hz, message.velocity);
        } else {
            this.engine.off(0, message.id);
        }
    }

    playScore(n) {
        while (this.score.length > 0 && this.score[0][0] < currentFrame + n) {
            const [frame, id, hz, velocity] = this.score.shift();
            if (hz > 0) {
                this.engine.on(frame - currentFrame, id, hz, velocity);
            } else {
                this.engine.off(frame - currentFrame, id);
            }
        }
    }

    process(inputs, [output], parameters) {
        const n = output[0].length;
        this.playScore(n);
        CONTROLS.forEach(({ name, to, dimension }) => this.engine.set(to, dimension, parameters[name]));
        this.engine.pull(n, output.length === 1);
        output[0].set(this.engine.left.subarray(0, n));
        if (output.length > 1) {
            output[1].set(this.engine.right.subarray(0, n));
        }
        return true;
    }
}

registerProcessor('wavetable', Wavetable);
