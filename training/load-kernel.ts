import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const compiled = new Map<string, WebAssembly.Module>();

/** Compiled files lie in dist/training beside dist/kernels; TypeScript sources use what was built into dist/. */
const places = ['../kernels/', '../dist/kernels/'];

/**
 * Compiles kernels/NAME.kernel.ts's WebAssembly, once per process.
 * @param name e.g. 'skip-gram'
 * @throws {Error} if the kernel was not built (`npm run build`)
 */
export function loadKernel(name: string): WebAssembly.Module {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const files = places.map((place) => fileURLToPath(new URL(`${place}${name}.wasm`, import.meta.url)));
  const file = files.find((candidate) => existsSync(candidate));
  if (file === undefined) {
    throw new Error(`The kernel ${name} is neither at ${files.join(' nor at ')}: build it with "npm run build".`);
  }
  const module = new WebAssembly.Module(readFileSync(file));
  compiled.set(name, module);
  return module;
}
