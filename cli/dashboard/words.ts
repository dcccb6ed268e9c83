import { SweepError } from '../../core/errors.ts';
import { readSplits } from '../../core/split-bytes.ts';
import { flatten, nearest } from '../../dashboard/server/word-map.ts';
import type { NearAnswer, WordFacts, WordMapAnswer } from '../../dashboard/source.ts';
import { countWords, wordClass } from '../../scoring/word-classes.ts';
import type { WordCounts } from '../../scoring/word-classes.ts';
import { getBlob } from '../../store/blobs.ts';
import type { Store } from '../../store/open-store.ts';
import { readCorpus } from '../../text/corpus-bytes.ts';
import { rowTokens } from '../../text/corpus.ts';
import { readVectors } from '../../training/vectors.ts';
import type { Vectors } from '../../training/vectors.ts';
import { remember } from '../../worker/remember.ts';
import type { StoredVectors } from './vectors.ts';

/** Word vectors beside the texts that they were trained on. */
type Opened = {
  readonly vectors: Vectors;
  readonly labels: readonly string[];
  readonly rowOf: ReadonlyMap<string, number>; // of a word among the vectors
  readonly placeOf: ReadonlyMap<string, number>; // of a word among the texts' words
  readonly counts: WordCounts;
};

const numbered = (words: readonly string[]): ReadonlyMap<string, number> =>
  new Map(words.map((word, at) => [word, at]));

const open = async (store: Store, { blob, corpus: digest, splits, split }: StoredVectors): Promise<Opened> => {
  const [bytes, corpusBytes] = await Promise.all([getBlob(store, blob), getBlob(store, digest)]);
  const vectors = readVectors(bytes);
  const corpus = readCorpus(corpusBytes);
  const all = (): Iterable<number> => corpus.classes.keys();
  const rows = split === null ? all() : (readSplits(await getBlob(store, splits))[split]?.train ?? []);
  const { words, labels, classes } = corpus;
  const tokensOf = (row: number): Uint32Array => rowTokens(corpus, row);
  const counts = countWords(words.length, labels.length, rows, tokensOf, (row) => classes[row] as number);
  return { vectors, labels, rowOf: numbered(vectors.words), placeOf: numbered(words), counts };
};

const nowhere = { count: 0, texts: 0, class: null, share: null };

/** A word of an outside text need not be in the sweep's own. */
const factsOf = ({ placeOf, counts, labels }: Opened, word: string): WordFacts => {
  const place = placeOf.get(word);
  const { class: label, ...facts } = place === undefined ? nowhere : wordClass(counts, place);
  return { word, ...facts, label: label === null ? null : (labels[label] as string) };
};

const mostNear = 25;

const unknownWord = ({ vectors, placeOf, counts }: Opened, word: string): SweepError => {
  const place = placeOf.get(word);
  const times = place === undefined ? 0 : (counts.tokens[place] ?? 0);
  const why = times === 0 ? 'the training texts do not have it' : `the training texts have it ${times} times only`;
  return new SweepError({
    code: 'NOT_FOUND',
    message: `"${word}" has no vector: ${why}.`,
    fix: `${vectors.words.length} words have one; they are written as the text options of the grid leave them`,
  });
};

/** Reads maps of words and their neighbours; the last two sets of vectors stay open. */
export const createWords = (store: Store) => {
  const opened = remember(2, (key) => open(store, JSON.parse(key) as StoredVectors));

  const map = async (at: StoredVectors, most: number): Promise<WordMapAnswer> => {
    const found = await opened(JSON.stringify(at));
    const { vectors, labels, counts } = found;
    const facts = vectors.words.map((word, row) => ({
      row,
      tokens: counts.tokens[found.placeOf.get(word) ?? -1] ?? 0,
    }));
    const chosen = facts.toSorted((a, b) => b.tokens - a.tokens || a.row - b.row).slice(0, most);
    const { places, shares } = flatten(
      vectors,
      chosen.map(({ row }) => row),
    );
    return {
      words: vectors.words.length,
      size: vectors.size,
      labels,
      texts: counts.classTexts.reduce((sum, each) => sum + each, 0),
      shares,
      places: chosen.map(({ row }, n) => {
        const [x, y] = places[n] as readonly [number, number];
        return { ...factsOf(found, vectors.words[row] as string), x, y };
      }),
    };
  };
  /** @throws {SweepError} NOT_FOUND where the word has no vector */
  const near = async (at: StoredVectors, wanted: string): Promise<NearAnswer> => {
    const found = await opened(JSON.stringify(at));
    const { vectors, rowOf } = found;
    const word = [wanted, wanted.trim(), wanted.trim().toLowerCase()].find((each) => rowOf.has(each));
    if (word === undefined) throw unknownWord(found, wanted.trim());
    return {
      of: factsOf(found, word),
      near: nearest(vectors, rowOf.get(word) as number, mostNear).map(({ row, cosine }) => ({
        ...factsOf(found, vectors.words[row] as string),
        cosine,
      })),
    };
  };
  return { map, near };
};
