// Serves the page to a headless browser, and keeps what it renders: FOLDER BYTES [PICTURES].
import { createServer } from 'node:http';
import { readFileSync, writeFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { join, dirname } from 'node:path';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

const [folder, bytes, pictures] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const chromium = process.env.CHROMIUM ?? 'chromium';
const types = { html: 'text/html', js: 'text/javascript', css: 'text/css', wasm: 'application/wasm' };
const profile = mkdtempSync(join(tmpdir(), 'browser-'));
const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', `--user-data-dir=${profile}`];
let browser;

function end(status) {
    browser?.kill();
    setTimeout(() => {
        rmSync(profile, { recursive: true, force: true });
        process.exit(status);
    }, 500);
}

const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url.split('?')[0]);
    const parts = [];
    if (request.method === 'POST') {
        request.on('data', (part) => parts.push(part));
        request.on('end', () => {
            response.end();
            receive(path, Buffer.concat(parts));
        });
        return;
    }
    const file = [join(folder, path), join(here, path)].find((name) => existsSync(name));
    response.writeHead(file ? 200 : 404, { 'Content-Type': types[path.split('.').pop()] ?? 'text/plain' });
    response.end(file ? readFileSync(file) : '');
});

function takePictures(port) {
    for (const scheme of ['light', 'dark']) {
        const dark = scheme === 'dark' ? ['--force-dark-mode', '--enable-features=WebUIDarkMode', '--blink-settings=preferredColorScheme=0'] : ['--blink-settings=preferredColorScheme=1'];
        spawn(chromium, [...flags.filter((f) => !f.startsWith('--user')), `--user-data-dir=${profile}-${scheme}`, ...dark,
            '--window-size=1100,760', `--screenshot=${join(pictures, `${scheme}.png`)}`, `http://localhost:${port}/index.html`]);
    }
    setTimeout(() => end(0), 15000);
}

function receive(path, body) {
    if (path === '/bytes') {
        writeFileSync(bytes, body);
    } else if (path === '/speed') {
        console.log(`16 voices in Chromium: ${Number(body).toFixed(0)} voices in real time on one core`);
        pictures ? takePictures(server.address().port) : end(0);
    } else {
        console.log(`the page says: ${body}`);
        end(1);
    }
}

server.listen(0, () => {
    browser = spawn(chromium, [...flags, `http://localhost:${server.address().port}/offline.html`]);
    browser.on('error', (error) => {
        console.log(String(error));
        end(1);
    });
});
setTimeout(() => {
    console.log('the browser says nothing');
    end(1);
}, 100000);
