import { setTimeout as sleep } from 'node:timers/promises';

import { heartbeatTimeoutMs } from '../../../core/timeouts.ts';
import type { Fault } from '../fault.ts';

/**
 * `sweep gc`, one after the other, beside a sweep that starts and runs: killed, stopped for longer than anybody waits for
 * it and woken up, or left to its end.
 */
const freeAgainAndAgain: Fault['strike'] = async (scene) => {
  await scene.pause(0, 3_000);
  for (let times = 0; times < 8 && !scene.life().hasEnded(); times++) {
    const { pid, ended } = scene.spawn(['gc']);
    const victim = { pid: pid as number, role: 'cli' } as const;
    const how = scene.stream.below(3);
    if (how === 2) {
      await ended;
      continue;
    }
    await scene.pause(500, 4_000);
    if (!scene.processes().some((each) => each.pid === pid)) continue;
    if (how === 0) scene.kill([victim]);
    else {
      scene.kill([victim], 'SIGSTOP');
      await sleep(2 * heartbeatTimeoutMs);
      scene.kill([victim], 'SIGCONT');
    }
    await ended;
  }
};

export const freeing: readonly Fault[] = [{ name: 'gc again and again', strike: freeAgainAndAgain }];
