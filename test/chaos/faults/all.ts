import type { Fault } from '../fault.ts';
import { awayFaults } from './away.ts';
import { cacheFaults } from './cache.ts';
import { clockFaults } from './clock.ts';
import { copyFaults } from './copies.ts';
import { freeing } from './freeing.ts';
import { fullDiskFaults } from './full-disk.ts';
import { kills } from './kills.ts';
import { machineFaults } from './machines.ts';
import { signals } from './signals.ts';
import { slowStoreFaults } from './slow-store.ts';
import { stops } from './stops.ts';
import { together } from './together.ts';

/** A row of the short table. */
export type FaultGroup = { readonly name: string; readonly faults: readonly Fault[] };

/** Every fault of the default mix, by what kind of bad luck it is. Their order is that of the deck that seeds shuffle. */
export const faultGroups: readonly FaultGroup[] = [
  { name: 'SIGKILL', faults: kills },
  { name: 'SIGSTOP, then SIGCONT', faults: stops },
  { name: 'signals that ask to leave', faults: signals },
  { name: 'several commands or workers at once', faults: together },
  { name: 'freeing beside the sweep', faults: freeing },
  { name: 'database or Temporal away', faults: awayFaults },
  { name: 'database slow, cut off, silent', faults: slowStoreFaults },
  { name: 'home or databases copied, set back, deleted', faults: copyFaults },
  { name: 'cached files damaged', faults: cacheFaults },
  { name: 'full disk', faults: fullDiskFaults },
  { name: 'clocks moved', faults: clockFaults },
  { name: 'several machines', faults: machineFaults },
];

/** `--faults` names some of them. */
export const allFaults: readonly Fault[] = faultGroups.flatMap(({ faults }) => faults);

/** The faults of these names or beginnings of names. @throws {Error} with all names where one is not known */
export const faultsNamed = (wanted: readonly string[]): readonly Fault[] => {
  const unknown = wanted.filter((name) => !allFaults.some((fault) => fault.name.startsWith(name)));
  if (unknown.length === 0) return allFaults.filter(({ name }) => wanted.some((each) => name.startsWith(each)));
  throw new Error(
    `no fault is called ${unknown.join(', ')}. There are: ${allFaults.map(({ name }) => name).join(', ')}`,
  );
};

/** The fault of this very name. */
export const faultNamed = (name: string): Fault => {
  const found = allFaults.find((fault) => fault.name === name);
  if (found === undefined) throw new Error(`no fault is called ${name}`);
  return found;
};
