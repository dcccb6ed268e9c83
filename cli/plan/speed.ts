import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, hostname, loadavg } from 'node:os';
import { dirname, join } from 'node:path';

import { type EngineId, numericsVersion } from '../../core/engine.ts';
import { cacheFolder } from '../../services/cache-folder.ts';
import type { Store } from '../../store/open-store.ts';
import { recentRates } from '../../store/timings.ts';
import type { RecentRate } from '../../store/timings.ts';
import type { Calibration } from './calibrate.ts';
import type { RunWork } from './cost-model.ts';

/** Seconds of one slot: the likeliest, and what they will hardly be below or above. */
export type Interval = { readonly low: number; readonly likely: number; readonly high: number };

export type Speed = {
  readonly from: 'recorded' | 'measured' | 'otherEngine' | 'typical'; // otherEngine: by our own kernels; typical: of some other machine
  readonly runs: number; // recorded ones that it rests on
  readonly busy: number; // programs that want a processor now, per processor; 1: no more than there are
  readonly network: (work: RunWork) => Interval;
  readonly vectors: (seconds: number) => Interval;
};

const scaled = (seconds: number, { low, likely, high }: Interval): Interval => ({
  low: seconds * low,
  likely: seconds * likely,
  high: seconds * high,
});

/** Nothing is known of this machine. */
const typical: Interval = { low: 0.5, likely: 1, high: 3 };

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Other shapes than the measured ones differ, and several slots at once disturb each other. */
const measured = (factors: readonly number[], busy: number): Interval => ({
  low: 0.75 * Math.min(...factors),
  likely: mean(factors),
  high: 1.6 * busy * Math.max(...factors),
});

/** Another engine's time for what our own kernels take so long for: less for large models, more for small ones. */
const otherEngine = ({ low, likely, high }: Interval): Interval => ({ low: low / 3, likely, high: 3 * high });

/** What other programs make of this machine now; what was recorded here felt it already. */
export const busyness = (): number => Math.max(1, (loadavg()[0] as number) / availableParallelism());

/** Recorded training that tells as much as a calibration does. */
const enoughSeconds = 1;

const isEnough = (rates: readonly RecentRate[]): boolean =>
  rates.reduce((sum, { seconds }) => sum + seconds, 0) >= enoughSeconds;

/**
 * Seconds per multiply-add, from what slots recorded: all of it on average, and as far to both sides as the middle four
 * fifths of the work went, further where the runs are few. Runs count by their work: one of some milliseconds tells how
 * long a run takes to begin, not how fast it goes on.
 */
const recorded = (rates: readonly RecentRate[]): Interval => {
  const runs = rates.map(({ rate, seconds }) => ({ rate, work: rate * seconds })).toSorted((a, b) => b.rate - a.rate);
  const cost = runs.reduce((sum, { work }) => sum + work, 0);
  const at = (share: number): number => {
    let done = 0;
    return runs.find(({ work }) => (done += work) >= share * cost)?.rate ?? (runs.at(-1) as { rate: number }).rate;
  };
  const likely = rates.reduce((sum, { seconds }) => sum + seconds, 0) / cost;
  const few = Math.sqrt(runs.reduce((sum, { work }) => sum + (work / cost) ** 2, 0)); // 1 / √n of n equal runs
  const least = 1.2 + few;
  return { low: Math.min(likely / least, 1 / at(0.1)), likely, high: Math.max(likely * least, 1 / at(0.9)) };
};

/**
 * The speed of a slot: of networks from recorded runs where there are some, else from the calibration; of word vectors,
 * for which nothing is recorded, always from the calibration; without one from a machine taken for typical.
 */
export const speedOf = (
  rates: readonly RecentRate[],
  calibration: Calibration | null,
  busy = 1,
  engine: EngineId | null = 'wasm',
): Speed => {
  const usable = rates.filter(({ rate, seconds }) => rate > 0 && seconds > 0);
  const isOwn = engine === 'wasm';
  const own = calibration === null ? typical : measured(calibration.networks, busy);
  const network = isOwn ? own : otherEngine(own);
  const vectors = calibration === null ? typical : measured(calibration.vectors, busy);
  const perCost = isEnough(usable) ? recorded(usable) : null;
  return {
    from: perCost !== null ? 'recorded' : calibration === null ? 'typical' : isOwn ? 'measured' : 'otherEngine',
    runs: perCost === null ? 0 : usable.length,
    busy,
    network: (work) => (perCost === null ? scaled(work.seconds, network) : scaled(work.cost, perCost)),
    vectors: (seconds) => scaled(seconds, vectors),
  };
};

const readRates = 256;

/** Rates of this machine where it has enough of its own, else of all that worked on this store. */
export const readSpeedRates = async (store: Store, engine: EngineId | null): Promise<readonly RecentRate[]> => {
  const rates = engine === null ? [] : await recentRates(store, readRates, engine);
  const own = rates.filter(({ host }) => host === hostname());
  return isEnough(own) ? own : rates;
};

const dayMs = 24 * 3600 * 1000;

/** One file per machine and numerics version, since a home folder may be shared by machines of several kinds. */
const calibrationFile = (): string => {
  const machine = `${hostname()} ${cpus().length} ${cpus()[0]?.model ?? ''} ${process.version}`;
  const hash = createHash('sha256').update(machine).digest('hex').slice(0, 10);
  return join(cacheFolder(), `speed-${numericsVersion}-${hash}.json`);
};

const areFactors = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.length > 0 && value.every((factor) => typeof factor === 'number' && factor > 0);

/** What was measured here within a day, or null. */
export const cachedCalibration = (now: number = Date.now()): Calibration | null => {
  try {
    const { at, networks, vectors } = JSON.parse(readFileSync(calibrationFile(), 'utf8')) as Calibration & {
      readonly at: number;
    };
    const isFresh = Math.abs(now - at) < dayMs;
    return isFresh && areFactors(networks) && areFactors(vectors) ? { networks, vectors } : null;
  } catch {
    return null; // none yet, or damaged: it is measured again
  }
};

/** Measures for two seconds unless that was done within a day. */
export const measuredCalibration = async (): Promise<Calibration> => {
  const cached = cachedCalibration();
  if (cached !== null) return cached;
  const calibration = (await import('./calibrate.ts')).calibrate();
  const file = calibrationFile();
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.${process.pid}`, JSON.stringify({ at: Date.now(), ...calibration }), { mode: 0o600 });
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    return calibration; // a cache that cannot be written: measured again next time
  }
  return calibration;
};
