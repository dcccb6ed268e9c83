import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';
import type { ServerKind, ServerName } from './messages.ts';
import * as vendors from './vendors.ts';

/** One way to a server's program, and the file of the cache that it leads to. */
export type BinaryWay = {
  readonly kind: ServerKind;
  readonly version: string;
  readonly file: string;
  readonly archive: vendors.Archive | undefined; // the vendor's, where it makes one for this system
  readonly program: vendors.GoProgram | undefined;
};

/** All ways to a server's program, best first; with `kind` those alone that lead to such a server. */
export function binaryWays(
  name: ServerName,
  kind: ServerKind | undefined,
  env: NodeJS.ProcessEnv,
): readonly BinaryWay[] {
  const all = name === 'temporal' ? [temporalWay(env)] : [mongodWay(env), ferretdbWay(env)];
  return all.filter((way) => kind === undefined || way.kind === kind);
}

const { platform, arch } = process;

/** A home folder may be shared by machines of several kinds. */
const inCache = (env: NodeJS.ProcessEnv, folder: string, file: string): string =>
  join(cacheFolder(env), 'bin', `${folder}-${platform}-${arch}`, file);

function temporalWay(env: NodeJS.ProcessEnv): BinaryWay {
  const version = vendors.temporalVersion;
  const file = inCache(env, `temporal-${version}`, 'temporal');
  const archive = vendors.temporalArchive(platform, arch);
  return { kind: 'temporal', version, file, archive, program: vendors.temporalProgram() };
}

function mongodWay(env: NodeJS.ProcessEnv): BinaryWay {
  const version = vendors.mongodVersion;
  const archive = vendors.mongodArchive(platform, arch, readOsRelease());
  return { kind: 'mongod', version, file: inCache(env, `mongod-${version}`, 'mongod'), archive, program: undefined };
}

function ferretdbWay(env: NodeJS.ProcessEnv): BinaryWay {
  const program = vendors.ferretdbProgram();
  const file = inCache(env, `ferretdb-${program.version}`, 'sweep-mongo');
  return { kind: 'ferretdb', version: vendors.ferretdbVersion, file, archive: undefined, program };
}

function readOsRelease(): string {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch {
    return ''; // not a Linux that names itself
  }
}
