import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { nfc } from '../../text/nfc.ts';

const marks = Array.from({ length: 0x1e8d7 - 0x300 }, (_, at) => String.fromCodePoint(at + 0x300)).filter((character) =>
  /\p{M}/u.test(character),
);
const some = fc.array(fc.constantFrom(...marks, '\u0301', '\u0323', '\u0334', '\u0345', '\u0344', '\u034f'), {
  minLength: 90,
  maxLength: 400,
  size: 'max',
});

describe('nfc', () => {
  it('gives what String.normalize gives, whatever marks stand in a row', () => {
    fc.assert(
      fc.property(
        fc.nat(200),
        fc.constantFrom('', 'a', 'ế', '한', 'क', '\u{1d15e}'),
        some,
        fc.string(),
        (n, letter, run, rest) => {
          const text = 'b'.repeat(n) + letter + run.join('') + rest;
          expect(nfc(text)).toBe(text.normalize('NFC'));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('keeps ordinary texts as they were', () => {
    for (const text of ['', 'cafe\u0301', 'हिन्दी', 'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢', `${'word '.repeat(100)}e\u0301`])
      expect(nfc(text)).toBe(text.normalize('NFC'));
  });

  it('takes time in proportion to a letter with very many marks', () => {
    const start = process.cpuUsage();
    const made = nfc(`a${'\u0301\u0323\u0334\u0315'.repeat(24_000)}`);

    expect(process.cpuUsage(start).user).toBeLessThan(1_000_000); // String.normalize takes three seconds or more
    expect(made).toHaveLength(96_000); // one dot below is part of the letter
  });
});
