// Builds what `npm ci` alone does not give: compiled TypeScript, the WebAssembly kernels and the workflow bundle.
// Does nothing when what it would build is current, so that npx may call it as often as it likes.
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { whileLocked } from './lock.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const settings = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];
const dist = join(root, 'dist');
const stampFile = join(dist, '.stamp');
const modules = join(root, 'node_modules');

/** Every file below `folder`, sorted. */
function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

function fingerprint() {
  const { include: compiled } = JSON.parse(readFileSync(join(root, 'tsconfig.build.json'), 'utf8'));
  const hash = createHash('sha256');
  const sources = [...compiled, 'kernels', 'build'].flatMap((name) => filesBelow(join(root, name)));
  for (const file of [...sources, ...settings.map((name) => join(root, name))]) {
    hash
      .update(`${file.slice(root.length)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

const isCurrent = () => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === fingerprint();

const bin = (name) => join(modules, '.bin', name);

function run(name, args) {
  const { status, signal, error } = spawnSync(bin(name), args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`${name} ended with ${error?.message ?? signal ?? status}`);
}

function buildKernels(to) {
  mkdirSync(to, { recursive: true });
  const options = ['--enable', 'simd', '-O3', '--noAssert', '--runtime', 'stub', '--importMemory'];
  const suffix = '.kernel.ts';
  for (const name of readdirSync(join(root, 'kernels')).filter((each) => each.endsWith(suffix))) {
    run('asc', [`kernels/${name}`, ...options, '--outFile', join(to, `${name.slice(0, -suffix.length)}.wasm`)]);
  }
}

async function bundleWorkflows(folder) {
  const worker = pathToFileURL(join(modules, '@temporalio/worker/lib/index.js')).href;
  const { bundleWorkflowCode } = await import(worker);
  const logger = { trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error, log() {} };
  const { code } = await bundleWorkflowCode({ workflowsPath: join(folder, 'workflows.js'), logger });
  writeFileSync(join(folder, 'bundle.js'), code);
}

/** The page of `sweep dashboard`: plain files, which the server reads and the browser needs nothing besides. */
async function bundlePage(folder) {
  const { build: bundle } = await import(pathToFileURL(join(modules, 'vite/dist/node/index.js')).href);
  await bundle({
    root: join(root, 'dashboard', 'client'),
    configFile: false,
    logLevel: 'warn',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: { outDir: folder, emptyOutDir: true, target: 'es2023', modulePreload: false, assetsInlineLimit: 0 },
  });
}

/** Builds beside dist/ and puts the whole in its place, so that a build that is cut short changes nothing. */
async function build() {
  const stamp = fingerprint(); // first: what changes while this builds makes the next build necessary
  for (const name of readdirSync(root).filter((each) => each.startsWith('dist.'))) {
    rmSync(join(root, name), { recursive: true, force: true }); // of a build that was killed
  }
  const next = join(root, `dist.${process.pid}`);
  const old = `${next}.old`;
  try {
    run('tsc', ['-p', 'tsconfig.build.json', '--outDir', next]);
    buildKernels(join(next, 'kernels'));
    await bundleWorkflows(join(next, 'workflows'));
    await bundlePage(join(next, 'dashboard', 'page'));
    chmodSync(join(next, 'cli', 'main.js'), 0o755);
    writeFileSync(join(next, '.stamp'), stamp);
    if (existsSync(dist)) renameSync(dist, old);
    renameSync(next, dist);
  } finally {
    rmSync(next, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}

// Without the compiler this is an installed package, which came with its dist/.
if (existsSync(bin('tsc')) && !isCurrent()) {
  try {
    await whileLocked(join(modules, '.sweep-build.lock'), async () => {
      if (!isCurrent()) await build(); // another process may have built it meanwhile
    });
  } catch (error) {
    console.error(`Nothing was built: ${error.message}`);
    process.exitCode = 1;
  }
}
