import type { Freed } from '../../activities/gc/free-unreached.ts';
import { sweepOfCollection } from '../../store/owners.ts';
import { sizeText } from '../amounts.ts';
import { count } from '../grid/page.ts';
import { ruledTable } from '../ruled-table.ts';
import type { FreedFiles } from './free-cache.ts';

/** What `gc` freed, or would free. */
export type Report = {
  readonly dryRun: boolean;
  readonly store: readonly Freed[];
  readonly cache: FreedFiles; // of this machine
  readonly histories: number | null; // of Temporal; null where the server does not delete them
  readonly temporalBytes: number | null; // of its database here; null where it lies elsewhere
  readonly storeBytes: number | null; // likewise
  readonly compacted: boolean;
};

/** What people call the documents of a collection. */
const words: Readonly<Record<string, string>> = {
  folds: 'folds',
  innards: 'folds',
  timings: 'folds',
  fits: 'fits',
  embeddings: 'word vectors',
  blobs: 'texts, splits, vectors, models',
  blobChunks: 'texts, splits, vectors, models',
  checkpoints: 'checkpoints',
  checkpointChunks: 'checkpoints',
  claims: 'claims of workers that are gone',
  mismatches: 'mismatches',
};

const wordOf = (collection: string): string =>
  words[collection] ??
  (sweepOfCollection(collection) === null ? 'requests, marks, attempts, failures' : 'rows, progress');

type Line = { readonly what: string; readonly documents: number; readonly bytes: number | null };

/** One line for what belongs together, in the order of the words. */
const linesOf = ({ store, cache, histories }: Report): readonly Line[] => {
  const lines = new Map<string, { documents: number; bytes: number }>();
  for (const { collection, documents, bytes } of store) {
    const line = lines.get(wordOf(collection)) ?? { documents: 0, bytes: 0 };
    lines.set(wordOf(collection), { documents: line.documents + documents, bytes: line.bytes + bytes });
  }
  return [
    ...[...lines].map(([what, line]) => ({ what, ...line })),
    ...(cache.files > 0 ? [{ what: 'files of this machine’s cache', documents: cache.files, bytes: cache.bytes }] : []),
    ...(histories ? [{ what: 'histories in Temporal', documents: histories, bytes: null }] : []),
  ];
};

const spaceOf = ({ store, dryRun, compacted, storeBytes, temporalBytes, histories }: Report): readonly string[] => [
  ...(storeBytes === null
    ? []
    : [`Files of the database: ${sizeText(storeBytes)}${compacted ? '; its log is cut when the server stops' : ''}.`]),
  ...(temporalBytes === null
    ? []
    : [`Temporal’s database: ${sizeText(temporalBytes)}; the space of deleted histories is used again.`]),
  ...(histories === null ? ['This Temporal server does not delete histories: its retention does.'] : []),
  ...(dryRun || compacted || store.length === 0
    ? []
    : ['The database uses that space again; to give it back to the disk: sweep gc --compact']),
];

export const reportText = (report: Report, plain: boolean): string => {
  const lines = linesOf(report);
  const verb = report.dryRun ? 'would be freed' : 'freed';
  if (lines.length === 0) return [`Nothing to free: sweeps need all that is there.`, ...spaceOf(report), ''].join('\n');
  const total = lines.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
  const rows = [
    ...lines.map(({ what, documents, bytes }) => [what, count(documents), bytes === null ? '' : sizeText(bytes)]),
    ['in all', count(lines.reduce((sum, { documents }) => sum + documents, 0)), sizeText(total)],
  ];
  return [ruledTable([verb, 'number', 'size'], [false, true, true], rows, plain), '', ...spaceOf(report), ''].join(
    '\n',
  );
};

/** The object of `gc --json`. */
export const reportJson = ({ dryRun, store, cache, histories, temporalBytes, storeBytes, compacted }: Report) => ({
  v: 1,
  dryRun,
  freed: {
    documents: store.reduce((sum, { documents }) => sum + documents, 0),
    bytes: store.reduce((sum, { bytes }) => sum + bytes, 0),
    collections: store,
  },
  cache,
  histories,
  compacted,
  databaseBytes: storeBytes,
  temporalBytes,
});
