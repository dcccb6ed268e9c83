import { writeSync } from 'node:fs';
import { masked } from '../core/secrets.ts';
import { superviseHome } from './supervisor.ts';

// Started by the first client as a process of its own: node supervisor-main.js HOME. Its output is logs/supervisor.log.
const home = process.argv[2];
if (home === undefined) throw new Error('usage: supervisor-main.js HOME');
const lingerSeconds = Number(process.env['SWEEP_LINGER_SECONDS'] ?? 60);
process.umask(0o077); // of the servers too: what they write is for this user alone
const log = (line: string): void => {
  try {
    writeSync(1, `${new Date().toISOString()} ${masked(line)}\n`);
  } catch {
    // A full disk loses lines of the log, not the servers.
  }
};
await superviseHome({ home, lingerMs: (Number.isFinite(lingerSeconds) ? lingerSeconds : 60) * 1000, log });
process.exit(0);
