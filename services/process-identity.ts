import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process that cannot be mistaken for a later one with the same number: its pid and when it started. */
export type ProcessIdentity = { readonly pid: number; readonly started: string };

/** The identity of a living process of any kind; undefined when there is none (a zombie counts as dead). */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const started = process.platform === 'linux' ? startedOnLinux(pid) : startedByPs(pid);
  return started === undefined ? undefined : { pid, started };
}

export function isAlive(identity: ProcessIdentity): boolean {
  return identifyProcess(identity.pid)?.started === identity.started;
}

/** This boot of this kernel, seen from this process space: pids of another one say nothing here. */
export function machineName(): string {
  if (process.platform !== 'linux') return hostname();
  return [hostname(), readOr('/proc/sys/kernel/random/boot_id', '').trim(), readlinkSync('/proc/self/ns/pid')].join(
    ' ',
  );
}

/** Living processes that were started with `flag path` (e.g. --db-filename FILE) among their arguments. */
export function processesWith(flag: string, path: string): readonly ProcessIdentity[] {
  return listArguments()
    .filter(({ args }) => hasArgument(args, flag, path))
    .flatMap(({ pid }) => identifyProcess(pid) ?? []);
}

/** What stands behind an argument that ends in `program` (a script, say), of every living process that has one. */
export function argumentsBehind(program: string): readonly string[] {
  return listArguments().flatMap(({ args }) => {
    const words = typeof args === 'string' ? args.split(' ') : args;
    const at = words.findIndex((word) => word.endsWith(program));
    return at < 0 ? [] : [(typeof args === 'string' ? words.slice(at + 1).join(' ') : words[at + 1]) ?? ''];
  });
}

/** Linux gives the arguments apart, ps joins them with blanks. */
function hasArgument(args: readonly string[] | string, flag: string, path: string): boolean {
  if (typeof args === 'string') return `${args} `.includes(` ${flag} ${path} `);
  return args.some((arg, index) => arg === flag && args[index + 1] === path);
}

function listArguments(): readonly { readonly pid: number; readonly args: readonly string[] | string }[] {
  if (process.platform === 'linux') {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => ({ pid: Number(name), args: readOr(`/proc/${name}/cmdline`, '').split('\0') }));
  }
  return ps('-axo', 'pid=,command=').flatMap((line) => {
    const match = /^\s*(\d+)\s+(.*)$/.exec(line);
    return match === null ? [] : [{ pid: Number(match[1]), args: match[2] ?? '' }];
  });
}

function startedOnLinux(pid: number): string | undefined {
  const stat = readOr(`/proc/${pid}/stat`, '');
  // The command name is in brackets and may hold anything; the fields after it are plain.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, ticks] = [fields[0], fields[19]];
  if (ticks === undefined || state === 'Z' || state === 'X') return undefined;
  return `${readOr('/proc/sys/kernel/random/boot_id', '').trim()}/${ticks}`;
}

function startedByPs(pid: number): string | undefined {
  const line = ps('-o', 'stat=,lstart=', '-p', String(pid))[0]?.trim();
  return line === undefined || line === '' || line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '');
}

function ps(...args: readonly string[]): readonly string[] {
  try {
    const env = { ...process.env, LC_ALL: 'C' };
    return execFileSync('ps', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], env }).split('\n');
  } catch {
    return []; // ps leaves with 1 when there is no such process
  }
}

function readOr(file: string, otherwise: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return otherwise; // the process ended meanwhile, or belongs to another user
  }
}
