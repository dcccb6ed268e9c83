import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Fault, Scene } from '../fault.ts';
import { outsideOf, startOutside, stopOutside } from './outside.ts';

const places = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib', '/usr/local/lib'];

/** libfaketime, a library that is loaded before others and tells another time; undefined where it is not installed. */
export const faketime = (): string | undefined =>
  places.map((place) => join(place, 'faketime', 'libfaketime.so.1')).find((file) => existsSync(file));

const clockFile = (scene: Scene): string => join(scene.folder, 'clock');

/** Moves the clock of all Node processes of the round: they look at this file again and again. */
const moveTo = (scene: Scene, hours: number): void => {
  writeFileSync(clockFile(scene), `${hours < 0 ? '-' : '+'}${Math.abs(hours)}h\n`);
  scene.struck(`the clock is ${hours} h from the right time`);
};

const oneHour: readonly (readonly number[])[] = [[1, 0], [-1, 0], [1], [-1], [1, -1, 0]];

/** The servers are static programs, which load no library: theirs is the right time, as if they were another machine. */
const processes = (library: string): Fault => ({
  name: "processes' clock moved by an hour",
  spares: {
    noStoredFoldIsTrainedAgain: 'whether an attempt began after a fold was stored is told by the clock that was moved',
  },
  prepare: async (scene) => {
    writeFileSync(clockFile(scene), '+0h\n');
    return {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: clockFile(scene),
      FAKETIME_CACHE_DURATION: '1', // seconds
      FAKETIME_DONT_FAKE_MONOTONIC: '1', // no system's clock runs backwards for those
    };
  },
  strike: async (scene) => {
    const moves = oneHour[scene.stream.below(oneHour.length)] as readonly number[];
    for (const hours of moves) {
      await scene.waitFor(scene.stream.below(2) === 0 ? 'training' : 1 + scene.stream.below(8));
      moveTo(scene, hours);
      await scene.pause(1_000, 4_000);
      if (scene.stream.below(2) === 0)
        scene.kill(scene.processes().filter(({ role }) => role === 'trainer' || role === 'cli'));
      await scene.revive();
    }
  },
});

/** The clock that all workers share is the database's: here it jumps under them. */
const database: Fault = {
  name: "database's clock moved by an hour",
  prepare: (scene) => startOutside(scene, 'database'),
  strike: async (scene) => {
    const moves = oneHour[scene.stream.below(oneHour.length)] as readonly number[];
    for (const hours of moves) {
      await scene.waitFor(scene.stream.below(2) === 0 ? 'training' : 1 + scene.stream.below(8));
      outsideOf(scene).toDatabase.setClock(hours * 3_600_000);
      scene.struck(`the database's clock is ${hours} h from the right time`);
      await scene.pause(1_000, 4_000);
      if (scene.stream.below(2) === 0)
        scene.kill(scene.processes().filter(({ role }) => role === 'trainer' || role === 'cli'));
      await scene.revive();
    }
  },
  clean: stopOutside,
};

const library = faketime();

/** Without libfaketime the processes' clocks are left alone: the runner's list of faults is then one shorter. */
export const clockFaults: readonly Fault[] = [...(library === undefined ? [] : [processes(library)]), database];
