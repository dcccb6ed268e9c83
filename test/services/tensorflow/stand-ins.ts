import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Programs of these names, as shell scripts, in a folder of their own; what the system has is found behind them. */
export const standIns = (folder: string, programs: Readonly<Record<string, string>>, system = '/usr/bin:/bin') => {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const path = system === '' ? bin : `${bin}:${system}`;
  return { PATH: path, XDG_CACHE_HOME: join(folder, 'cache'), TFJS_NODE_BASE_URI: 'http://127.0.0.1:9/' };
};
