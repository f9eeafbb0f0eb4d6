// A thread beside the sound: it builds the levels of a patch, and hands them over.
import { Engine } from './engine.js';

onmessage = ({ data: { module, patch, rate } }) => {
    const engine = new Engine(module);
    engine.load(patch, rate);
    const image = engine.image();
    postMessage(image, [image.bytes.buffer]);
};
