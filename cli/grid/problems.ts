import type { Problem } from '../../core/errors.ts';
import { SweepError } from '../../core/errors.ts';

/** What is wrong, in classes: of each the first twenty are told, then how many more there are. */
type ProblemKind =
  | 'syntax error'
  | 'unknown key'
  | 'missing key'
  | 'wrong value'
  | 'value that the engine cannot train with'
  | 'repeated value'
  | 'key written twice'
  | 'axis where none can be'
  | 'axis that some cells do not read'
  | 'impossible combination'
  | 'cell that two parts share'
  | 'not of this sweep';

type Place = { readonly path: string; readonly offset: number | null };

/** Collects everything that is wrong with one file; offsets become lines and columns when all is known. */
export type Problems = {
  readonly add: (kind: ProblemKind, place: Place, message: string, fix: string | null) => void;
  /** How many there are, of this kind or of all. */
  readonly count: (kind?: ProblemKind) => number;
  /** Whether something is wrong at this path, so that what follows from it need not be told too. */
  readonly touch: (path: string) => boolean;
  /** Paths at which something was not understood; what an engine cannot do was. */
  readonly paths: () => readonly string[];
  readonly error: () => SweepError;
};

const perKind = 20;

type Found = { readonly kind: ProblemKind; readonly offset: number | null; readonly problem: Problem };

const lineStarts = (source: string): readonly number[] => {
  const starts = [0];
  for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
};

const lineAt = (starts: readonly number[], offset: number): number => {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] as number) <= offset) low = middle;
    else high = middle;
  }
  return low;
};

const remainder = (file: string, kind: ProblemKind, more: number): Problem => ({
  file,
  line: null,
  column: null,
  path: '',
  message: `and ${more} more of this kind (${kind})`,
  fix: null,
});

/** In order of their places; of a kind twenty, then a count. */
const told = (file: string, found: readonly Found[]): readonly Problem[] => {
  const inOrder = found.toSorted((a, b) => (a.offset ?? -1) - (b.offset ?? -1));
  const counts = new Map<ProblemKind, number>();
  const kept = inOrder.filter(({ kind }) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return count <= perKind;
  });
  const rest = [...counts].filter(([, count]) => count > perKind);
  return [...kept.map(({ problem }) => problem), ...rest.map(([kind, n]) => remainder(file, kind, n - perKind))];
};

export const createProblems = (source: string, file: string): Problems => {
  const starts = lineStarts(source);
  const found: Found[] = [];
  const seen = new Set<string>();
  const paths = new Set<string>();
  const counts = new Map<ProblemKind, number>();
  return {
    add(kind, { path, offset }, message, fix) {
      const once = `${offset} ${message}`; // parts of `any:` see the common axes again
      if (seen.has(once)) return;
      seen.add(once);
      paths.add(path);
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      const line = offset === null ? null : lineAt(starts, offset);
      const column = line === null ? null : (offset as number) - (starts[line] as number) + 1;
      const place = { file, line: line === null ? null : line + 1, column, path };
      found.push({ kind, offset, problem: { ...place, message, fix } });
    },
    count: (kind) => (kind === undefined ? found.length : (counts.get(kind) ?? 0)),
    touch: (path) => paths.has(path),
    paths: () =>
      found.filter(({ kind }) => kind !== 'value that the engine cannot train with').map(({ problem }) => problem.path),
    error: () => {
      const count = found.length === 1 ? '1 problem' : `${found.length} problems`;
      return new SweepError({
        code: 'INVALID_GRID',
        message: `${file}: ${count} in this grid`,
        fix: 'Correct the places listed, then run the command again. Nothing was started.',
        problems: told(file, found),
      });
    },
  };
};
