// WAV files, read to the sample: a browser's own decoder would resample them.

const SAMPLES = { // by format and bits
    '1/8': (view, at) => view.getUint8(at) / 128 - 1,
    '1/16': (view, at) => view.getInt16(at, true) / 2 ** 15,
    '1/24': (view, at) => (view.getInt8(at + 2) * 65536 + view.getUint16(at, true)) / 2 ** 23,
    '1/32': (view, at) => view.getInt32(at, true) / 2 ** 31,
    '3/32': (view, at) => view.getFloat32(at, true),
    '3/64': (view, at) => view.getFloat64(at, true),
};
const EXTENSIBLE = 0xfffe;

function chunksOf(buffer) {
    const view = new DataView(buffer);
    const name = (at) => String.fromCharCode(...new Uint8Array(buffer, at, 4));
    if (buffer.byteLength < 12 || name(0) !== 'RIFF' || name(8) !== 'WAVE') {
        throw new Error('it is no WAV file');
    }
    const chunks = {};
    for (let at = 12; at + 8 <= buffer.byteLength; ) {
        const size = view.getUint32(at + 4, true);
        chunks[name(at)] ??= new DataView(buffer, at + 8, Math.min(size, buffer.byteLength - at - 8));
        at += 8 + size + (size % 2);
    }
    return chunks;
}

// At most `most` samples of the first channel, and the length of a cycle where a clm chunk states it, else 0.
export function readWav(buffer, most) {
    const { 'fmt ': format, data, 'clm ': clm } = chunksOf(buffer);
    if (!data || !(format?.byteLength >= 16)) {
        throw new Error('it has no sound');
    }
    const tag = format.getUint16(0, true);
    const kind = tag === EXTENSIBLE && format.byteLength >= 26 ? format.getUint16(24, true) : tag;
    const bits = format.getUint16(14, true);
    const sample = SAMPLES[`${kind}/${bits}`];
    const step = (format.getUint16(2, true) * bits) / 8;
    if (!sample || step === 0) {
        throw new Error(`samples of format ${kind} with ${bits} bits`);
    }
    const samples = new Float32Array(Math.min(Math.floor(data.byteLength / step), most));
    samples.forEach((_, i) => {
        const x = sample(data, i * step);
        samples[i] = Number.isFinite(x) ? x : 0;
    });
    const text = clm ? new TextDecoder('latin1').decode(clm) : '';
    return { samples, stated: Number(/^<!>\s*(\d+)/.exec(text)?.[1] ?? 0) };
}
