import { expect, it } from 'vitest';
import { digestOf } from '../../core/canonical.ts';
import { readNamedFile, writeNamedFile } from '../../core/named-file.ts';
import { hashOfCell } from '../../core/space.ts';
import { valueText } from '../../core/parameters.ts';
import { aCell } from './grids.ts';

const digest = digestOf('content');

it('keeps what is written beside the digest of the content', () => {
  expect(readNamedFile(writeNamedFile('../a@b.txt', digest))).toEqual({ written: '../a@b.txt', digest });
  expect(readNamedFile('../a@b.txt')).toEqual({ written: '../a@b.txt', digest: null });
});

it('lets the content decide a trial, never the path, and shows the path, never the content', () => {
  const cell = (replace: string) => ({ ...aCell(), text: { ...aCell().text, replace } });

  const hash = hashOfCell(cell(writeNamedFile('slang.txt', digest)));

  expect(hashOfCell(cell(writeNamedFile('moved/slang.txt', digest)))).toBe(hash);
  expect(hashOfCell(cell(writeNamedFile('slang.txt', digestOf('other'))))).not.toBe(hash);
  expect(valueText(writeNamedFile('slang.txt', digest))).toBe('slang.txt');
  expect(valueText([writeNamedFile('a', digest), writeNamedFile('b', digest)])).toBe('a+b');
});
