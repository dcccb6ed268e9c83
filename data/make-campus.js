// Makes campus.csv, a synthetic corpus: nobody wrote these texts, the phrase files in campus/ and one seed did.
// To make it again:   node data/make-campus.js          (writes data/campus.csv, always the same bytes)
// To look elsewhere:  node data/make-campus.js FILE
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { makeRows } from './campus/rows.js';

const SEED = 1633;

/** @param {string} cell */
const quoted = (cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

const file = process.argv[2] ?? fileURLToPath(new URL('campus.csv', import.meta.url));
const lines = makeRows(SEED).map(({ text, sentiment, topic }) => `${quoted(text)},${sentiment},${topic}`);
writeFileSync(file, `${['text,sentiment,topic', ...lines].join('\n')}\n`);
