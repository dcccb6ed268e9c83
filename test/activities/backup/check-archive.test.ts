import { describe, expect, it } from 'vitest';

import { checkArchive } from '../../../activities/backup/check-archive.ts';
import { renamed, renamedDocument } from '../../../activities/backup/renaming.ts';
import { digestOf } from '../../../core/canonical.ts';
import type { AnyDocument } from '../../../store/archive/document-bytes.ts';
import { digestOfBulk } from '../../../store/digest-of-bulk.ts';
import { aSweep } from '../../store/contract/sample-sweep.ts';
import { archiveOf, withFile } from '../../store/archive/written.ts';
import type { Added } from '../../store/archive/written.ts';

const sweep = aSweep();
const { uid, name } = sweep;
const json = {
  gridFile: sweep.gridFile,
  gridDigest: sweep.gridDigest,
  grid: JSON.stringify(sweep.grid),
  files: JSON.stringify(sweep.files),
  prepared: JSON.stringify(sweep.prepared),
};
const own: Added = ['sweeps', { _id: uid, v: 2, name, numerics: 2, startedAt: 1, ...json }];
const bulk = Buffer.from('curves and predictions');
const blob = Buffer.from('texts');
const key = digestOf('fold');
const head = { state: 'scored', scores: { accuracy: 0.5 }, f1ByClass: [0.5], cost: 10, innards: digestOfBulk(bulk) };
const fold: AnyDocument = { _id: key, v: 1, ...head, chunks: 1, digest: digestOf(head) };
const results: readonly Added[] = [
  ['blobChunks', { _id: `${digestOfBulk(blob)}:0`, v: 1, bytes: blob.subarray(0, 2) }],
  ['blobChunks', { _id: `${digestOfBulk(blob)}:1`, v: 1, bytes: blob.subarray(2) }],
  ['blobs', { _id: digestOfBulk(blob), v: 1, size: 5, chunks: 2 }],
  ['innards', { _id: `${key}:${head.innards}:0`, v: 1, bytes: bulk }],
  ['folds', fold],
];

const check = async (added: readonly Added[], sweeps = [{ uid, name }]): Promise<unknown> =>
  await withFile(await archiveOf(added, { sweeps, schema: 2 }), (file) => checkArchive(file, { schema: 2 }));
/** The same with some document in place of another. */
const withOther = (collection: string, changes: object): readonly Added[] =>
  results.map(([of, document]) => [of, of === collection ? { ...document, ...changes } : document]);

describe('what an archive holds', () => {
  it('is taken where every digest agrees', async () => {
    await expect(check([own, ...results])).resolves.toMatchObject({ manifest: { collections: { folds: 1 } } });
  });

  it.each<[string, readonly Added[], RegExp]>([
    ['bytes under the digest of others', withOther('innards', { bytes: Buffer.from('others') }), /has another digest/],
    ['a piece of another place', withOther('blobs', { chunks: 1 }), /is not whole/],
    ['a blob of another size', withOther('blobs', { size: 4 }), /is not whole/],
    ['a score under the digest of another', withOther('folds', { cost: 11 }), /has another digest/],
    ['a fold without its curves', results.filter(([of]) => of !== 'innards'), /lacks its curves/],
    ['curves that no fold leads to', results.filter(([of]) => of !== 'folds'), /nothing leads to it/],
    ['a collection that no backup holds', [...results, ['workers', { _id: 'w', v: 1 }]], /is not what belongs there/],
    [
      'what is asked of another sweep',
      [['requests', { _id: 'other123:request:1', v: 1 }], ...results],
      /does not name/,
    ],
    ['a grid that is none', [['sweeps', { ...own[1], grid: '{}' }]], /cannot be restored/],
  ])('is refused with %s', async (_, added, message) => {
    const all = added.some(([of]) => of === 'sweeps') ? added : [own, ...added];
    await expect(check(all)).rejects.toMatchObject({
      code: 'INVALID_ARCHIVE',
      message: expect.stringMatching(message),
    });
  });

  it('is refused where the manifest names other sweeps', async () => {
    await expect(check([own], [])).rejects.toThrow(/does not name/);
    await expect(check([own], [{ uid, name: 'other' }])).rejects.toThrow(/not the one/);
  });
});

describe('a sweep under another name', () => {
  it('has a uid of its own, the same each time, in all its documents', () => {
    const to = renamed(sweep, 'second');
    const rename = (collection: string, document: AnyDocument) => renamedDocument({ collection, document }, sweep, to);

    expect(to.uid).toMatch(/^[a-z][a-z0-9]{7}$/);
    expect(to.uid).not.toBe(uid);
    expect(renamed(sweep, 'second').uid).toBe(to.uid);
    expect(renamed(sweep, 'third').uid).not.toBe(to.uid);
    expect(renamed(sweep, name)).toBe(sweep);
    expect(rename('requests', { _id: `${uid}:request:1`, v: 1, sweep: uid, n: 1 })).toEqual({
      collection: 'requests',
      document: { _id: `${to.uid}:request:1`, v: 1, sweep: to.uid, n: 1 },
    });
    expect(rename('sweeps', { _id: uid, v: 2, name }).document).toEqual({ _id: to.uid, v: 2, name: 'second' });
    expect(rename(`rows_${uid}`, { _id: 'trial', v: 1 })).toEqual({
      collection: `rows_${to.uid}`,
      document: { _id: 'trial', v: 1 },
    });
    expect(rename('folds', fold)).toEqual({ collection: 'folds', document: fold });
  });
});
