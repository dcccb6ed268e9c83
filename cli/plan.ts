import { createPlan } from '../activities/plan.ts';
import { countWork } from './grid/count-work.ts';
import { describeGrid } from './grid/describe-grid.ts';
import { sentence } from './grid/page.ts';
import { readGrid } from './grid/parse-grid.ts';
import { likelyEngine } from './engine/choose.ts';
import { finished } from './exit-codes.ts';
import { estimate, onSlots } from './plan/estimate.ts';
import { openKnownStore } from './plan/known-store.ts';
import { guessLeastDifference, measureLeastDifference } from './plan/least-difference.ts';
import { largestRunBytes, slotBytes } from './plan/memory.ts';
import { factsOf, liveSlots, refuseUntrainable } from './plan/plan-line.ts';
import { planPage } from './plan/plan-page.ts';
import { planJson } from './plan/plan-report.ts';
import type { Known, PlanReport } from './plan/plan-report.ts';
import { remainingIn, remainingOfAll } from './plan/remaining.ts';
import type { Remaining } from './plan/remaining.ts';
import { cellsToTrain, embeddingsToTrain } from './plan/sample-runs.ts';
import { busyness, measuredCalibration, readSpeedRates, speedOf } from './plan/speed.ts';
import { waysToShorten } from './plan/shorten.ts';
import { temporalHistory } from './plan/temporal-history.ts';
import { prepareSweep, sweepDocument } from './prepare-sweep.ts';
import type { PreparedSweep } from './prepare-sweep.ts';
import { slotWish } from './slot-wish.ts';

export type PlanOptions = { readonly grid: string; readonly json: boolean; readonly slots?: number | undefined };

const knownOf = ({ looked, knownFolds, lookUps }: Remaining, why: string): Known =>
  looked === 'nowhere'
    ? { state: 'none', why }
    : { state: looked === 'everywhere' ? 'exact' : 'sampled', folds: knownFolds, lookUps };

const cellsForEstimate = 2000;

/** All that can be said of a prepared grid before it starts. */
const report = async (made: PreparedSweep, options: PlanOptions): Promise<PlanReport> => {
  const facts = factsOf(made);
  const wanted = slotWish(options.slots).wanted;
  await refuseUntrainable(made, options.grid, wanted);
  const opened = await openKnownStore();
  try {
    const store = opened.state === 'open' ? opened.store : null;
    const engine = await likelyEngine(store, made.grid.engine);
    const sweep = sweepDocument(made.grid.name, options.grid, made, engine ?? 'wasm');
    const { trials, splits, folds, trainings, vectors } = countWork(made.grid);
    const remaining =
      store === null || engine === null
        ? remainingOfAll(made.space, cellsForEstimate)
        : await remainingIn(createPlan(sweep), store);
    const rates = store === null ? [] : await readSpeedRates(store, engine);
    const speed = speedOf(rates, await measuredCalibration(), busyness(), engine);
    const slots = wanted > 0 ? wanted : Math.max(1, store === null ? 1 : await liveSlots(store, engine));
    const estimated = estimate(facts, remaining, speed);
    const seconds = onSlots(estimated, slots);
    const runBytes = largestRunBytes(facts);
    const fitting = [...Array(slots).keys()].findLast((n) => slotBytes(wanted > 0, n + 1) >= runBytes) ?? 0;
    return {
      name: made.grid.name,
      rows: made.prepared.rows,
      labels: made.prepared.labels,
      trials,
      splits,
      folds,
      trainings,
      embeddings: vectors,
      known: knownOf(remaining, opened.state === 'none' ? opened.why : ''),
      work: { runs: estimated.runs, vectors: estimated.vectors },
      slots,
      seconds,
      speed,
      shorter: waysToShorten(facts, estimated, seconds.likely),
      least:
        (store === null ? null : await measureLeastDifference(store, sweep, trials)) ??
        guessLeastDifference(sweep, trials),
      memory: { runBytes, slotBytes: slotBytes(wanted > 0, slots), slotsThatFit: fitting + 1 },
      history: temporalHistory(embeddingsToTrain(made.space, cellsToTrain(made.space)).count, estimated),
    };
  } finally {
    if (opened.state === 'open') await opened.close();
  }
};

/** Says what a grid will do, how long it takes and what it can tell apart; starts nothing. @returns the exit code */
export const plan = async (options: PlanOptions): Promise<number> => {
  const made = await prepareSweep(await readGrid(options.grid));
  const found = await report(made, options);
  if (options.json) console.log(JSON.stringify(planJson(found)));
  else {
    console.log(describeGrid(made.grid, made.summary, made));
    console.log(planPage(found));
    console.log(sentence('next', `sweep start ${options.grid}`).join('\n'));
  }
  return finished.done;
};
