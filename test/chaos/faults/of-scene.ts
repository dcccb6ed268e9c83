import type { Scene } from '../fault.ts';

/** What a fault keeps from `prepare` to `clean`, scene by scene. */
export const ofScene = <Kept>() => {
  const kept = new WeakMap<Scene, Kept>();
  return {
    set: (scene: Scene, value: Kept): Kept => {
      kept.set(scene, value);
      return value;
    },
    of: (scene: Scene): Kept => {
      const value = kept.get(scene);
      if (value === undefined) throw new Error('the fault was not prepared');
      return value;
    },
    find: (scene: Scene): Kept | undefined => kept.get(scene),
  };
};
