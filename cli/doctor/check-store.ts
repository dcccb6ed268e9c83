import { SweepError } from '../../core/errors.ts';
import { numericsVersion } from '../../core/engine.ts';
import { readState } from '../../activities/state.ts';
import type { ServicesStatus } from '../../services/manage-services.ts';
import { readServer } from '../../store/database-server.ts';
import { readMismatches } from '../../store/mismatches.ts';
import { readStanding } from '../../store/migrate.ts';
import { schemaVersion } from '../../store/migrations/all.ts';
import { closeStore, openStore } from '../../store/open-store.ts';
import type { Store } from '../../store/open-store.ts';
import { sweepOfCollection } from '../../store/owners.ts';
import { collectionNames } from '../../store/scan.ts';
import { damagedSweeps, listNames, listSweeps } from '../../store/sweeps.ts';
import { readWorkers } from '../../store/workers.ts';
import { isOurBug } from '../engine/other-result.ts';
import { count, counted } from '../grid/page.ts';
import { note, ok, problem } from './check.ts';
import type { Check } from './check.ts';

const checkMismatches = async (store: Store): Promise<Check> => {
  const found = await readMismatches(store);
  const [first] = found;
  if (first === undefined) return ok('results', 'no result was ever found to differ from a stored one');
  const sweeps = new Map((await listSweeps(store)).map((sweep) => [sweep.uid, sweep]));
  const bugs = found.filter((each) => isOurBug(sweeps.get(each.sweep) ?? { engine: 'wasm' }, each));
  const shown = found
    .slice(0, 5)
    .map(
      ({ key, sweep, version }) =>
        `${key.slice(0, 12)}… (sweep ${sweeps.get(sweep)?.name ?? sweep}, version ${version})`,
    );
  const more = found.length > shown.length ? ` and ${count(found.length - shown.length)} more` : '';
  const what = `${counted(found.length, 'result differs', 'results differ')} from the stored one: ${shown.join(', ')}${more}`;
  if (bugs.length === 0) return note('results', what, 'the library of their engine may do that: the stored ones stand');
  return problem('results', 1, what, 'a bug of ours: the stored ones stand; please report it with these keys');
};

/** Other servers speak the protocol too; nobody has looked whether they keep what the store relies on. */
const checkServer = async (store: Store): Promise<readonly Check[]> => {
  const { kind, version } = await readServer(store);
  if (kind !== 'other') return [];
  const found = `${version}: Sweep is tested on mongod and on FerretDB 1 alone, and may lose or repeat work on it`;
  return [note('database', found, 'use one of those two: docs/databases.md')];
};

const checkSweeps = async (store: Store): Promise<readonly Check[]> => {
  const sweeps = await listSweeps(store);
  const { live } = await readWorkers(store);
  const slots = live.reduce((sum, worker) => sum + worker.slots.length, 0);
  const standing = await readStanding(store);
  const version = standing.state === 'older' ? standing.version : null;
  const schema =
    version !== null && version < schemaVersion
      ? `schema ${version}, which the next start, resume or worker of this program raises to ${schemaVersion}`
      : `schema ${schemaVersion}`;
  const found = `${schema}, ${counted(sweeps.length, 'sweep')}, ${counted(live.length, 'live worker')} with ${counted(slots, 'slot')}`;
  const interrupted: string[] = [];
  for (const sweep of sweeps) if ((await readState(store, sweep)).state === 'interrupted') interrupted.push(sweep.name);
  const older = sweeps.filter(({ numerics }) => numerics !== numericsVersion).map(({ name }) => name);
  return [
    ok('store', found),
    ...(interrupted.length === 0
      ? []
      : [note('unfinished', `nothing works on ${interrupted.join(', ')}`, `sweep resume ${interrupted[0]}`)]),
    ...(older.length === 0
      ? []
      : [
          note(
            'numerics',
            `another version trained ${older.join(', ')}`,
            'go on with them under a name of their own: start --name',
          ),
        ]),
  ];
};

/** Sweeps that are passed over wherever sweeps are listed. */
const checkDamaged = async (store: Store): Promise<readonly Check[]> =>
  (await damagedSweeps(store)).map(({ message, fix }) => note('damaged', message, fix));

/** Forgotten sweeps show by the collections that they had for themselves; what else is free takes a walk through all. */
const checkForgotten = async (store: Store): Promise<readonly Check[]> => {
  const own = (await collectionNames(store)).flatMap((name) => sweepOfCollection(name) ?? []);
  const there = new Set((await listNames(store)).map(({ uid }) => uid));
  const forgotten = new Set(own.filter((uid) => !there.has(uid))).size;
  if (forgotten === 0) return [];
  const found = `${counted(forgotten, 'forgotten sweep holds', 'forgotten sweeps hold')} space still`;
  return [note('space', found, 'sweep gc --dry-run says how much, sweep gc frees it')];
};

/** What the database says, where it can be asked without starting anything. */
export const checkStore = async (status: ServicesStatus | null, mongoIsFine: boolean): Promise<readonly Check[]> => {
  const uri = process.env['MONGODB_URI'] || undefined;
  const own = status?.supervisor?.servers.mongo;
  const address = uri ?? (own?.state === 'ready' ? own.address : undefined);
  if (address === undefined) return [note('store', 'not looked at: its server does not run now', null)];
  if (!mongoIsFine) return [];
  try {
    const store = await openStore(address);
    try {
      return [
        ...(await checkServer(store)),
        ...(await checkSweeps(store)),
        ...(await checkDamaged(store)),
        ...(await checkForgotten(store)),
        await checkMismatches(store),
      ];
    } finally {
      await closeStore(store);
    }
  } catch (error) {
    if (!(error instanceof SweepError)) throw error;
    return [problem('store', 3, error.message, error.fix)];
  }
};
