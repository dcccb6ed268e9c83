import { createBlockLstm } from './block-lstm.ts';
import type { Tensorflow } from './load.ts';
import type { Sequence } from './sequence.ts';

/** What a library runs recurrent layers with. */
export type Sequences = { readonly what: string; readonly create: () => Sequence };

export const sequencesOf = ({ binding }: Tensorflow): Sequences => ({
  what: 'BlockLSTMV2',
  create: () => createBlockLstm(binding),
});
