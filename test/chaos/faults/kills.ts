import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { obtainBinary } from '../../../services/obtain-binary.ts';
import type { Fault, Scene } from '../fault.ts';
import type { Found, Role } from '../processes.ts';
import { drawMoment } from './moments.ts';

type Choose = (scene: Scene, found: readonly Found[]) => readonly Found[];

/** Some of these, at least one of them where there is any. */
const drawSome: Choose = ({ stream }, found) => {
  const drawn = found.filter(() => stream.below(2) === 0);
  if (drawn.length > 0 || found.length === 0) return drawn;
  return [found[stream.below(found.length)] as Found];
};

const all: Choose = (_, found) => found;

const ofRole =
  (...roles: readonly Role[]): Choose =>
  (_, found) =>
    found.filter(({ role }) => roles.includes(role));

/** Whom to kill now, or as soon as there is anybody of the kind: at start-up processes are yet to come. */
const awaitVictims = async (scene: Scene, choose: Choose): Promise<readonly Found[]> => {
  for (const deadline = Date.now() + 5_000; ; await sleep(20)) {
    const victims = choose(scene, scene.processes());
    if (victims.length > 0 || scene.life().hasEnded() || Date.now() > deadline) return victims;
  }
};

/** Kills at up to three moments of one sweep's life, which is resumed in between where it ended. */
const killing =
  (choose: Choose): Fault['strike'] =>
  async (scene) => {
    for (let times = 1 + scene.stream.below(3); times > 0; times--) {
      await scene.revive();
      await drawMoment(scene);
      scene.kill(await awaitVictims(scene, choose));
    }
  };

const killOne = (what: string, role: Role): Fault => ({ name: `kill ${what}`, strike: killing(ofRole(role)) });

/** A sweep whose life only watches: one process orchestrates, two train, one slot each. */
const apart = {
  lives: ['--slots', '0'],
  prepare: async (scene: Scene): Promise<void> => {
    scene.spawn(['worker', '--slots', '0']);
    scene.spawn(['worker', '--slots', '1']);
    scene.spawn(['worker', '--slots', '1']);
  },
} satisfies Partial<Fault>;

/** Puts another worker in the place of each that was killed, as whoever looks after the machines would. */
const replaceWorkers = (scene: Scene, killed: readonly Found[]): void => {
  for (const { role } of killed) {
    if (role === 'orchestrator') scene.spawn(['worker', '--slots', '0']);
    if (role === 'worker') scene.spawn(['worker', '--slots', '1']);
  }
};

const killApart = (name: string, choose: Choose): Fault => ({
  name,
  ...apart,
  strike: async (scene) => {
    for (let times = 1 + scene.stream.below(2); times > 0; times--) {
      await scene.revive();
      await drawMoment(scene);
      const victims = await awaitVictims(scene, choose);
      scene.kill(victims);
      await scene.pause(0, 1_000);
      replaceWorkers(scene, victims);
    }
  },
});

const drawnWorker: Choose = ({ stream }, found) => {
  const workers = found.filter(({ role }) => role === 'worker');
  return workers.length === 0 ? [] : [workers[stream.below(workers.length)] as Found];
};

/** Kills everything again and again, sooner than anything can be stored, and only then lets it go on. */
const killAllOften: Fault['strike'] = async (scene) => {
  for (let times = 4 + scene.stream.below(4); times > 0; times--) {
    await scene.revive();
    await scene.pause(100, 3_500);
    scene.kill(scene.processes());
    await scene.life().ended;
  }
};

/** Three times the trainers alone, while they train: that is nobody's fault, and no trial may fail for it. */
const killTrainers =
  (choose: Choose): Fault['strike'] =>
  async (scene) => {
    await scene.waitFor('training');
    for (let times = 2 + scene.stream.below(3); times > 0; times--) {
      await scene.pause(300, 2_500);
      const trainers = scene.processes().filter(({ role }) => role === 'trainer');
      if (trainers.length > 0) scene.kill(choose(scene, trainers));
    }
  };

/** So late in long runs that beginning again from nothing, instead of from a checkpoint, would show. */
const killTrainersLate: Fault['strike'] = async (scene) => {
  await scene.waitFor(10 + scene.stream.below(5));
  scene.kill(ofRole('trainer')(scene, scene.processes()));
};

/** Both servers lose their processes, one right after the other, so that each comes up without the other. */
const killServers: Fault['strike'] = async (scene) => {
  for (let times = 1 + scene.stream.below(2); times > 0; times--) {
    await scene.revive();
    await drawMoment(scene);
    const first = scene.stream.below(2) === 0 ? ofRole('database') : ofRole('temporal');
    scene.kill(first(scene, scene.processes()));
    await sleep(scene.stream.below(400));
    scene.kill(ofRole('temporal', 'database')(scene, scene.processes()));
  }
};

/** Temporal that suggests to continue as new after some hundred events, so that a small sweep does so between its pages. */
const hurried = async ({ folder }: Scene): Promise<NodeJS.ProcessEnv> => {
  const { path } = await obtainBinary('temporal', {});
  const wrapper = join(folder, 'temporal');
  const setting = '--dynamic-config-value limit.historyCount.suggestContinueAsNew=150';
  writeFileSync(wrapper, `#!/bin/sh\n[ "$1" = server ] && exec '${path}' "$@" ${setting}\nexec '${path}' "$@"\n`, {
    mode: 0o755,
  });
  return { SWEEP_TEMPORAL_BIN: wrapper };
};

/** The first page has 240 runs: when they are done, the embedding's workflow continues as new. */
const lastOfPage = 240;

const killAtContinueAsNew: Fault['strike'] = async (scene) => {
  await scene.waitFor(lastOfPage - 4 + scene.stream.below(4));
  await scene.pause(0, 200);
  const choose = [all, drawSome, ofRole('temporal'), ofRole('cli'), ofRole('database')][
    scene.stream.below(5)
  ] as Choose;
  scene.kill(choose(scene, scene.processes()));
};

export const kills: readonly Fault[] = [
  { ...killOne('CLI', 'cli'), weight: 2 },
  { ...killOne('supervisor', 'supervisor'), weight: 2 },
  { ...killOne('Temporal', 'temporal'), weight: 2 },
  { ...killOne('database', 'database'), weight: 2 },
  { name: 'kill both servers', strike: killServers },
  {
    name: 'kill one trainer',
    strike: killTrainers((scene, found) => [found[scene.stream.below(found.length)] as Found]),
  },
  { name: 'kill all trainers', strike: killTrainers(all) },
  { name: 'kill all trainers, late in a run', grid: 'late', strike: killTrainersLate },
  killApart('kill activity worker', drawnWorker),
  killApart('kill orchestration worker', ofRole('orchestrator')),
  killApart('kill all workers', ofRole('worker', 'orchestrator')),
  { name: 'kill several', weight: 3, strike: killing(drawSome) },
  { name: 'kill all', weight: 3, strike: killing(all) },
  { name: 'kill all, again and again', strike: killAllOften },
  { name: 'kill at continue-as-new', weight: 2, grid: 'paged', prepare: hurried, strike: killAtContinueAsNew },
];
