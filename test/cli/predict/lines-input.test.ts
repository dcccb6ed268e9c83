import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { inputOfLines } from '../../../cli/predict/lines-input.ts';

const textsOf = async (bytes: Buffer, pieces: number, encoding = 'utf-8'): Promise<string[]> => {
  const chunks = Array.from({ length: Math.ceil(bytes.length / pieces) }, (_, at) =>
    bytes.subarray(at * pieces, (at + 1) * pieces),
  );
  const texts: string[] = [];
  for await (const batch of inputOfLines(Readable.from(chunks), encoding).rows)
    texts.push(...batch.map(({ text }) => text));
  return texts;
};

it.each([1, 2, 3, 100])('reads one text a line, in pieces of %i bytes', async (pieces) => {
  const texts = await textsOf(Buffer.from('\uFEFFgood\r\n\nnaïve 😀\nlast'), pieces);

  expect(texts).toEqual(['good', '', 'naïve 😀', 'last']);
});

it('reads an end of line as the end of a text, not as one more text', async () => {
  expect(await textsOf(Buffer.from('a\nb\n'), 9)).toEqual(['a', 'b']);
  expect(await textsOf(Buffer.from(''), 9)).toEqual([]);
});

it('reads other encodings and refuses what is not in the one it expects', async () => {
  const latin = Buffer.from('na\xefve\n', 'latin1');

  expect(await textsOf(latin, 9, 'latin-1')).toEqual(['naïve']);
  await expect(textsOf(latin, 9)).rejects.toMatchObject({
    code: 'INVALID_DATA',
    message: 'Standard input is not utf-8.',
  });
  expect(() => inputOfLines(Readable.from([]), 'klingon')).toThrow('There is no encoding "klingon".');
});
