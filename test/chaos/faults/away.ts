import { setTimeout as sleep } from 'node:timers/promises';

import type { Fault, Scene } from '../fault.ts';
import { ofScene } from './of-scene.ts';
import { outsideOf, startOutside, stopOutside } from './outside.ts';

type Server = 'database' | 'temporal';
/** stopped: the process is halted; kept down: whenever it was started again it is killed; unreachable: another's, behind a proxy. */
type Way = 'stopped' | 'kept down' | 'unreachable';

const ways: readonly Way[] = ['stopped', 'kept down', 'unreachable'];
const wayOf = ofScene<Way>();

const keepDown = async (scene: Scene, server: Server, ms: number): Promise<void> => {
  for (const until = Date.now() + ms; Date.now() < until; await sleep(100)) {
    const running = scene.processes().filter(({ role }) => role === server);
    if (running.length > 0) scene.kill(running);
  }
};

const stopFor = async (scene: Scene, server: Server, ms: number): Promise<void> => {
  const running = scene.processes().filter(({ role }) => role === server);
  scene.kill(running, 'SIGSTOP');
  await sleep(ms);
  scene.kill(running, 'SIGCONT');
};

const cutOff = async (scene: Scene, server: Server, ms: number): Promise<void> => {
  const { toDatabase, toTemporal } = outsideOf(scene);
  const proxy = server === 'database' ? toDatabase : toTemporal;
  await proxy?.setAway(true);
  await sleep(ms);
  await proxy?.setAway(false);
};

/** A server is away for so long while the sweep trains, then there again: the same life goes on. */
const away = (server: Server, seconds: number): Fault => ({
  name: `${server} away for ${seconds} s`,
  prepare: async (scene) => {
    const way = wayOf.set(scene, ways[scene.stream.below(ways.length)] as Way);
    return way === 'unreachable' ? startOutside(scene, 'both') : {};
  },
  strike: async (scene) => {
    await scene.waitFor(scene.stream.below(2) === 0 ? 'training' : 1 + scene.stream.below(8));
    const way = wayOf.of(scene);
    scene.struck(`${server} ${way} for ${seconds} s`);
    const strike = { stopped: stopFor, 'kept down': keepDown, unreachable: cutOff }[way];
    await strike(scene, server, seconds * 1000);
    scene.struck(`${server} is back`);
  },
  clean: stopOutside,
});

/** Thirty seconds, and five times the heartbeat time-out. */
export const awayFaults: readonly Fault[] = (['database', 'temporal'] as const).flatMap((server) =>
  [30, 50].map((seconds) => away(server, seconds)),
);
