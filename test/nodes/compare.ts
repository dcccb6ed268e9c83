/**
 * `npm run test:nodes`: trains the same on Node.js 20, 22 and 24, each fetched through npm, and compares the bits.
 * The programs are kept under the user's cache folder. Linux and macOS.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

const versions = ['20.20.0', '22.21.1', '24.21.0'];

const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'sweep', 'nodes');

const run = (program: string, args: readonly string[], cwd = '.'): string => {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (status !== 0)
    throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? `exit code ${status}`}\n${stderr}`);
  return stdout;
};

/** The program of that version, out of the npm package that holds it and nothing else. */
const fetchNode = (version: string): string => {
  const name = `node-${process.platform}-${process.arch}`;
  const kept = join(cache, `${name}-${version}`);
  if (existsSync(kept)) return join(kept, 'package', 'bin', 'node');
  const folder = mkdtempSync(join(tmpdir(), 'sweep-node-'));
  run('npm', ['pack', `${name}@${version}`, '--silent'], folder);
  const archive = readdirSync(folder).find((file) => file.endsWith('.tgz')) as string;
  run('tar', ['-xzf', archive], folder);
  rmSync(join(folder, archive));
  mkdirSync(cache, { recursive: true });
  renameSync(folder, kept);
  return join(kept, 'package', 'bin', 'node');
};

const results = versions.map((version) => {
  const digests = JSON.parse(run(fetchNode(version), ['--import', 'tsx', 'test/nodes/train.ts'])) as Record<
    string,
    string
  >;
  console.log(`Node.js ${version}`);
  for (const [name, digest] of Object.entries(digests)) console.log(`  ${digest.slice(0, 16)}  ${name}`);
  return JSON.stringify(digests);
});
const same = results.every((result) => result === results[0]);
console.log(same ? 'The same bits on each.' : 'The bits differ.');
process.exitCode = same ? 0 : 1;
