import { describe, expect, it } from 'vitest';

import { createCrowd } from '../../cli/crowd.ts';
import { createSharedStatus } from '../../cli/shared-status.ts';
import type { StatusView } from '../../cli/status-view.ts';
import type { Glance } from '../../store/glances.ts';

type State = StatusView['counts']['state'];

/** A sweep whose folds grow by one with each reading, and those who watch it. */
const aScene = () => {
  let glance: Glance | null = null;
  let reads = 0;
  let now: { readonly state: State; readonly edition: number } = { state: 'running', edition: 0 };
  const read = async (): Promise<StatusView> => {
    const counts = { state: now.state, done: ++reads, wishes: { edition: now.edition } };
    return { sweep: { uid: 'u', name: 'one', startedAt: 0 }, counts } as unknown as StatusView;
  };
  const shared = { read: async () => glance, replace: async (written: Glance) => void (glance = written) };
  return {
    watcher: () => createSharedStatus(shared, read, createCrowd({ read: async () => 0, add: async () => undefined })),
    reads: () => reads,
    become: (state: State, edition = 0) => void (now = { state, edition }),
  };
};

describe('those who watch a sweep', () => {
  it('read it once for all: one each second, the others what that one left', async () => {
    const scene = aScene();
    const [one, ...others] = [scene.watcher(), scene.watcher(), scene.watcher()];
    for (const watcher of [one, ...others]) await watcher?.(); // each looks for itself first
    const last = await others[1]?.(); // its own is the last
    expect(last?.againInMs).toBe(1_000);
    const before = scene.reads();

    for (let round = 0; round < 5; round++) {
      for (const watcher of [one, others[0]]) {
        await others[1]?.();
        expect((await watcher?.())?.againInMs).toBe(2_500);
      }
    }

    expect(scene.reads() - before).toBe(10); // by the one alone
    expect((await one?.())?.view).toMatchObject({ sweep: { name: 'one' }, counts: { done: scene.reads() } });
  });

  it('go on when the one who read for them has gone', async () => {
    const scene = aScene();
    const [gone, stays] = [scene.watcher(), scene.watcher()];
    await stays();
    await gone();
    await gone();
    expect((await stays()).view.counts.done).toBe(3);

    const alone = await stays();

    expect(alone.view.counts.done).toBe(4);
    expect(alone.againInMs).toBe(1_000);
  });

  it('end only on what they have read themselves, and read another edition of the grid themselves', async () => {
    const scene = aScene();
    const [one, other] = [scene.watcher(), scene.watcher()];
    await other();
    await one();
    scene.become('done');
    await one(); // leaves a sweep that is done
    scene.become('running', 1); // somebody has amended it since

    const shown = await other();

    expect(shown.view.counts).toMatchObject({ state: 'running', wishes: { edition: 1 } });
  });
});
