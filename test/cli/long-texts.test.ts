import { afterAll, expect, it } from 'vitest';

import { mongoSecurity } from '../../cli/doctor/security.ts';
import { parseWhere } from '../../cli/leaderboard-where.ts';
import type { LeaderboardView } from '../../cli/leaderboard-view.ts';
import { masked, secretsOfUri } from '../../core/secrets.ts';
import { createCleaner } from '../../text/clean.ts';
import { equalityKey } from '../../text/equal-texts.ts';
import { createProblems } from '../../text/problems.ts';
import { createTokenizer } from '../../text/tokenize.ts';
import { readReplacements } from '../../text/word-lists.ts';
import { createFolder } from '../text/data-files.ts';

const folder = createFolder();
afterAll(() => folder.remove());

/** Each one was or could be the long text of a pattern that tries every beginning with every end. */
const pieces = [
  ' ',
  '\t',
  'a',
  'a.',
  'a-',
  '1',
  '1.',
  '+1',
  '1e',
  '@a',
  'a@',
  'a@a.',
  'mailto:',
  'www.',
  'http://',
  '#a',
  '&#1',
];
const more = [
  '<a',
  '<!',
  '<!--',
  '<a ',
  '-->',
  "'",
  "a'",
  '!',
  'aa',
  '\u200d',
  '👍\u200d',
  '🇮',
  '❤\ufe0f',
  '\u0301\u0323',
];
const secrets = [
  'mongodb://a:',
  'a://b:',
  '?proxyPassword=',
  'Bearer ',
  '-----BEGIN ',
  '-----BEGIN PRIVATE KEY-----',
  ':',
  'a:@',
];
const longTexts = (length: number): readonly string[] =>
  [...pieces, ...more, ...secrets].map((piece) => `${piece.repeat(length / piece.length)}\u0007x`);

/** Seconds of this process that the slowest of all texts took; a quadratic pattern takes more than one. */
const slowest = (read: (text: string) => unknown, length: number): readonly [number, string] => {
  let worst: readonly [number, string] = [0, ''];
  for (const text of longTexts(length)) {
    const start = process.cpuUsage();
    read(text);
    const { user, system } = process.cpuUsage(start);
    const seconds = (user + system) / 1e6;
    if (seconds > worst[0]) worst = [seconds, text.slice(0, 30)];
  }
  return worst;
};

const view = { axes: ['model.units'] } as unknown as LeaderboardView;
const all = ['html', 'url', 'mention', 'hashtag', 'number', 'emoji', 'punctuation', 'symbol', 'repeats'] as const;

const refusedOrNot = (read: () => unknown): void => {
  try {
    read();
  } catch {
    // only the time counts
  }
};

it.each<readonly [string, (text: string) => unknown]>([
  ...all.map((kind) => [`cleaning ${kind}`, createCleaner([kind])] as const),
  ['words', createTokenizer({ clean: [], lowercase: true, replace: null, isStopword: null, normalize: null })],
  ['equal texts', equalityKey],
  ['masking', (text) => masked(text)],
  ['an address of MongoDB', (text) => [secretsOfUri(`mongodb://${text}`), mongoSecurity(`mongodb://${text}`)]],
  ['a condition', (text) => refusedOrNot(() => parseWhere(view, `units=1${text}`))],
])('%s takes time in proportion to a long hostile text', (name, read) => {
  const [seconds, text] = slowest(read, name === 'a condition' ? 50_000 : 20_000);

  expect({ slow: seconds > 0.5 ? text : null }).toEqual({ slow: null });
});

it('a list of replacements takes time in proportion to its lines', async () => {
  const file = folder.file('list', `${' '.repeat(50_000)}x\n${'\t '.repeat(25_000)}x`);
  const start = process.cpuUsage();

  await readReplacements(file, true, createProblems());

  expect(process.cpuUsage(start).user / 1e6).toBeLessThan(1);
});
