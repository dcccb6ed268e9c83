import { corpusOf, embeddingKeyOf, fileVectorsOf, outsideOf, scopesOf } from '../../activities/plan.ts';
import type { Plan } from '../../activities/plan.ts';
import type { Digest } from '../../core/canonical.ts';
import { SweepError } from '../../core/errors.ts';
import { isRead, parameter, shortName, valueText } from '../../core/parameters.ts';
import { embeddingCell, isEmbeddingAxis, nextEmbedding, nextModel, runCell } from '../../core/space.ts';
import type { Trial } from '../../core/space.ts';
import type { VectorScope, VectorsAnswer } from '../../dashboard/source.ts';
import { readEmbedding } from '../../store/embeddings.ts';
import type { Store } from '../../store/open-store.ts';

/** A list to choose from that is longer helps nobody. */
const mostListed = 1_000;

const nameOf = ({ space }: Plan, embedding: number): string => {
  const cell = embeddingCell(space, embedding);
  const words = space.varying
    .filter((path) => isEmbeddingAxis({ path }) && isRead(cell, path))
    .map((path) => `${shortName(path)}=${valueText(parameter(cell, path))}`);
  return words.length === 0 ? 'those of all trials' : words.join(', ');
};

const listed = (plan: Plan): VectorsAnswer['embeddings'] => {
  const found: number[] = [];
  let at = nextEmbedding(plan.space, 0);
  while (at !== null && found.length < mostListed) {
    found.push(at);
    at = nextEmbedding(plan.space, at + 1);
  }
  return found.map((embedding) => ({ embedding, name: nameOf(plan, embedding) }));
};

const missing = (message: string): SweepError =>
  new SweepError({ code: 'NOT_FOUND', message, fix: 'choose from the list of word vectors' });

/** The first trial that starts from an embedding. @throws {SweepError} NOT_FOUND */
const trialOf = ({ space }: Plan, embedding: number): Trial => {
  const model = embedding < space.embeddings ? nextModel(space, embedding, 0) : null;
  const trial = model === null ? undefined : runCell(space, embedding, model).trials[0];
  if (trial === undefined) throw missing(`This sweep has no word vectors of number ${embedding}.`);
  return trial;
};

/** Where some vectors are stored, and which rows count as the texts that they were trained on; a null split: all. */
export type StoredVectors = {
  readonly blob: Digest;
  readonly corpus: Digest;
  readonly splits: Digest;
  readonly split: number | null;
};

type Found = VectorScope & { readonly stored: StoredVectors | null };

/** Every scope of an embedding with what is stored of it. */
const scopesOfTrial = async (store: Store, plan: Plan, trial: Trial): Promise<readonly Found[]> => {
  const { splits } = plan.sweep.prepared;
  const corpus = corpusOf(plan, trial).digest;
  const file = fileVectorsOf(plan, trial);
  if (file !== null) {
    const stored = { blob: file.blob, corpus, splits, split: null };
    return [{ scope: 'all', name: 'all folds', words: file.words, stored }];
  }
  const kind = scopesOf(plan, trial);
  if (kind === 'none') return [];
  const sees = kind === 'split' ? [...Array(plan.space.splits).keys()] : [0];
  return await Promise.all(
    sees.map(async (split): Promise<Found> => {
      const key = embeddingKeyOf(plan, trial, split);
      const found = key === null ? null : await readEmbedding(store, key);
      const name = kind === 'split' ? `fold ${split + 1}` : 'all folds';
      const saw = trial.cell.embedding.fit === 'all' ? null : split;
      const stored = found === null ? null : { blob: found.blob, corpus, splits, split: saw };
      return { scope: kind === 'split' ? String(split + 1) : 'all', name, words: found?.words ?? null, stored };
    }),
  );
};

/** Which word vectors a sweep has, and the scopes of one of them. @throws {SweepError} NOT_FOUND */
export const readVectorsList = async (store: Store, plan: Plan, wanted: number | null): Promise<VectorsAnswer> => {
  const embeddings = listed(plan);
  const embedding = wanted ?? embeddings[0]?.embedding ?? 0;
  const trial = trialOf(plan, embedding);
  const { kind, trainable } = trial.cell.embedding;
  const scopes = await scopesOfTrial(store, plan, trial);
  return {
    embeddings,
    left: Math.max(0, plan.space.drawn === null ? plan.space.embeddings - embeddings.length : 0),
    embedding,
    kind: kind as VectorsAnswer['kind'],
    learnt: trainable,
    outside: outsideOf(plan, trial) !== null,
    scopes: scopes.map(({ scope, name, words }) => ({ scope, name, words })),
  };
};

/** @throws {SweepError} NOT_FOUND where they are not trained yet, or not of this sweep */
export const findVectors = async (
  store: Store,
  plan: Plan,
  { embedding, scope }: { readonly embedding: number; readonly scope: string },
): Promise<StoredVectors> => {
  const found = (await scopesOfTrial(store, plan, trialOf(plan, embedding))).find((each) => each.scope === scope);
  if (found === undefined) throw missing(`These word vectors have no scope "${scope}".`);
  if (found.stored === null) throw missing(`The word vectors of ${found.name} are not trained yet.`);
  return found.stored;
};
