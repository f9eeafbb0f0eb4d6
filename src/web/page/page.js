// The page: keys, mouse, MIDI and files to a synth in an AudioWorklet, and what it sounds like.
import { MOST_LENGTH } from './engine.js';
import { readWav } from './wav.js';

const $ = (id) => document.getElementById(id);
const KEYS = "awsedftgyhujkolp;'";
const FIRST = 48, LAST = 84;
const SHARPS = new Set([1, 3, 6, 8, 10]);
const SLIDERS = ['mix0', 'pitch', 'pan', 'amp'];
const MOST_CYCLES = 64;

let sound = null; // {context, node, analyser}, once somebody plays
let fileCycles = null;
let octave = 60;
const down = new Set(); // notes
const letters = new Map(); // notes, by the place of the letter that plays them

function cyclesOf(value) {
    if (value === 'file') {
        return fileCycles;
    }
    return value.split(',').map((word) => (Number(word) ? { pulse: Number(word) } : word));
}

const patch = () => ({
    dimensions: [cyclesOf($('table').value)],
    live: ['amp', 'pitch', 'pan'],
    adsr: [0.005, 0.1, 0.8, 0.2],
});

// The sound thread builds all levels before it begins: no note waits for them in the middle.
async function begin() {
    if (!isSecureContext) {
        throw new Error('Browsers play this only over https, or from localhost');
    }
    const context = new AudioContext();
    await context.suspend();
    const [module] = await Promise.all([
        fetch('wavetable.wasm').then((answer) => answer.arrayBuffer()).then(WebAssembly.compile), // of whatever type
        context.audioWorklet.addModule('worklet.js'),
    ]);
    const node = new AudioWorkletNode(context, 'wavetable', {
        numberOfInputs: 0,
        outputChannelCount: [2],
        processorOptions: { module, patch: patch() },
    });
    const gain = new GainNode(context, { gain: 0.25 });
    const analyser = new AnalyserNode(context, { fftSize: 2048 });
    node.connect(gain).connect(analyser).connect(context.destination);
    await new Promise((ready, refuse) => {
        node.port.onmessage = ready;
        node.onprocessorerror = () => refuse(new Error('The sound thread does not start'));
    });
    const builder = new Worker('builder.js', { type: 'module' });
    builder.onmessage = ({ data }) => node.port.postMessage(data, [data.bytes.buffer]);
    builder.onerror = ({ message }) => ($('state').textContent = message);
    return { context, node, analyser, module, builder };
}

// Levels are built beside the sound, which goes on.
async function change() {
    if (sound) {
        const { context, module, builder } = await sound;
        builder.postMessage({ module, patch: patch(), rate: context.sampleRate });
    }
}

async function start() {
    sound ??= begin().catch((error) => {
        sound = null; // the next key tries again
        $('state').textContent = error.message;
        throw error;
    });
    const s = await sound;
    if (navigator.userActivation?.hasBeenActive === false) {
        $('state').textContent = 'Click on the page: before that no browser lets it sound.';
    }
    await s.context.resume();
    $('state').textContent = `${s.context.sampleRate} Hz`;
    SLIDERS.forEach(slide);
    return s;
}

async function slide(name) {
    if (sound) {
        const { context, node } = await sound;
        node.parameters.get(name).setTargetAtTime(Number($(name).value), context.currentTime, 0.01);
    }
}

async function press(key, velocity = 100) {
    if (!down.has(key)) {
        down.add(key);
        document.querySelector(`[data-key="${key}"]`)?.classList.add('down');
        const { node } = await start();
        node.port.postMessage({ id: key, hz: 440 * 2 ** ((key - 69) / 12), velocity });
    }
}

async function release(key) {
    if (down.delete(key)) {
        document.querySelector(`[data-key="${key}"]`)?.classList.remove('down');
        const { node } = await start();
        node.port.postMessage({ id: key, hz: 0 });
    }
}

function releaseAll() {
    letters.clear();
    [...down].forEach(release);
}

// On each key, the letter that plays it.
function drawLetters() {
    document.querySelectorAll('.key').forEach((element) => {
        element.dataset.letter = KEYS[element.dataset.key - octave] ?? '';
    });
}

function drawKeys() {
    for (let key = FIRST; key <= LAST; ++key) {
        const element = document.createElement('div');
        element.className = SHARPS.has(key % 12) ? 'key sharp' : 'key';
        element.dataset.key = key;
        element.addEventListener('pointerdown', (event) => {
            element.releasePointerCapture(event.pointerId);
            press(key);
        });
        element.addEventListener('pointerenter', (event) => event.buttons && press(key));
        element.addEventListener('pointerleave', () => release(key));
        element.addEventListener('pointerup', () => release(key));
        $('keys').append(element);
    }
    drawLetters();
}

function listenToKeys() {
    addEventListener('keydown', (event) => {
        const { code, repeat, ctrlKey, metaKey } = event;
        const key = event.key.toLowerCase();
        const at = KEYS.indexOf(key);
        if (repeat || ctrlKey || metaKey || letters.has(code)) {
            return;
        }
        if (key === 'z' || key === 'x') {
            octave = Math.min(84, Math.max(24, octave + (key === 'z' ? -12 : 12)));
            drawLetters();
        } else if (at >= 0) {
            event.preventDefault(); // nor does it choose a wave, or find text
            letters.set(code, octave + at);
            press(octave + at);
        }
    });
    addEventListener('keyup', ({ code }) => { // whatever it is with shift, or in another octave
        release(letters.get(code));
        letters.delete(code);
    });
    addEventListener('blur', releaseAll);
}

async function listenToMidi() {
    const midi = await navigator.requestMIDIAccess?.().catch(() => null);
    const listen = () =>
        midi.inputs.forEach((input) => {
            input.onmidimessage = ({ data: [status, key, velocity] }) => {
                const kind = status & 0xf0;
                if (kind === 0x90 && velocity > 0) {
                    press(key, velocity);
                } else if (kind === 0x80 || kind === 0x90) {
                    release(key);
                }
            };
        });
    if (midi) {
        listen();
        midi.onstatechange = () => {
            releaseAll(); // what is unplugged lets nothing go
            listen();
        };
    }
}

// Cycles of 2048 samples, or as a clm chunk says; a shorter file is one cycle.
async function readFile(file) {
    if (!file) {
        throw new Error('it is no file');
    }
    const { samples, stated } = readWav(await file.arrayBuffer(), MOST_CYCLES * MOST_LENGTH);
    const length = Math.min(stated || MOST_LENGTH, samples.length);
    if (length < 2 || length > MOST_LENGTH) {
        throw new Error(`a cycle of ${length} samples, of 2 to ${MOST_LENGTH}`);
    }
    const n = Math.min(Math.floor(samples.length / length), MOST_CYCLES);
    return Array.from({ length: n }, (_, i) => samples.slice(i * length, (i + 1) * length));
}

function listenToFiles() {
    addEventListener('dragover', (event) => {
        event.preventDefault();
        document.body.classList.add('dragged');
    });
    addEventListener('dragleave', () => document.body.classList.remove('dragged'));
    addEventListener('drop', async (event) => {
        event.preventDefault();
        document.body.classList.remove('dragged');
        const [file] = event.dataTransfer.files; // which is gone after the first await
        try {
            fileCycles = await readFile(file);
            const option = $('table').querySelector('[value="file"]');
            option.hidden = false;
            option.textContent = file.name;
            $('table').value = 'file';
            $('table').dispatchEvent(new Event('change'));
        } catch (error) {
            $('state').textContent = `This is no table that the page can play: ${error.message}`;
        }
    });
}

function draw(buffer) {
    const canvas = $('wave');
    const pen = canvas.getContext('2d');
    const style = getComputedStyle(document.body);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.strokeStyle = style.getPropertyValue('color');
    pen.globalAlpha = 0.2;
    pen.strokeRect(0, canvas.height / 2, canvas.width, 0);
    pen.globalAlpha = 1;
    pen.lineWidth = 2;
    pen.beginPath();
    let first = 0; // where it rises through 0, so that it stands still
    while (first < buffer.length / 2 && !(buffer[first] < 0 && buffer[first + 1] >= 0)) {
        ++first;
    }
    for (let x = 0; x < canvas.width; ++x) {
        const value = buffer[(first % (buffer.length / 2)) + Math.floor((x * buffer.length) / 2 / canvas.width)];
        pen.lineTo(x, canvas.height * (0.5 - 1.6 * value));
    }
    pen.stroke();
}

const still = new Float32Array(2048);

async function animate() {
    const s = await sound?.catch(() => null);
    s?.analyser.getFloatTimeDomainData(still);
    draw(still);
    requestAnimationFrame(animate);
}

drawKeys();
listenToKeys();
listenToMidi();
listenToFiles();
SLIDERS.forEach((name) => $(name).addEventListener('input', () => slide(name)));
$('table').addEventListener('change', change);
animate();
