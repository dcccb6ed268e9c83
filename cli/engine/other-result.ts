import type { Mismatch, Sweep } from '../../store/documents.ts';

/**
 * Whether a second, different result is a bug of ours: our own kernels give the same bits everywhere, and word vectors are
 * always trained by them. TensorFlow's may differ from one processor to another.
 */
export const isOurBug = ({ engine }: Pick<Sweep, 'engine'>, { kind }: Pick<Mismatch, 'kind'>): boolean =>
  engine === 'wasm' || kind === 'embedding';
