import type { Fault, Scene } from '../fault.ts';
import type { Found, Role } from '../processes.ts';
import { drawMoment } from './moments.ts';

/** Some of these, at least one of them where there is any. */
export const drawSome = <Item>({ stream }: Scene, items: readonly Item[]): readonly Item[] => {
  const drawn = items.filter(() => stream.below(2) === 0);
  const one = items.length === 0 ? [] : [items[stream.below(items.length)] as Item];
  return drawn.length > 0 ? drawn : one;
};

/** Kills at up to three moments of one sweep's life, which is resumed in between where it ended. */
const killing =
  (choose: (scene: Scene, found: readonly Found[]) => readonly Found[]): Fault['strike'] =>
  async (scene) => {
    for (let times = 1 + scene.stream.below(3); times > 0; times--) {
      await scene.revive();
      await drawMoment(scene);
      scene.kill(choose(scene, scene.processes()));
    }
  };

const ofRole =
  (...roles: readonly Role[]) =>
  (_: Scene, found: readonly Found[]): readonly Found[] =>
    found.filter(({ role }) => roles.includes(role));

const killOne = (what: string, role: Role): Fault => ({ name: `kill ${what}`, strike: killing(ofRole(role)) });

export const kills: readonly Fault[] = [
  killOne('CLI', 'cli'),
  killOne('supervisor', 'supervisor'),
  killOne('Temporal', 'temporal'),
];
