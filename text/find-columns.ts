import type { DataOptions } from '../core/grid.ts';
import type { Problem } from '../core/errors.ts';
import { fileProblem } from './problems.ts';
import { shortened } from './table.ts';

/** The columns that are read. */
export type Columns = { readonly text: readonly string[]; readonly label: string; readonly group: string | null };

const textNames = [
  ['text', 'texts', 'review', 'reviews', 'comment', 'comments', 'sentence', 'sentences', 'tweet', 'tweets'],
  ['message', 'messages', 'content', 'body', 'document', 'question', 'post', 'utterance', 'feedback'],
  ['komentar', 'ulasan', 'teks', 'kalimat', 'isi', 'pertanyaan'],
].flat();
const labelNames = [
  ['label', 'labels', 'sentiment', 'sentiments', 'topic', 'topics', 'class', 'classes', 'category', 'categories'],
  ['target', 'polarity', 'emotion', 'intent', 'sentimen', 'topik', 'kelas', 'kategori', 'emosi'],
].flat();

/** The columns that look like texts, or like labels, by their names. */
export const candidateColumns = (columns: readonly string[], what: 'text' | 'label'): readonly string[] => {
  const known = what === 'text' ? textNames : labelNames;
  return [...new Set(columns.filter((name) => known.includes(name.toLowerCase())))];
};

type Found = { readonly name: string } | { readonly message: string; readonly fix: string };

const mostListed = 30;

const listed = (names: readonly string[]): string => {
  const more = names.length > mostListed ? ` and ${names.length - mostListed} more` : '';
  return (
    names
      .slice(0, mostListed)
      .map((name) => JSON.stringify(shortened(name)))
      .join(', ') + more
  );
};

const find = (columns: readonly string[], what: 'text' | 'label'): Found => {
  const candidates = candidateColumns(columns, what);
  if (candidates.length === 1) return { name: candidates[0] as string };
  const example = candidates[0] ?? columns.at(what === 'text' ? 0 : -1) ?? what; // labels mostly stand last
  const message =
    candidates.length === 0
      ? `no column that looks like the ${what}; the columns are ${listed(columns)}`
      : `${candidates.length} columns look like the ${what}: ${listed(candidates)}`;
  return { message, fix: `name it: data.${what}: ${example}` };
};

const named = (columns: readonly string[], name: string, path: string): Found => {
  const times = columns.filter((column) => column === name).length;
  if (times === 1) return { name };
  if (times > 1) return { message: `column ${JSON.stringify(name)} is there ${times} times`, fix: 'rename the others' };
  const like = columns.find((column) => column.toLowerCase() === name.trim().toLowerCase());
  const message = `no column ${JSON.stringify(name)}; the columns are ${listed(columns)}`;
  return { message, fix: like === undefined ? `correct ${path}` : `did you mean ${JSON.stringify(like)}?` };
};

/** Finds the columns that the options name or, where they name none, those that look like text and label. */
export const findColumns = (
  file: string,
  columns: readonly string[],
  options: Pick<DataOptions, 'text' | 'label'>,
  groups: string | null,
): { readonly columns: Columns } | { readonly problems: readonly Problem[] } => {
  const text = options.text?.map((name) => named(columns, name, 'data.text')) ?? [find(columns, 'text')];
  const label = options.label === null ? find(columns, 'label') : named(columns, options.label, 'data.label');
  const group = groups === null ? null : named(columns, groups, 'split.groups');
  const problems: Problem[] = [];
  const nameOf = (path: string, found: Found): string => {
    if ('name' in found) return found.name;
    problems.push({ ...fileProblem(file, path, found.message, found.fix), line: 1 });
    return '';
  };
  const found: Columns = {
    text: text.map((each) => nameOf('data.text', each)),
    label: nameOf('data.label', label),
    group: group === null ? null : nameOf('split.groups', group),
  };
  if (problems.length === 0 && found.text.includes(found.label)) {
    const message = `column ${JSON.stringify(found.label)} is both text and label`;
    problems.push(fileProblem(file, 'data.label', message, 'name another column in data.label or data.text'));
  }
  return problems.length > 0 ? { problems } : { columns: found };
};
