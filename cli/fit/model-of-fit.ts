import { basename } from 'node:path';

import type { Plan } from '../../activities/plan.ts';
import { packageVersion } from '../../services/package-root.ts';
import { getBlob } from '../../store/blobs.ts';
import type { Sweep } from '../../store/documents.ts';
import type { Store } from '../../store/open-store.ts';
import type { TokenLists } from '../../text/token-lists.ts';
import { readModelBytes } from '../../training/export/model-bytes.ts';
import type { ModelFacts, TrainedModel } from '../../training/export/trained-model.ts';
import { caveatTexts } from '../../scoring/leaderboard-words.ts';
import { cautionWords, looksWords } from './fit-words.ts';
import type { Fitted, FitView } from './fit-view.ts';

/** The model of a stored fit: what was learnt, with the text options and lists by which texts become its words. */
export const readTrainedModel = async (
  store: Store,
  plan: Plan,
  { trial }: Pick<FitView, 'trial'>,
  fit: Fitted,
): Promise<TrainedModel> => {
  const { cell } = trial;
  const learnt = readModelBytes(await getBlob(store, fit.model), cell.model);
  const lists = plan.sweep.prepared.lists[plan.variants.of(cell)];
  if (lists === undefined) throw new Error(`sweep ${plan.sweep.uid} has no lists for trial ${trial.name}`);
  const text = JSON.parse(Buffer.from(await getBlob(store, lists)).toString()) as TokenLists;
  return { ...learnt, text: { options: cell.text, lists: text } };
};

const readingOf = ({ uid, prepared }: Sweep): ModelFacts['reading'] => {
  if (prepared.reading === null) throw new Error(`sweep ${uid} does not say how its data were read`);
  return prepared.reading;
};

/** Where a model comes from and what is known of it; the same for the same fit of the same sweep at any time. */
export const factsOf = ({ sweep }: Plan, view: FitView): ModelFacts => {
  const { prepared } = sweep;
  const { row, test } = view;
  const of = (what: 'mean' | 'sd') =>
    Object.fromEntries(Object.entries(row?.scores ?? {}).map(([metric, spread]) => [metric, spread[what]]));
  return {
    sweep: sweep.name,
    trial: { id: view.id, name: view.trial.name },
    cell: view.trial.cell,
    engine: sweep.engine,
    numerics: sweep.numerics,
    program: packageVersion(),
    reading: readingOf(sweep),
    data: {
      files: sweep.files.map(({ path, digest }) => ({ name: basename(path), digest })),
      rows: prepared.rows,
      classes: prepared.classes,
    },
    scores: {
      by: view.by,
      folds: row === null ? null : { count: row.folds, mean: of('mean'), sd: of('sd') },
      selection: view.selection,
      test: test === null ? null : { rows: test.rows, values: test.scores, look: test.look },
      baseline: test === null ? null : { label: test.baseline.label, values: test.baseline.scores },
    },
    caveats: caveatsOf(prepared.caveats, view),
  };
};

/** Later looks change nothing in what was written: they are left to the command's own words. */
const caveatsOf = (codes: readonly string[], view: FitView): readonly string[] => {
  const { test } = view;
  const looks = test === null || test.earlier.length === 0 ? [] : [looksWords(view, { ...test, later: [] })];
  const expected = view.expected === null || view.ranked < 2 ? [] : [view.expected];
  const own = test === null ? cautionWords(view) : expected;
  return [...codes.flatMap((code) => caveatTexts[code] ?? []), ...looks, ...own];
};
