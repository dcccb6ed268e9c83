import { engineIdPattern } from '../core/engine.ts';
import type { Grid } from '../core/grid.ts';
import { splitCount } from '../core/grid.ts';
import { digest, fieldsOf, listOf, numberIn, orNull, recordOf, textOf, whole } from '../core/shape.ts';
import type { Shape } from '../core/shape.ts';
import { SweepError } from '../core/errors.ts';
import { cellCount } from '../core/space.ts';
import type { Sweep } from './documents.ts';
import { gridShape } from '../core/grid-shape.ts';

const longText = textOf(1 << 17);
const longList = 1 << 17;
const counts = listOf(whole(0), 0, longList);

const preparedShape = fieldsOf({
  rows: whole(0),
  labels: listOf(longText, 1, longList),
  classes: counts,
  corpora: listOf(
    fieldsOf({ digest, texts: digest, trainingTexts: listOf(digest, 0, longList), tokens: whole(0) }),
    1,
    longList,
  ),
  lists: listOf(digest, 0, longList),
  reading: orNull(
    fieldsOf({
      text: listOf(longText, 1, longList),
      label: longText,
      delimiter: orNull(textOf(1)),
      encoding: textOf(100),
    }),
  ),
  vectors: listOf(fieldsOf({ corpus: whole(0), file: digest, blob: digest, size: whole(1) }), 0, longList),
  outside: listOf(fieldsOf({ digest, texts: digest, rows: whole(0), tokens: whole(0) }), 0, longList),
  splits: digest,
  splitDigests: listOf(digest, 0, longList),
  baseline: fieldsOf({
    label: longText,
    scores: recordOf(orNull(numberIn(-Number.MAX_VALUE, Number.MAX_VALUE)), 100),
  }),
  caveats: listOf(textOf(100), 0, 100),
});

const sweepName = /^[a-z][a-z0-9-]{0,79}$/;

/** Whether something may be the name of a sweep; another one in the database is nobody's. */
export const isSweepName = (text: unknown): boolean => typeof text === 'string' && sweepName.test(text);

/** A uid names collections, queues and workflows; a name names files of logs. */
const sweepShape: Shape = fieldsOf({
  uid: textOf(40, /^[a-z][a-z0-9]*$/),
  name: textOf(80, sweepName),
  grid: gridShape,
  gridFile: longText,
  gridDigest: digest,
  files: listOf(fieldsOf({ path: longText, digest }), 0, longList),
  prepared: preparedShape,
  engine: textOf(60, engineIdPattern),
  numerics: whole(0, 1_000_000),
  startedAt: whole(0),
});

/** A list of trials is held nowhere, but every one needs a number of its own. */
const tooMany = ({ parts }: Grid): string | null => {
  const cells = cellCount(parts);
  return cells <= Number.MAX_SAFE_INTEGER ? null : `grid has ${cells.toPrecision(3)} cells, expected at most 2^53`;
};

/** Who looks up splits by their number must find one for each. */
const missingSplits = ({ grid, prepared }: Sweep): string | null => {
  const splits = splitCount(grid.split);
  const { length } = prepared.splitDigests;
  return length === splits ? null : `prepared.splitDigests has ${length} splits, expected ${splits} as grid.split says`;
};

/**
 * A sweep that was read from the store, which others may write to as well.
 * @throws {SweepError} INVALID_DATA on one that no program of ours has written: nothing of it is used
 */
export const checkedSweep = (sweep: Sweep): Sweep => {
  const { uid } = sweep;
  const wrong = sweepShape(sweep, 'sweep') ?? tooMany(sweep.grid) ?? missingSplits(sweep);
  if (wrong === null) return sweep;
  throw new SweepError({
    code: 'INVALID_DATA',
    message: `The document of sweep ${JSON.stringify(uid).slice(0, 60)} in the database is not one that Sweep writes: ${wrong}.`,
    fix: 'find out who wrote it; delete it from the collections "sweeps" and "names", or restore it from a backup',
  });
};

/**
 * What is read from the JSON of a sweep's document, before it is checked as a whole.
 * @throws {SweepError} INVALID_DATA where it is no JSON
 */
export const fromStored = <T>(read: () => T): T => {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new SweepError({
      code: 'INVALID_DATA',
      message: 'The document of a sweep in the database is damaged: it holds what is no JSON.',
      fix: 'restore it from a backup',
    });
  }
};
