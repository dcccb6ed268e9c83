// Builds what `npm ci` alone does not give: compiled TypeScript, the WebAssembly kernels and the workflow bundle.
// Does nothing when what it would build is current, so that npx may call it as often as it likes.
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = ['core', 'text', 'kernels', 'training', 'scoring', 'store', 'activities', 'workflows', 'worker', 'services', 'cli'];
const dist = join(root, 'dist');
const stampFile = join(dist, '.stamp');

/** Every source file below `folder`, sorted. */
function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

function fingerprint() {
  const hash = createHash('sha256');
  const others = ['build/prepare.js', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'].map((name) => join(root, name));
  for (const file of [...sources.flatMap((name) => filesBelow(join(root, name))), ...others]) {
    hash.update(`${file.slice(root.length)}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

const bin = (name) => join(root, 'node_modules', '.bin', name);
const run = (name, args) => execFileSync(bin(name), args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });

async function build() {
  if (!existsSync(bin('tsc'))) return; // an installed package: it came with its dist/
  const stamp = fingerprint();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  const next = join(root, `dist.${process.pid}`);
  rmSync(next, { recursive: true, force: true });
  mkdirSync(join(next, 'kernels'), { recursive: true });
  try {
    run('tsc', ['-p', 'tsconfig.build.json', '--outDir', next]);
    for (const file of filesBelow(join(root, 'kernels')).filter((name) => name.endsWith('.kernel.ts'))) {
      const name = file.slice(join(root, 'kernels').length + 1).replace(/\.kernel\.ts$/, '.wasm');
      const options = ['--enable', 'simd', '-O3', '--noAssert', '--runtime', 'stub', '--importMemory'];
      run('asc', [file.slice(root.length + 1), ...options, '--outFile', join(next, 'kernels', name)]);
    }
    const workflows = join(next, 'workflows', 'workflows.js');
    if (existsSync(workflows)) {
      const { bundleWorkflowCode } = await import(pathToFileURL(join(root, 'node_modules/@temporalio/worker/lib/index.js')).href);
      const quiet = { trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error, log() {} };
      const { code } = await bundleWorkflowCode({ workflowsPath: workflows, logger: quiet });
      writeFileSync(join(next, 'workflows', 'bundle.js'), code);
    }
    const main = join(next, 'cli', 'main.js');
    if (existsSync(main)) chmodSync(main, 0o755);
    writeFileSync(join(next, '.stamp'), stamp);
    rmSync(dist, { recursive: true, force: true });
    renameSync(next, dist);
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
}

await build();
