import type { Result, Say, Wanted } from './step-through.ts';
import { trainFold } from './train-fold.ts';
import { trainVectors } from './train-vectors.ts';
import type { TrainerWork } from './trainer-protocol.ts';

/** Does one piece of work, saying what it reaches; how it ended is the result. */
export const doWork = (work: TrainerWork, wanted: Wanted, say: Say): Promise<Result> =>
  work.kind === 'run' ? trainFold(work, wanted, say) : trainVectors(work, wanted, say);
