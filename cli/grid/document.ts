import type { Document, Node, Pair } from 'yaml';
import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Problems } from './problems.ts';

/** A YAML document with its aliases followed (shared, never copied) and a place for everything. */
export type Located =
  | {
      readonly kind: 'scalar';
      readonly value: unknown;
      readonly text: string; // as written, without quotes
      readonly quoted: boolean;
      readonly offset: number;
    }
  | { readonly kind: 'list'; readonly items: readonly Located[]; readonly offset: number }
  | { readonly kind: 'map'; readonly entries: readonly Entry[]; readonly offset: number };

export type Entry = { readonly key: string; readonly offset: number; readonly value: Located };

const mostAliases = 100;

type Walk = {
  readonly problems: Problems;
  readonly anchors: Map<string, Located>;
  aliases: number;
};

const empty = (offset: number): Located => ({ kind: 'scalar', value: null, text: '', quoted: false, offset });

const follow = (walk: Walk, name: string, offset: number): Located => {
  walk.aliases++;
  const place = { path: '', offset };
  const target = walk.anchors.get(name);
  if (walk.aliases === mostAliases + 1) {
    walk.problems.add('syntax error', place, `more than ${mostAliases} aliases`, 'write the values out');
  }
  if (target !== undefined) return { ...target, offset };
  if (walk.aliases <= mostAliases) {
    const message = `the alias *${name} names no anchor before it, expected &${name} at the value that it repeats`;
    walk.problems.add('syntax error', place, message, 'text that begins with * needs quotes');
  }
  return empty(offset);
};

/** As written: `stringKeys` makes every key a text. */
const keyText = (key: unknown): string => (isScalar(key) && typeof key.value === 'string' ? key.value : '');

const entriesOf = (walk: Walk, pairs: readonly Pair[], offset: number): readonly Entry[] => {
  const first = new Map<string, number>();
  const entries: Entry[] = [];
  for (const { key, value } of pairs) {
    const at = (key as Node | null)?.range?.[0] ?? offset;
    const name = keyText(key);
    const located = locate(walk, value as Node | null, at);
    if (first.has(name)) {
      const message = `the key "${name}" is written twice in one place, expected once`;
      walk.problems.add('key written twice', { path: name, offset: at }, message, 'keep one of the two lines');
      continue;
    }
    first.set(name, at);
    entries.push({ key: name, offset: at, value: located });
  }
  return entries;
};

const locateNode = (walk: Walk, node: Node, offset: number): Located => {
  if (isAlias(node)) return follow(walk, node.source, offset);
  if (isSeq(node)) {
    return { kind: 'list', items: node.items.map((item) => locate(walk, item as Node | null, offset)), offset };
  }
  if (isMap(node)) return { kind: 'map', entries: entriesOf(walk, node.items as Pair[], offset), offset };
  if (!isScalar(node)) return empty(offset);
  const quoted = node.type !== undefined && node.type !== 'PLAIN';
  return { kind: 'scalar', value: node.value, text: node.source ?? '', quoted, offset };
};

/** An anchor holds only after its own value, so that nothing can contain itself. */
const locate = (walk: Walk, node: Node | null, around: number): Located => {
  if (node === null || node === undefined) return empty(around);
  const located = locateNode(walk, node, node.range?.[0] ?? around);
  if (!isAlias(node) && 'anchor' in node && node.anchor !== undefined) walk.anchors.set(node.anchor, located);
  return located;
};

/** The content of a parsed document; unknown anchors, too many aliases and repeated keys become problems. */
export const locateDocument = (document: Document, problems: Problems): Located =>
  locate({ problems, anchors: new Map(), aliases: 0 }, document.contents as Node | null, 0);

/** What stands there, in a few words: for the first half of a message. */
export const describeFound = (node: Located): string => {
  if (node.kind === 'list') return node.items.length === 0 ? 'an empty list' : 'a list';
  if (node.kind === 'map') return 'a mapping of keys to values';
  const { value, text, quoted } = node;
  if (value === null && !quoted) return text === '' ? 'nothing' : `nothing (${text})`;
  const short = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return typeof value === 'string' ? `the text ${JSON.stringify(short)}` : short;
};
