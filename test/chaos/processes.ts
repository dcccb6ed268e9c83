import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

export type Found = { readonly pid: number; readonly role: Role };
export type Role =
  | 'cli' // sweep start, sweep resume and all other commands
  | 'worker' // sweep worker, and a background one that --detach leaves
  | 'orchestrator' // one of those that trains nothing: --slots 0
  | 'supervisor'
  | 'trainer'
  | 'temporal'
  | 'database';

const roleOf = (command: readonly string[]): Role | null => {
  const [program = ''] = command;
  if (/ferretdb|mongod/.test(program)) return 'database';
  if (command.includes('start-dev')) return 'temporal';
  if (!basename(program).startsWith('node')) return null;
  const line = command.join(' ');
  if (line.includes('supervisor-main.js')) return 'supervisor';
  if (line.includes('trainer-main.js')) return 'trainer';
  if (!line.includes('cli/main.js')) return null;
  const works = / worker( |$)/.test(line) || line.includes('--background');
  if (!works) return 'cli';
  return / --slots 0( |$)/.test(line) ? 'orchestrator' : 'worker';
};

const read = (file: string): string => {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return ''; // the process is gone
  }
};

const isZombie = (pid: number): boolean => /\) [ZX] /.test(read(`/proc/${pid}/stat`));

/**
 * Every process of one Sweep home, or of all homes under a folder that ends in `/`, found by its environment or its
 * command line (Linux).
 */
export const processesOf = (home: string): readonly Found[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name): readonly Found[] => {
      const pid = Number(name);
      const command = read(`/proc/${pid}/cmdline`).split('\0');
      const role = roleOf(command);
      if (role === null) return [];
      const place = home.endsWith('/') ? `SWEEP_HOME=${home}` : `SWEEP_HOME=${home}\0`;
      const ours = read(`/proc/${pid}/environ`).includes(place) || command.some((word) => word.includes(home));
      return ours && !isZombie(pid) ? [{ pid, role }] : [];
    });

/** The parent of a process; null when it is gone. */
export const parentOf = (pid: number): number | null => {
  const stat = read(`/proc/${pid}/stat`);
  return stat === '' ? null : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
};

export const kill = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch {
    // it ended by itself in between
  }
};
