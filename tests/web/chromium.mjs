// A headless Chromium that shows a folder, driven through its pipe (the DevTools protocol).
import { createServer } from 'node:http';
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';

const TYPES = { html: 'text/html', js: 'text/javascript', css: 'text/css', wasm: 'application/wasm' };
const FLAGS = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage',
    '--autoplay-policy=no-user-gesture-required', '--remote-debugging-pipe', '--window-size=1100,800'];

function serve(folder) {
    const server = createServer((request, response) => {
        const file = join(folder, decodeURIComponent(request.url.split('?')[0]));
        const there = existsSync(file);
        response.writeHead(there ? 200 : 404, { 'Content-Type': TYPES[file.split('.').pop()] ?? 'text/plain' });
        response.end(there ? readFileSync(file) : '');
    });
    return new Promise((resolve) => server.listen(0, () => resolve(server)));
}

// Commands go out through `to`, answers come back by their number from `from`, each ended by a 0.
class Pipe {
    constructor(to, from) {
        this.to = to;
        this.waiting = new Map();
        this.rest = '';
        from.setEncoding('utf8');
        from.on('data', (text) => this.receive(text));
    }

    receive(text) {
        const messages = (this.rest + text).split('\0');
        this.rest = messages.pop();
        for (const { id, error, result } of messages.map((message) => JSON.parse(message))) {
            const [resolve, reject] = this.waiting.get(id) ?? [];
            this.waiting.delete(id);
            error ? reject?.(new Error(error.message)) : resolve?.(result);
        }
    }

    send(method, params = {}, sessionId = undefined) {
        const id = (this.last = (this.last ?? 0) + 1);
        this.to.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
        return new Promise((resolve, reject) => this.waiting.set(id, [resolve, reject]));
    }
}

export class Chromium {
    // Show `page` of a folder; `before` is run in it before its own scripts.
    static async open(folder, page, before = '') {
        const chromium = new Chromium();
        chromium.profile = mkdtempSync(join(tmpdir(), 'browser-'));
        chromium.server = await serve(folder);
        chromium.process = spawn(process.env.CHROMIUM ?? 'chromium', [...FLAGS, `--user-data-dir=${chromium.profile}`],
            { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
        chromium.pipe = new Pipe(chromium.process.stdio[3], chromium.process.stdio[4]);
        const { targetId } = await chromium.pipe.send('Target.createTarget', { url: 'about:blank' });
        ({ sessionId: chromium.session } = await chromium.pipe.send('Target.attachToTarget', { targetId, flatten: true }));
        await chromium.send('Page.enable');
        await chromium.send('Page.addScriptToEvaluateOnNewDocument', { source: before });
        await chromium.send('Page.navigate', { url: `http://localhost:${chromium.server.address().port}/${page}` });
        await chromium.until(`document.readyState === 'complete'`);
        return chromium;
    }

    send(method, params) {
        return this.pipe.send(method, params, this.session);
    }

    // What an expression comes to there, promises kept.
    async value(expression) {
        const { result, exceptionDetails } = await this.send('Runtime.evaluate',
            { expression, awaitPromise: true, returnByValue: true });
        if (exceptionDetails) {
            throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
        }
        return result.value;
    }

    // Wait until an expression is true.
    async until(expression, seconds = 20) {
        for (const end = Date.now() + 1000 * seconds; !(await this.value(expression)); ) {
            if (Date.now() > end) {
                throw new Error(`never came: ${expression}`);
            }
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
    }

    async picture(file, scheme) {
        await this.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
        const { data } = await this.send('Page.captureScreenshot', {});
        writeFileSync(file, Buffer.from(data, 'base64'));
    }

    async close() {
        const ended = new Promise((resolve) => this.process.on('exit', resolve));
        this.pipe.send('Browser.close').catch(() => {});
        await ended;
        this.server.close();
        rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
    }
}

// Run `test` on a page, and end with its status; a browser that says nothing ends it too.
export async function run(seconds, folder, page, before, test) {
    setTimeout(() => {
        console.log(`no end after ${seconds} s`);
        process.exit(1);
    }, 1000 * seconds).unref();
    const chromium = await Chromium.open(folder, page, before);
    let status = 0;
    try {
        await test(chromium);
    } catch (error) {
        console.log(String(error));
        status = 1;
    }
    await chromium.close();
    process.exit(status);
}
