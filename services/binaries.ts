import { execFile } from 'node:child_process';
import { accessSync, chmodSync, constants, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { SweepError } from '../core/errors.ts';
import { whileLocked } from './build-lock.ts';
import { cacheFolder } from './cache-folder.ts';
import { downloadProgram } from './download.ts';
import { buildProgram } from './go-build.ts';
import type { ServerBinary, ServerKind, ServerName } from './messages.ts';
import * as vendors from './vendors.ts';

/** Told while a server program is fetched or built, at least every second: what, what is going on, since when. */
export type Progress = { readonly what: 'temporal' | 'mongodb'; readonly detail: string; readonly seconds: number };

export type FoundBinary = ServerBinary & { readonly from: 'environment' | 'PATH' | 'cache' | 'download' | 'build' };

type Way = {
  readonly kind: ServerKind;
  readonly version: string;
  readonly file: string;
  readonly archive?: vendors.Archive | undefined;
  readonly program?: vendors.GoProgram;
};

const variables = { temporal: 'SWEEP_TEMPORAL_BIN', mongo: 'SWEEP_MONGOD_BIN' } as const;
const run = promisify(execFile);

/**
 * The program of a server that is on this machine already: named by the environment, on PATH, or in the cache.
 * @param kind only this kind will do: a home's database can be read by the server that wrote it alone
 * @throws {SweepError} SERVER_UNAVAILABLE if the environment names a program that cannot be used
 */
export async function findBinary(
  name: ServerName,
  kind?: ServerKind,
  env: NodeJS.ProcessEnv = process.env,
): Promise<FoundBinary | undefined> {
  const told = env[variables[name]];
  if (told !== undefined && told !== '') {
    const binary = await identify(told).catch((error: unknown) => refuseTold(name, told, (error as Error).message));
    if (kind !== undefined && binary.kind !== kind)
      refuseTold(name, told, `it is ${binary.kind}; this folder's data are ${kind}'s`);
    return { ...binary, from: 'environment' };
  }
  const onPath = kind === 'ferretdb' ? undefined : findOnPath(name === 'temporal' ? 'temporal' : 'mongod', env);
  const identified = onPath === undefined ? undefined : await identify(onPath).catch(() => undefined);
  if (identified !== undefined) return { ...identified, from: 'PATH' };
  const cached = ways(name, kind, env).find(({ file }) => isProgram(file));
  return cached === undefined
    ? undefined
    : { kind: cached.kind, version: cached.version, path: cached.file, from: 'cache' };
}

/**
 * The program of a server, downloaded or built into the cache if need be.
 * @throws {SweepError} SERVER_UNAVAILABLE, saying what was tried, if it is not to be had
 */
export async function obtainBinary(
  name: ServerName,
  options: {
    readonly kind?: ServerKind | undefined;
    readonly onProgress?: (progress: Progress) => void;
    readonly env?: NodeJS.ProcessEnv;
  } = {},
): Promise<FoundBinary> {
  const { kind, onProgress = () => undefined, env = process.env } = options;
  const found = await findBinary(name, kind, env);
  if (found !== undefined) return found;
  const clock = startClock(name, onProgress);
  try {
    const lock = join(cacheFolder(env), 'bin', `${name}.lock`);
    const onWait = (owner: number) => clock.say(`waiting for process ${owner}, which fetches it`);
    return await whileLocked(
      lock,
      onWait,
      async () => (await findBinary(name, kind, env)) ?? (await make(name, ways(name, kind, env), clock.say)),
    );
  } finally {
    clock.stop();
  }
}

async function make(name: ServerName, all: readonly Way[], say: (detail: string) => void): Promise<FoundBinary> {
  const tried: string[] = [`no ${name === 'temporal' ? 'temporal' : 'mongod'} on PATH`];
  const attempt = async (
    way: Way,
    from: 'download' | 'build',
    work: () => Promise<void>,
  ): Promise<FoundBinary | undefined> => {
    try {
      await work();
      chmodSync(way.file, 0o755);
      const { kind, version, file: path } = way;
      await identify(path);
      return { kind, version, path, from };
    } catch (error) {
      tried.push(`${from} of ${way.kind} ${way.version}: ${(error as Error).message}`);
      return undefined;
    }
  };
  for (const way of all) {
    const { archive, program } = way;
    if (archive !== undefined) {
      say(`downloading ${way.kind} ${way.version}`);
      const onBytes = (received: number, total: number | null) =>
        say(
          `downloading ${way.kind} ${way.version}: ${megabytes(received)}${total === null ? '' : ` of ${megabytes(total)}`}`,
        );
      const binary = await attempt(way, 'download', () => downloadProgram(archive, way.file, onBytes));
      if (binary !== undefined) return binary;
    }
    if (program === undefined) continue;
    say(
      `building ${way.kind} ${way.version} with Go, once (about ${name === 'temporal' ? 'three minutes' : 'one minute'})`,
    );
    const binary = await attempt(way, 'build', () => buildProgram(program, way.file));
    if (binary !== undefined) return binary;
  }
  return refuse(name, tried);
}

/** The ways to a program, best first, with the file of the cache that each leads to. */
function ways(name: ServerName, kind: ServerKind | undefined, env: NodeJS.ProcessEnv): readonly Way[] {
  const { platform, arch } = process;
  const at = (folder: string, file: string) => join(cacheFolder(env), 'bin', `${folder}-${platform}-${arch}`, file);
  if (name === 'temporal') {
    const version = vendors.temporalVersion;
    const archive = vendors.temporalArchive(platform, arch);
    return [
      {
        kind: 'temporal',
        version,
        file: at(`temporal-${version}`, 'temporal'),
        archive,
        program: vendors.temporalProgram(),
      },
    ];
  }
  const ferretdb = vendors.ferretdbProgram();
  const all: readonly Way[] = [
    {
      kind: 'mongod',
      version: vendors.mongodVersion,
      file: at(`mongod-${vendors.mongodVersion}`, 'mongod'),
      archive: vendors.mongodArchive(platform, arch, readOsRelease()),
    },
    {
      kind: 'ferretdb',
      version: vendors.ferretdbVersion,
      file: at(`ferretdb-${ferretdb.version}`, 'sweep-mongo'),
      program: ferretdb,
    },
  ];
  return all.filter((way) => kind === undefined || way.kind === kind);
}

/** What a program says that it is; running it also shows that it can run here. */
async function identify(path: string): Promise<ServerBinary> {
  const { stdout } = await run(path, ['--version'], { timeout: 10_000 });
  const [, product, version] = /(temporal version|db version v|FerretDB v) ?(\S+)/.exec(stdout) ?? [];
  if (product === undefined || version === undefined)
    throw new Error(`${path} --version says "${stdout.split('\n')[0]}"`);
  return {
    kind: product === 'temporal version' ? 'temporal' : product === 'FerretDB v' ? 'ferretdb' : 'mongod',
    path,
    version,
  };
}

function refuseTold(name: ServerName, path: string, why: string): never {
  throw new SweepError({
    code: 'SERVER_UNAVAILABLE',
    message: `${variables[name]}=${path} cannot be used: ${why}.`,
    fix: `correct or unset ${variables[name]}`,
  });
}

function refuse(name: ServerName, tried: readonly string[]): never {
  const title = name === 'temporal' ? 'Temporal server' : 'MongoDB server';
  throw new SweepError({
    code: 'SERVER_UNAVAILABLE',
    message: `No ${title} is to be had. Tried:\n${tried.map((line) => `  - ${line}`).join('\n')}`,
    fix: [
      'one of:',
      '  - install Go 1.21 or newer (https://go.dev/dl) and run this again: it builds the server once',
      `  - put "temporal" and "mongod" on PATH, or name them: ${variables.temporal}, ${variables.mongo}`,
      '  - use running servers: set TEMPORAL_ADDRESS and MONGODB_URI',
    ].join('\n'),
  });
}

function findOnPath(program: string, env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, program)).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false; // not there, or not for this user
  }
}

function readOsRelease(): string {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch {
    return ''; // not a Linux that names itself
  }
}

/** Tells the last detail again every second, with the time that has gone by. */
function startClock(
  name: ServerName,
  onProgress: (progress: Progress) => void,
): { readonly say: (detail: string) => void; readonly stop: () => void } {
  const began = Date.now();
  let detail = '';
  const tell = () =>
    onProgress({ what: name === 'temporal' ? 'temporal' : 'mongodb', detail, seconds: (Date.now() - began) / 1000 });
  const timer = setInterval(tell, 1000);
  return {
    say(next) {
      if (next === detail) return;
      const isNews = !detail.startsWith(next.slice(0, next.indexOf(':') + 1 || next.length)) || detail === '';
      detail = next;
      if (isNews) tell();
    },
    stop: () => clearInterval(timer),
  };
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
