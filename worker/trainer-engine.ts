import { createLibraryDirections, type LibraryDirections } from '../training/tensorflow/direction.ts';
import { loadTensorflow } from '../training/tensorflow/load.ts';
import { type Sequences, sequencesOf } from '../training/tensorflow/sequences.ts';
import type { Say } from './step-through.ts';
import type { TrainerLibrary } from './trainer-protocol.ts';

/** What runs the networks of this trainer. */
export type TrainerEngine = {
  /** For one run; loads the library before the first one. Undefined: our own kernels. */
  readonly open: (say: Say) => Promise<LibraryDirections | undefined>;
};

const load = ({ addon, device, version }: TrainerLibrary): Sequences => {
  const library = loadTensorflow(addon, device);
  if (library.version === version) return sequencesOf(library);
  throw new Error(`${addon} holds version ${library.version} of the library, not ${version}: start the worker again`);
};

export const createTrainerEngine = (named: TrainerLibrary | null): TrainerEngine => {
  let sequences: Sequences | null = null;
  return {
    open: async (say) => {
      if (named === null) return undefined;
      if (sequences === null) await say({ say: 'phase', phase: 'library' });
      sequences ??= load(named);
      return createLibraryDirections(sequences.create);
    },
  };
};
