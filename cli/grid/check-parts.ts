import type { Json } from '../../core/canonical.ts';
import { canonical } from '../../core/canonical.ts';
import type { Cell, GridPart, ParameterPath, Value } from '../../core/grid.ts';
import {
  decidingPaths,
  isRead,
  parameter,
  parameterPaths,
  shortName,
  valuesAt,
  valueText,
  withParameter,
} from '../../core/parameters.ts';
import { fieldsByPath } from './format.ts';
import type { DraftPart } from './make-parts.ts';
import type { Problems } from './problems.ts';

/** A cell for every combination of the deciding parameters that both parts (or the one) have. */
const kindsOfCells = (part: GridPart, other: GridPart): readonly Cell[] =>
  decidingPaths.reduce(
    (cells: readonly Cell[], path) => {
      const theirs = new Set(valuesAt(other, path));
      const shared = valuesAt(part, path).filter((value) => theirs.has(value));
      return cells.flatMap((cell) => shared.map((value) => withParameter(cell, path, value)));
    },
    [part.base],
  );

const whatDecides = (cell: Cell): string => `kind: ${cell.embedding.kind}`;

const checkUnread = (problems: Problems, { part, settings }: DraftPart): void => {
  const cells = kindsOfCells(part, part);
  for (const { path } of part.axes) {
    const blind = cells.find((cell) => !isRead(cell, path));
    if (blind === undefined) continue;
    const key = path.slice(path.indexOf('.') + 1);
    const message = `an axis that some cells do not read: beside \`${whatDecides(blind)}\` nothing depends on "${key}"`;
    const all = cells.every((cell) => !isRead(cell, path));
    const fix = all
      ? `write one value, or delete the line`
      : `write the kinds as parts of \`any:\`, and "${key}" in those parts alone that read it`;
    const offset = settings.get(path)?.offset ?? null;
    problems.add('axis that some cells do not read', { path, offset }, message, fix);
  }
};

const comparable = (value: Value): Value => (typeof value === 'object' ? canonical(value) : value);

const sets = new WeakMap<readonly Value[], ReadonlySet<Value>>();

/** Made once for every axis: many parts may have one long axis in common. */
const setOf = (values: readonly Value[]): ReadonlySet<Value> => {
  const known = sets.get(values) ?? new Set(values.map(comparable));
  sets.set(values, known);
  return known;
};

/** A value that both have, or undefined. */
const sharedValue = (a: readonly Value[], b: readonly Value[]): Value | undefined => {
  if (a === b) return a[0];
  const [few, many] = a.length < b.length ? [a, b] : [b, a];
  if (many.length === 1) return comparable(few[0] as Value) === comparable(many[0] as Value) ? few[0] : undefined;
  return few.find((value) => setOf(many).has(comparable(value)));
};

type Pair = { readonly path: ParameterPath; readonly a: readonly Value[]; readonly b: readonly Value[] };

/** The values of both parts, by parameter; short lists first, as they tell most parts apart. */
const pairsOf = (part: GridPart, other: GridPart): readonly Pair[] =>
  parameterPaths
    .filter((path) => !decidingPaths.includes(path))
    .map((path) => ({ path, a: valuesAt(part, path), b: valuesAt(other, path) }))
    .toSorted((x, y) => Math.min(x.a.length, x.b.length) - Math.min(y.a.length, y.b.length));

/**
 * A cell of both parts, or null. Two products share a cell exactly if the values of every parameter that is read do;
 * what is read is the same for all cells that agree in the deciding parameters.
 */
const sharedCell = (part: GridPart, other: GridPart): Cell | null => {
  const pairs = pairsOf(part, other);
  for (const kind of kindsOfCells(part, other)) {
    const read = pairs.filter(({ path }) => isRead(kind, path));
    const shared: { readonly path: ParameterPath; readonly value: Value }[] = [];
    for (const { path, a, b } of read) {
      const value = sharedValue(a, b);
      if (value === undefined) break;
      shared.push({ path, value });
    }
    if (shared.length < read.length) continue;
    return shared.reduce((cell, { path, value }) => withParameter(cell, path, value), kind);
  }
  return null;
};

const nameOf = (cell: Cell, parts: readonly DraftPart[]): string => {
  const written = parameterPaths.filter((path) => parts.some(({ settings }) => settings.has(path)));
  const words = written
    .filter((path) => isRead(cell, path))
    .map((path) => `${shortName(path)}=${valueText(parameter(cell, path))}`);
  return words.length === 0 ? 'default' : words.toSorted().join(',');
};

const checkShared = (problems: Problems, parts: readonly DraftPart[]): void => {
  parts.forEach((draft, b) => {
    for (let a = 0; a < b; a++) {
      const other = parts[a] as DraftPart;
      const cell = sharedCell(draft.part, other.part);
      if (cell === null) continue;
      const message = `parts ${a + 1} and ${b + 1} of "any" share the cell ${nameOf(cell, [draft, other])}`;
      const fix = 'take the values that both have out of one of them';
      problems.add('cell that two parts share', { path: 'any', offset: draft.offset }, message, fix);
    }
  });
};

const checkNeverAxis = (problems: Problems, parts: readonly DraftPart[]): void => {
  for (const path of parameterPaths.filter((each) => fieldsByPath.get(each)?.axis === false)) {
    const readers = parts.filter(({ part }) => kindsOfCells(part, part).some((cell) => isRead(cell, path)));
    const values = new Set(readers.map(({ part }) => canonical(parameter(part.base, path) as Json)));
    if (values.size < 2) continue;
    const offset = parts.map(({ own }) => own.get(path)?.offset).find((at) => at !== undefined) ?? null;
    const isSeed = path.endsWith('.seed');
    const luck = isSeed ? ', expected one seed: the best seed is luck' : ', expected one: this key is never an axis';
    const fix = isSeed ? 'for several seeds write `split.repeats: 3`' : 'write it once, outside of "any"';
    const message = `${values.size} values in the parts of "any"${luck}`;
    problems.add('axis where none can be', { path, offset }, message, fix);
  }
};

/** Axes that some cells do not read, cells that two parts share, and keys that vary though they are never an axis. */
export const checkParts = (problems: Problems, parts: readonly DraftPart[], isWhole: boolean): void => {
  for (const draft of parts) checkUnread(problems, draft);
  checkNeverAxis(problems, parts);
  if (isWhole) checkShared(problems, parts);
};
