import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CleanKind } from '../../core/grid.ts';
import { anyCharacter, someTokenizer } from './data-files.ts';

const words = (text: string, ...clean: readonly CleanKind[]): readonly string[] =>
  someTokenizer({ clean, lowercase: false })(text);

const removed: readonly (readonly [string, CleanKind, string])[] = [
  ['joined emoji', 'emoji', '🏳️‍🌈👩🏽‍🚀 🧑‍🤝‍🧑 ❤️‍🔥 👁️‍🗨️'],
  ['skin tones, with and without a hand', 'emoji', '👍🏽👍🏿 🏽 ✌🏾'],
  ['flags, half a flag and flags of regions', 'emoji', '🇺🇸🇩🇪🇮 🏴󠁧󠁢󠁥󠁮󠁧󠁿🏴󠁵󠁳󠁴󠁸󠁿'],
  ['keycaps', 'emoji', '1️⃣2️⃣ *️⃣ #⃣'],
  ['pictographs of old, in text and in colour', 'emoji', '☺︎ ☺️ ☺ ♥ ✔ ↔️ ㊗️ 🅰️ ‼️'],
  ['emoji that are younger than most fonts', 'emoji', '🫨 🩷 🫩'],
  ['torn emoji', 'emoji', '👨‍ ‍👩 \ufe0f \ufe0e'],
  ['links with brackets, ports, other scripts, any case', 'url', 'HTTP://X.COM:80/a_(b). https://例え.jp/あ ftp://a.b'],
  ['links joined by commas', 'url', 'https://a.b/c,https://c.d'],
  [
    'short links and domains with a path',
    'url',
    'youtu.be/abc bit.ly/x example.com/page?q=1 shopee.co.id/x pic.twitter.com/a',
  ],
  ['addresses', 'url', 'jo@mail.example.org mailto:é.b+c@b.co'],
  ['numbers in any script', 'number', '１２３ १२३ ٣٫١٤ ۱۲ Ⅷ ½ ① ² ௧௨'],
  ['numbers with marks', 'number', '1,234.56 1.000.000,00 -5 +5 −5 12:30:15 2020-01-01 5–7 +62-812-345 1/2'],
  ['punctuation in any script', 'punctuation', '“ ” — … « » 。 「 」 ¿ ؟ ؛ ٪ ‑ · ॥ ՞'],
  ['mentions', 'mention', '@_x_ @1 @日本 ＠a @kedai.kopi'],
  ['hashtags', 'hashtag', '#日本 ＃a #1 #a_b'],
  ['symbols', 'symbol', '€ ± → © ™ ∑ ° ★ ₿'],
  ['tags and comments', 'html', '<br><br/><!DOCTYPE html><p class="a"></p><!-- <b> -->'],
];

const kept: readonly (readonly [string, CleanKind, string, readonly string[]])[] = [
  ['digits, #, * and signs without a keycap', 'emoji', '1 # * © ™ ‼', ['1', '#', '*', '©', '™', '‼']],
  ['joiners within words of Indic and Persian writing', 'emoji', 'क्‍ष می‌خواهم', ['क्‍ष', 'می‌خواهم']],
  [
    'names with a dot, prices and fractions',
    'url',
    'Toko.com and/or 3.5/5 e.g. U.S./Mexico',
    ['Toko.com', 'and/or', '3.5/5', 'e.g.', 'U.S./Mexico'],
  ],
  ['what follows a link in Japanese', 'url', 'https://a.b/c。はい', ['。はい']],
  [
    'digits of words',
    'number',
    '10k 3D 1st covid19 x² v1.2.3 0x1F १२३abc 四十',
    ['10k', '3D', '1st', 'covid19', 'x²', 'v1.2.3', '0x1F', '१२३abc', '四十'],
  ],
  [
    'apostrophes within words',
    'punctuation',
    "don’t l'été O＇Neil's 'tis dont'",
    ["don't", "l'été", "O'Neil's", 'tis', 'dont'],
  ],
  ['emoji, whole', 'punctuation', '#️⃣ ‼️ 👍!', ['#️⃣', '‼️', '👍']],
  ['emoji, whole', 'symbol', '❤️‍🔥 👍🏽 🇮🇩 €', ['❤️‍🔥', '👍🏽', '🇮🇩']],
  ['letters of all scripts with their marks', 'punctuation', 'किताब นี้ é ñ 日本語', ['किताब', 'นี้', 'é', 'ñ', '日本語']],
  ['addresses', 'mention', 'a@b.org x@y', ['a@b.org', 'x@y']],
  ['what is no tag', 'html', '<3 1 < 2 &notanentity; AT&T', ['<3', '1', '<', '2', '&notanentity;', 'AT&T']],
];

describe('cleaning', () => {
  it.each(removed)('removes %s', (_, kind, text) => {
    expect(words(`a ${text} b`, kind)).toEqual(['a', 'b']);
  });

  it.each(kept)('keeps %s (%s)', (_, kind, text, expected) => {
    expect(words(text, kind)).toEqual(expected);
  });

  it('decodes entities by name and number, once, and makes no half characters of them', () => {
    expect(words('&#128512; &#x1F600; &eacute; e&#769; &amp;lt; &#xD800; &#0; &#1114112;', 'html')).toEqual([
      '😀',
      '😀',
      'é',
      'é',
      '&lt;',
      '\ufffd',
      '\ufffd',
      '\ufffd',
    ]);
  });

  it('counts a joined emoji as one when characters are repeated', () => {
    expect(words('👍🏽👍🏽👍🏽👍🏽 🇮🇩🇮🇩🇮🇩 éééé ЕЕее!!!! 1000', 'repeats')).toEqual(['👍🏽👍🏽', '🇮🇩🇮🇩', 'éé', 'ЕЕ!!', '1000']);
  });
});

describe('words', () => {
  it('are the same whatever normal form, soft hyphens and marks of direction the text has', () => {
    expect(words('cafe\u0301 co\u00adop \u200eab\u200f \u2066cd\u2069 e\u2060f')).toEqual([
      'café',
      'coop',
      'ab',
      'cd',
      'ef',
    ]);
  });

  it('are never half a character, and never nothing that can be seen', () => {
    expect(words('a\ud800b \udc00 \ufe0f \u200d')).toEqual(['a\ufffdb', '\ufffd']);
    const kinds: readonly CleanKind[] = ['emoji', 'symbol', 'repeats'];
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 40, size: 'max' }), (text) => {
        expect(words(text, ...kinds).filter((word) => /^[\p{Cf}\uFE00-\uFE0F]+$|\p{Surrogate}/u.test(word))).toEqual(
          [],
        );
      }),
      { numRuns: 200 },
    );
  });
});
