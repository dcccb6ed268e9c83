import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { databaseNamed, openTestHome } from './test-home.ts';
import type { TestHome } from './test-home.ts';

/** Two trials that are scored and one that diverges; two splits into two folds. */
const more = `split: { folds: 2, repeats: 2 }
embedding: { kind: random, size: 8 }
model: { units: 4 }
train: { epochs: 3, batch: 16, learningRate: [0.02, 0.0001, 1.0e+30] }`;

type Trial = { readonly id: string; readonly rank: number; readonly values: readonly number[] };
type Differing = {
  readonly row: number;
  readonly rows: readonly number[];
  readonly text: string;
  readonly truth: string;
  readonly first: string;
  readonly second: string;
};
type Comparison = {
  readonly by: string;
  readonly first: Trial;
  readonly second: Trial;
  readonly paired: { readonly differences: readonly number[]; readonly mean: number; readonly pValue: number };
  readonly predictions: {
    readonly rows: number;
    readonly bothRight: number;
    readonly onlyFirst: number;
    readonly onlySecond: number;
    readonly bothWrong: number;
  };
  readonly differing: readonly Differing[];
};

/** A hundred texts and labels that have little to do with each other; each stands in the data three times. */
const texts = Array.from({ length: 100 }, (_, n) => {
  const words = [7, 11, 13].map((by) => `word${(n * by) % 17}`).join(' ');
  return `${words} text${n},${['bad', 'good'][((n * n * 31) % 97) % 2]}`;
});

const rowsOf = (differing: readonly Differing[]): number => differing.reduce((sum, { rows }) => sum + rows.length, 0);

describe('sweep compare', () => {
  let home: TestHome;
  let found: Comparison; // of ranks 1 and 2
  const compared = async (...args: readonly string[]): Promise<Comparison> =>
    JSON.parse((await home.run(['compare', 'pair', ...args, '--json'])).out) as Comparison;
  const refused = async (...args: readonly string[]): Promise<string> => {
    const { out, err } = await home.run(['compare', 'pair', ...args], 2);
    return out + err;
  };
  beforeAll(async () => {
    home = await openTestHome({
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      MONGODB_URI: databaseNamed(inject('mongodbUri'), 'compare'),
    });
    const file = join(home.folder, 'thrice.csv');
    writeFileSync(file, `text,sentiment\n${[...texts, ...texts, ...texts].join('\n')}\n`);
    await home.run(['start', home.grid({ name: 'pair', file, more }), '--slots', '2'], 1); // done, with a failed trial
    found = await compared('1', '2');
  });
  afterAll(() => home.close());

  it('subtracts the scores of the leaderboard fold by fold', async () => {
    const { rows } = JSON.parse(await home.board('pair')) as {
      readonly rows: readonly { readonly id: string; readonly scores: { readonly accuracy: { values: number[] } } }[];
    };

    expect([found.first.id, found.second.id]).toEqual([rows[0]?.id, rows[1]?.id]);
    expect(found.first.values).toEqual(rows[0]?.scores.accuracy.values);
    expect(found.paired.differences).toHaveLength(4);
    found.paired.differences.forEach((difference, at) =>
      expect(difference).toBeCloseTo((found.first.values[at] as number) - (found.second.values[at] as number), 6),
    );
  });

  it('counts every held-out row once, though two repeats hold it out, and names those that the two class differently', () => {
    const { predictions, differing } = found;
    const { rows, bothRight, onlyFirst, onlySecond, bothWrong } = predictions;

    expect(rows).toBe(300);
    expect(bothRight + onlyFirst + onlySecond + bothWrong).toBe(rows);
    expect(onlyFirst + onlySecond).toBeGreaterThan(0);
    expect(rowsOf(differing.filter(({ truth, first }) => truth === first))).toBe(onlyFirst);
    expect(rowsOf(differing.filter(({ truth, second }) => truth === second))).toBe(onlySecond);
    expect(rowsOf(differing)).toBeGreaterThan(differing.length); // texts that stand in the data several times
    const told = differing.map(({ text, truth, first, second }) => [text, truth, first, second].join());
    expect(new Set(told).size).toBe(differing.length);
    for (const { text, first, second } of differing) expect([text === '', first === second]).toEqual([false, false]);
  });

  it('turned round says the same with the other sign, whatever the trials are called by', async () => {
    const back = await compared(found.second.id, found.first.id);

    expect(back.paired.mean).toBe(-found.paired.mean);
    expect(back.paired.pValue).toBe(found.paired.pValue);
    expect(back.predictions.onlyFirst).toBe(found.predictions.onlySecond);
    expect(back.differing.map(({ row }) => row)).toEqual(found.differing.map(({ row }) => row));
  });

  it('compares by another metric where one is named', async () => {
    expect((await compared('1', '2', '--by', 'logLoss')).by).toBe('logLoss');
  });

  it('tells a person in words and as many texts as were asked for', async () => {
    const { out } = await home.run(['compare', 'pair', '1', '2', '--texts', '2']);
    const words = out.replaceAll(/\s+/g, ' ');

    expect(words).toContain('degrees of freedom');
    expect(words).toContain('Of 300 held-out texts both are right on');
    expect(out.match(/^row \d+( and \d+ equal ones?)?, truly /gm)).toHaveLength(2);
    expect(words).toMatch(/Not shown: \d+ more/);
  });

  it('refuses a trial without a score, the same trial twice, and one that is not there', async () => {
    const { rows } = JSON.parse(await home.board('pair')) as { readonly rows: readonly { readonly id: string }[] };

    const [failed, same] = await Promise.all([
      refused('1', rows[2]?.id as string),
      refused('1', '1'),
      home.run(['compare', 'pair', '1', 'tffffffffff'], 4),
    ]);

    expect(failed).toContain('failed in fold 1 (DIVERGED)');
    expect(same).toContain('are one trial');
  });
});
