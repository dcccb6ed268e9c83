import { isFailure } from '../../activities/decide.ts';
import type { Standing } from '../../activities/decide.ts';
import { embeddingKeyOf, planRun } from '../../activities/plan.ts';
import type { Plan, RunPlan } from '../../activities/plan.ts';
import type { EmbeddingKey } from '../../core/keys.ts';
import { nextModel, runCell } from '../../core/space.ts';
import type { RunCell, Space } from '../../core/space.ts';
import { readEmbedding } from '../../store/embeddings.ts';
import { readFoldHeads } from '../../store/folds.ts';
import type { Store } from '../../store/open-store.ts';
import { cellsToTrain, chooseNumbers, embeddingsToTrain, vectorScopes, wantedCells } from './sample-runs.ts';
import type { CellPlace, Cells, Wanted } from './sample-runs.ts';

/** So many trainings of word vectors with the options of that embedding. */
export type VectorWork = { readonly embedding: number; readonly trainings: number };

/** What is to be trained: each entry of `runs` stands for `weight` runs like it. */
export type Remaining = {
  readonly looked: 'nowhere' | 'everywhere' | 'sample'; // for what is known
  readonly lookUps: number;
  readonly knownFolds: number; // of a sample: about
  readonly runs: readonly (CellPlace & { readonly weight: number })[];
  readonly vectors: readonly VectorWork[];
};

const exactLookUps = 5000;
const sampledLookUps = 500;

/** Everything, as if nothing were known: up to `most` cells, for a grid of any size. */
export const remainingOfAll = (space: Space, most: number): Remaining => {
  const cells = cellsToTrain(space);
  const chosen = chooseNumbers(cells.count, most, 'cells');
  const embeddings = embeddingsToTrain(space, cells);
  const some = chooseNumbers(embeddings.count, most, 'embeddings').map((n) => embeddings.at(n));
  const each = embeddings.count / some.length;
  const weight = (cells.count / chosen.length) * space.splits;
  return {
    looked: 'nowhere',
    lookUps: 0,
    knownFolds: 0,
    runs: chosen.map((n) => ({ ...cells.at(n), weight })),
    vectors: some.map((embedding) => ({ embedding, trainings: each * vectorScopes(space, embedding) })),
  };
};

/** The largest epochs that a run still has to reach, or null. */
const missingEpochs = (run: RunPlan, isMissing: (fold: number) => boolean): number | null =>
  run.folds.findLast((_, at) => isMissing(at))?.trial.cell.train.epochs ?? null;

const readStandings = async (store: Store, runs: readonly RunPlan[]): Promise<readonly (readonly Standing[])[]> => {
  const heads = await readFoldHeads(
    store,
    runs.flatMap(({ folds }) => folds.map(({ key }) => key)),
  );
  let next = 0;
  return runs.map(({ folds }) =>
    folds.map((): Standing => {
      const head = heads[next++] ?? null;
      return head === null ? { state: 'missing' } : { state: 'known', head };
    }),
  );
};

/** How many of the wanted folds of some runs are known, and how many there are. */
const countKnown = (runs: readonly RunPlan[], standings: readonly (readonly Standing[])[], wanted: Wanted | null) => {
  const folds = runs.flatMap((run, at) =>
    run.folds.map(({ trial }, fold) => ({ trial, state: standings[at]?.[fold]?.state })),
  );
  const asked = wanted === null ? folds : folds.filter(({ trial }) => wanted.has(trial.cell));
  return { known: asked.filter(({ state }) => state === 'known').length, asked: asked.length };
};

const cellAt = ({ space }: Plan, { embedding, model }: CellPlace): RunCell => runCell(space, embedding, model);

const lookEverywhere = async (plan: Plan, store: Store, cells: Cells, wanted: Wanted | null) => {
  const { splits } = plan.space;
  const places = Array.from({ length: cells.count }, (_, n) => cells.at(n));
  const runs = places.flatMap((place) => {
    const cell = cellAt(plan, place);
    return Array.from({ length: splits }, (_, split) => planRun(plan, cell, split) as RunPlan);
  });
  const standings = await readStandings(store, runs);
  const left = runs.flatMap((run, at) => {
    const first = at - run.split; // of the same cell
    const below = standings.slice(first, at);
    const failed = (fold: number): boolean => below.some((each) => isFailure(each[fold] as Standing));
    const epochs = missingEpochs(run, (fold) => standings[at]?.[fold]?.state === 'missing' && !failed(fold));
    return epochs === null ? [] : [{ ...(places[first / splits] as CellPlace), split: run.split, epochs, weight: 1 }];
  });
  return { runs: left, knownFolds: countKnown(runs, standings, wanted).known };
};

const lookAtSample = async (plan: Plan, store: Store, cells: Cells, wanted: Wanted | null) => {
  const { space } = plan;
  const total = cells.count * space.splits;
  const numbers = chooseNumbers(total, Math.ceil((sampledLookUps * cellsToTrain(space).count) / space.trials), 'runs');
  const places = numbers.map((n) => ({ ...cells.at(Math.floor(n / space.splits)), split: n % space.splits }));
  const runs = places.map((place) => planRun(plan, cellAt(plan, place), place.split) as RunPlan);
  const standings = await readStandings(store, runs);
  const weight = total / numbers.length;
  const left = runs.flatMap((run, at) => {
    const epochs = missingEpochs(run, (fold) => standings[at]?.[fold]?.state === 'missing');
    return epochs === null ? [] : [{ ...(places[at] as (typeof places)[number]), epochs, weight }];
  });
  const { known, asked } = countKnown(runs, standings, wanted);
  const folds = (wanted?.trials ?? space.trials) * space.splits;
  return { runs: left, knownFolds: Math.round((known / Math.max(1, asked)) * folds) };
};

/** A training of word vectors: of one split, or of all texts. */
type Training = { readonly embedding: number; readonly key: EmbeddingKey };

const trainingOf = (plan: Plan, { embedding, model }: CellPlace, split: number): Training | null => {
  const trial = runCell(plan.space, embedding, model).trials[0];
  const key = trial === undefined ? null : embeddingKeyOf(plan, trial, split);
  return key === null ? null : { embedding, key };
};

const unknown = async (store: Store, trainings: readonly Training[]): Promise<readonly Training[]> => {
  const distinct = [...new Map(trainings.map((training) => [training.key, training])).values()];
  const found = await Promise.all(distinct.map(({ key }) => readEmbedding(store, key)));
  return distinct.filter((_, at) => found[at] === null);
};

/** Word vectors that are not stored, of those that the runs left need. */
const missingVectors = async (
  plan: Plan,
  store: Store,
  runs: readonly (CellPlace & { readonly split: number })[],
): Promise<readonly Training[]> => {
  const needed = new Map<string, CellPlace & { readonly split: number }>();
  for (const run of runs) needed.set(`${run.embedding} ${run.split}`, run);
  const trainings = [...needed.values()].map((run) => trainingOf(plan, run, run.split));
  return await unknown(
    store,
    trainings.filter((training) => training !== null),
  );
};

/** A sample's share of stored vectors, taken for all. */
const sampledVectors = async (plan: Plan, store: Store, cells: Cells): Promise<readonly VectorWork[]> => {
  const { space } = plan;
  const embeddings = embeddingsToTrain(space, cells);
  const chosen = chooseNumbers(embeddings.count, sampledLookUps / 2, 'embeddings');
  const each = embeddings.count / chosen.length;
  const looked = chosen.map(async (n) => {
    const embedding = embeddings.at(n);
    const model = nextModel(space, embedding, 0) ?? 0;
    const training = trainingOf(plan, { embedding, model, epochs: 0 }, n % space.splits);
    if (training === null || (await readEmbedding(store, training.key)) !== null) return [];
    return [{ embedding, trainings: each * vectorScopes(space, embedding) }];
  });
  return (await Promise.all(looked)).flat();
};

/**
 * What is left to train, by looking the keys of all folds up in the store: of all up to 5,000 look-ups, beyond that of a
 * seeded sample of them. With `wanted` of the runs alone that have such a trial.
 */
export const remainingIn = async (plan: Plan, store: Store, wanted: Wanted | null = null): Promise<Remaining> => {
  const { space } = plan;
  const cells = wanted === null ? cellsToTrain(space) : wantedCells(space, wanted);
  const folds = cells.count * (space.trials / Math.max(1, cellsToTrain(space).count)) * space.splits;
  if (folds > exactLookUps) {
    const { runs, knownFolds } = await lookAtSample(plan, store, cells, wanted);
    const vectors = runs.length === 0 ? [] : await sampledVectors(plan, store, cells);
    return { looked: 'sample', lookUps: sampledLookUps, knownFolds, runs, vectors };
  }
  const { runs, knownFolds } = await lookEverywhere(plan, store, cells, wanted);
  const vectors = (await missingVectors(plan, store, runs)).map(({ embedding }) => ({ embedding, trainings: 1 }));
  return { looked: 'everywhere', lookUps: Math.round(folds), knownFolds, runs, vectors };
};
