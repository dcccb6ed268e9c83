import type { Located } from './document.ts';
import { describeFound } from './document.ts';
import type { Field } from './field.ts';
import { isParameter } from './format.ts';
import type { Problems } from './problems.ts';
import { mostValues } from './read-range.ts';
import { suggestValue } from './suggest.ts';

export type Read = { readonly value: unknown };

export type Job = { readonly problems: Problems; readonly path: string; readonly field: Field };

export const plain = (node: Located, field: Field, depth = 0): unknown => {
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

export const exampleOf = ({ path, field }: Job): string => {
  const key = path.slice(path.indexOf('.') + 1);
  return field.fix ?? `write for example \`${key}: ${asYaml(field.examples[0])}\``;
};

/** A short value on one line, as people write it. */
const asYaml = (value: unknown): string => JSON.stringify(value).replaceAll('"', '').replaceAll(',', ', ');

export const fixOf = (job: Job, node: Located): string => {
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

export const readOne = (job: Job, node: Located): Read | null => {
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
  return { value: read.data };
};

const listed = (node: Extract<Located, { kind: 'list' }>): string => {
  const items = node.items.slice(0, 6).map((item) => (item.kind === 'scalar' ? item.text : describeFound(item)));
  return [...items, ...(node.items.length > 6 ? ['…'] : [])].join(', ').slice(0, 60);
};

export const oneValue = (path: string): string =>
  isParameter(path)
    ? 'write one value; for another, start another grid'
    : 'write one value: all trials of a sweep are scored on the same rows and splits';
