import type { TrainerEngine } from './trainer-engine.ts';
import type { Result, Say, Wanted } from './step-through.ts';
import { trainFit } from './train-fit.ts';
import { trainFold } from './train-fold.ts';
import { trainVectors } from './train-vectors.ts';
import type { TrainerWork } from './trainer-protocol.ts';

/** Does one piece of work, saying what it reaches; how it ended is the result. */
export const doWork = (work: TrainerWork, engine: TrainerEngine, wanted: Wanted, say: Say): Promise<Result> => {
  switch (work.kind) {
    case 'run':
      return trainFold(work, engine, wanted, say);
    case 'embedding':
      return trainVectors(work, wanted, say);
    case 'fit':
      return trainFit(work, engine, wanted, say);
    default:
      return work satisfies never;
  }
};
