import { describe, expect, it } from 'vitest';

import type { RunOutcome } from '../../core/messages.ts';
import { noFolds } from '../../core/messages.ts';
import { createPortions } from '../../workflows/portions.ts';

const outcome = (fits: number): RunOutcome => ({ state: 'trained', counts: noFolds, width: 8, fits });
const page = (runs: number, width: number, isLastPage = false) => ({ runs, width, isLastPage });

describe('the runs that an activity is given', () => {
  it('are dealt out while nobody knows how long they are', () => {
    expect(createPortions().size(page(240, 8))).toBe(30);
  });

  it('fill a turn, whether a sweep waits with one activity or with eight', () => {
    const portions = createPortions();
    portions.learn(30, outcome(60));

    expect(portions.size(page(240, 8))).toBe(60);
    expect(portions.size(page(240, 1))).toBe(60);
  });

  it('leave no small rest of a page', () => {
    const portions = createPortions();
    portions.learn(30, outcome(60));

    expect(portions.size(page(61, 8))).toBe(31);
  });

  it('are dealt out at the end, a quarter of a turn at least', () => {
    const portions = createPortions();
    portions.learn(30, outcome(60));

    expect(portions.size(page(240, 8, true))).toBe(30);
    expect(portions.size(page(40, 8, true))).toBe(15);
    expect(portions.size(page(7, 8, true))).toBe(7);
  });

  it('are one where one fills a turn, and more again when they are short', () => {
    const portions = createPortions();
    portions.learn(30, outcome(1));

    expect(portions.size(page(240, 8))).toBe(1);
    portions.learn(1, outcome(20));
    expect(portions.size(page(200, 8))).toBe(20);
  });

  it('become fewer by halves: one slow turn says little', () => {
    const portions = createPortions();
    portions.learn(30, outcome(60));
    portions.learn(60, outcome(20));

    expect(portions.size(page(240, 8))).toBe(40);
  });
});
