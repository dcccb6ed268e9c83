import { runsOf } from '../../../activities/decide.ts';
import { nextEmbedding, nextModel } from '../../../core/space.ts';
import type { FoldKey } from '../../../core/results.ts';
import { readMismatches } from '../../../store/mismatches.ts';
import { readTimings } from '../../../store/timings.ts';
import type { Aftermath } from '../aftermath.ts';

/** The final `leaderboard --json` is, byte for byte, that of the undisturbed sweep. */
export const theLeaderboardIsTheUndisturbedOne = async ({ sweep, calm }: Aftermath): Promise<readonly string[]> => {
  const { code, out, err } = await sweep('leaderboard', 'chaos', '--json');
  if (code !== 0) return [`leaderboard --json ended with exit ${code}: ${err}`];
  return out === calm ? [] : [`another leaderboard: ${firstDifference(out, calm)}`];
};

const firstDifference = (a: string, b: string): string => {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const part = (text: string): string => text.slice(Math.max(0, at - 60), at + 60);
  return `from byte ${at}: ${part(a)} | undisturbed: ${part(b)}`;
};

/** The keys of all folds of the grid. */
const plannedFolds = ({ plan }: Aftermath): readonly FoldKey[] => {
  const keys: FoldKey[] = [];
  for (let embedding = nextEmbedding(plan.space, 0); embedding !== null;) {
    for (let model = nextModel(plan.space, embedding, 0); model !== null;) {
      keys.push(...runsOf(plan, embedding, model).flatMap(({ folds }) => folds.map(({ key }) => key)));
      model = nextModel(plan.space, embedding, model + 1);
    }
    embedding = nextEmbedding(plan.space, embedding + 1);
  }
  return keys;
};

/** Every (trial, fold) of the grid stands in the store once, with the bulk that it names, and nothing else does; no two results differed. */
export const everyFoldIsStoredOnce = async (aftermath: Aftermath): Promise<readonly string[]> => {
  const { store, plan } = aftermath;
  const planned = new Set<string>(plannedFolds(aftermath));
  type Head = { readonly _id: string; readonly innards?: string; readonly chunks?: number };
  const heads = await store.db.collection<Head>('folds').find().toArray();
  const stored = new Set(heads.map(({ _id }) => _id));
  const bulk = new Set(
    (
      await store.db
        .collection<Head>('innards')
        .find({}, { projection: { _id: 1 } })
        .toArray()
    ).map(({ _id }) => _id),
  );
  const missing = [...planned].filter((key) => !stored.has(key));
  const strange = [...stored].filter((key) => !planned.has(key));
  const hollow = heads.filter(({ _id, innards = '', chunks = 0 }) =>
    Array.from({ length: chunks }, (_, n) => `${_id}:${innards}:${n}`).some((id) => !bulk.has(id)),
  );
  const mismatches = await readMismatches(store, plan.sweep.uid);
  return [
    ...(missing.length > 0 ? [`${missing.length} of ${planned.size} folds are not stored`] : []),
    ...(strange.length > 0 ? [`${strange.length} folds are stored that the grid does not have`] : []),
    ...(heads.length !== stored.size ? [`${heads.length} documents for ${stored.size} folds`] : []),
    ...hollow.map(({ _id }) => `the bulk of fold ${_id} is not whole`),
    ...mismatches.map(({ key }) => `two different results of fold ${key}`),
  ];
};

/** No attempt set out to train a fold that was stored before the attempt began. */
export const noStoredFoldIsTrainedAgain = async ({ store, attempts }: Aftermath): Promise<readonly string[]> => {
  const keys = [...new Set(attempts.flatMap(({ attempt }) => attempt.folds))];
  const timings = new Map((await readTimings(store, keys)).map((timing, at) => [keys[at], timing]));
  return attempts.flatMap(({ attempt }) =>
    attempt.folds.flatMap((key) => {
      const storedAt = timings.get(key)?.finishedAt ?? Infinity;
      if (storedAt >= attempt.startedAt) return [];
      return [`fold ${key} was stored ${attempt.startedAt - storedAt} ms before ${attempt.worker} set out to train it`];
    }),
  );
};

/** `rebuild` finds every row as its folds make it, and the leaderboard and the published ranking keep their bytes. */
export const rebuildGivesTheSameBytes = async ({ sweep, calm, store }: Aftermath): Promise<readonly string[]> => {
  const ranking = async (): Promise<string> =>
    JSON.stringify([
      await store.db.collection('rankings').find().toArray(),
      await store.db.collection('rankingPages').find().toArray(),
    ]);
  const before = await ranking();
  const rebuilt = await sweep('rebuild', 'chaos');
  const board = await sweep('leaderboard', 'chaos', '--json');
  return [
    ...(rebuilt.code === 0 ? [] : [`rebuild ended with exit ${rebuilt.code}: ${rebuilt.err}`]),
    ...(rebuilt.out.includes('all the same as before') ? [] : [`rebuild says: ${rebuilt.out.trim()}`]),
    ...(board.out === calm ? [] : [`another leaderboard after rebuild: ${firstDifference(board.out, calm)}`]),
    ...((await ranking()) === before ? [] : ['another published ranking after rebuild']),
  ];
};
