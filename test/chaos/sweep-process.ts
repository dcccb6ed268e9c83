import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export type Ended = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
};

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** Runs the built program in a home of its own, with its own servers. */
export const sweep = (home: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
  const { TEMPORAL_ADDRESS: _temporal, MONGODB_URI: _mongo, ...rest } = process.env;
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...rest, SWEEP_HOME: home, SWEEP_LINGER_SECONDS: '2', CI: 'true', NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const ended = new Promise<Ended>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal, out, err })),
  );
  return { child, ended, err: () => err };
};

/** Runs a command to its end; throws with its output unless it ended with `code`. */
export const run = async (home: string, args: readonly string[], code = 0): Promise<string> => {
  const ended = await sweep(home, args).ended;
  if (ended.code === code) return ended.out;
  throw new Error(
    `sweep ${args.join(' ')}: exit ${ended.code ?? ended.signal}, expected ${code}\n${ended.out}\n${ended.err}`,
  );
};
