import { execFileSync } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import type { Fault, Scene } from '../fault.ts';
import { createLife } from '../life.ts';
import type { Found, Role } from '../processes.ts';
import type { Milestone } from '../watch.ts';
import { ofScene } from './of-scene.ts';

const servers: readonly Role[] = ['database', 'temporal'];

/** Copies a folder as a snapshot of its file system would: its servers are halted meanwhile, in whatever they are doing. */
const snapshot = (scene: Scene, from: string, to: string): void => {
  const running = scene.processes().filter(({ role }) => servers.includes(role));
  scene.kill(running, 'SIGSTOP');
  try {
    execFileSync('cp', ['-a', from, to], { stdio: 'ignore' });
  } catch {
    if (!existsSync(to)) throw new Error(`nothing of ${from} could be copied`); // a temporary file vanished meanwhile
  } finally {
    scene.kill(running, 'SIGCONT');
  }
  scene.log(`copied ${from} to ${to}`);
};

const drawFolds = ({ stream }: Scene): Milestone => 1 + stream.below(10);

/** Ends everything at once, and those who ran before too: what an older copy says of them no longer holds. */
const endAll = (scene: Scene, before: readonly Found[]): void => scene.kill([...scene.processes(), ...before]);

const homeRestored: Fault = {
  name: 'home copied while it runs, the copy put in its place',
  strike: async (scene) => {
    const copy = join(scene.folder, 'copy');
    await scene.waitFor(drawFolds(scene));
    const before = scene.processes();
    snapshot(scene, scene.home, copy);
    await scene.pause(300, 4_000);
    endAll(scene, before);
    await scene.life().ended;
    rmSync(scene.home, { recursive: true });
    renameSync(copy, scene.home);
    scene.struck('the copy is in the place of the home');
    await scene.revive();
  },
};

type Copied = { readonly board: string; readonly home: string };
const copied = ofScene<Copied>();

const homeCopied: Fault = {
  name: 'home copied while it runs, both go on',
  strike: async (scene) => {
    const home = join(scene.folder, 'copy');
    await scene.waitFor(drawFolds(scene));
    snapshot(scene, scene.home, home);
    scene.struck('the copy goes on beside the home');
    const env = { ...scene.env, SWEEP_HOME: home };
    const resumed = await createLife(['resume', 'chaos', '--slots', '1'], env).ended;
    if (resumed.code !== 0) throw new Error(`resume in the copy ended with exit ${resumed.code}: ${resumed.err}`);
    const { out } = await createLife(['leaderboard', 'chaos', '--json'], env).ended;
    copied.set(scene, { board: out, home });
  },
  recover: async (scene) => {
    const { board, home } = copied.of(scene);
    const { out } = await createLife(['leaderboard', 'chaos', '--json'], scene.env).ended;
    if (out !== board) throw new Error(`another leaderboard in ${home} than in ${scene.home}`);
  },
};

const historyDeleted: Fault = {
  name: "Temporal's database deleted",
  strike: async (scene) => {
    await scene.waitFor(drawFolds(scene));
    const lives = scene.stream.below(2) === 0; // the command goes on, or everything is killed
    const found = scene.processes();
    const temporal = found.filter(({ role }) => role === 'temporal');
    scene.kill(lives ? temporal : found, 'SIGSTOP'); // nobody starts it again before its files are gone
    rmSync(join(scene.home, 'temporal'), { recursive: true });
    scene.struck(`Temporal has lost its history${lives ? '' : ', and everything is killed'}`);
    scene.kill(lives ? temporal : found);
    if (!lives) await scene.life().ended;
    await scene.revive();
  },
};

const earlier: readonly Milestone[] = ['schema', 'inserted', 'training', 1, 4, 8];
const later: readonly Milestone[] = [9, 12, 16, 'decided', 'published', 'done'];

const olderResults: Fault = {
  name: 'database restored to an older copy',
  strike: async (scene) => {
    const [data, copy] = [join(scene.home, 'ferretdb'), join(scene.folder, 'older')];
    const draw = (from: readonly Milestone[]): Milestone => from[scene.stream.below(from.length)] as Milestone;
    await scene.waitFor(draw(earlier));
    const before = scene.processes();
    snapshot(scene, data, copy);
    await scene.waitFor(draw(later));
    endAll(scene, before);
    await scene.life().ended;
    rmSync(data, { recursive: true });
    renameSync(copy, data);
    scene.struck('the database is as it was');
    await scene.revive();
  },
};

export const copyFaults: readonly Fault[] = [homeRestored, homeCopied, historyDeleted, olderResults];
