import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';

const corpus = join(import.meta.dirname, '../../data/campus.csv');
const script = join(import.meta.dirname, '../../data/make-campus.js');

interface Row {
  readonly text: string;
  readonly sentiment: string;
  readonly topic: string;
}

const readCorpus = (): readonly Row[] => parse(readFileSync(corpus), { columns: true });

function countBy(rows: readonly Row[], column: keyof Row): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[row[column]] = (counts[row[column]] ?? 0) + 1;
  return counts;
}

test('the script makes the committed corpus again, byte for byte', () => {
  const folder = mkdtempSync(join(tmpdir(), 'campus-'));
  const file = join(folder, 'campus.csv');
  try {
    execFileSync(process.execPath, [script, file]);

    expect(readFileSync(file).equals(readFileSync(corpus))).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the corpus has 1,633 rows of two sentiments and eight topics, none of them rare', () => {
  const rows = readCorpus();

  const topics = countBy(rows, 'topic');
  expect(rows).toHaveLength(1633);
  expect(Object.keys(countBy(rows, 'sentiment')).toSorted()).toEqual(['negative', 'positive']);
  expect(Object.keys(topics).toSorted()).toEqual([
    'administration',
    'canteen',
    'classroom',
    'internet',
    'library',
    'other',
    'parking',
    'toilet',
  ]);
  expect(Math.min(...Object.values(topics))).toBeGreaterThanOrEqual(60);
});

test('every text has 5 to 40 words, and a few are repeated', () => {
  const texts = readCorpus().map(({ text }) => text);

  const lengths = texts.map((text) => text.split(' ').length);
  expect(Math.min(...lengths)).toBeGreaterThanOrEqual(5);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(40);
  expect(texts.length - new Set(texts).size).toBeGreaterThan(5);
});
