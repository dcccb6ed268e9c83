import { exp, log } from '../../core/math.ts';
import type { Entry, Located } from './document.ts';
import { describeFound } from './document.ts';
import type { Field } from './field.ts';
import type { Problems } from './problems.ts';

/** Most values of one axis, listed or stepped through. */
export const mostValues = 10_000;

type Range = { readonly from: number; readonly to: number; readonly log: boolean; readonly steps: number };

const otherWords: Readonly<Record<string, string>> = {
  start: 'from',
  low: 'from',
  min: 'from',
  stop: 'to',
  end: 'to',
  high: 'to',
  max: 'to',
  num: 'steps',
  count: 'steps',
  step: 'steps" for how many values there are, both ends counted; or list the values',
  log: 'scale',
};

const keys = ['from', 'to', 'scale', 'steps'];

/** Six digits tell the steps apart, and keep the names of trials short; the ends stay as they are written. */
const rounded = (value: number, isWhole: boolean): number =>
  isWhole ? Math.round(value) : Number(value.toPrecision(6));

/** The steps from `from` to `to`, ends included: the same numbers on every machine. */
const stepsOf = ({ from, to, log: isLog, steps }: Range, isWhole: boolean): readonly number[] =>
  Array.from({ length: steps }, (_, n) => {
    if (n === 0) return from;
    if (n === steps - 1) return to;
    const way = n / (steps - 1);
    const value = isLog ? exp(log(from) * (1 - way) + log(to) * way) : from * (1 - way) + to * way;
    return Math.min(Math.max(rounded(value, isWhole), from), to);
  });

const readKeys = (problems: Problems, path: string, entries: readonly Entry[]): ReadonlyMap<string, Located> => {
  for (const { key, offset } of entries) {
    if (keys.includes(key)) continue;
    const word = otherWords[key];
    const fix = word === undefined ? 'delete it' : `did you mean "${word}"?`.replace(/(values)"\?$/, '$1');
    problems.add('unknown key', { path, offset }, `unknown key "${key}" in a range, expected ${keys.join(', ')}`, fix);
  }
  return new Map(entries.map(({ key, value }) => [key, value]));
};

const example = 'write for example { from: 0.1, to: 0.5, steps: 5 }, or list the values';

const numberAt = (node: Located | undefined): number | null =>
  node?.kind === 'scalar' && typeof node.value === 'number' ? node.value : null;

const endOf = (problems: Problems, path: string, field: Field, name: string, node: Located): number | null => {
  const value = numberAt(node);
  if (value !== null && field.schema.safeParse(value).success) return value;
  const place = { path, offset: node.offset };
  problems.add('wrong value', place, `found ${describeFound(node)} as "${name}", expected ${field.expected}`, example);
  return null;
};

/** `scale` and `steps`, or null where one of them is wrong. */
const shapeOf = (problems: Problems, path: string, given: ReadonlyMap<string, Located>) => {
  const scale = given.get('scale');
  const steps = given.get('steps') as Located;
  const word = scale === undefined ? 'linear' : scale.kind === 'scalar' ? scale.value : null;
  const count = numberAt(steps);
  const isCount = count !== null && Number.isInteger(count) && count >= 2 && count <= mostValues;
  if (!isCount) {
    const message = `found ${describeFound(steps)} as "steps", expected a whole number from 2 to ${mostValues}`;
    problems.add('wrong value', { path, offset: steps.offset }, message, 'write for example `steps: 5`');
  }
  if (word !== 'linear' && word !== 'log') {
    const message = `found ${describeFound(scale as Located)} as "scale", expected linear or log`;
    problems.add('wrong value', { path, offset: (scale as Located).offset }, message, 'write linear, or log');
    return null;
  }
  return isCount ? { steps: count, log: word === 'log' } : null;
};

/** The values of `{ from, to, scale, steps }`; null where something is wrong with it. */
export const readRange = (
  problems: Problems,
  path: string,
  field: Field,
  node: Extract<Located, { kind: 'map' }>,
): readonly number[] | null => {
  const before = problems.count();
  const given = readKeys(problems, path, node.entries);
  const missing = ['from', 'to', 'steps'].filter((key) => !given.has(key));
  const place = { path, offset: node.offset };
  if (missing.length > 0) {
    problems.add('missing key', place, `a range without ${missing.join(', ')}, expected from, to and steps`, example);
    return null;
  }
  const shape = shapeOf(problems, path, given);
  const from = endOf(problems, path, field, 'from', given.get('from') as Located);
  const to = endOf(problems, path, field, 'to', given.get('to') as Located);
  if (problems.count() > before || shape === null || from === null || to === null) return null;
  if (from >= to) {
    problems.add(
      'wrong value',
      place,
      `a range from ${from} to ${to}, expected "from" less than "to"`,
      'exchange them',
    );
    return null;
  }
  if (shape.log && from <= 0) {
    problems.add(
      'wrong value',
      place,
      `a range on a log scale from ${from}, expected "from" greater than 0`,
      'write `scale: linear`',
    );
    return null;
  }
  const values = stepsOf({ from, to, ...shape }, field.range === 'integer');
  if (new Set(values).size === values.length) return values;
  const rounding = field.range === 'integer' ? 'whole numbers' : 'six digits';
  const message = `${shape.steps} steps from ${from} to ${to} repeat values when rounded to ${rounding}`;
  problems.add('repeated value', place, message, 'write fewer steps');
  return null;
};
