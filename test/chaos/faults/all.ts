import type { Fault } from '../fault.ts';
import { freeing } from './freeing.ts';
import { kills } from './kills.ts';
import { signals } from './signals.ts';
import { stops } from './stops.ts';
import { together } from './together.ts';
import { worldFaults } from './world.ts';

/** Every fault of the default mix; `--faults` names some of them. */
export const allFaults: readonly Fault[] = [...kills, ...stops, ...signals, ...together, ...freeing, ...worldFaults];

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
