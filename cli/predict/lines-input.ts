import type { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';

import { SweepError } from '../../core/errors.ts';
import { asEncoding } from '../../text/encodings.ts';
import type { Input } from './input.ts';

const decoderOf = (encoding: string): TextDecoder => {
  const name = asEncoding(encoding);
  if (name !== null) return new TextDecoder(name, { fatal: true });
  throw new SweepError({
    code: 'USAGE',
    message: `There is no encoding ${JSON.stringify(encoding)}.`,
    fix: '--encoding utf-8, windows-1252 or another name that Python or a browser knows',
  });
};

const undecodable = (encoding: string): SweepError =>
  new SweepError({
    code: 'INVALID_DATA',
    message: `Standard input is not ${encoding}.`,
    fix: 'name its encoding, e.g. --encoding windows-1252',
  });

async function* linesOf(stream: Readable, decoder: TextDecoder): AsyncGenerator<readonly string[]> {
  let rest = '';
  const decode = (chunk?: Uint8Array): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch (error) {
      if (error instanceof TypeError) throw undecodable(decoder.encoding);
      throw error;
    }
  };
  for await (const chunk of stream) {
    const lines = (rest + decode(chunk as Uint8Array)).split(/\r?\n/);
    rest = lines.pop() as string;
    yield lines;
  }
  rest += decode();
  if (rest !== '') yield [rest.replace(/\r$/, '')];
}

/** Reads one text a line, an empty line being an empty text. */
export const inputOfLines = (stream: Readable, encoding: string): Input => {
  const lines = linesOf(stream, decoderOf(encoding));
  return {
    header: ['text'],
    separator: ',',
    rows: (async function* () {
      for await (const batch of lines) yield batch.map((text) => ({ text, cells: [text] }));
    })(),
    read: null,
  };
};
