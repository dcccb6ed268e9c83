import { SweepError } from './errors.ts';
import { isGivenHoldout } from './grid.ts';
import type { SplitOptions } from './grid.ts';
import { createStream, shuffle } from './random.ts';
import { countByClass, unitRows, unitsByClass, unitsOf } from './split-units.ts';
import type { Units } from './split-units.ts';

/** One train/held-out split: row numbers of both sides, ascending. Repeats and folds count from 0. */
export type Split = {
  readonly repeat: number;
  readonly fold: number;
  readonly train: Uint32Array;
  readonly heldOut: Uint32Array;
};

export type SplitInput = {
  readonly classes: Uint32Array; // [rows] class of each row
  readonly classNames: readonly string[];
  readonly units: Uint32Array | null; // [rows] rows with the same number are never on both sides; null: each for itself
  readonly heldOutFrom: number; // rows from here on are those that `split.holdout` gives; the number of rows where it gives none
  readonly split: SplitOptions;
};

/** What each side should hold, [side][class]. A side of a k-fold split is a fold, of a hold-out: 0 = train, 1 = held out. */
type Targets = readonly Float64Array[];

/** Units in the order in which they are dealt: large ones first, then class by class, otherwise as shuffled. */
const dealingOrder = (units: Units, classes: Uint32Array, seed: number, repeat: number): Uint32Array => {
  const order = Uint32Array.from({ length: units.count }, (_, unit) => unit);
  shuffle(order, createStream(seed, 'split', repeat));
  const position = new Uint32Array(units.count);
  order.forEach((unit, at) => (position[unit] = at));
  const size = (unit: number): number => (units.starts[unit + 1] as number) - (units.starts[unit] as number);
  const firstClass = (unit: number): number => classes[units.rows[units.starts[unit] as number] as number] as number;
  return order.sort(
    (a, b) => size(b) - size(a) || firstClass(a) - firstClass(b) || (position[a] as number) - (position[b] as number),
  );
};

/**
 * Deals units to sides, each to the side whose share of the unit's classes is filled least; ties go to the side that is
 * filled least in all, then to the first. Single rows are so spread evenly: classes and sides differ by at most one row.
 */
const deal = (order: Uint32Array, units: Units, classes: Uint32Array, targets: Targets): Uint8Array | Uint16Array => {
  const held = targets.map((target) => new Float64Array(target.length));
  const sizes = targets.map((target) => target.reduce((sum, value) => sum + value, 0));
  const filled = new Float64Array(targets.length);
  const sideOf = targets.length <= 256 ? new Uint8Array(classes.length) : new Uint16Array(classes.length);
  for (const unit of order) {
    const rows = unitRows(units, unit);
    let best = 0;
    let bestCost = Infinity;
    for (let side = 0; side < targets.length; side++) {
      const [own, target] = [held[side] as Float64Array, targets[side] as Float64Array];
      let cost = 0;
      for (const row of rows) {
        const place = classes[row] as number;
        cost += (target[place] as number) > 0 ? (own[place] as number) / (target[place] as number) : Infinity;
      }
      const fill = (at: number): number => (filled[at] as number) / (sizes[at] as number);
      if (cost < bestCost || (cost === bestCost && fill(side) < fill(best))) [best, bestCost] = [side, cost];
    }
    for (const row of rows) {
      const place = classes[row] as number;
      (held[best] as Float64Array)[place] = ((held[best] as Float64Array)[place] as number) + 1;
      sideOf[row] = best;
    }
    filled[best] = (filled[best] as number) + rows.length;
  }
  return sideOf;
};

const refused = (message: string, fix: string): SweepError => new SweepError({ code: 'INVALID_DATA', message, fix });

/**
 * Held-out rows of each class by largest remainder, so that they add up to the share of all; every class keeps at least
 * one row on the training side, and a class of a single unit all of them.
 */
const holdoutTargets = (counts: Float64Array, unitCounts: Float64Array, share: number): Targets => {
  const quotas = counts.map((count) => count * share);
  const most = counts.map((count, place) => ((unitCounts[place] as number) > 1 ? count - 1 : 0));
  const heldOut = quotas.map((quota, place) => Math.min(Math.floor(quota), most[place] as number));
  const wanted = Math.round(counts.reduce((sum, count) => sum + count, 0) * share);
  const byRemainder = Array.from(quotas, (quota, place) => ({ place, remainder: quota - Math.floor(quota) }));
  byRemainder.sort((a, b) => b.remainder - a.remainder || a.place - b.place);
  let left = wanted - heldOut.reduce((sum, count) => sum + count, 0);
  for (const { place } of byRemainder) {
    if (left <= 0 || (heldOut[place] as number) >= (most[place] as number)) continue;
    heldOut[place] = (heldOut[place] as number) + 1;
    left--;
  }
  return [counts.map((count, place) => count - (heldOut[place] as number)), heldOut];
};

const named = (names: readonly string[], counts: Float64Array): string =>
  names.map((name, place) => `${JSON.stringify(name)} ${counts[place]}`).join(', ');

const checkClasses = ({ classNames, units, split }: SplitInput, unitCounts: Float64Array): void => {
  const rare = classNames.filter((_, place) => (unitCounts[place] as number) < split.folds);
  if (split.holdout !== 'none' || rare.length === 0) return;
  const kept = classNames.length - rare.length >= 2 ? ', or data.rareClasses: drop' : '';
  throw refused(
    `${rare.length} of ${classNames.length} classes have fewer ${units === null ? 'rows' : 'distinct texts or groups'} ` +
      `than the ${split.folds} folds: ${named(classNames, unitCounts)}`,
    `write fewer split.folds${kept}`,
  );
};

const checkSides = (input: SplitInput, { train, heldOut, repeat, fold }: Split): void => {
  const place = `repeat ${repeat + 1}, fold ${fold + 1}`;
  const fix = 'write another split.holdout or split.folds, or split.stratify: true';
  if (heldOut.length === 0) throw refused(`${place} holds out no row of ${train.length}`, fix);
  const counts = countByClass(
    train.map((row) => input.classes[row] as number),
    input.classNames.length,
  );
  const missing = input.classNames.find((_, at) => counts[at] === 0);
  if (missing !== undefined)
    throw refused(`${place} has no row of class ${JSON.stringify(missing)} on the training side`, fix);
};

const rowsWhere = (sideOf: ArrayLike<number>, isWanted: (side: number) => boolean): Uint32Array => {
  const rows: number[] = [];
  for (let row = 0; row < sideOf.length; row++) if (isWanted(sideOf[row] as number)) rows.push(row);
  return Uint32Array.from(rows);
};

/** The same split for every repeat: their training seeds differ. */
const givenSplits = (input: SplitInput): readonly Split[] => {
  const rows = Uint32Array.from(input.classes.keys());
  const [train, heldOut] = [rows.subarray(0, input.heldOutFrom), rows.subarray(input.heldOutFrom)];
  return Array.from({ length: input.split.repeats }, (_, repeat): Split => {
    const split = { repeat, fold: 0, train, heldOut };
    checkSides(input, split);
    return split;
  });
};

/**
 * Draws all splits of a sweep, repeat by repeat and fold by fold; the same input gives the same splits everywhere. Where a
 * file gives the held-out rows, nothing is drawn.
 * Stratified, each class is spread over the folds as evenly as whole units allow; each repeat is another draw.
 * @throws {SweepError} INVALID_DATA where a class has fewer units than folds, or a side would lack rows it needs
 */
export const drawSplits = (input: SplitInput): readonly Split[] => {
  const { classes, classNames, split } = input;
  if (isGivenHoldout(split)) return givenSplits(input);
  const units = unitsOf(input.units, classes.length);
  const unitCounts = unitsByClass(units, classes, classNames.length);
  checkClasses(input, unitCounts);
  const balanced = split.stratify ? classes : new Uint32Array(classes.length);
  const counts = countByClass(balanced, split.stratify ? classNames.length : 1);
  const targets: Targets =
    split.holdout === 'none'
      ? Array.from({ length: split.folds }, () => counts.map((count) => count / split.folds))
      : holdoutTargets(counts, split.stratify ? unitCounts : Float64Array.of(units.count), split.holdout as number);
  const heldOutSides = split.holdout === 'none' ? Array.from({ length: split.folds }, (_, fold) => fold) : [1];
  return Array.from({ length: split.repeats }, (_, repeat) => {
    const sideOf = deal(dealingOrder(units, balanced, split.seed, repeat), units, balanced, targets);
    return heldOutSides.map((heldOutSide, fold): Split => {
      const train = rowsWhere(sideOf, (side) => side !== heldOutSide);
      const drawn: Split = { repeat, fold, train, heldOut: rowsWhere(sideOf, (side) => side === heldOutSide) };
      checkSides(input, drawn);
      return drawn;
    });
  }).flat();
};
