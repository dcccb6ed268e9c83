import { canonical } from '../../core/canonical.ts';
import type { SplitOptions } from '../../core/grid.ts';
import { plural } from '../../core/amounts.ts';
import type { Sweep } from '../../store/documents.ts';

type Split = Sweep['grid']['split'];
type Shared = {
  readonly pairs: readonly { readonly first: number; readonly second: number }[]; // indexes of equal splits
  readonly split: Split; // of the sweep that has no other splits
};

type Work = Pick<Sweep, 'name' | 'grid' | 'files' | 'prepared'>;

/** Splits that hold the same rows on the same sides, in the order of the first sweep. */
export const sharedSplits = (first: Work, second: Work): Shared => {
  const places = new Map(second.prepared.splitDigests.map((digest, at) => [digest, at]));
  const pairs = first.prepared.splitDigests.flatMap((digest, at) => {
    const other = places.get(digest);
    return other === undefined ? [] : [{ first: at, second: other }];
  });
  const { length } = first.prepared.splitDigests;
  return { pairs, split: pairs.length === length ? first.grid.split : second.grid.split };
};

const dataOf = ({ grid: { data, split }, files, prepared }: Work) => ({
  ...data,
  ...prepared.reading,
  files: files.slice(0, data.files.length).map(({ digest }) => digest),
  test: prepared.test?.rowsDigest ?? null,
  groups: split.groups,
});

/** Whether row n of the one is row n of the other: equal tokenised rows, or all equal that led to them. */
const isSameRows = (first: Work, second: Work): boolean => {
  const [a, b] = [first.prepared, second.prepared];
  const digests = new Set(a.corpora.map(({ digest }) => digest));
  const same =
    b.corpora.some(({ digest }) => digests.has(digest)) || canonical(dataOf(first)) === canonical(dataOf(second));
  return same && a.rows === b.rows && canonical(a.classes) === canonical(b.classes);
};

/** How rows were split, as people say it. */
export const splitText = ({ folds, repeats, holdout, seed, stratify, groups }: SplitOptions): string =>
  [
    holdout === 'none' ? plural(folds, 'fold') : `holdout ${typeof holdout === 'string' ? 'of a file' : holdout}`,
    plural(repeats, 'repeat'),
    `seed ${seed}`,
    ...(stratify ? [] : ['not stratified']),
    ...(groups === null ? [] : [`groups ${groups}`]),
  ].join(', ');

/** Why no fold of the one stands beside a fold of the other, in sentences; none where folds can be compared. */
export const whyApart = (first: Work, second: Work): readonly string[] => {
  const [a, b] = [first, second].map(({ prepared }) => prepared) as [Work['prepared'], Work['prepared']];
  if (canonical(a.labels) !== canonical(b.labels))
    return [`Their classes differ: ${a.labels.join(', ')}; ${b.labels.join(', ')}.`];
  if (!isSameRows(first, second))
    return [
      `Their rows differ (${plural(a.rows, 'row')} and ${plural(b.rows, 'row')}): scores on other texts say nothing fold by fold.`,
    ];
  const { pairs } = sharedSplits(first, second);
  const [own, other] = [a.splitDigests.length, b.splitDigests.length];
  const how = `${first.name}: ${splitText(first.grid.split)}; ${second.name}: ${splitText(second.grid.split)}`;
  if (pairs.length === 0) return [`Their splits differ, no fold is the same (${how}).`];
  if (pairs.length < Math.min(own, other))
    return [`Only ${pairs.length} of their splits are the same (${how}); the test needs all splits of one of the two.`];
  return [];
};
