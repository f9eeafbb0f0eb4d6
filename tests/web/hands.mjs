// The page sounds as hands play it: keys, the mouse, a MIDI keyboard, a table that is dropped on it.
// Usage: hands.mjs SITE [PICTURES]
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { run } from './chromium.mjs';

const [site, pictures] = process.argv.slice(2);
const before = readFileSync(new URL('live.js', import.meta.url), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'hands-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

// Cycles of 2048 samples of which each is a sine of so many periods.
function writeTable(name, periods, n) {
    const bytes = Buffer.alloc(44 + 2 * 2048 * n);
    bytes.write('RIFF    WAVEfmt ', 0, 'latin1');
    bytes.writeUInt32LE(bytes.length - 8, 4);
    [[16, 4], [1, 2], [1, 2], [44100, 4], [88200, 4], [2, 2], [16, 2]].reduce((at, [value, size]) =>
        bytes.writeUIntLE(value, at, size), 16);
    bytes.write('data', 36, 'latin1');
    bytes.writeUInt32LE(bytes.length - 44, 40);
    for (let i = 0; i < 2048 * n; ++i) {
        bytes.writeInt16LE(Math.round(20000 * Math.sin((2 * Math.PI * periods * i) / 2048)), 44 + 2 * i);
    }
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
}

// The same in floats, at another rate, with a chunk before all others and a value that is no number at its end.
function writeOtherTable(name, periods, n) {
    const bytes = Buffer.alloc(56 + 4 * 2048 * n);
    bytes.write('RIFF    WAVEJUNK    junkfmt ', 0, 'latin1');
    bytes.writeUInt32LE(bytes.length - 8, 4);
    bytes.writeUInt32LE(4, 16);
    [[16, 4], [3, 2], [1, 2], [192000, 4], [768000, 4], [4, 2], [32, 2]].reduce((at, [value, size]) =>
        bytes.writeUIntLE(value, at, size), 28);
    bytes.write('data', 48, 'latin1');
    bytes.writeUInt32LE(bytes.length - 56, 52);
    for (let i = 0; i < 2048 * n; ++i) {
        bytes.writeFloatLE(0.6 * Math.sin((2 * Math.PI * periods * i) / 2048), 56 + 4 * i);
    }
    bytes.writeFloatLE(NaN, bytes.length - 4);
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
}

async function sounds(page, what, hz) {
    await page.until('level() > 0.01');
    await page.until(`Math.abs(loudest() - ${hz}) < 30`).catch(async () => {
        throw new Error(`${what}: ${hz} Hz was to be heard, not ${await page.value('loudest()')}`);
    });
}

const falls_silent = (page, what) =>
    page.until('level() < 1e-4').catch(() => {
        throw new Error(`${what}: it does not end`);
    });

const press = (page, key, code = key) => page.send('Input.dispatchKeyEvent', { type: 'keyDown', key, code, text: key });
const release = (page, key, code = key) => page.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code });

const middle = (page, selector) =>
    page.value(`(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height * 0.9 }))(
        document.querySelector('${selector}').getBoundingClientRect())`);

const mouse = (page, type, at, buttons) =>
    page.send('Input.dispatchMouseEvent', { type, ...at, button: 'left', buttons, clickCount: 1 });

async function keys(page) {
    await press(page, 'h'); // A4
    await sounds(page, 'the key H', 440);
    await release(page, 'h');
    await falls_silent(page, 'the key H');
    await press(page, 'x');
    await release(page, 'x');
    await press(page, 'h');
    await sounds(page, 'H, an octave higher', 880);
    await release(page, 'h');
    await falls_silent(page, 'H, an octave higher');
}

// It is now an octave higher. A letter lets its own note go: with shift as well, and no other one.
async function letters(page) {
    await press(page, ';', 'Semicolon');
    await sounds(page, 'the key ;', 1318.5);
    await release(page, ':', 'Semicolon');
    await falls_silent(page, 'the key ;, which ends with shift');
    await page.value('midi(0x90, 69, 100)');
    await press(page, 'h');
    await release(page, 'h');
    await new Promise((resolve) => setTimeout(resolve, 300));
    await sounds(page, 'A4 beside A5, which is over', 440);
    await page.value('midi(0x80, 69, 0)');
    await falls_silent(page, 'A4');
    await page.value('table.focus()');
    await press(page, 'h');
    await sounds(page, 'a letter while the list of waves has the focus', 880);
    await release(page, 'h');
    await falls_silent(page, 'a letter while the list of waves has the focus');
}

async function pointer(page) {
    const c4 = await middle(page, '[data-key="60"]');
    const a4 = await middle(page, '[data-key="69"]');
    await mouse(page, 'mouseMoved', c4, 0);
    await mouse(page, 'mousePressed', c4, 1);
    await sounds(page, 'the mouse', 261.6);
    await mouse(page, 'mouseMoved', a4, 1);
    await sounds(page, 'the mouse that glides', 440);
    await mouse(page, 'mouseReleased', a4, 0);
    await falls_silent(page, 'the mouse');
}

async function midi(page) {
    await page.value('midi(0x90, 57, 127)');
    await sounds(page, 'a MIDI key', 220);
    if (pictures) {
        await page.picture(join(pictures, 'light.png'), 'light');
        await page.picture(join(pictures, 'dark.png'), 'dark');
    }
    await page.value('midi(0x90, 57, 0)');
    await falls_silent(page, 'a MIDI key');
}

async function drop(page, file) {
    const data = { items: [], files: file ? [file] : [], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop']) {
        await page.send('Input.dispatchDragEvent', { type, x: 200, y: 200, data });
    }
}

async function files(page) {
    await drop(page, writeTable('fifth.wav', 3, 4));
    await page.until(`document.querySelector('#table').value === 'file'`);
    await page.value('midi(0x90, 69, 100)');
    await sounds(page, 'a table of third harmonics', 1320);
    await page.value('midi(0x80, 69, 0)');
    await falls_silent(page, 'a table of third harmonics');
    await drop(page, writeOtherTable('ninth.wav', 9, 4));
    await page.until(`document.querySelector('[value=file]').textContent === 'ninth.wav'`);
    await page.value('midi(0x90, 57, 100)');
    await sounds(page, 'a table of ninth harmonics', 1980);
    await page.value('midi(0x80, 57, 0)');
    await falls_silent(page, 'a table of ninth harmonics');
    await drop(page, null);
    await page.until(`document.querySelector('#state').textContent.includes('it is no file')`);
    writeFileSync(join(folder, 'words.wav'), 'no sound at all');
    await drop(page, join(folder, 'words.wav'));
    await page.until(`document.querySelector('#state').textContent.includes('no table')`);
}

async function slider(page) {
    await page.value(`table.value = 'sine', table.dispatchEvent(new Event('change'))`);
    await page.value('midi(0x90, 69, 100)');
    await sounds(page, 'a sine', 440);
    await page.value(`pitch.value = 12, pitch.dispatchEvent(new Event('input'))`);
    await sounds(page, 'the slider of pitch', 880);
    await page.value(`amp.value = 0, amp.dispatchEvent(new Event('input'))`);
    await falls_silent(page, 'the slider of loudness');
}

await run(100, site, 'index.html', before, async (page) => {
    for (const hand of [keys, letters, pointer, midi, files, slider]) {
        await hand(page);
        console.log(`${hand.name}: heard`);
    }
});
