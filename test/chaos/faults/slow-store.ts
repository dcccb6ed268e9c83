import { setTimeout as sleep } from 'node:timers/promises';

import type { Fault, Scene } from '../fault.ts';
import type { Mishap } from '../proxy.ts';
import { outsideOf, startOutside, stopOutside } from './outside.ts';

/** The moments at which a database behaves badly: from the first document on. */
const begins = ['schema', 'inserted', 'training', 3, 9] as const;

const waitForOne = async (scene: Scene): Promise<void> => {
  await scene.waitFor(begins[scene.stream.below(begins.length)] as (typeof begins)[number]);
};

/** A database of the round's own behind a proxy, which `strike` lets behave badly; it behaves well in the end. */
const badDatabase = (name: string, strike: (scene: Scene) => Promise<void>): Fault => ({
  name,
  prepare: (scene) => startOutside(scene, 'database'),
  strike: async (scene) => {
    await waitForOne(scene);
    await strike(scene);
    const { toDatabase } = outsideOf(scene);
    toDatabase.setDelay(null);
    toDatabase.setMishaps(null);
    scene.struck('the database behaves again');
  },
  clean: stopOutside,
});

/** Lets one in `oneIn` requests of these commands have one of these mishaps, for some seconds. */
const mishapsFor = async (scene: Scene, { mishaps, commands, oneIn, seconds }: Mishaps): Promise<void> => {
  const { stream, struck, log } = scene;
  const counts = new Map<string, number>();
  struck(`one in ${oneIn} of ${commands.join(', ')} has a mishap (${mishaps.join(', ')}) for ${seconds} s`);
  outsideOf(scene).toDatabase.setMishaps((command) => {
    if (!commands.includes(command) || stream.below(oneIn) > 0) return null;
    const mishap = mishaps[stream.below(mishaps.length)] as Mishap;
    const what = `${command}: ${mishap}`;
    counts.set(what, (counts.get(what) ?? 0) + 1);
    return mishap;
  });
  await sleep(seconds * 1000);
  log(`mishaps: ${[...counts].map(([what, count]) => `${what} ${count}`).join(', ') || 'none'}`);
};

type Mishaps = {
  readonly mishaps: readonly Mishap[];
  readonly commands: readonly string[];
  readonly oneIn: number;
  readonly seconds: number;
};

const writes = ['insert', 'update', 'delete'];

export const slowStoreFaults: readonly Fault[] = [
  badDatabase('database slow by 0.5 to 2 s', async (scene) => {
    const { stream } = scene;
    scene.struck('every request waits for 0.5 to 2 s, for 20 s');
    outsideOf(scene).toDatabase.setDelay(() => 500 + stream.below(1500));
    await sleep(20_000);
  }),
  badDatabase('connections to the database cut in mid-message', (scene) =>
    mishapsFor(scene, {
      mishaps: ['request', 'midRequest', 'midReply'],
      commands: [...writes, 'find', 'hello'],
      oneIn: 12,
      seconds: 12,
    }),
  ),
  badDatabase('replies of the database lost after the write', (scene) =>
    mishapsFor(scene, { mishaps: ['reply', 'midReply'], commands: writes, oneIn: 4, seconds: 12 }),
  ),
  badDatabase('a reply of the database that never comes', (scene) =>
    mishapsFor(scene, { mishaps: ['silence'], commands: writes, oneIn: 40, seconds: 6 }),
  ),
];
