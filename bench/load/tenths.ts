import { appendFileSync, existsSync, readFileSync } from 'node:fs';

import { median, numbersTable } from './report.ts';
import { cpuMs, residentMb } from './use-of-process.ts';

/** Of one tenth of all folds, or of what was left of it where the bench went on after an interruption. */
export type Tenth = {
  readonly tenth: number;
  readonly folds: number;
  readonly seconds: number;
  readonly cpuMs: number; // of all processes, a fold
  readonly mb: { readonly [process: string]: number }; // median of what was resident each second
  readonly events: number; // of the longest history
  readonly historyMb: number; // of the largest one
  readonly temporalMb: number; // Temporal's database
  readonly resultsMb: number; // the store's database
};

/** What processes use, sampled once a second, since the last call of `next`. */
export const createMeter = (processes: ReadonlyMap<string, readonly number[]>, heapMb: () => number) => {
  const used = (): number => [...processes.values()].flat().reduce((sum, pid) => sum + cpuMs(pid), 0);
  const sample = (): { readonly [process: string]: number } => ({
    ...Object.fromEntries(
      [...processes].map(([role, pids]) => [role, pids.reduce((sum, pid) => sum + residentMb(pid), 0)]),
    ),
    "worker's heap": heapMb(),
  });
  let samples = [sample()];
  let from = { at: performance.now(), used: used() };
  const sampling = setInterval(() => samples.push(sample()), 1_000);
  const next = (folds: number): Pick<Tenth, 'folds' | 'seconds' | 'cpuMs' | 'mb'> => {
    const now = { at: performance.now(), used: used() };
    const mb = Object.fromEntries(
      Object.keys(samples[0] ?? {}).map((role) => [role, median(samples.map((each) => each[role] ?? 0))]),
    );
    const found = { folds, seconds: (now.at - from.at) / 1000, cpuMs: (now.used - from.used) / folds, mb };
    samples = [sample()];
    from = now;
    return found;
  };
  return { next, end: () => clearInterval(sampling) };
};

export const readTenths = (log: string): readonly Tenth[] =>
  existsSync(log)
    ? readFileSync(log, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Tenth)
    : [];

export const keepTenth = (log: string, tenth: Tenth): void => appendFileSync(log, `${JSON.stringify(tenth)}\n`);

const kibAFold = (mb: number, tenth: Tenth, total: number): string =>
  ((1024 * mb) / ((total * tenth.tenth) / 10)).toFixed(2);

/** Pace, memory, histories and databases, a line for each tenth. */
export const tenthsTable = (tenths: readonly Tenth[], total: number): string => {
  const roles = Object.keys(tenths[0]?.mb ?? {});
  const first = ['tenth', 'folds', 'folds/s', 'CPU ms/fold', 'longest history', 'its MiB'];
  const paces = numbersTable(
    [...first, "Temporal's database, MiB", 'KiB/fold', 'results, MiB', 'KiB/fold'],
    tenths.map((each) => [
      String(each.tenth),
      String(each.folds),
      (each.folds / each.seconds).toFixed(1),
      each.cpuMs.toFixed(1),
      `${each.events} events`,
      each.historyMb.toFixed(2),
      each.temporalMb.toFixed(1),
      kibAFold(each.temporalMb, each, total),
      each.resultsMb.toFixed(0),
      kibAFold(each.resultsMb, each, total),
    ]),
  );
  const memory = numbersTable(
    ['tenth', ...roles.map((role) => `${role}, MiB`)],
    tenths.map((each) => [String(each.tenth), ...roles.map((role) => (each.mb[role] ?? 0).toFixed(0))]),
  );
  return `${paces}\n\n${memory}`;
};
