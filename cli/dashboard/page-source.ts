import { createHistory } from '../../activities/amendment-history.ts';
import { readTrial } from '../../activities/read-trial.ts';
import { trialJson } from '../../activities/trial-json.ts';
import type { Json } from '../../core/canonical.ts';
import { shortName, valuesAt, writtenValue } from '../../core/parameters.ts';
import { actions } from '../../dashboard/source.ts';
import type { Action, Source, SweepAxis, SweepDetails } from '../../dashboard/source.ts';
import { axesOnRows, importanceInput } from '../../scoring/axis-values.ts';
import { importance } from '../../scoring/importance.ts';
import { wordsAbove, wordsBelow } from '../../scoring/leaderboard-words.ts';
import type { Store } from '../../store/open-store.ts';
import { readMismatches } from '../../store/mismatches.ts';
import { compareJson } from '../compare-json.ts';
import { readComparison, scoredRowOf } from '../compare-view.ts';
import { findTrial } from '../find-trial.ts';
import { statusJson } from '../status-json.ts';
import { act, commandFor } from './act.ts';
import type { Board } from './board.ts';
import { compareSweeps } from './compare-sweeps.ts';
import { createOpenSweeps } from './open-sweeps.ts';
import { summaryOf } from './summary.ts';
import { createTimeline } from './timeline.ts';
import { findVectors, readVectorsList } from './vectors.ts';
import { createWords } from './words.ts';

/** The values of every axis in the order of the grid's parts, each once. */
const axesOf = ({ plan }: Board): readonly SweepAxis[] =>
  plan.space.varying.map((path) => {
    const written = plan.sweep.grid.parts
      .flatMap((part) => valuesAt(part, path))
      .map((value) => writtenValue(value) as Json);
    const values = new Map(written.map((value) => [JSON.stringify(value), value]));
    return { path, name: shortName(path), values: [...values.values()] };
  });

const commandsOf = (name: string): SweepDetails['commands'] =>
  Object.fromEntries(actions.map((action) => [action, commandFor(name, action)])) as Record<Action, string>;

/** Where the page has its numbers from: the store of a session. */
export const createPageSource = (store: Store): Source => {
  const sweeps = createOpenSweeps(store);
  const history = createHistory(store);
  const words = createWords(store);
  const timeline = createTimeline(store);
  const statusOf = async ({ plan, counts, view: { leaderboard } }: Board): Promise<Json> =>
    statusJson({
      sweep: plan.sweep,
      caveats: plan.sweep.prepared.caveats,
      trials: plan.space.trials,
      splits: plan.space.splits,
      counts,
      history: await history(plan.sweep),
      failures: leaderboard.failed,
      mismatches: await readMismatches(store, plan.sweep.uid),
    });
  const details = async (name: string): Promise<SweepDetails> => {
    const board = await sweeps.one(name);
    const { sweep } = board.plan;
    return {
      sweep: name,
      axes: axesOf(board),
      split: sweep.grid.split,
      reading: { above: wordsAbove(board.view), below: wordsBelow(board.view, { signs: false }) },
      commands: commandsOf(name),
      status: await statusOf(board),
    };
  };
  return {
    sweeps: async () => (await sweeps.all()).map(summaryOf),
    details,
    leaderboard: async (name) => (await sweeps.one(name)).json(),
    trial: async (name, wanted) => {
      const { plan, counts, view } = await sweeps.one(name);
      const { leaderboard } = view;
      const trial = findTrial(plan, leaderboard, wanted);
      return trialJson(await readTrial(store, plan, trial, { leaderboard, now: counts }));
    },
    compare: async (name, ...wanted) => {
      const { plan, view } = await sweeps.one(name);
      const { leaderboard } = view;
      const rowOf = (each: string) => scoredRowOf(leaderboard, findTrial(plan, leaderboard, each).index, each);
      const rows = [rowOf(wanted[0]), rowOf(wanted[1])] as const;
      return compareJson(await readComparison(store, plan, leaderboard, rows));
    },
    compareSweeps: async (first, second) => compareSweeps(await sweeps.one(first), await sweeps.one(second)),
    importance: async (name) => {
      const { view } = await sweeps.one(name);
      const axes = axesOnRows(view.leaderboard, view.axes, view.paramsOf).filter(({ values }) => values.length > 1);
      return importance(importanceInput(axes, view.leaderboard, view)) as Json;
    },
    timeline: async (name) => await timeline(await sweeps.one(name)),
    vectors: async (name, embedding) => await readVectorsList(store, (await sweeps.one(name)).plan, embedding),
    wordMap: async (name, at, most) =>
      await words.map(await findVectors(store, (await sweeps.one(name)).plan, at), most),
    near: async (name, at, word) => await words.near(await findVectors(store, (await sweeps.one(name)).plan, at), word),
    act: async (name, action) => await act((await sweeps.one(name)).plan.sweep, action),
  };
};
