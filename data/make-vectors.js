/*
 * Makes campus-vectors.txt.gz: word2vec on 10,000 other texts of campus.csv's makers, none of which is a row of it. They
 * stand in for vectors that somebody trained on a larger corpus of the same kind; in word2vec's text format, as gensim
 * loads it, cut to four decimals.
 *
 * npm run vectors        (the same bytes with the same versions of this program and of zlib)
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { equalityKey } from '../text/equal-texts.ts';
import { createTokenizer } from '../text/tokenize.ts';
import { word2vecText } from '../training/word2vec/word2vec-text.ts';
import { createWord2vec } from '../training/word2vec/word2vec.ts';
import { makeRows } from './campus/rows.js';

const campusSeed = 1633;
const seed = 1634;
const times = 6; // as many texts as campus.csv has
const options = { iterations: 15, window: 4, size: 32, minCount: 4, negative: 5, sample: 0.001, seed: 1 };

/** @param {string} name */
const fileBeside = (name) => fileURLToPath(new URL(name, import.meta.url));

const campus = makeRows(campusSeed).map(({ text }) => text);
if (!readFileSync(fileBeside('campus.csv'), 'utf8').includes(campus[1]))
  throw new Error('campus.csv was made from another seed');
const rows = new Set(campus.map(equalityKey));
const texts = makeRows(seed, times)
  .map(({ text }) => text)
  .filter((text) => !rows.has(equalityKey(text)));

const tokenize = createTokenizer({
  clean: ['html', 'url', 'mention', 'number', 'punctuation'],
  lowercase: true,
  replace: null,
  isStopword: null,
  normalize: null,
});
/** @type {Map<string, number>} */
const ids = new Map();
const tokens = texts.map((text) =>
  tokenize(text).map((word) => {
    if (!ids.has(word)) ids.set(word, ids.size);
    return ids.get(word);
  }),
);
const offsets = new Uint32Array(texts.length + 1);
tokens.forEach((text, at) => (offsets[at + 1] = offsets[at] + text.length));
const training = createWord2vec({ tokens: Uint32Array.from(tokens.flat()), offsets }, options);
while (training.step());
const { words, size, vectors } = training.result();
const names = [...ids.keys()];
const rounded = vectors.map((value) => Math.round(value * 1e4) / 1e4);
const text = [...word2vecText({ words, size, vectors: rounded }, (token) => names[token])].join('');
writeFileSync(fileBeside('campus-vectors.txt.gz'), gzipSync(text, { level: 9 }));
console.log(`${texts.length} texts, ${offsets.at(-1)} words; vectors of ${words.length} words`);
