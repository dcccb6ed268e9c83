import { spawn } from 'node:child_process';
import { closeSync } from 'node:fs';

import type { Sweep } from '../store/documents.ts';
import { openLog } from '../services/log-file.ts';
import { finished } from './exit-codes.ts';
import { say } from './say.ts';
import type { Session } from './session.ts';

/** Leaves a process in the background that works on the sweep until it is done; its output goes to the sweep's log. */
export const detach = (session: Session, sweep: Sweep, slots: number | undefined): number => {
  const log = openLog(session.home ?? session.cacheFolder, sweep.name);
  const words = [
    process.argv[1] as string,
    'resume',
    sweep.name,
    '--background',
    ...(slots === undefined ? [] : ['--slots', String(slots)]),
  ];
  const child = spawn(process.execPath, words, { detached: true, stdio: ['ignore', log, log] });
  child.unref();
  closeSync(log);
  say(`${sweep.name} goes on in the background (process ${child.pid}). Watch: sweep status ${sweep.name} --watch`);
  return finished.done;
};
