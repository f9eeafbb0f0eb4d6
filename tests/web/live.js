// Put into the page before its own scripts: what is heard, a MIDI keyboard, and how the sound keeps time.
window.AnalyserNode = class extends AnalyserNode {
    constructor(context, ...rest) {
        super(context, ...rest);
        window.analyser = this;
    }
};

const heard = () => {
    const samples = new Float32Array(analyser.fftSize);
    analyser.getFloatTimeDomainData(samples);
    return samples;
};

window.level = () => (window.analyser ? Math.sqrt(heard().reduce((sum, x) => sum + x * x, 0) / analyser.fftSize) : 0);

// The loudest frequency.
window.loudest = () => {
    const db = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(db);
    return (db.indexOf(Math.max(...db)) * analyser.context.sampleRate) / analyser.fftSize;
};

const keyboard = {};
navigator.requestMIDIAccess = async () => ({ inputs: new Map([['keyboard', keyboard]]) });
window.midi = (...data) => keyboard.onmidimessage({ data });

// How the sound keeps time, and what the context says of itself.
window.clock = () => {
    const { context } = analyser;
    return { wall: performance.now() / 1000, sound: context.currentTime, state: context.state, base: context.baseLatency,
        events: context.playbackStats?.underrunEvents };
};
