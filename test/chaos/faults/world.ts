import type { Fault } from '../fault.ts';
import { awayFaults } from './away.ts';
import { cacheFaults } from './cache.ts';
import { clockFaults } from './clock.ts';
import { copyFaults } from './copies.ts';
import { fullDiskFaults } from './full-disk.ts';
import { machineFaults } from './machines.ts';
import { slowStoreFaults } from './slow-store.ts';

/** What happens to a sweep's surroundings: its servers, disks, files, clocks and machines. */
export const worldFaults: readonly Fault[] = [
  ...awayFaults,
  ...slowStoreFaults,
  ...copyFaults,
  ...cacheFaults,
  ...fullDiskFaults,
  ...clockFaults,
  ...machineFaults,
];
