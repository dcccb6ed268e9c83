import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Keeps this process and what it starts to one core, where the system can; whether it could. */
export const pin = (): boolean => {
  try {
    execFileSync('taskset', ['-acp', String(availableParallelism() - 1), String(process.pid)], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
