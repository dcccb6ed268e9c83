import { createNetwork } from '../network/network.ts';
import { writeVectors, writeWeights } from '../network/weights.ts';
import type { TrainedModel } from './trained-model.ts';

/** What a predictor holds at once: texts of one batch of the network, and their tokens. */
const mostRows = 256;
const mostPositions = 1 << 14;

export type Predictor = {
  /** @returns float32 [texts, labels], in the order of the texts and of the labels */
  predict(texts: readonly Uint32Array[]): Float32Array;
};

/** Token ids of the words, as in training: 0 = out of the vocabulary; cut to `maxTokens`, at least one. */
export const createEncoder = ({ vocabulary, maxTokens, text }: TrainedModel) => {
  const indexOf = new Map(vocabulary.map((word, at) => [word, at + 1]));
  const isEndCut = text.options.truncate === 'end';
  return (words: readonly string[]): Uint32Array => {
    if (words.length === 0) return new Uint32Array(1);
    const seen = isEndCut ? words.slice(0, maxTokens) : words.slice(-maxTokens);
    return Uint32Array.from(seen, (word) => indexOf.get(word) ?? 0);
  };
};

const networkOf = (trained: TrainedModel, rows: number, positions: number) => {
  const { model, size, labels, vocabulary, maxTokens, table, weights } = trained;
  const texts = { tokens: new Uint32Array(positions), offsets: new Uint32Array(rows + 1) };
  const network = createNetwork({
    shape: {
      model,
      size,
      classes: labels.length,
      vocabulary: vocabulary.length + 1,
      optimizer: 'sgd',
      trainable: false,
      rows,
      positions,
      steps: maxTokens,
    },
    seed: { seed: 0, repeat: 0, fold: 0 },
    train: { batch: rows, optimizer: 'sgd', learningRate: 1, clipNorm: 'none', classWeights: 'none', seed: 0 },
    texts,
    labels: new Uint32Array(rows),
    classWeights: new Float64Array(labels.length).fill(1),
  });
  writeVectors(network.machine, network.plan, table);
  writeWeights(network.machine, network.plan, weights);
  return { network, texts };
};

/**
 * Predicts with the network that also trains. A text's probabilities depend on nothing but its own tokens: neither on the
 * other texts nor on their order.
 * @throws {RangeError} if the machine has no memory for it
 */
export const createPredictor = (trained: TrainedModel): Predictor => {
  const rows = mostRows;
  const positions = Math.max(mostPositions, trained.maxTokens);
  const classes = trained.labels.length;
  const { network, texts } = networkOf(trained, rows, positions);
  const numbers = Uint32Array.from({ length: rows }, (_, at) => at);
  const batch = new Float32Array(rows * classes);

  const score = (own: readonly { readonly tokens: Uint32Array; readonly place: number }[], out: Float32Array): void => {
    own.forEach(({ tokens }, at) => {
      const start = texts.offsets[at] as number;
      texts.tokens.set(tokens, start);
      texts.offsets[at + 1] = start + tokens.length;
    });
    network.score(numbers, 0, own.length, batch, numbers);
    own.forEach(({ place }, at) => out.set(batch.subarray(at * classes, (at + 1) * classes), place * classes));
  };

  return {
    predict: (given) => {
      const out = new Float32Array(given.length * classes);
      const sorted = given
        .map((tokens, place) => ({ tokens, place }))
        .sort((a, b) => b.tokens.length - a.tokens.length);
      for (let from = 0; from < sorted.length;) {
        const longest = (sorted[from] as (typeof sorted)[number]).tokens.length;
        const to = Math.min(from + Math.min(rows, Math.floor(positions / longest)), sorted.length);
        score(sorted.slice(from, to), out);
        from = to;
      }
      return out;
    },
  };
};
