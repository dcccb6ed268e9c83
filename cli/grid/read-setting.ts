import type { Json } from '../../core/canonical.ts';
import { canonical } from '../../core/canonical.ts';
import type { Entry, Located } from './document.ts';
import { describeFound } from './document.ts';
import type { Field } from './field.ts';
import { isParameter } from './format.ts';
import { insteadOf } from './not-yet.ts';
import type { Problems } from './problems.ts';
import { mostValues, readRange } from './read-range.ts';
import { suggestValue } from './suggest.ts';

/** A key that was written, with the values that the grid holds: one, or those of an axis. */
export type Setting = {
  readonly path: string;
  readonly offset: number; // of the key
  readonly values: readonly unknown[];
  readonly isAxis: boolean;
};

type Read = { readonly value: unknown };

type Job = { readonly problems: Problems; readonly path: string; readonly field: Field };

const plain = (node: Located, field: Field, depth = 0): unknown => {
  if (node.kind === 'map') return undefined;
  if (node.kind === 'scalar') return field.asText && (node.quoted || node.text !== '') ? node.text : scalarValue(node);
  if (depth > 0 || node.items.length > mostValues) return undefined;
  return node.items.map((item) => plain(item, field, depth + 1));
};

const scalarValue = (node: Extract<Located, { kind: 'scalar' }>): unknown =>
  node.value === null && !node.quoted ? undefined : node.value;

/** Columns and labels may be called "none": in quotes they are. */
const isNone = (node: Located, field: Field): boolean =>
  field.asText && field.fallback === 'none' && node.kind === 'scalar' && !node.quoted && node.text === 'none';

const exampleOf = ({ path, field }: Job): string => {
  const key = path.slice(path.indexOf('.') + 1);
  return field.fix ?? `write for example \`${key}: ${asYaml(field.examples[0])}\``;
};

/** A short value on one line, as people write it. */
const asYaml = (value: unknown): string => JSON.stringify(value).replaceAll('"', '').replaceAll(',', ', ');

const fixOf = (job: Job, node: Located): string => {
  const { path, field } = job;
  if (node.kind !== 'scalar') return field.isList || field.axis ? exampleOf(job) : oneValue(path);
  const { value, text, quoted } = node;
  if (value === null && !quoted) {
    if (field.fallback === undefined) return exampleOf(job);
    return `delete the line to get the default, ${asYaml(field.fallback)}`;
  }
  if (typeof value !== 'string') return exampleOf(job);
  if (field.expected === 'true or false') return /^(y|yes|on|true)$/i.test(text) ? 'write true' : 'write false';
  if (quoted && field.schema.safeParse(Number(text)).success && text.trim() !== '') return 'delete the quotes';
  return suggestValue(path, text) ?? exampleOf(job);
};

const readOne = (job: Job, node: Located): Read | null => {
  const { problems, path, field } = job;
  const place = { path, offset: node.offset };
  if (isNone(node, field)) return { value: null };
  const read = field.schema.safeParse(plain(node, field));
  if (!read.success) {
    const items = node.kind === 'list' && node.items.length > 0 ? ` (${listed(node)})` : '';
    problems.add(
      'wrong value',
      place,
      `found ${describeFound(node)}${items}, expected ${field.expected}`,
      fixOf(job, node),
    );
    return null;
  }
  const instead = insteadOf(path, read.data);
  if (instead !== null) {
    const message = `found ${describeFound(node)}, which is not supported yet, expected ${instead}`;
    problems.add('value that is not supported yet', place, message, `write ${instead}`);
  }
  return { value: read.data };
};

const listed = (node: Extract<Located, { kind: 'list' }>): string => {
  const items = node.items.slice(0, 6).map((item) => (item.kind === 'scalar' ? item.text : describeFound(item)));
  return [...items, ...(node.items.length > 6 ? ['…'] : [])].join(', ').slice(0, 60);
};

const oneValue = (path: string): string =>
  isParameter(path)
    ? 'write one value; for another, start another grid'
    : 'write one value: all trials of a sweep are scored on the same rows and splits';

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

const readValues = (job: Job, items: readonly Located[], offset: number): readonly unknown[] | null => {
  const { problems, path, field } = job;
  if (items.length > mostValues) {
    const message = `found ${items.length} values, expected at most ${mostValues}`;
    problems.add('wrong value', { path, offset }, message, 'draw from a coarser axis');
    return null;
  }
  const values = items.flatMap((node) => {
    const read = node.kind === 'list' && !field.isList ? nested(job, node) : readOne(job, node);
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
  const { problems, path, field } = job;
  const texts = node.items.map((item) => (item.kind === 'scalar' ? item.text : ''));
  texts.forEach((text, n) => {
    if (texts.indexOf(text) === n || text === '' || n > 1000) return;
    const message = `found "${text}" a second time, expected every value once`;
    problems.add('repeated value', { path, offset: (node.items[n] as Located).offset }, message, 'delete it');
  });
  const wrong = node.items.filter((item) => {
    const alone = field.schema.safeParse(plain(item, field));
    const isWord =
      item.kind === 'scalar' && node.items.length > 1 && field.choices[0] === 'none' && item.text === 'none';
    return !alone.success || item.kind !== 'scalar' || isWord;
  });
  if (wrong.length === 0) {
    if (problems.touch(path)) return null;
    const read = readOne(job, node);
    return read === null ? null : { path, offset, values: [read.value], isAxis: false };
  }
  for (const item of wrong) {
    const fix = item.kind === 'scalar' && item.text === 'none' ? 'write none alone, without a list' : fixOf(job, item);
    const message = `found ${describeFound(item)} in a list, expected ${field.expected}`;
    problems.add('wrong value', { path, offset: item.offset }, message, fix);
  }
  return null;
};
