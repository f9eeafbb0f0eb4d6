// A real AudioContext plays chords for a minute without a glitch, while tables change. Usage: minute.mjs SITE [SECONDS]
//
// A glitch is a buffer that was not ready when the device asked for it. Chromium counts them
// (AudioContext.playbackStats); where it does not, the sound's clock falls behind the wall's by as much. A headless
// browser plays to a device that throws samples away, at the pace of a real one.
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { run } from './chromium.mjs';

const [site, seconds = '60'] = process.argv.slice(2);
const before = readFileSync(new URL('live.js', import.meta.url), 'utf8');
const TABLES = ['saw', 'square,0.3,0.1,0.03', 'sine', 'sine,triangle,square,saw'];
const CHORDS_A_TABLE = 16;
const VOICES = 12, CHORD_S = 0.25, MOST_WANDER_S = 0.1;

const chord = (number) => Array.from({ length: VOICES }, (_, i) => 36 + ((number * 5) % 12) + 4 * i);

async function play(page, number) {
    const off = chord(number - 1).map((key) => `midi(0x80, ${key}, 0)`);
    const on = chord(number).map((key) => `midi(0x90, ${key}, 90)`);
    await page.value([...(number > 0 ? off : []), ...on, '1'].join(','));
    await page.value(`mix0.value = ${(number % 9) / 8}, mix0.dispatchEvent(new Event('input'))`);
    if (number % CHORDS_A_TABLE === CHORDS_A_TABLE / 2) {
        const table = TABLES[Math.floor(number / CHORDS_A_TABLE) % TABLES.length];
        await page.value(`table.value = '${table}', table.dispatchEvent(new Event('change'))`);
    }
}

// The minute begins anew at a glitch, as somebody else may have kept the machine busy; but not for ever.
const TRIES = 4;

await run(TRIES * Number(seconds) + 60, site, 'index.html', before, async (page) => {
    await play(page, 0);
    await page.until('level() > 0.01');
    await pause(500);
    const began = await page.value('clock()');
    let first = began, now = began, latest = 0, earliest = 0, number = 0;
    while (now.wall - first.wall < seconds) {
        await play(page, ++number);
        await pause(1000 * CHORD_S);
        now = await page.value('clock()');
        if (now.wall - began.wall > TRIES * seconds || now.state !== 'running' || !((await page.value('level()')) > 0.01)) {
            throw new Error(`no ${seconds} s without a glitch: ${JSON.stringify({ began, now })}`);
        }
        const late = now.wall - first.wall - (now.sound - first.sound);
        latest = Math.max(latest, late);
        earliest = Math.min(earliest, late);
        if (now.events > (first.events ?? 0) || latest - earliest > MOST_WANDER_S) {
            first = now;
            latest = earliest = 0;
        }
    }
    console.log(`${(now.sound - first.sound).toFixed(1)} s of ${VOICES} voices without a glitch, ` +
        `${now.events === undefined ? 'by the clock alone' : `${first.events - began.events} before`}; the clock stays ` +
        `within ${(1000 * (latest - earliest)).toFixed(0)} ms of the wall's; buffers of ${(1000 * now.base).toFixed(0)} ms`);
});
