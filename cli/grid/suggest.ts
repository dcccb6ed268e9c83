import { fieldsByPath, sections, topKeys } from './format.ts';
import type { Section } from './format.ts';
import { nearest, plain } from './nearest.ts';
import { otherKeys } from './other-names.ts';
import { otherValues } from './other-values.ts';

const pathParts = (path: string): readonly [string, string] => {
  const dot = path.indexOf('.');
  return dot === -1 ? ['', path] : [path.slice(0, dot), path.slice(dot + 1)];
};

const asFix = (path: string, section: string): string => {
  if (!fieldsByPath.has(path) && !topKeys.includes(path)) return path; // a sentence
  const [owner, key] = pathParts(path);
  if (owner === section) return `did you mean "${key}"?`;
  return owner === '' ? `did you mean "${key}" at the top level?` : `did you mean "${key}" under "${owner}"?`;
};

const keysOf = (section: string): readonly string[] =>
  section === '' ? topKeys : Object.keys((sections as Readonly<Record<string, Section>>)[section]?.fields ?? {});

const samePath = (section: string, key: string): string => (section === '' ? key : `${section}.${key}`);

const entry = (table: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

const leafOf = (path: string): string => pathParts(path)[1];

/** What an unknown key of a section (`''`: the top level) was probably meant to be, or null. */
export const suggestKey = (section: string, key: string): string | null => {
  const word = plain(key);
  const here = keysOf(section);
  const same = here.find((candidate) => plain(candidate) === word);
  if (same !== undefined) return asFix(samePath(section, same), section);
  if (fieldsByPath.has(key)) return `write "${leafOf(key)}:" in a line of its own under "${pathParts(key)[0]}:"`;
  const named = entry(otherKeys, `${section}.${word}`) ?? entry(otherKeys, word);
  if (named !== undefined) return asFix(named, section);
  const elsewhere = [...fieldsByPath.keys(), ...topKeys].find((path) => plain(leafOf(path)) === word);
  if (elsewhere !== undefined) return asFix(elsewhere, section);
  const near = nearest(key, here);
  if (near !== null) return asFix(samePath(section, near), section);
  const nearElsewhere = nearest(key, [...fieldsByPath.keys()].map(leafOf), 1); // farther away, so spelled closer
  const path = [...fieldsByPath.keys()].find((each) => leafOf(each) === nearElsewhere);
  return path === undefined ? `known here: ${here.join(', ')}` : asFix(path, section);
};

/** What a value that is none of the choices was probably meant to be, or null. */
export const suggestValue = (path: string, written: string): string | null => {
  const named = entry(otherValues[path] ?? {}, plain(written));
  const near = named ?? nearest(written, fieldsByPath.get(path)?.choices ?? []);
  return near === null ? null : `did you mean "${near}"?`;
};
