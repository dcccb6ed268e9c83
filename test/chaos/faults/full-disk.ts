import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Fault, Scene } from '../fault.ts';
import type { Life } from '../life.ts';
import type { Found } from '../processes.ts';
import { fill, limitFiles, makeRoom, mountSmall, unmount } from '../small-disk.ts';
import { ofScene } from './of-scene.ts';
import { startOutside, stopOutside } from './outside.ts';

/** A state folder on a small disk of its own, and the lives that saw it full. */
type Small = { readonly folder: string; readonly mounted: boolean; readonly saw: Set<Life> };

/** A folder without room, or a server that cannot start for it. */
const refused: readonly number[] = [2, 3];

const smalls = ofScene<Small>();

const prepared = (scene: Scene, folder: string, megabytes: number): void => {
  smalls.set(scene, { folder, mounted: mountSmall(folder, megabytes), saw: new Set() });
};

/** Where nothing may be mounted, the servers may write no file beyond what it is now, more or less. */
const limitServers = (scene: Scene, bytes: number | 'unlimited'): void => {
  const servers = scene.processes().filter(({ role }) => role === 'database' || role === 'temporal');
  for (const { pid } of servers) limitFiles(pid, bytes);
};

const fillUp = (scene: Scene): void => {
  const { folder, mounted } = smalls.of(scene);
  if (mounted) fill(folder);
  else limitServers(scene, 64 * 1024);
  scene.struck(`${folder} is full${mounted ? '' : ' (by a limit of file sizes)'}`);
};

/** A server that starts may free some room by putting its journal away. */
const keepFull = (scene: Scene): void => {
  const { folder, mounted } = smalls.of(scene);
  if (mounted) fill(folder);
};

const free = (scene: Scene): void => {
  const { folder, mounted } = smalls.of(scene);
  if (mounted) makeRoom(folder);
  else limitServers(scene, 'unlimited');
  scene.struck(`there is room in ${folder}`);
};

/** All processes but servers of the round's own, which nobody would start again. */
const ofSweep = (scene: Scene): readonly Found[] =>
  scene
    .processes()
    .filter(({ role }) => !scene.env['TEMPORAL_ADDRESS'] || (role !== 'database' && role !== 'temporal'));

const strike = async (scene: Scene): Promise<void> => {
  const { stream } = scene;
  const { saw } = smalls.of(scene);
  await scene.waitFor(stream.below(3) === 0 ? 'training' : 1 + stream.below(10));
  fillUp(scene);
  if (stream.below(3) === 0) scene.kill(ofSweep(scene)); // and it is started while nothing can be written
  else if (!scene.life().hasEnded()) saw.add(scene.life());
  for (const until = performance.now() + 6_000 + stream.below(6_000); performance.now() < until; await sleep(500)) {
    keepFull(scene);
    if (scene.life().hasEnded() && refused.includes((await scene.life().ended).code ?? -1)) saw.add(scene.life());
    await scene.revive();
  }
  free(scene);
  await scene.revive();
};

/** Of the lives that saw a full disk, because they worked or could not start, at least one has said so, and which folder it is. */
const wasSaid = async (scene: Scene): Promise<void> => {
  const { folder, mounted, saw } = smalls.of(scene);
  if (!mounted || saw.size === 0) return;
  const said = await Promise.all([...saw].map(async ({ ended }) => (await ended).err + (await ended).out));
  if (!said.some((text) => text.includes(folder) && text.includes('full')))
    throw new Error(`nobody said that ${folder} is full`);
};

const untilGone = async (scene: Scene): Promise<void> => {
  for (let tries = 0; tries < 100 && scene.processes().length > 0; tries++) await sleep(150);
};

const common: Pick<Fault, 'strike' | 'recover' | 'exits'> = { strike, recover: wasSaid, exits: refused };

const fullFolder = (name: string, folder: string, megabytes: number): Fault => ({
  name: `full disk: ${name}`,
  prepare: async (scene) => prepared(scene, join(scene.home, folder), megabytes),
  ...common,
  clean: async (scene) => {
    await untilGone(scene);
    unmount(join(scene.home, folder));
  },
});

const fullUserCache: Fault = {
  name: "full disk: the user's cache",
  prepare: async (scene) => {
    const env = await startOutside(scene, 'both');
    prepared(scene, env['XDG_CACHE_HOME'] as string, 4);
    return env;
  },
  ...common,
  clean: async (scene) => {
    await stopOutside(scene);
    await untilGone(scene);
    unmount(join(scene.folder, 'cache'));
  },
};

export const fullDiskFaults: readonly Fault[] = [
  fullFolder('database', 'ferretdb', 64),
  fullFolder('Temporal', 'temporal', 64),
  fullFolder('logs', 'logs', 8),
  fullFolder('cache', 'cache', 8),
  fullUserCache,
];
