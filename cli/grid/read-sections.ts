import type { Entry, Located } from './document.ts';
import { describeFound } from './document.ts';
import type { Field } from './field.ts';
import type { Section } from './format.ts';
import { cellSections, isParameter, sections, topFields, topKeys } from './format.ts';
import type { Problems } from './problems.ts';
import type { Setting } from './read-setting.ts';
import { readSetting } from './read-setting.ts';
import { suggestKey } from './suggest.ts';

/** Everything that is written right, by path. */
export type Settings = ReadonlyMap<string, Setting>;

/** What the file says: common settings, and those of every part of `any:`, null where there is no `any:`. */
export type Written = {
  readonly common: Settings;
  readonly parts: readonly WrittenPart[] | null;
  readonly isWhole: boolean; // whether the cells can be counted and compared: nothing that makes them was unreadable
};

type WrittenPart = { readonly settings: Settings; readonly offset: number };

const mostParts = 100;
const toldOfAKind = 20;

const unknownKey = (problems: Problems, section: string, { key, offset }: Entry): void => {
  const told = problems.count('unknown key') <= toldOfAKind; // the rest is only counted
  const where = section === '' ? '' : ` under "${section}"`;
  const short = key.length > 40 ? `${key.slice(0, 40)}…` : key;
  const message = `unknown key ${JSON.stringify(short)}${where}`;
  const path = section === '' ? key : `${section}.${key}`;
  problems.add('unknown key', { path, offset }, message, told ? suggestKey(section, key) : null);
};

const isEmpty = (node: Located): boolean => node.kind === 'scalar' && node.value === null && !node.quoted;

const readSection = (problems: Problems, name: string, { value }: Entry, into: Map<string, Setting>): void => {
  if (isEmpty(value)) return; // all its lines are comments
  if (value.kind !== 'map') {
    const message = `found ${describeFound(value)}, expected the keys of "${name}", indented`;
    problems.add(
      'wrong value',
      { path: name, offset: value.offset },
      message,
      name === 'data' && value.kind === 'scalar' && typeof value.value === 'string'
        ? `write \`data: { file: ${value.value} }\``
        : `write a line below for every key of ${name}`,
    );
    return;
  }
  const { fields } = (sections as Readonly<Record<string, Section>>)[name] as Section;
  for (const entry of value.entries) {
    if (!Object.hasOwn(fields, entry.key)) {
      unknownKey(problems, name, entry);
      continue;
    }
    const path = `${name}.${entry.key}`;
    const setting = readSetting(problems, path, fields[entry.key] as Field, entry);
    if (setting !== null) into.set(path, setting);
  }
};

const readPart = (problems: Problems, node: Located): WrittenPart | null => {
  const place = { path: 'any', offset: node.offset };
  const allowed = Object.keys(cellSections);
  if (node.kind !== 'map' || node.entries.length === 0) {
    const message = `found ${describeFound(node)} as a part, expected keys of ${allowed.join(', ')}`;
    problems.add('wrong value', place, message, 'write for example `- embedding: { kind: random }`');
    return null;
  }
  const settings = new Map<string, Setting>();
  for (const entry of node.entries) {
    if (allowed.includes(entry.key)) {
      readSection(problems, entry.key, entry, settings);
    } else if (topKeys.includes(entry.key)) {
      const message = `"${entry.key}" in a part of "any", expected ${allowed.join(', ')}`;
      const fix = 'write it at the top level: it is the same for all trials';
      problems.add('axis where none can be', { path: `any.${entry.key}`, offset: entry.offset }, message, fix);
    } else {
      unknownKey(problems, '', entry);
    }
  }
  return { settings, offset: node.offset };
};

const readParts = (problems: Problems, { value }: Entry): readonly WrittenPart[] => {
  const place = { path: 'any', offset: value.offset };
  if (value.kind !== 'list' || value.items.length === 0) {
    const message = `found ${describeFound(value)}, expected a list of partial grids`;
    problems.add('wrong value', place, message, 'write for example `- embedding: { kind: random }`');
    return [];
  }
  if (value.items.length > mostParts) {
    const message = `found ${value.items.length} parts, expected at most ${mostParts}`;
    problems.add('wrong value', place, message, 'write lists of values in the parts');
    return [];
  }
  return value.items.map((item) => readPart(problems, item)).filter((part) => part !== null);
};

/** Reads every key that is known, and reports those that are not. */
export const readSections = (problems: Problems, root: Extract<Located, { kind: 'map' }>): Written => {
  const common = new Map<string, Setting>();
  let parts: readonly WrittenPart[] | null = null;
  for (const entry of root.entries) {
    const { key } = entry;
    if (Object.hasOwn(topFields, key)) {
      const setting = readSetting(problems, key, topFields[key as keyof typeof topFields], entry);
      if (setting !== null) common.set(key, setting);
    } else if (Object.hasOwn(sections, key)) readSection(problems, key, entry, common);
    else if (key === 'any') parts = readParts(problems, entry);
    else unknownKey(problems, '', entry);
  }
  const harmless = (path: string): boolean =>
    Object.hasOwn(topFields, path) || (path.includes('.') && !isParameter(path));
  const unreadable = problems.paths().some((path) => !harmless(path));
  return { common, parts, isWhole: !unreadable };
};
