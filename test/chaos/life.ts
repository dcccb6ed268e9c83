import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

export type LifeEnd = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string; // on a terminal all of it is in `out`
};

/** One command of the built program. */
export type Life = {
  readonly args: readonly string[];
  readonly onTerminal: boolean;
  readonly ended: Promise<LifeEnd>;
  readonly end: () => LifeEnd | null; // null while it runs
  readonly hasEnded: () => boolean;
  readonly pid: number | undefined; // on a terminal that of `script`, whose child it is
};

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

const signalOf = (code: number | null): NodeJS.Signals | null =>
  (Object.entries(constants.signals).find(([, number]) => code === 128 + number)?.[0] as NodeJS.Signals) ?? null;

const quoted = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** `script` (util-linux) gives it a terminal and says the child's end as a shell does: 137 after SIGKILL. */
const commandOf = (args: readonly string[], onTerminal: boolean): readonly [string, readonly string[]] => {
  const words = [process.execPath, main, ...args];
  if (!onTerminal) return [process.execPath, words.slice(1)];
  return ['script', ['-q', '-e', '-f', '-c', `exec ${words.map(quoted).join(' ')}`, '/dev/null']];
};

/** Starts a command of the built program with just this environment. */
export const createLife = (args: readonly string[], env: NodeJS.ProcessEnv, onTerminal = false): Life => {
  const [program, words] = commandOf(args, onTerminal);
  const { CI: _, ...interactive } = env;
  const child = spawn(program, [...words], {
    env: onTerminal ? { ...interactive, TERM: 'xterm' } : { ...env, CI: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  let over: LifeEnd | null = null;
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const ended = new Promise<LifeEnd>((resolve) => {
    const end = (how: LifeEnd): void => resolve((over ??= how));
    child.on('error', ({ message }) => end({ code: 127, signal: null, out, err: message })); // no `script` on this machine
    child.on('close', (code, signal) => {
      const told = onTerminal && code !== 130 ? signalOf(code) : null;
      end(told === null ? { code, signal, out, err } : { code: null, signal: told, out, err });
    });
  });
  return { args, onTerminal, ended, end: () => over, hasEnded: () => over !== null, pid: child.pid };
};
