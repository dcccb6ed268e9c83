import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const read = (file: string): string => {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return ''; // the process has ended
  }
};

/** CPU milliseconds that a process has used (Linux; clock ticks of 10 ms). */
export const cpuMs = (pid: number): number => {
  const stat = read(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return 10 * (Number(fields[11] ?? 0) + Number(fields[12] ?? 0));
};

/** MiB of memory that a process holds. */
export const residentMb = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024;

/** Processes whose parent is `pid` and whose command line has a word in it. */
export const childrenOf = (pid: number, word: string): readonly number[] =>
  readdirSync('/proc')
    .filter(
      (name) =>
        /^\d+$/.test(name) &&
        new RegExp(`\\) . ${pid} `).test(read(`/proc/${name}/stat`)) &&
        read(`/proc/${name}/cmdline`).includes(word),
    )
    .map(Number);

/** MiB of all files below a folder. */
export const folderMb = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0) /
  2 ** 20;
