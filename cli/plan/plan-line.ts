import { type EngineId, numericsVersion, trainQueue } from '../../core/engine.ts';
import { heldOutShare } from '../../scoring/split-facts.ts';
import type { Store } from '../../store/open-store.ts';
import { readWorkers } from '../../store/workers.ts';
import { sentence } from '../grid/page.ts';
import type { PreparedSweep } from '../prepare-sweep.ts';
import { estimate, onSlots } from './estimate.ts';
import type { Facts } from './estimate.ts';
import { shorterLines, timeText } from './plan-page.ts';
import { refuseRareWords } from './refuse-rare-words.ts';
import { refuseSigmoid } from './refuse-sigmoid.ts';
import { refuseTooLarge } from './refuse-too-large.ts';
import { remainingOfAll } from './remaining.ts';
import { busyness, cachedCalibration, readSpeedRates, speedOf } from './speed.ts';
import { waysToShorten } from './shorten.ts';

export const factsOf = ({ grid, space, sizes, outside, prepared }: PreparedSweep): Facts => ({
  grid,
  space,
  sizes,
  classes: prepared.labels.length,
  heldOut: heldOutShare(grid.split) ?? (prepared.heldOut?.rows ?? 0) / prepared.rows,
  vectors: prepared.vectors,
  outside: outside?.sizes ?? [],
});

/** @throws {SweepError} INVALID_GRID where a head does not fit the classes, no word is frequent enough, or a run needs more memory than a slot has */
export const refuseUntrainable = async (made: PreparedSweep, file: string, slots: number): Promise<void> => {
  await refuseSigmoid(made.grid, made.prepared.labels, file);
  const facts = factsOf(made);
  const seen = facts.outside.length === 0 ? facts.sizes : facts.outside;
  await refuseRareWords(
    made.grid,
    seen.map(({ wordCounts }) => wordCounts),
    file,
  );
  await refuseTooLarge(facts, file, slots > 0);
};

/** Slots that serve runs of this program's kind now, on whatever machine; none of an engine that nobody knows yet. */
export const liveSlots = async (store: Store, engine: EngineId | null): Promise<number> => {
  if (engine === null) return 0;
  const queue = trainQueue(engine, numericsVersion, store.id);
  const { live } = await readWorkers(store);
  return live.filter((worker) => worker.trainQueue === queue).reduce((sum, { slots }) => sum + slots.length, 0);
};

const cellsForLine = 200;

/**
 * The estimate in one line for `start`, over an hour with the ways to shorten it: from what was recorded or measured
 * before, without a look at what is known, so that it costs nothing.
 */
export const planLine = async (made: PreparedSweep, store: Store, slots: number, engine: EngineId): Promise<string> => {
  const facts = factsOf(made);
  const speed = speedOf(await readSpeedRates(store, engine), cachedCalibration(), busyness(), engine);
  const serving = Math.max(1, slots > 0 ? slots : await liveSlots(store, engine));
  const estimated = estimate(facts, remainingOfAll(made.space, cellsForLine), speed);
  const seconds = onSlots(estimated, serving);
  const known = speed.from === 'recorded' ? ', less what is stored already' : '';
  return [
    ...sentence('time', timeText(seconds, serving, speed) + known),
    ...shorterLines(waysToShorten(facts, estimated, seconds.likely)),
  ].join('\n');
};
