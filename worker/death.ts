import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';

import { groupKills, groupLimit } from './control-group.ts';

const ownSignals: readonly (NodeJS.Signals | null)[] = ['SIGSEGV', 'SIGABRT', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGTRAP'];
/** A trainer that was last seen this close to its limit and was then killed ran out of memory. */
const nearLimit = 0.9;

export type Death = { readonly own: boolean; readonly outOfMemory: boolean; readonly cause: string };

/** Bytes that this process and its trainers may use together: the control group's limit, else the machine's memory. */
export const memoryLimit = (): number => Math.min(groupLimit(), totalmem());

/** Whether a process is stopped (SIGSTOP, a debugger): then its silence is not its own fault. */
export const isStopped = (pid: number): boolean => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return /^[Tt]$/.test(stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3));
  } catch {
    return false; // gone, or a system without /proc
  }
};

/** What a trainer's end says about why: only its own deaths count against its run. */
export const judgeDeath = (end: {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly silent: boolean; // ended by its parent for saying nothing
  readonly killsBefore: number; // groupKills() when it started
  readonly bytes: number; // last reported size
  readonly limit: number;
}): Death => {
  const { code, signal } = end;
  if (end.silent)
    return { own: true, outOfMemory: false, cause: 'the trainer said nothing for ten seconds and was ended' };
  if (signal === 'SIGKILL') {
    const counted = groupKills() > end.killsBefore;
    const outOfMemory = counted || end.bytes >= nearLimit * end.limit;
    const cause = outOfMemory
      ? `killed for memory at ${Math.round(end.bytes / 2 ** 20)} MiB`
      : 'killed from outside (SIGKILL)';
    return { own: outOfMemory, outOfMemory, cause };
  }
  if (signal !== null) return { own: ownSignals.includes(signal), outOfMemory: false, cause: `ended by ${signal}` };
  return { own: code !== 0, outOfMemory: code === 134, cause: `exit code ${code}` };
};
