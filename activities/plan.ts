import type { EngineId } from '../core/engine.ts';
import { embeddingKey, foldKey, runKey, tokenVariants } from '../core/keys.ts';
import type { EmbeddingKey, RunKey, TokenVariants } from '../core/keys.ts';
import type { SweepUid } from '../core/messages.ts';
import { readNamedFile } from '../core/named-file.ts';
import type { FoldKey } from '../core/results.ts';
import { isGivenHoldout } from '../core/grid.ts';
import { createSpace, runCell } from '../core/space.ts';
import type { RunCell, Space, Trial } from '../core/space.ts';
import type { OutsideTexts, PreparedVectors, Sweep } from '../store/documents.ts';
import type { Store } from '../store/open-store.ts';
import { readSweep } from '../store/sweeps.ts';
import { createAbsence } from './absence.ts';

/** A sweep with its space of trials opened: what all activities and readers work from. */
export type Plan = {
  readonly sweep: Sweep;
  readonly space: Space;
  readonly variants: TokenVariants;
  readonly engine: EngineId;
};

/** One run, with the keys of all that it can store. */
export type RunPlan = {
  readonly cell: RunCell;
  readonly split: number; // index over folds and repeats
  readonly repeat: number;
  readonly fold: number;
  readonly key: RunKey;
  readonly folds: readonly { readonly trial: Trial; readonly key: FoldKey }[]; // ascending epochs
};

export const createPlan = (sweep: Sweep): Plan => {
  const space = createSpace(sweep.grid);
  return { sweep, space, variants: tokenVariants(space), engine: sweep.engine };
};

/** Opens a sweep as it was in an edition. */
export type ReadPlan = (uid: SweepUid, edition: number) => Promise<Plan>;

/**
 * Reads each edition of a sweep once per process: it never changes. One that the store has not had for minutes is given
 * up, which ends its workflow (see `createAbsence`).
 */
export const createPlanReader = (store: Store, now?: () => number): ReadPlan => {
  const plans = new Map<string, Promise<Plan>>();
  const absence = createAbsence(store, now);
  const look = async (id: string, uid: SweepUid, edition: number): Promise<Sweep | Error> => {
    try {
      return (await readSweep(store, uid, edition)) ?? (await absence.found(id, uid, edition));
    } catch (error) {
      absence.forget(id); // the store did not answer
      throw error;
    }
  };
  const read: ReadPlan = async (uid, edition) => {
    const id = `${uid}:${edition}`;
    const sweep = await look(id, uid, edition);
    if (sweep instanceof Error) throw sweep;
    absence.forget(id);
    return createPlan(sweep);
  };
  return (uid, edition) => {
    const id = `${uid}:${edition}`;
    const known = plans.get(id);
    if (known !== undefined) return known;
    const reading = read(uid, edition);
    plans.set(id, reading);
    reading.catch(() => plans.delete(id));
    return reading;
  };
};

/** Repeat and fold of a split, both from 0. */
export const splitName = (plan: Plan, split: number): { readonly repeat: number; readonly fold: number } => {
  const { holdout, folds } = plan.sweep.grid.split;
  return holdout === 'none' ? { repeat: Math.floor(split / folds), fold: split % folds } : { repeat: split, fold: 0 };
};

export const corpusOf = (plan: Plan, trial: Trial): Sweep['prepared']['corpora'][number] => {
  const corpus = plan.sweep.prepared.corpora[plan.variants.of(trial.cell)];
  if (corpus === undefined) throw new Error(`sweep ${plan.sweep.uid} has no corpus for trial ${trial.name}`);
  return corpus;
};

export const corpusDigest = (plan: Plan, trial: Trial) => corpusOf(plan, trial).digest;

/** The outside texts that word2vec sees besides; null: none. */
export const outsideOf = (plan: Plan, { cell, name }: Trial): OutsideTexts | null => {
  const { kind, corpus } = cell.embedding;
  if (kind !== 'word2vec' || corpus.length === 0) return null;
  const found = plan.sweep.prepared.outside[plan.variants.of(cell)];
  if (found === undefined) throw new Error(`sweep ${plan.sweep.uid} has no outside texts for trial ${name}`);
  return found;
};

/** Null where the cell is not in the grid (random search left it out). */
export const planRun = (plan: Plan, cell: RunCell, split: number): RunPlan | null => {
  const [first] = cell.trials;
  if (first === undefined) return null;
  const { prepared, numerics } = plan.sweep;
  const { repeat, fold } = splitName(plan, split);
  const digest = prepared.splitDigests[split];
  if (digest === undefined) throw new RangeError(`split ${split} of ${prepared.splitDigests.length}`);
  const tokens = corpusDigest(plan, first);
  const outside = outsideOf(plan, first)?.texts ?? null;
  const { cell: values } = first;
  const key = runKey({ engine: plan.engine, numerics, tokens, split: digest, repeat, fold, outside, cell: values });
  const folds = cell.trials.map((trial) => ({ trial, key: foldKey(key, trial.cell.train.epochs) }));
  return { cell, split, repeat, fold, key, folds };
};

/** The runs of a trial alone, in the order of the splits; its place in the grid is in no key. */
export const trialRuns = (plan: Plan, trial: Trial): readonly RunPlan[] =>
  Array.from(
    { length: plan.space.splits },
    (_, split) => planRun(plan, { embedding: 0, model: 0, trials: [trial] }, split) as RunPlan,
  );

/** The keys of a trial's folds, in the order of the splits. */
export const foldKeysOf = (plan: Plan, trial: Trial): readonly FoldKey[] =>
  trialRuns(plan, trial).map(({ folds }) => (folds[0] as RunPlan['folds'][number]).key);

export const planRunAt = (plan: Plan, embedding: number, run: number): RunPlan | null => {
  const { splits } = plan.space;
  return planRun(plan, runCell(plan.space, embedding, Math.floor(run / splits)), run % splits);
};

/** Whose word vectors are trained: each split's, those of all splits, or none. */
export const scopesOf = ({ sweep }: Plan, trial: Trial): 'split' | 'all' | 'none' => {
  const { kind, fit } = trial.cell.embedding;
  if (kind !== 'word2vec') return 'none';
  return fit === 'all' || isGivenHoldout(sweep.grid.split) ? 'all' : 'split';
};

/** The blob of the vectors that a trial with `kind: file` starts from; null for another kind. */
export const fileVectorsOf = (plan: Plan, { cell, name }: Trial): PreparedVectors | null => {
  if (cell.embedding.kind !== 'file') return null;
  const corpus = plan.variants.of(cell);
  const { digest } = readNamedFile(cell.embedding.file);
  const found = plan.sweep.prepared.vectors.find((each) => each.corpus === corpus && each.file === digest);
  if (found === undefined) throw new Error(`sweep ${plan.sweep.uid} has no vectors for trial ${name}`);
  return found;
};

/** The key of the word vectors that a trial's run of that split starts from; null where none are trained. */
export const embeddingKeyOf = (plan: Plan, trial: Trial, split: number): EmbeddingKey | null => {
  if (scopesOf(plan, trial) === 'none') return null;
  const corpus = corpusOf(plan, trial);
  const texts = trial.cell.embedding.fit === 'all' ? corpus.texts : corpus.trainingTexts[split];
  if (texts === undefined) throw new RangeError(`split ${split} of ${corpus.trainingTexts.length}`);
  const outside = outsideOf(plan, trial)?.texts ?? null;
  const { embedding } = trial.cell;
  return embeddingKey({ numerics: plan.sweep.numerics, texts, outside, embedding });
};
