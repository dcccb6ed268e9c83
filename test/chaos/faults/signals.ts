import type { Fault, Scene } from '../fault.ts';
import type { Role } from '../processes.ts';
import { drawMoment } from './moments.ts';

/** Sends a signal that asks to leave, at one or two moments. */
const ask =
  (signal: NodeJS.Signals, ...roles: readonly Role[]): Fault['strike'] =>
  async (scene) => {
    for (let times = 1 + scene.stream.below(2); times > 0; times--) {
      await scene.revive();
      await drawMoment(scene);
      scene.kill(
        scene.processes().filter(({ role }) => roles.includes(role)),
        signal,
      );
    }
  };

/** A second Ctrl-C ends the program at once. */
const twice: Fault['strike'] = async (scene) => {
  await drawMoment(scene);
  const own = (): ReturnType<Scene['processes']> => scene.processes().filter(({ role }) => role === 'cli');
  scene.kill(own(), 'SIGINT');
  await scene.pause(50, 600);
  scene.kill(own(), 'SIGINT');
};

const everything: readonly Role[] = ['cli', 'supervisor', 'temporal', 'database', 'trainer'];

export const signals: readonly Fault[] = [
  { name: 'SIGTERM to CLI', strike: ask('SIGTERM', 'cli') },
  { name: 'SIGHUP to CLI', strike: ask('SIGHUP', 'cli') },
  { name: 'Ctrl-C', strike: ask('SIGINT', 'cli', 'trainer') },
  { name: 'Ctrl-C twice', strike: twice },
  { name: 'SIGTERM to supervisor', strike: ask('SIGTERM', 'supervisor') },
  { name: 'SIGTERM to both servers', strike: ask('SIGTERM', 'temporal', 'database') },
  { name: 'SIGTERM to everything', strike: ask('SIGTERM', ...everything) },
];
