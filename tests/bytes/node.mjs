// Prints the hashes of a module, and that it imports nothing.
import { readFileSync } from 'node:fs';
const module = new WebAssembly.Module(readFileSync(process.argv[2]));
if (WebAssembly.Module.imports(module).length) {
    throw new Error('it imports something');
}
const { n_cases, high, low } = new WebAssembly.Instance(module).exports;
const hex = (x) => (x >>> 0).toString(16).padStart(8, '0');
for (let i = 0; i < n_cases(); ++i) {
    console.log(`${String(i).padStart(2)} ${hex(high(i))}${hex(low(i))}`);
}
