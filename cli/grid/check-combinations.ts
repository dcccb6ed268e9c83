import { cellCount } from '../../core/space.ts';
import { checkEngine, engineOf } from './engine-limits.ts';
import type { DraftPart } from './make-parts.ts';
import type { Problems } from './problems.ts';
import type { Settings } from './read-sections.ts';

const one = (settings: Settings, path: string): unknown => settings.get(path)?.values[0];

const at = (settings: Settings, path: string) => ({ path, offset: settings.get(path)?.offset ?? null });

const checkRank = (problems: Problems, settings: Settings): void => {
  const hasLabel = (one(settings, 'rank.positive') ?? null) !== null || problems.touch('rank.positive');
  if (one(settings, 'rank.by') !== 'f1' || hasLabel) return;
  const fix = 'write `positive:` with a label, or `by: macroF1` for the mean over all labels';
  const message = 'by: f1 without the label that it is about, expected "positive" beside it';
  problems.add('impossible combination', at(settings, 'rank.by'), message, fix);
};

const checkSplit = (problems: Problems, settings: Settings): void => {
  const holdout = one(settings, 'split.holdout') ?? 'none';
  if (holdout === 'none' || !settings.has('split.folds')) return;
  const message =
    '"folds" beside "holdout", expected one of the two: what is held out is one split in place of k folds';
  problems.add('impossible combination', at(settings, 'split.folds'), message, 'delete one of the two lines');
};

const checkColumns = (problems: Problems, settings: Settings): void => {
  const label = one(settings, 'data.label');
  const text = (one(settings, 'data.text') ?? []) as readonly string[];
  const names = (role: string): string => `the column ${JSON.stringify(label)} both as label and as ${role}`;
  if (label !== undefined && text.includes(label as string)) {
    const message = `${names('text')}, expected another`;
    problems.add('impossible combination', at(settings, 'data.label'), message, 'name the column of the classes');
  }
  if (label !== undefined && one(settings, 'split.groups') === label) {
    const message = `${names('group')}, expected another: no class would be on both sides of a split`;
    problems.add('impossible combination', at(settings, 'split.groups'), message, 'write none, or another column');
  }
};

const checkTrainable = (problems: Problems, { part, settings }: DraftPart): void => {
  const kinds = settings.get('embedding.kind')?.values ?? ['word2vec'];
  const trainable = settings.get('embedding.trainable');
  if (kinds.some((kind) => kind !== 'random') || trainable === undefined || trainable.isAxis) return;
  if (trainable.values[0] !== false || !part.base.embedding.trainable) return;
  const message = 'trainable: false beside kind: random, expected true: vectors from nothing can only be learnt';
  problems.add('impossible combination', at(settings, 'embedding.trainable'), message, 'delete the line');
};

/** No list of Indonesian dictionary forms is free to be shipped: what there is goes back to one under CC BY-NC-SA. */
const checkLemma = (problems: Problems, { part, settings }: DraftPart): void => {
  const asked = (settings.get('text.normalize')?.values ?? []).includes('lemma');
  if (!asked || part.base.text.language !== 'id') return;
  const message =
    'lemma beside language: id, expected stem or none: no Indonesian dictionary has a licence that lets it be shipped';
  const fix = 'write stem, or bring words to one form by a file in text.replace';
  problems.add('impossible combination', at(settings, 'text.normalize'), message, fix);
};

const checkSearch = (problems: Problems, settings: Settings, cells: number): void => {
  const trials = (one(settings, 'search.trials') ?? 'all') as number | 'all';
  const isRandom = one(settings, 'search.kind') === 'random';
  if (trials === 'all' || problems.touch('search.kind')) return;
  if (!isRandom) {
    const message = `trials: ${trials} in a grid search, which tries every cell, expected all`;
    const fix = 'write `kind: random` beside it, or delete the line';
    problems.add('impossible combination', at(settings, 'search.trials'), message, fix);
  } else if (trials > cells) {
    const message = `trials: ${trials}, expected at most ${cells}, the number of cells of this grid`;
    problems.add('impossible combination', at(settings, 'search.trials'), message, 'write all, or fewer');
  }
};

const checkSize = (problems: Problems, parts: readonly DraftPart[], cells: number): void => {
  if (cells <= Number.MAX_SAFE_INTEGER) return;
  const longest = parts
    .flatMap(({ part, settings }) => part.axes.map(({ path, values }) => ({ path, settings, size: values.length })))
    .toSorted((a, b) => b.size - a.size)[0];
  const place = longest === undefined ? { path: '', offset: null } : at(longest.settings, longest.path);
  const message = `a grid of ${cells.toPrecision(3)} cells, expected at most 2^53`;
  problems.add('impossible combination', place, message, 'write fewer values, this is the longest axis');
};

const kindsOf = ({ settings }: DraftPart): readonly unknown[] => settings.get('embedding.kind')?.values ?? ['word2vec'];

/** `kind: file` needs a file. */
const checkFile = (problems: Problems, draft: DraftPart): void => {
  const { settings, offset } = draft;
  const file = settings.get('embedding.file');
  const isMissing = file === undefined || file.values.includes('none');
  if (!kindsOf(draft).includes('file') || !isMissing || problems.touch('embedding.file')) return;
  const kind = settings.get('embedding.kind');
  const place = { path: 'embedding.kind', offset: kind?.offset ?? offset };
  const message = 'kind: file without a file of vectors, expected "file" beside it';
  problems.add('impossible combination', place, message, 'write for example `file: ../glove.6B.100d.txt`');
};

/** A file that no cell reads was meant to be read. */
const checkReaders = (problems: Problems, parts: readonly DraftPart[], path: string, kind: string): void => {
  const written = new Map(parts.flatMap(({ settings }) => settings.get(path) ?? []).map((each) => [each.offset, each]));
  for (const { offset, values } of written.values()) {
    const owners = parts.filter(({ settings }) => settings.get(path)?.offset === offset);
    const isNone = values.every((value) => value === 'none' || (Array.isArray(value) && value.length === 0));
    if (isNone || owners.some((draft) => kindsOf(draft).includes(kind))) continue;
    const key = path.slice(path.indexOf('.') + 1);
    const message = `"${key}" without kind: ${kind}, which alone reads it`;
    problems.add('impossible combination', { path, offset }, message, `write \`kind: ${kind}\`, or delete the line`);
  }
};

/** What no key is wrong in by itself. */
export const checkCombinations = (
  problems: Problems,
  common: Settings,
  parts: readonly DraftPart[],
  isWhole: boolean,
): void => {
  const engine = engineOf(common);
  checkRank(problems, common);
  checkSplit(problems, common);
  checkColumns(problems, common);
  for (const draft of parts) {
    checkTrainable(problems, draft);
    checkLemma(problems, draft);
    checkFile(problems, draft);
    checkEngine(problems, engine, draft);
  }
  if (!problems.touch('embedding.kind')) {
    checkReaders(problems, parts, 'embedding.file', 'file');
    checkReaders(problems, parts, 'embedding.corpus', 'word2vec');
  }
  const cells = cellCount(parts.map(({ part }) => part));
  checkSize(problems, parts, cells);
  checkSearch(problems, common, isWhole ? cells : Number.POSITIVE_INFINITY);
};
