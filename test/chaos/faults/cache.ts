import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Fault, Scene } from '../fault.ts';

const blobFiles = (home: string): readonly string[] => {
  try {
    const folder = join(home, 'cache', 'blobs');
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return []; // nothing was cached yet
  }
};

/** Cuts a file off somewhere, or turns one bit of it round, in place. */
const damage = ({ stream, log }: Scene, file: string): void => {
  const bytes = readFileSync(file);
  const at = stream.below(Math.max(1, bytes.length));
  if (stream.below(2) === 0 || bytes.length === 0) truncateSync(file, at);
  else {
    bytes[at] = (bytes[at] as number) ^ (1 << stream.below(8));
    writeFileSync(file, bytes);
  }
  log(`damaged ${file} at byte ${at}`);
};

/** Some of the cached files are damaged while the sweep runs; its trainers, or all, are killed, so that files are read again. */
const cacheDamaged: Fault = {
  name: 'cached files truncated or bits turned',
  strike: async (scene) => {
    for (let times = 1 + scene.stream.below(3); times > 0; times--) {
      await scene.revive();
      await scene.waitFor(scene.stream.below(2) === 0 ? 'training' : 1 + scene.stream.below(8));
      const files = blobFiles(scene.home);
      for (const file of files) if (scene.stream.below(3) > 0) damage(scene, file);
      scene.struck(`some of ${files.length} cached files are damaged`);
      const found = scene.processes();
      scene.kill(scene.stream.below(2) === 0 ? found : found.filter(({ role }) => role === 'trainer'));
      await scene.pause(200, 1_500);
    }
    await scene.revive();
  },
};

export const cacheFaults: readonly Fault[] = [cacheDamaged];
