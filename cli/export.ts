import { createPlan } from '../activities/plan.ts';
import type { Plan } from '../activities/plan.ts';
import { readPresentRows } from '../activities/present-rows.ts';
import { rankSweep } from '../activities/ranking.ts';
import type { Trial } from '../core/space.ts';
import type { Store } from '../store/open-store.ts';
import { plural } from '../core/amounts.ts';
import { readPresentCounts } from './counts.ts';
import { finished } from './exit-codes.ts';
import { foldCells, foldColumns, trialCells } from './export/fold-lines.ts';
import { lineFormat } from './export/line-format.ts';
import type { LineFormat, LinesAs } from './export/line-format.ts';
import { readPlaces } from './export/places.ts';
import { createTruth, predictionColumns, predictionLines } from './export/prediction-lines.ts';
import { readTrialFolds } from './export/read-folds.ts';
import type { TrialFolds } from './export/read-folds.ts';
import { findSweep } from './find-sweep.ts';
import { findTrial } from './find-trial.ts';
import { sinkOfFile, sinkOfStdout } from './predict/sink.ts';
import type { Sink } from './predict/sink.ts';
import { say } from './say.ts';
import { readingSession } from './session.ts';

export type ExportOptions = {
  readonly name: string;
  readonly as: LinesAs;
  readonly predictions: boolean;
  readonly trial: string | undefined; // only this one
  readonly out: string | undefined; // a file; standard output where none is named
};

const portion = 1 << 16;

/** Collects lines into portions, so that a million of them are not a million writes. */
const createLines = (sink: Sink, { start, line }: LineFormat) => {
  let text = start;
  let count = 0;
  return {
    add: async (cells: Parameters<LineFormat['line']>[0]): Promise<void> => {
      text += line(cells);
      count++;
      if (text.length < portion) return;
      const full = text;
      text = '';
      await sink.write(full);
    },
    end: async (): Promise<number> => {
      await sink.write(text);
      return count;
    },
  };
};

type Lines = ReturnType<typeof createLines>;

const addFolds = async (plan: Plan, { trial, place, folds }: TrialFolds, lines: Lines): Promise<void> => {
  const head = trialCells(plan, trial, place);
  for (const fold of folds) await lines.add([...head, ...foldCells(plan, fold)]);
};

const createPredictions = (store: Store, plan: Plan) => {
  const truthOf = createTruth(store, plan);
  return async (of: TrialFolds, lines: Lines): Promise<void> => {
    const head = trialCells(plan, of.trial, of.place).slice(0, 3);
    for await (const rows of predictionLines(store, plan, of, truthOf))
      for (const cells of rows) await lines.add([...head, ...cells]);
  };
};

const onlyTrial = async (store: Store, plan: Plan, retry: number, wanted: string): Promise<readonly [Trial]> => {
  const rows = await readPresentRows(store, plan, retry);
  return [findTrial(plan, rankSweep(plan, rows), wanted)];
};

const writeAll = async (store: Store, plan: Plan, retry: number, options: ExportOptions, sink: Sink) => {
  const { predictions, as } = options;
  const places = await readPlaces(store, plan, retry);
  const trials = options.trial === undefined ? null : await onlyTrial(store, plan, retry, options.trial);
  const lines = createLines(sink, lineFormat(as, predictions ? predictionColumns(plan) : foldColumns(plan)));
  const addPredictions = createPredictions(store, plan);
  let known = 0;
  const asked = { retry, ...(trials === null ? {} : { trials }) };
  for await (const each of readTrialFolds(store, plan, places, asked)) {
    known += each.folds.length;
    await (predictions ? addPredictions(each, lines) : addFolds(plan, each, lines));
  }
  const total = (trials === null ? plan.space.trials : 1) * plan.space.splits;
  return { count: await lines.end(), known, open: total - known };
};

/** Writes all known folds, or their held-out predictions, as lines that any program for tables reads. @returns the exit code */
export const exportSweep = async (options: ExportOptions): Promise<number> => {
  await using session = await readingSession();
  const { store } = session;
  const sweep = await findSweep(session, options.name);
  const { plan, counts } = await readPresentCounts(store, createPlan(sweep));
  const sink = options.out === undefined ? sinkOfStdout() : await sinkOfFile(options.out, null);
  try {
    const { count, known, open } = await writeAll(store, plan, counts.wishes.retry, options, sink);
    await sink.close();
    const where = options.out === undefined ? '' : ` in ${options.out}`;
    if (options.out !== undefined) say(`${plural(count, 'line')} of ${plural(known, 'fold')}${where}.`);
    if (open > 0)
      say(
        `${plural(open, 'fold')} of ${sweep.name} ${open === 1 ? 'is' : 'are'} not among them: ` +
          (counts.state === 'done'
            ? `${open === 1 ? 'its trial' : 'their trials'} failed in an earlier fold.`
            : `not trained yet, or lost with failed trials (${counts.state}).`),
      );
  } catch (error) {
    sink.discard();
    throw error;
  }
  return finished.done;
};
