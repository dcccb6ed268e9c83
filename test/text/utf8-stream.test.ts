import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCsv } from '../../text/read-csv.ts';
import { openJsonl } from '../../text/read-jsonl.ts';
import type { RawRecord, Table } from '../../text/table.ts';
import type { Utf8Source } from '../../text/utf8-source.ts';
import { createUtf8Stream } from '../../text/utf8-stream.ts';

/** Cuts bytes into chunks of 1 to 7 bytes, the lengths taken in turn. */
const chunked = (bytes: Uint8Array, lengths: readonly number[]): readonly Uint8Array[] => {
  const chunks: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const length = lengths[turn % lengths.length] as number;
    chunks.push(bytes.subarray(at, at + length));
    at += length;
  }
  return chunks;
};

const lengths = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 });
const piece = fc.constantFrom(
  ...['a', 'é', '漢', '🙂', '\n', '"', ',', 'x,y\n'].map((text) => Buffer.from(text)),
  ...[[0xff], [0xc3], [0xe2, 0x82], [0xf0, 0x9f], [0xed, 0xa0, 0x80], [0xc0, 0x80]].map((list) => Buffer.from(list)),
);
const bytes = fc.array(piece, { maxLength: 30 }).map((list) => Buffer.concat(list));

const through = (encoding: string, chunks: readonly Uint8Array[]) => {
  const stream = createUtf8Stream(encoding, 3);
  const written = Buffer.concat([...chunks.map((chunk) => stream.push(chunk)), stream.end()]);
  return { text: written.toString('utf8'), bad: stream.bad };
};

describe('a stream of UTF-8', () => {
  it.each(['utf-8', 'utf-16le', 'shift_jis', 'windows-1251'])(
    'is what decoding all of it at once gives, however %s is cut into chunks',
    (encoding) => {
      fc.assert(
        fc.property(bytes, lengths, (content, cuts) => {
          const { text } = through(encoding, chunked(content, cuts));
          expect(text).toBe(new TextDecoder(encoding, { ignoreBOM: true }).decode(content));
        }),
      );
    },
  );

  it('notes the same bad bytes however it is cut, the first of each line', () => {
    fc.assert(
      fc.property(bytes, lengths, (content, cuts) => {
        const { bad } = through('utf-8', chunked(content, cuts));
        const lines = bad.map(({ at }) => content.subarray(0, at).filter((byte) => byte === 0x0a).length);
        const badLines = content
          .toString('latin1')
          .split('\n')
          .flatMap((line, at) => {
            const [raw, decoded] = [Buffer.from(line, 'latin1'), Buffer.from(line, 'latin1').toString('utf8')];
            return Buffer.from(decoded).equals(raw) ? [] : [at];
          });
        expect([...new Set(lines)]).toEqual(badLines);
        expect(bad.every(({ at, inFile, byte }) => content[at] === byte && inFile === at + 3)).toBe(true);
      }),
    );
  });

  it('reads windows-1252 as such, where Node reads ISO 8859-1', () => {
    expect(through('windows-1252', [Uint8Array.of(0x80, 0x93, 0x41), Uint8Array.of(0x9f, 0x81, 0xff)]).text).toBe(
      '€“AŸ\x81ÿ',
    );
  });

  it('notes the offset in a file of single bytes', () => {
    const { bad } = through('windows-1253', chunked(Buffer.from('aé\xd2b\n\xff', 'latin1'), [2]));

    expect(bad).toEqual([
      { at: 3, inFile: 5, byte: 0xd2 },
      { at: 8, inFile: 8, byte: 0xff },
    ]);
  });
});

const sourceOf = (content: Uint8Array, cuts: readonly number[]): Utf8Source => {
  const stream = createUtf8Stream('utf-8', 0);
  async function* chunks(): AsyncGenerator<Buffer> {
    for (const chunk of chunked(content, cuts)) yield stream.push(chunk);
    yield stream.end();
  }
  const undecodable = ({ at }: { at: number }) => ({ kind: 'bad', message: `byte ${at}`, fix: '' });
  return {
    path: 'f',
    encoding: 'utf-8',
    chunks: chunks(),
    bad: stream.bad,
    proposed: () => null,
    undecodable,
    close: async () => {},
  };
};

const recordsOf = async (open: Promise<Table>): Promise<readonly RawRecord[] | string> => {
  const records: RawRecord[] = [];
  try {
    for await (const batch of (await open).records({ texts: ['text'], others: ['label'] })) records.push(...batch);
  } catch (error) {
    return (error as Error).message;
  }
  return records;
};

describe('records', () => {
  it('of CSV are the same, with the same lines and bad rows, however the file is cut into chunks', async () => {
    await fc.assert(
      fc.asyncProperty(bytes, lengths, fc.constantFrom('', 'sep=,\r\n'), async (content, cuts, first) => {
        const whole = Buffer.concat([Buffer.from(`${first}text,label\r\n`), content]);
        const read = (sizes: readonly number[]) => recordsOf(openCsv(sourceOf(whole, sizes), ',', () => true));

        expect(await read(cuts)).toEqual(await read([whole.length]));
      }),
      { numRuns: 60 },
    );
  });

  it('of JSON lines are the same however the file is cut into chunks', async () => {
    await fc.assert(
      fc.asyncProperty(bytes, lengths, async (content, cuts) => {
        const whole = Buffer.concat([Buffer.from('{"text":"é漢🙂","label":"x"}\n'), content]);
        const read = (sizes: readonly number[]) => recordsOf(openJsonl(sourceOf(whole, sizes)));

        expect(await read(cuts)).toEqual(await read([whole.length]));
      }),
      { numRuns: 40 },
    );
  });

  it('name the row whose byte is bad, also behind a line that names the delimiter', async () => {
    const content = Buffer.from('sep=,\ntext,label\na,x\n\xe9,y\n"b\n\xe8",x\nc,y\n', 'latin1');

    const records = await recordsOf(openCsv(sourceOf(content, [4]), 'auto', () => true));

    expect(typeof records === 'string' ? records : records.map(({ line, wrong }) => [line, wrong?.message])).toEqual([
      [3, undefined],
      [4, 'byte 21'],
      [5, 'byte 28'],
      [7, undefined],
    ]);
  });
});
