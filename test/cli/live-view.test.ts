import { afterEach, expect, it, vi } from 'vitest';

import { createLiveView } from '../../cli/live-view.ts';
import type { Snapshot } from '../../cli/snapshot.ts';
import { counts } from './status-views.ts';

const snapshotOf = (done: number, state: Snapshot['state'] = 'running'): Snapshot =>
  ({ ...counts({ done, state }), leaderboard: { scored: [], failed: [] } }) as never;

afterEach(() => void vi.restoreAllMocks());

/** Minutes of a sweep whose folds end every second, as a log shows them; the clock is ours. */
const linesIn = (seconds: number): readonly string[] => {
  const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
  const view = createLiveView({ name: 'x', uid: 'u' as never });
  for (let second = 1; second <= seconds; second++) {
    clock.mockReturnValue(second * 1000);
    view.show(snapshotOf(second));
  }
  view.show(snapshotOf(seconds, 'done'));
  return written.mock.calls.map(([text]) => String(text));
};

it('a log has many lines at first, fewer later, and the end at once', () => {
  const lines = linesIn(3600);

  expect(lines.length).toBeGreaterThan(40);
  expect(lines.length).toBeLessThan(140);
  expect(lines.at(-1)).toContain('x done, 3,600/');
});
