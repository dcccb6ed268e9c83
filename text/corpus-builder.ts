import { byText } from '../core/by-text.ts';
import { copied } from './copied.ts';
import type { Corpus } from './corpus.ts';
import { createGrowingNumbers } from './growing-numbers.ts';

/** Numbers names in order of first appearance. */
export type Names = {
  readonly number: (name: string) => number;
  readonly size: () => number;
  readonly list: () => readonly string[];
};

export const createNames = (): Names => {
  const numbers = new Map<string, number>();
  return {
    number: (name) => {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      numbers.set(copied(name), numbers.size);
      return numbers.size - 1;
    },
    size: () => numbers.size,
    list: () => [...numbers.keys()],
  };
};

/** Classes of rows whose labels arrive one by one. */
export type Classes = { readonly labels: readonly string[]; readonly classes: Uint32Array };

/** Sorts labels by code unit and renumbers the classes, so that they do not depend on which label came first. */
export const sortClasses = (names: readonly string[], byName: Uint32Array): Classes => {
  const labels = names.toSorted(byText);
  const places = new Map(labels.map((label, place) => [label, place]));
  const placeOf = names.map((name) => places.get(name) as number);
  return { labels, classes: byName.map((name) => placeOf[name] as number) };
};

/** Takes texts as words, row after row, and holds integers only. */
export type CorpusBuilder = {
  readonly add: (words: readonly string[]) => void;
  readonly finish: (classes: Classes) => Corpus;
};

export const createCorpusBuilder = (): CorpusBuilder => {
  const words = createNames();
  const tokens = createGrowingNumbers();
  const offsets = createGrowingNumbers();
  offsets.push(0);
  return {
    add: (text) => {
      for (const word of text) tokens.push(words.number(word));
      offsets.push(tokens.length());
    },
    finish: ({ labels, classes }) => ({
      words: words.list(),
      labels,
      tokens: tokens.finish(),
      offsets: offsets.finish(),
      classes,
    }),
  };
};
