import {
  closeSync,
  copyFileSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { join } from 'node:path';

const rotateBytes = 5_000_000;

export const logFile = (home: string, name: string): string => join(home, 'logs', `${name}.log`);

/** Opens a log for appending, to be handed to a child process as its output; the caller closes it. */
export function openLog(home: string, name: string): number {
  mkdirSync(join(home, 'logs'), { recursive: true, mode: 0o700 });
  rotateLog(home, name);
  return openSync(logFile(home, name), 'a', 0o600);
}

/** Moves a long log to `<name>.log.1`. The file itself stays, because a server that was adopted writes to it. */
export function rotateLog(home: string, name: string): void {
  const file = logFile(home, name);
  if (!existsSync(file) || statSync(file).size < rotateBytes) return;
  try {
    copyFileSync(file, `${file}.1`);
  } catch {
    rmSync(`${file}.1`, { force: true, recursive: true }); // a full disk costs old lines, not who writes them
  }
  truncateSync(file);
}

/** The last lines of a log, to show why a server does not start. */
export function tailLog(home: string, name: string, lines: number): string {
  const file = logFile(home, name);
  if (!existsSync(file)) return '';
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const buffer = Buffer.alloc(Math.min(size, 4000));
    readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } finally {
    closeSync(descriptor);
  }
}
