import type { Json } from '../../core/canonical.ts';
import { canonical } from '../../core/canonical.ts';
import type { Entry, Located } from './document.ts';
import { describeFound } from './document.ts';
import type { Field } from './field.ts';
import type { Problems } from './problems.ts';
import { mostValues, readRange } from './read-range.ts';
import type { Job, Read } from './read-value.ts';
import { exampleOf, fixOf, oneValue, plain, readOne } from './read-value.ts';

/** A key that was written, with the values that the grid holds: one, or those of an axis. */
export type Setting = {
  readonly path: string;
  readonly offset: number; // of the key
  readonly values: readonly unknown[];
  readonly isAxis: boolean;
};

const refuseAxis = ({ problems, path }: Job, node: Located): null => {
  const place = { path, offset: node.offset };
  if (/seed$/i.test(path)) {
    const message = `found ${describeFound(node)}, expected one seed: the best seed is luck`;
    problems.add('axis where none can be', place, message, 'for several seeds write `split.repeats: 3`');
    return null;
  }
  const message = `found ${describeFound(node)}, expected one value: this key is never an axis`;
  problems.add('axis where none can be', place, message, oneValue(path));
  return null;
};

const checkRepeats = ({ problems, path }: Job, values: readonly (Read & { readonly node: Located })[]): void => {
  const seen = new Set<string>();
  for (const { value, node } of values) {
    const text = canonical(value as Json);
    if (seen.has(text)) {
      const what = node.kind === 'scalar' ? describeFound(node) : `${describeFound(node)} (${text})`;
      const message = `found ${what} a second time, expected every value once`;
      problems.add('repeated value', { path, offset: node.offset }, message, 'delete it');
    }
    seen.add(text);
  }
};

const tooMany = ({ problems, path }: Job, count: number, offset: number): null => {
  const message = `found ${count} values, expected at most ${mostValues}`;
  problems.add('wrong value', { path, offset }, message, 'write fewer');
  return null;
};

const readValues = (job: Job, items: readonly Located[], offset: number): readonly unknown[] | null => {
  if (items.length > mostValues) return tooMany(job, items.length, offset);
  const values = items.flatMap((node) => {
    const read = node.kind === 'list' && !job.field.isList ? nested(job, node) : readOne(job, node);
    return read === null ? [] : [{ ...read, node }];
  });
  checkRepeats(job, values);
  return values.length < items.length ? null : values.map(({ value }) => value);
};

const nested = (job: Job, node: Located): null => {
  const { problems, path, field } = job;
  const message = `found ${describeFound(node)} inside a list, expected ${field.expected}`;
  problems.add('wrong value', { path, offset: node.offset }, message, exampleOf(job));
  return null;
};

/** A list of `clean` is one value unless it holds lists; a list of files or columns is one value. */
const isOneList = (field: Field, items: readonly Located[]): boolean =>
  field.isList && !(field.axis && items.some(({ kind }) => kind === 'list'));

const emptyList = ({ problems, path, field }: Job, offset: number): null => {
  const none = field.choices.includes('none') ? 'write none, or delete the line' : 'write a value, or delete the line';
  problems.add('wrong value', { path, offset }, `found an empty list, expected at least one value`, none);
  return null;
};

/** What is written at a key; null where something is wrong with it. */
export const readSetting = (problems: Problems, path: string, field: Field, entry: Entry): Setting | null => {
  const job = { problems, path, field };
  const { value: node, offset } = entry;
  if (node.kind === 'map' && field.axis && field.range !== null) {
    const values = readRange(problems, path, field, node);
    return values === null ? null : { path, offset, values, isAxis: true };
  }
  if (node.kind === 'list' && node.items.length === 0) return emptyList(job, node.offset);
  if (node.kind === 'list' && !isOneList(field, node.items)) {
    if (!field.axis) return refuseAxis(job, node);
    const values = readValues(job, node.items, node.offset);
    return values === null ? null : { path, offset, values, isAxis: true };
  }
  if (node.kind === 'list') return readList(job, node, offset);
  if (node.kind === 'map' && /seed$/i.test(path)) return refuseAxis(job, node);
  const read = readOne(job, node);
  return read === null ? null : { path, offset, values: [read.value], isAxis: false };
};

/** One value that is a list: its items are looked at one by one, so that a message points at the wrong one. */
const readList = (job: Job, node: Extract<Located, { kind: 'list' }>, offset: number): Setting | null => {
  const { problems, path } = job;
  if (node.items.length > mostValues) return tooMany(job, node.items.length, node.offset);
  const seen = new Set<string>();
  for (const item of node.items) {
    const text = item.kind === 'scalar' ? item.text : '';
    const message = `found "${text}" a second time, expected every value once`;
    if (seen.has(text)) problems.add('repeated value', { path, offset: item.offset }, message, 'delete it');
    if (text !== '') seen.add(text);
  }
  const isWrong = node.items.map((item) => checkItem(job, item, node.items.length));
  if (isWrong.includes(true) || problems.touch(path)) return null;
  const read = readOne(job, node);
  return read === null ? null : { path, offset, values: [read.value], isAxis: false };
};

/** Whether an item cannot stand in a list; `none` stands alone. */
const checkItem = (job: Job, item: Located, count: number): boolean => {
  const { problems, path, field } = job;
  const isNone = item.kind === 'scalar' && item.text === 'none' && field.choices[0] === 'none' && count > 1;
  if (item.kind === 'scalar' && !isNone && field.schema.safeParse(plain(item, field)).success) return false;
  const message = `found ${describeFound(item)} in a list, expected ${field.expected}`;
  const fix = isNone ? 'write none alone, without a list' : fixOf(job, item);
  problems.add('wrong value', { path, offset: item.offset }, message, fix);
  return true;
};
