import type { Scene } from '../fault.ts';

type Moment = { readonly name: string; readonly come: (scene: Scene) => Promise<void> };

const during = (name: string, milestone: Parameters<Scene['waitFor']>[0], withinMs: number): Moment => ({
  name,
  come: async (scene) => {
    await scene.waitFor(milestone);
    await scene.pause(0, withinMs);
  },
});

/** Moments of a sweep's life at which something may happen, from its start to the leaving of its servers. */
const moments: readonly Moment[] = [
  { name: 'start-up', come: (scene) => scene.pause(0, 2_000) },
  during('the start of the servers', 'servers', 800),
  during('migration and first insert', 'schema', 400),
  during('the first training', 'training', 2_000),
  during('a checkpoint', 'checkpoint', 60),
  { name: 'the middle', come: async (scene) => void (await scene.waitFor(2 + scene.stream.below(20))) },
  during('the last folds', 23, 300),
  during('publish', 'decided', 150),
  during('the end', 'done', 600),
  {
    name: 'shutdown',
    come: async (scene) => {
      await scene.waitFor('done');
      await scene.life().ended;
      await scene.pause(0, 3_000); // the supervisor lingers and ends its servers
    },
  },
];

/** Waits for a moment that the dice name. */
export const drawMoment = async (scene: Scene): Promise<void> => {
  const moment = moments[scene.stream.below(moments.length)] as Moment;
  scene.log(`waits for ${moment.name}`);
  await moment.come(scene);
};
