import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { SweepError } from '../core/errors.ts';
import { binaryWays } from './binary-ways.ts';
import type { ServerBinary, ServerKind, ServerName } from './messages.ts';

export type FoundBinary = ServerBinary & { readonly from: 'environment' | 'PATH' | 'cache' | 'download' | 'build' };

/** The environment variables that name a server's program. */
export const binaryVariables = { temporal: 'SWEEP_TEMPORAL_BIN', mongo: 'SWEEP_MONGOD_BIN' } as const;

/** The programs that are looked for on PATH. */
export const programNames = { temporal: 'temporal', mongo: 'mongod' } as const;

const run = promisify(execFile);

/**
 * The program of a server that is on this machine already: named by the environment, on PATH, or in the cache.
 * @param kind only this kind will do: a database can be read by the server that wrote it alone
 * @throws {SweepError} SERVER_UNAVAILABLE if the environment names a program that cannot be used
 */
export async function findBinary(
  name: ServerName,
  kind: ServerKind | undefined,
  env: NodeJS.ProcessEnv = process.env,
): Promise<FoundBinary | undefined> {
  const told = env[binaryVariables[name]];
  if (told !== undefined && told !== '') return { ...(await checkTold(name, told, kind)), from: 'environment' };
  for (const path of programsOnPath(programNames[name], env)) {
    const binary = await identifyBinary(path).catch(() => undefined); // another program of that name
    if (binary !== undefined && (kind ?? binary.kind) === binary.kind) return { ...binary, from: 'PATH' };
  }
  const cached = binaryWays(name, kind, env).find(({ file }) => isProgram(file));
  if (cached === undefined) return undefined;
  return { kind: cached.kind, version: cached.version, path: cached.file, from: 'cache' };
}

/** What a program says that it is; this also shows that it can run here. */
export async function identifyBinary(path: string): Promise<ServerBinary> {
  const { stdout } = await run(path, ['--version'], { timeout: 10_000 });
  const [, product = '', version] = /(temporal version |db version v|FerretDB v)(\S+)/.exec(stdout) ?? [];
  if (version === undefined) throw new Error(`--version says "${stdout.split('\n')[0]}"`);
  const kind = product === 'temporal version ' ? 'temporal' : product === 'FerretDB v' ? 'ferretdb' : 'mongod';
  return { kind, path, version };
}

async function checkTold(name: ServerName, path: string, kind: ServerKind | undefined): Promise<ServerBinary> {
  const refuse = (why: string): never => {
    const variable = binaryVariables[name];
    const message = `${variable}=${path} cannot be used: ${why}.`;
    throw new SweepError({ code: 'SERVER_UNAVAILABLE', message, fix: `correct or unset ${variable}` });
  };
  const binary = await identifyBinary(path).catch((error: unknown) => refuse((error as Error).message.trim()));
  if ((binary.kind === 'temporal') !== (name === 'temporal')) refuse(`it is ${binary.kind}`);
  if (kind !== undefined && binary.kind !== kind)
    refuse(`it is ${binary.kind}, and the data here were written by ${kind}`);
  return binary;
}

function programsOnPath(program: string, env: NodeJS.ProcessEnv): readonly string[] {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, program)).filter(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false; // not there, or not for this user
  }
}
