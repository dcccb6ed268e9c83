import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { lingerSeconds } from '../scene.ts';
import type { Stage } from '../scene.ts';

const graceMs = 10_000;
const lookEveryMs = 100;

const filesUnder = (folder: string): readonly string[] =>
  existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];

/** Names that only something half done has: beside a state file, beside a cached blob, a lock. */
const isTemporary = (name: string): boolean =>
  /services\.json\.\d+$/.test(name) || /blobs\/[0-9a-f]{64}\.[^/]+$/.test(name) || name.endsWith('.lock');

const leftNow = ({ scene, strikes }: Stage): readonly string[] => [
  ...scene.processes().map(({ pid, role }) => `process ${pid} (${role}) still runs`),
  ...filesUnder(join(scene.folder, 'tmp')).map((name) => `tmp/${name} is left`),
  ...(strikes.some(({ signal }) => signal === 'SIGKILL')
    ? []
    : filesUnder(scene.home)
        .filter(isTemporary)
        .map((name) => `the temporary file ${name} is left`)),
];

/**
 * Ten seconds after the supervisor's linger time no process, socket, lock or temporary file of the round is left. What
 * was killed while it wrote a file aside may leave that one; the next who needs its place does not mind it.
 */
export const nothingIsLeftBehind = async (stage: Stage): Promise<readonly string[]> => {
  const deadline = performance.now() + lingerSeconds * 1000 + graceMs;
  for (;;) {
    const left = leftNow(stage);
    if (left.length === 0 || performance.now() > deadline) return left;
    await sleep(lookEveryMs);
  }
};
