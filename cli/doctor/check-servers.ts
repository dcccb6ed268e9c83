import { SweepError } from '../../core/errors.ts';
import { findBinary } from '../../services/binaries.ts';
import type { FoundBinary } from '../../services/binaries.ts';
import { binaryWays } from '../../services/binary-ways.ts';
import type { BinaryWay } from '../../services/binary-ways.ts';
import { checkMongo, checkTemporal } from '../../services/external-servers.ts';
import type { ServicesStatus } from '../../services/manage-services.ts';
import type { ServerKind, ServerName } from '../../services/messages.ts';
import { storedMongoKind } from '../../services/server-plans.ts';
import { isTemporalNamed, readTemporalSettings } from '../../services/temporal-settings.ts';
import { masked } from '../../core/secrets.ts';
import { errorText, note, ok, problem } from './check.ts';
import type { Check } from './check.ts';
import { mongoSecurity, temporalSecurity, temporalSource } from './security.ts';

const titles = { temporal: 'temporal', mongo: 'mongodb' } as const;

const kindText: { readonly [kind in ServerKind]: string } = {
  temporal: '',
  mongod: 'MongoDB itself, the reference',
  ferretdb: 'FerretDB on SQLite: the same results as mongod, slower with millions of folds',
};

/** The user's own server: whether it answers, and how the connection is secured. */
const checkNamed = async (name: ServerName): Promise<Check> => {
  try {
    return name === 'mongo' ? await checkNamedMongo(process.env['MONGODB_URI'] ?? '') : await checkNamedTemporal();
  } catch (error) {
    if (!(error instanceof SweepError)) throw error;
    return problem(titles[name], 3, error.message, error.fix);
  }
};

const checkNamedMongo = async (uri: string): Promise<Check> => {
  await checkMongo(uri);
  const { words, fix } = mongoSecurity(uri);
  const found = `${masked(uri, uri)} answers (MONGODB_URI); ${words}`;
  return fix === null ? ok('mongodb', found) : note('mongodb', found, fix);
};

const checkNamedTemporal = async (): Promise<Check> => {
  const settings = await readTemporalSettings();
  if (settings === undefined) throw new Error('no Temporal server is named');
  await checkTemporal(settings);
  const { connection, namespace } = settings;
  const { words, fix } = temporalSecurity(connection);
  const found = `${connection.address} answers, namespace ${namespace} (${temporalSource()}); ${words}`;
  return fix === null ? ok('temporal', found) : note('temporal', found, fix);
};

const fromText: { readonly [from in FoundBinary['from']]: string } = {
  environment: 'named by the environment',
  PATH: 'on PATH',
  cache: 'from the cache',
  download: 'downloaded',
  build: 'built',
};

const runningText = (status: ServicesStatus | null, name: ServerName): string => {
  const server = status?.supervisor?.servers[name];
  if (server !== undefined) return `${server.state === 'ready' ? 'running' : server.state}, process ${server.pid}`;
  const left = status?.leftOver.find((each) => each.name === name);
  return left === undefined ? 'not running now' : `process ${left.pid} is left over from a killed supervisor`;
};

const checkFound = (name: ServerName, status: ServicesStatus | null, binary: FoundBinary): Check => {
  const { kind, version, path, from } = binary;
  const about = kindText[kind] === '' ? '' : `; ${kindText[kind]}`;
  const product = kind === 'temporal' ? '' : `${kind} `;
  const found = `${product}${version} ${fromText[from]}, ${runningText(status, name)}${about}\n${path}`;
  const server = status?.supervisor?.servers[name];
  if (server?.state === 'failed') {
    return problem(
      titles[name],
      3,
      `${found}. Its last words: ${server.error ?? 'none'}`,
      'sweep services stop, then start again',
    );
  }
  const isLeft = status?.leftOver.some((each) => each.name === name) === true;
  return isLeft
    ? note(titles[name], found, 'the next command takes it over; sweep services stop ends it')
    : ok(titles[name], found);
};

const answerMs = 4_000;

/** Whether a vendor's archive can be had from here. */
const isReachable = async ({ archive }: BinaryWay): Promise<boolean> => {
  if (archive === undefined) return false;
  try {
    const { ok: isThere } = await fetch(archive.url, { method: 'HEAD', signal: AbortSignal.timeout(answerMs) });
    return isThere;
  } catch {
    return false; // a closed network
  }
};

/** A program that is not here yet: how the first start would get it. */
const checkMissing = async (name: ServerName, kind: ServerKind | undefined, go: string | null): Promise<Check> => {
  const ways = binaryWays(name, kind, process.env);
  for (const way of ways) {
    const what = `${way.kind} ${way.version}`;
    if (await isReachable(way)) return note(titles[name], `not here yet; the first start downloads ${what}`);
    if (way.program !== undefined && go !== null) {
      const about = kindText[way.kind] === '' ? '' : `; ${kindText[way.kind]}`;
      return note(titles[name], `not here yet; the first start builds ${what} with Go ${go}, some minutes${about}`);
    }
  }
  const because = kind === undefined || name === 'temporal' ? '' : ` that reads what ${kind} wrote here`;
  const fix =
    'install Go 1.21 or newer (https://go.dev/dl); or put "temporal" and "mongod" on PATH; or set TEMPORAL_ADDRESS and MONGODB_URI';
  return problem(
    titles[name],
    3,
    `no server${because}: not installed, no download answers, and no Go to build it`,
    fix,
  );
};

const checkOwn = async (
  name: ServerName,
  home: string | null,
  status: ServicesStatus | null,
  go: string | null,
): Promise<Check> => {
  const kind = name === 'mongo' && home !== null ? storedMongoKind(home) : undefined;
  try {
    const binary = await findBinary(name, kind);
    return binary === undefined ? await checkMissing(name, kind, go) : checkFound(name, status, binary);
  } catch (error) {
    if (error instanceof SweepError) return problem(titles[name], 3, error.message, error.fix);
    return problem(titles[name], 3, errorText(error), 'sweep services status says more');
  }
};

/** Both servers: those that the environment names, else the programs that Sweep runs itself. */
export const checkServers = async (
  home: string | null,
  status: ServicesStatus | null,
  go: string | null,
): Promise<readonly Check[]> => {
  const isNamed = { temporal: isTemporalNamed(), mongo: Boolean(process.env['MONGODB_URI']) };
  return Promise.all(
    (['temporal', 'mongo'] as const).map((name) =>
      isNamed[name] ? checkNamed(name) : checkOwn(name, home, status, go),
    ),
  );
};
