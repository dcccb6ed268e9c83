import { basename } from 'node:path';
import type { Grid, GridPart, Value } from '../../core/grid.ts';
import { shortName, valueText } from '../../core/parameters.ts';
import type { DataSummary } from '../../text/summarize.ts';
import { columns, count, counted, margin, padded, paragraph, percent, sentence } from './page.ts';
import { cutTo, harmless, textWidth, wrapped } from './text-width.ts';

const mostClasses = 12;

const delimiterText = (delimiter: string | null): string =>
  delimiter === null
    ? 'JSON lines'
    : delimiter === '\t'
      ? 'columns separated by tabs'
      : `columns separated by "${delimiter}"`;

const filesText = (files: readonly string[]): string => {
  const [first = '', ...rest] = files;
  return rest.length === 0 ? basename(first) : `${basename(first)} and ${counted(rest.length, 'more file')}`;
};

const list = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(' + ');

export const dataLines = (data: DataSummary): readonly string[] => {
  const { mean, median, p95, max } = data.lengths;
  const groups = data.groupColumn === null ? '' : `, groups from "${data.groupColumn}"`;
  return [
    ...sentence(
      'data',
      `${counted(data.rows - (data.heldOut?.rows ?? 0), 'text')} of ${filesText(data.files)}, ${delimiterText(data.delimiter)}, ${data.encoding}${heldOutText(data)}`,
    ),
    ...sentence('columns', `texts from ${list(data.textColumns)}, classes from "${data.labelColumn}"${groups}`),
    ...sentence(
      'lengths',
      `${mean.toFixed(1)} tokens on average, half up to ${median}, 95 % up to ${p95}, longest ${max}`,
    ),
  ];
};

/** Row counts as bars, the largest class first. */
export const classLines = ({ classes, rows }: DataSummary): readonly string[] => {
  const inOrder = classes.toSorted((a, b) => b.rows - a.rows);
  const shown = inOrder.slice(0, mostClasses);
  const labelWidth = Math.min(24, Math.max(...shown.map(({ label }) => textWidth(label))));
  const numberWidth = Math.max(...shown.map((each) => count(each.rows).length));
  const barWidth = columns - margin - labelWidth - numberWidth - 12;
  const largest = inOrder[0]?.rows ?? 1;
  const lines = shown.map((each) => {
    const label = padded(cutTo(harmless(each.label), labelWidth), labelWidth);
    const bar = '█'.repeat(Math.max(1, Math.round((barWidth * each.rows) / largest)));
    return `${label}  ${count(each.rows).padStart(numberWidth)}  ${percent(each.rows / rows).padStart(6)}  ${bar}`;
  });
  const more =
    inOrder.length > mostClasses
      ? [`and ${counted(inOrder.length - mostClasses, 'smaller class', 'smaller classes')}`]
      : [];
  return paragraph('classes', [...lines, ...more]);
};

const heldOutText = ({ heldOut }: DataSummary): string =>
  heldOut === null ? '' : `; held out: ${count(heldOut.rows)} of ${basename(heldOut.file)}`;

/** Which rows nobody but `fit` sees, how they were chosen, and what was dropped for their sake. */
export const testLines = ({ split }: Grid, { test, classes, groupColumn, droppedLikeTest }: DataSummary) => {
  if (test === null) return [];
  const how =
    test.file === null
      ? `chosen by a hash of the ${groupColumn === null ? 'text' : 'group'} (test: ${split.test}, testSeed: ${split.testSeed})`
      : `of ${basename(test.file)}`;
  const shown = classes
    .slice(0, mostClasses)
    .map(({ label }, at) => `${harmless(label)} ${count(test.classes[at] ?? 0)}`);
  const more = classes.length > mostClasses ? ', …' : '';
  return sentence(
    'test rows',
    `${count(test.rows)} ${how}, for sweep fit alone: ${shown.join(', ')}${more}; ${likeText(droppedLikeTest, groupColumn)}`,
  );
};

const likeText = (rows: number, groupColumn: string | null): string =>
  rows === 0
    ? 'no other row has their texts'
    : `${counted(rows, 'other row')} with ${groupColumn === null ? 'their texts' : 'their texts or groups'} dropped`;

export const duplicateText = (
  { duplicates, conflicting, droppedDuplicates }: DataSummary,
  how: Grid['data']['duplicates'],
): string => {
  if (duplicates === 0) return 'no text is there twice';
  const fate = {
    together: 'equal texts are never on both sides of a split',
    keep: 'kept as they are',
    drop: `${count(droppedDuplicates)} dropped`,
  };
  const labels =
    conflicting === 0
      ? ''
      : `; ${counted(conflicting, 'of these texts has', 'of these texts have')} more than one label`;
  return `${counted(duplicates, 'row repeats', 'rows repeat')} an earlier text: ${fate[how]}${labels}`;
};

/** Texts without a word are trained on like others; a class that has nothing else is learnt as "no word". */
const emptiedLines = ({ emptied: { least, most, classes } }: DataSummary): readonly string[] => {
  if (most === 0) return [];
  const texts =
    least === most
      ? `${counted(most, 'text')} left`
      : `${count(least)} to ${counted(most, 'text')}, by the text options, left`;
  const named = classes.slice(0, 5).map((label) => `"${harmless(label)}"`);
  const whole =
    classes.length === 0
      ? ''
      : `; ${named.join(', ')}${classes.length > 5 ? ', …' : ''} ${classes.length === 1 ? 'has' : 'have'} no other text`;
  return sentence('emptied', `${texts} without a word by cleaning or stop words, kept as one <oov>${whole}`);
};

/** Where the first rows that could not be read stand, and what is wrong with them. */
const skippedLines = ({ skippedBad: { count: all, first } }: DataSummary): readonly string[] => {
  const told = first.map(({ file, line, message }) => `${basename(file)}:${line}: ${message}`);
  const more = all > first.length ? [`and ${count(all - first.length)} more`] : [];
  const lines = [...told, ...more].flatMap((each) => wrapped(harmless(each), columns - margin));
  return paragraph('skipped', lines);
};

export const droppedLines = (data: DataSummary): readonly string[] => {
  const { labels } = data.droppedRare;
  const parts = [
    [data.droppedMissing, 'without text or label'],
    [data.skippedBad.count, 'that could not be read'],
    [data.droppedRare.rows, `of rare classes (${labels.slice(0, 5).join(', ')}${labels.length > 5 ? ', …' : ''})`],
    [data.droppedBySample, 'by sampling'],
    [data.droppedLikeHeldOut, 'like a row of the hold-out file'],
  ] as const;
  const told = parts.filter(([rows]) => rows > 0).map(([rows, why]) => `${counted(rows, 'row')} ${why}`);
  const dropped = sentence('dropped', told.length === 0 ? 'nothing' : told.join(', '));
  return [...dropped, ...skippedLines(data), ...emptiedLines(data)];
};

/** A limit in tokens is kept; a percentile is known in training only. */
const asRead = ({ parts }: Grid, tokens: readonly string[]): string => {
  const { maxTokens, truncate } = (parts[0] as GridPart).base.text;
  const most = typeof maxTokens === 'number' ? maxTokens : tokens.length;
  const kept = truncate === 'end' ? tokens.slice(0, most) : tokens.slice(Math.max(0, tokens.length - most));
  return kept.length === 0 ? '<oov>' : kept.join(' ');
};

/** Where text options are axes, the texts are shown as one combination of them has it. */
const firstValues = ({ parts }: Grid): readonly string[] => {
  const { axes } = parts[0] as GridPart;
  const shown = axes.filter(({ path }) => path.startsWith('text.') && path !== 'text.vocabulary');
  if (shown.length === 0) return [];
  const values = shown.map(({ path, values: [first] }) => `${shortName(path)}=${valueText(first as Value)}`);
  return wrapped(harmless(`with ${values.join(', ')}, the first of their values:`), columns - margin);
};

export const exampleLines = (grid: Grid, { examples }: DataSummary): readonly string[] => {
  const room = columns - margin - 2;
  const lines = examples.flatMap(({ label, tokens }) => {
    const [first = '', second = '', ...rest] = wrapped(harmless(asRead(grid, tokens)), room);
    const end = rest.length > 0 ? cutTo(`${second} ${rest[0] as string}`, room) : second;
    return [cutTo(`${harmless(label)}:`, room), `  ${first}`, ...(end === '' ? [] : [`  ${end}`])];
  });
  return paragraph('as read', [...firstValues(grid), ...lines]);
};
