import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CleanKind } from '../../core/grid.ts';
import { createCleaner } from '../../text/clean.ts';
import { anyCharacter, someTokenizer } from './data-files.ts';

const tokens = (text: string, clean: readonly CleanKind[] = [], lowercase = false): string =>
  someTokenizer({ clean, lowercase })(text).join(' ');

const family = '👨‍👩‍👧‍👦';
const kinds: readonly CleanKind[] = [
  'html',
  'url',
  'mention',
  'hashtag',
  'number',
  'emoji',
  'punctuation',
  'symbol',
  'repeats',
];

describe('a tokenizer', () => {
  it.each<readonly [string, CleanKind, string, string]>([
    ['tags', 'html', 'a<br/>b <a href="x.html">link</a> <!-- no <b> --> c', 'a b link c'],
    ['entities', 'html', 'Tom &amp; Jerry&#39;s &lt;3 &eacute;t&eacute;&nbsp;x', "Tom & Jerry's <3 été x"],
    ['no hearts and comparisons', 'html', 'I <3 you, 1 < 2 > 0 <!-- open', 'I <3 you, 1 < 2 > 0 <!-- open'],
    ['no entities without a semicolon', 'html', 'AT&T ?a=1&copy=2', 'AT&T ?a=1&copy=2'],
    ['links', 'url', 'see https://x.org/a?b=(c) or www.y.com/z, t.co/abc now', 'see or now'],
    ['e-mail addresses', 'url', 'write to jo.doe+a@mail.example.org today', 'write to today'],
    ['mentions', 'mention', 'hi @Jo_Doe99, @kedai.kopi and ＠名前', 'hi , and'],
    ['no addresses', 'mention', 'mail a@b.org', 'mail a@b.org'],
    ['hashtags', 'hashtag', '#enak #ümlaut_1 #1 C# a#b', 'C# a#b'],
    ['numbers', 'number', '20 3.5 1,000 12:30 -7 +5 100% ٣٫٥ १२ Ⅷ ½ ４', '%'],
    ['no digits within words', 'number', 'covid19 b2b anak2 4g x86_64 v1.5b', 'covid19 b2b anak2 4g x86_64 v1.5b'],
    [
      'punctuation',
      'punctuation',
      'well-known, "so" (what?) a_b… «ja» 「はい」 $5 a+b=c',
      'well known so what a b ja はい 5 a b c',
    ],
    [
      'no apostrophes within words',
      'punctuation',
      "don't rock'n'roll 'quoted' students' d’accord O'Neil",
      "don't rock'n'roll quoted students d'accord O'Neil",
    ],
    ['no emoji as punctuation', 'punctuation', `#️⃣ ${family} ok!`, `#️⃣ ${family} ok`],
    ['emoji', 'emoji', `a${family}b 👍🏽 🇮🇩 ❤️ ❤ 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ©️ c`, 'a b c'],
    ['no symbols of text', 'emoji', '© 2 ™ # * 12 ok', '© 2 ™ # * 12 ok'],
    ['symbols', 'symbol', '5€ ±3 → © a|b 👍🏽 ❤️', '5 3 a b 👍🏽 ❤️'],
    ['repeats', 'repeats', 'soooo coooool!!!! SOOooo 1000 😂😂😂😂 aabb', 'soo cool!! SOO 1000 😂😂 aabb'],
  ])('that cleans removes %s', (_, kind, text, expected) => {
    expect(tokens(text, [kind])).toBe(expected);
  });

  it('cleans in one order, whatever the order of the list', () => {
    const text = 'RT @jo: <b>SOOO</b> good!!! https://x.org/1 #win 👍👍👍 don’t 99';

    expect(tokens(text, kinds, true)).toBe("rt soo good don't");
    expect(tokens(text, kinds.toReversed(), true)).toBe("rt soo good don't");
  });

  it('brings letters to NFC, lowers their case and splits on white space', () => {
    expect(someTokenizer({ clean: [], lowercase: true })('Cafe\u0301\u00a0ÉTÉ\t\u3000ΟΔΟΣ\u200b x\u0085')).toEqual([
      'café',
      'été',
      'οδος',
      'x',
    ]);
  });

  it('leaves nothing of a text that cleaning empties', () => {
    expect(someTokenizer({ clean: ['punctuation', 'emoji'], lowercase: true })(' ?! 👍 ')).toEqual([]);
  });

  it('gives words without white space, upper case or cleaned kinds for any text', () => {
    const tokenize = someTokenizer({ clean: kinds, lowercase: true });
    const isWord = /^[^\s\p{P}\p{S}]+(?:'[^\s\p{P}\p{S}]+)*$/u;
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 60, size: 'max' }), (text) => {
        expect(tokenize(text).filter((word) => !isWord.test(word))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('removes the same punctuation from ASCII as from any text', () => {
    const clean = createCleaner(['punctuation']);
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.integer({ min: 0, max: 127 }).map((code) => String.fromCharCode(code)),
          maxLength: 40,
          size: 'max',
        }),
        (text) => {
          expect(clean(text)).toBe(clean(`${text} é`).slice(0, -2));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('stays linear on texts made to stall it', () => {
    const hostile = [
      '<a',
      '<!--',
      '1.',
      '@a',
      'a.',
      "a'",
      'a@',
      '👨‍',
      'http://',
      '&#',
      '#',
      'a-',
      '🇮',
      'sooo',
      '<!--x-->',
    ];
    const started = performance.now();

    for (const piece of hostile) tokens(piece.repeat(20_000), kinds);

    expect(performance.now() - started).toBeLessThan(5000);
  });
});
