import { readdirSync, readFileSync } from 'node:fs';

export type Found = { readonly pid: number; readonly role: Role };
export type Role = 'cli' | 'supervisor' | 'trainer' | 'temporal' | 'database';

const roleOf = (command: readonly string[]): Role | null => {
  const line = command.join(' ');
  if (line.includes('supervisor-main.js')) return 'supervisor';
  if (line.includes('trainer-main.js')) return 'trainer';
  if (line.includes('cli/main.js')) return 'cli';
  if (line.includes('start-dev')) return 'temporal';
  if (/ferretdb|mongod/.test(command[0] ?? '')) return 'database';
  return null;
};

const read = (file: string): string => {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return ''; // the process is gone
  }
};

const isZombie = (pid: number): boolean => /\) Z /.test(read(`/proc/${pid}/stat`));

/** Every process of one Sweep home, found by its environment or its command line (Linux). */
export const processesOf = (home: string): readonly Found[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name): readonly Found[] => {
      const pid = Number(name);
      const command = read(`/proc/${pid}/cmdline`).split('\0');
      const role = roleOf(command);
      const ours =
        read(`/proc/${pid}/environ`).includes(`SWEEP_HOME=${home}\0`) || command.some((word) => word.includes(home));
      return role !== null && ours && !isZombie(pid) ? [{ pid, role }] : [];
    });

export const kill = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch {
    // it ended by itself in between
  }
};
