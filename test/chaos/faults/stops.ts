import { setTimeout as sleep } from 'node:timers/promises';

import { heartbeatTimeoutMs } from '../../../core/timeouts.ts';
import type { Fault, Scene } from '../fault.ts';
import type { Found } from '../processes.ts';
import { parentOf } from '../processes.ts';

/** Long enough that everybody has given up whoever is stopped, and trains in its place. */
const stoppedMs = 2 * heartbeatTimeoutMs;

/** Two workers of one slot; the life watches and orchestrates. */
const twoWorkers = {
  lives: ['--slots', '0'],
  prepare: async (scene: Scene): Promise<void> => {
    scene.spawn(['worker', '--slots', '1']);
    scene.spawn(['worker', '--slots', '1']);
  },
} satisfies Partial<Fault>;

const stopFor = async (scene: Scene, victims: readonly Found[]): Promise<void> => {
  scene.kill(victims, 'SIGSTOP');
  await sleep(stoppedMs);
  scene.kill(victims, 'SIGCONT'); // what it had in hand it now finishes, beside whoever took over
};

/** A worker that is stopped while it trains; with its trainers, which a laptop's sleep does, or without. */
const stopWorker =
  (withTrainers: boolean): Fault['strike'] =>
  async (scene) => {
    await scene.waitFor('training');
    await scene.pause(200, 2_500);
    const found = scene.processes();
    const workers = found.filter(({ role }) => role === 'worker');
    const worker = workers[scene.stream.below(Math.max(1, workers.length))];
    if (worker === undefined) return;
    const trainers = found.filter(({ pid, role }) => role === 'trainer' && parentOf(pid) === worker.pid);
    await stopFor(scene, withTrainers ? [worker, ...trainers] : [worker]);
  };

const stopRole =
  (role: Found['role']): Fault['strike'] =>
  async (scene) => {
    await scene.waitFor('training');
    await scene.pause(0, 3_000);
    await stopFor(
      scene,
      scene.processes().filter((found) => found.role === role),
    );
  };

const stopAll: Fault['strike'] = async (scene) => {
  await scene.waitFor('training');
  await scene.pause(0, 3_000);
  await stopFor(scene, scene.processes());
};

export const stops: readonly Fault[] = [
  { name: 'stop worker with its trainers, go on', ...twoWorkers, strike: stopWorker(true) },
  { name: 'stop worker alone, go on', ...twoWorkers, strike: stopWorker(false) },
  { name: 'stop trainers, go on', strike: stopRole('trainer') },
  { name: 'stop CLI, go on', strike: stopRole('cli') },
  { name: 'stop supervisor, go on', strike: stopRole('supervisor') },
  { name: 'stop everything, go on', strike: stopAll },
];
