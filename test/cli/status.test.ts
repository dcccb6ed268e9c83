import { beforeAll, expect, test } from 'vitest';

import { listJson, listTable } from '../../cli/list.ts';
import { textWidth } from '../../cli/grid/text-width.ts';
import { statusJson } from '../../cli/status-json.ts';
import { statusText } from '../../cli/status-text.ts';
import { counts, idle, slot, startedAt, statusView, uid, worker } from './status-views.ts';

beforeAll(() => {
  process.env['TZ'] = 'UTC';
});

const options = { width: 80, colour: false, plain: false, watching: false };

const mismatch = {
  key: 'k1',
  sweep: uid,
  stored: 'a',
  found: 'b',
  worker: 'ada:4711:x',
  version: '0.1.0',
  at: startedAt,
};

test('a running sweep: folds, pace, what each slot trains, failures', () => {
  expect(statusText(statusView(), options)).toMatchSnapshot();
});

test('for a screen reader: no bar, no signs, no broken lines', () => {
  const text = statusText(statusView(), { ...options, plain: true });

  expect(text).toMatchSnapshot();
  expect(text).not.toMatch(/[█▒░✗]/u);
});

test('a sweep that nothing works on names the command that goes on', () => {
  const view = statusView({
    counts: counts({ state: 'interrupted', workers: [], foldsPerSecond: null, etaSeconds: null }),
  });

  const text = statusText(view, options);

  expect(text).toContain('tour is interrupted: nothing works on it\n');
  expect(text).toContain('\nGo on: sweep resume tour\n');
});

test.each([
  ['no slots', [worker({ slots: [] })], 'interrupted: no slot trains it'],
  ['slots but no orchestration', [worker({ orchestrates: false })], 'interrupted: no worker orchestrates it'],
])('an interrupted sweep with %s says so', (_what, workers, words) => {
  expect(statusText(statusView({ counts: counts({ state: 'interrupted', workers }) }), options)).toContain(words);
});

test('who watches is told how to end the view instead', () => {
  expect(statusText(statusView(), { ...options, watching: true })).toContain(
    '\nCtrl-C ends this view, not the sweep.\n',
  );
});

test('a sweep that is done says how long it took and where to read on', () => {
  const finishedAt = startedAt + 7_500_000;
  const view = statusView({
    counts: counts({ state: 'done', workers: [], done: 40, failed: 0, reused: 0, finishedAt, foldsPerSecond: null }),
    failures: [],
  });

  const text = statusText(view, { ...options, width: 100 });

  expect(text).toContain('40 of 40 folds (100 %)\n');
  expect(text).toContain('started 2026-08-02 14:03, done 2026-08-02 16:08 (2 h 5 min)');
  expect(text).toContain('Read: sweep leaderboard tour');
});

test('what is wrong is said: errors, runs that go on alone, results that differ', () => {
  const troubled = worker({
    lastError: { message: 'connect ECONNREFUSED', at: counts().now - 12_000 },
    alone: ['epochs=25, fold 3'],
  });
  const view = statusView({ counts: counts({ workers: [troubled] }), mismatches: [mismatch as never] });

  const text = statusText(view, { ...options, width: 200 });

  expect(text).toContain('! 12 s ago on ada: connect ECONNREFUSED');
  expect(text).toContain('! epochs=25, fold 3 goes on alone on ada');
  expect(text).toContain('! 1 fold gave another result when trained again');
});

test('of very many slots and failures the first are shown, and how many are not', () => {
  const many = Array.from({ length: 12 }, (_, at) => worker({ id: `w${at}`, slots: [slot(), slot(), idle] }));
  const [failure] = statusView().failures;
  const view = statusView({
    counts: counts({ workers: many }),
    failures: Array.from({ length: 9 }, () => failure as NonNullable<typeof failure>),
  });

  const text = statusText(view, options);

  expect(text).toContain('and 20 more of 36 slots on 12 workers (--json has them)');
  expect(text).toContain('and 4 failed trials more (--json has them)');
});

test('no line is wider than the terminal, and a name cannot draw on it', () => {
  const evil = slot({ what: `${'long '.repeat(60)}\u001B[31mred` });
  const view = statusView({ counts: counts({ workers: [worker({ slots: [evil] })] }) });

  for (const width of [40, 80, 132]) {
    const text = statusText(view, { ...options, width });
    expect(Math.max(...text.split('\n').map(textWidth))).toBeLessThanOrEqual(width);
    expect(text).not.toContain('\u001B');
  }
});

test('what a slot trains for another sweep is not told as this one’s', () => {
  const other = slot({ sweep: 's2' as never });

  expect(statusText(statusView({ counts: counts({ workers: [worker({ slots: [other] })] }) }), options)).toContain(
    'accuracy 0.813, another sweep, fold 3, epoch 12, ',
  );
});

test('the JSON keeps what scripts read', () => {
  expect(statusJson(statusView())).toMatchSnapshot();
});

test('the JSON counts the folds that train now, and gives times as ISO 8601', () => {
  const workers = [worker({ slots: [slot(), slot({ state: 'embedding' }), slot({ sweep: 's2' as never }), idle] })];

  const json = statusJson(statusView({ counts: counts({ workers, finishedAt: startedAt + 1 }) }));

  expect(json['folds']).toEqual({ total: 40, done: 22, failed: 2, running: 1 });
  expect(json['startedAt']).toBe('2026-08-02T14:03:00.000Z');
  expect(json['finishedAt']).toBe('2026-08-02T14:03:00.001Z');
});

test('the list shows every sweep and the command for those that wait', () => {
  const done = counts({ state: 'done', done: 40, failed: 0, finishedAt: startedAt + 60_000 });
  const sweeps = [
    { sweep: { name: 'tour', startedAt }, trials: 8, counts: done },
    { sweep: { name: 'paper', startedAt: startedAt + 3_600_000 }, trials: 432, counts: counts({ state: 'paused' }) },
  ];

  expect(listTable(sweeps, false)).toMatchSnapshot();
  expect(listJson(sweeps)).toMatchSnapshot();
});
