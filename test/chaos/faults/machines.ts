import { join } from 'node:path';

import type { Fault, Scene } from '../fault.ts';
import type { Life } from '../life.ts';
import { parentOf } from '../processes.ts';
import { isLife } from '../scene.ts';
import { startOutside, stopOutside } from './outside.ts';

/** Everything of another machine: what runs with its SWEEP_HOME. */
const machineOf = (scene: Scene, name: string): NodeJS.ProcessEnv => ({
  SWEEP_HOME: join(scene.folder, name),
  XDG_CACHE_HOME: join(scene.folder, `${name}-cache`),
});

const spawnWorker = (scene: Scene, name: string): Life =>
  scene.spawn(['worker', '--slots', '1'], machineOf(scene, name));

/** A worker and its trainers, ended at once. */
const killMachine = (scene: Scene, { pid }: Life): void => {
  const found = scene.processes();
  const trainers = found.filter((each) => each.role === 'trainer' && parentOf(each.pid) === pid);
  scene.kill([...found.filter((each) => each.pid === pid), ...trainers]);
};

const oneDies: Fault = {
  name: 'one of two machines dies for good',
  lives: ['--slots', '1'],
  prepare: (scene) => startOutside(scene, 'both'),
  strike: async (scene) => {
    const worker = spawnWorker(scene, 'second');
    await scene.waitFor(scene.stream.below(2) === 0 ? 'training' : 1 + scene.stream.below(8));
    await scene.pause(500, 4_000);
    const firstDies = scene.stream.below(3) === 0; // the one at which the sweep was started: the other goes on with it
    if (firstDies) {
      scene.kill(scene.processes().filter(({ pid }) => isLife(scene.life(), pid)));
      await scene.life().ended;
      await scene.pause(500, 6_000);
      scene.resume('--slots', '0');
    } else killMachine(scene, worker);
  },
  clean: stopOutside,
};

/** Workers of other machines come and go in all ways while the sweep is trained; the one that started it trains too. */
const joinAndLeave: Fault = {
  name: 'workers of other machines join and leave',
  lives: ['--slots', '1'],
  prepare: (scene) => startOutside(scene, 'both'),
  strike: async (scene) => {
    const { stream } = scene;
    await scene.waitFor('inserted');
    for (let n = 1; n <= 5 && !scene.life().hasEnded(); n++) {
      const worker = spawnWorker(scene, `machine-${n}`);
      await scene.pause(1_500, 5_000);
      if (stream.below(2) === 0) killMachine(scene, worker);
      else
        scene.kill(
          scene.processes().filter(({ pid }) => pid === worker.pid),
          'SIGTERM',
        );
      if (stream.below(2) === 0) await worker.ended;
    }
  },
  clean: stopOutside,
};

export const machineFaults: readonly Fault[] = [oneDies, joinAndLeave];
