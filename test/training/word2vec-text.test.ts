import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shortestFloat } from '../../training/word2vec/shortest-float.ts';
import { word2vecText } from '../../training/word2vec/word2vec-text.ts';

describe('float32 as text', () => {
  it('has the digits that numpy writes', () => {
    const lines = readFileSync(new URL('../fixtures/word2vec/floats.txt', import.meta.url), 'utf8')
      .trim()
      .split('\n');
    const expected = lines.map((line) => line.split(' ')[1]);
    const numbers = new Float32Array(Uint32Array.from(lines, (line) => Number(line.split(' ')[0])).buffer);

    const written = Array.from(numbers, shortestFloat);

    expect(written).toEqual(expected);
  });

  it('writes what is no number', () => {
    expect([NaN, Infinity, -Infinity].map(shortestFloat)).toEqual(['nan', 'inf', '-inf']);
  });
});

describe('the text format', () => {
  it('has a header, one line a word, and words as they are named', () => {
    const vectors = Float32Array.from([0.1, -1, 2 ** -20, 0]);

    const text = [...word2vecText({ words: Uint32Array.of(7, 3), size: 2, vectors }, (token) => `wörd${token}`)].join(
      '',
    );

    expect(text).toBe('2 2\nwörd7 0.1 -1.0\nwörd3 9.536743e-07 0.0\n');
  });

  it('is a lone header where no word was frequent enough', () => {
    const text = [...word2vecText({ words: new Uint32Array(), size: 5, vectors: new Float32Array() }, String)].join('');

    expect(text).toBe('0 5\n');
  });
});
