import { embeddingKey, fitKey } from '../core/keys.ts';
import type { EmbeddingKey, FitKey } from '../core/keys.ts';
import { trialAt } from '../core/space.ts';
import type { Trial } from '../core/space.ts';
import type { Digest } from '../core/canonical.ts';
import { corpusOf, outsideOf, scopesOf } from './plan.ts';
import type { Plan } from './plan.ts';

/** One trial on all rows, with the keys of what it makes and of what it starts from. */
export type FitPlan = {
  readonly trial: Trial;
  readonly key: FitKey;
  readonly corpus: Digest;
  readonly test: Digest | null; // tokenised test rows
  readonly vectors: EmbeddingKey | null; // of the texts of all rows; null: none are trained
};

export const planFit = (plan: Plan, index: number): FitPlan => fitOf(plan, trialAt(plan.space, index));

/** The fit of a trial that is at hand. */
export const fitOf = (plan: Plan, trial: Trial): FitPlan => {
  const { digest: tokens, texts } = corpusOf(plan, trial);
  const { test: rows } = plan.sweep.prepared;
  const test = rows?.corpora[plan.variants.of(trial.cell)] ?? null;
  const read = rows === null || test === null ? null : { rows: rows.rowsDigest, tokens: test };
  const numerics = { engine: plan.engine, numerics: plan.sweep.numerics };
  const { embedding } = trial.cell;
  const outside = outsideOf(plan, trial)?.texts ?? null;
  return {
    trial,
    key: fitKey({ ...numerics, tokens, test: read, outside, cell: trial.cell }),
    corpus: tokens,
    test,
    vectors: scopesOf(plan, trial) === 'none' ? null : embeddingKey({ ...numerics, texts, outside, embedding }),
  };
};
