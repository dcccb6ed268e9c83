import { decode } from 'html-entities';
import type { CleanKind } from '../core/grid.ts';
import { nfc } from './nfc.ts';

const modifiers = '(?:\\p{Emoji_Modifier}|\\uFE0E|\\uFE0F\\u20E3?|[\\u{E0020}-\\u{E007E}]{1,16}\\u{E007F})?';
const textLike = '©®™‼⁉ℹ'; // pictographs that are text unless U+FE0F follows
const pictograph = `(?:[${textLike}]\\uFE0F|(?![${textLike}])\\p{Extended_Pictographic}${modifiers})`;

/**
 * One emoji as people see it: flags, keycaps, skin tones, tag sequences, and up to ten pictographs joined by ZWJ.
 * @see Unicode Technical Standard 51, section 1.4.9
 */
const emojiPattern = `(?:\\p{Regional_Indicator}{2}|[0-9#*]\\uFE0F?\\u20E3|${pictograph}(?:\\u200D${pictograph}){0,9})`;
const stray = '[\\p{Regional_Indicator}\\p{Emoji_Modifier}\\uFE0E\\uFE0F\\u20E3]'; // what is left of broken sequences

const emoji = new RegExp(`${emojiPattern}|${stray}`, 'gu');
const word = '\\p{L}\\p{M}\\p{N}_';
const address = new RegExp(
  `(?:(?<![${word}])mailto:)?(?<![${word}.+-])[${word}.+-]+@[${word}-]+(?:\\.[${word}-]+)+`,
  'giu',
);
const inLink = '[^\\s<>"。，、！？；：「」『』（）【】《》]';
/** With a scheme or `www.`, or a domain with a path: `youtu.be/x`, but not `example.com` alone, which is a name too. */
const domain = '(?:[a-z0-9][a-z0-9-]*\\.)+(?:com|org|net|info|biz|edu|gov|app|dev|[a-z]{2})';
const link = new RegExp(
  `(?:https?|ftp):\\/\\/${inLink}+|(?<![${word}])www\\.${inLink}+|(?<![${word}@.-])${domain}\\/${inLink}+`,
  'giu',
);
const mention = new RegExp(`(?<![${word}@＠])[@＠][\\p{L}\\p{N}_][${word}]*(?:\\.[\\p{L}\\p{N}_][${word}]*)*`, 'gu');
const hashtag = new RegExp(`(?<![${word}&])[#＃][\\p{L}\\p{N}_][${word}]*`, 'gu');
const joint = '[.,:/٫٬–-]';
const number = new RegExp(
  `(?<![${word}]|\\p{N}${joint})[+\\-−]?\\p{N}+(?:${joint}\\p{N}+)*(?![${word}]|${joint}\\p{N})`,
  'gu',
);
const tag = /<\/?[a-z][^<>]*>|<![a-z][^<>]*>/giu;

const isAscii = (text: string): boolean => !/[^\x00-\x7f]/.test(text);

/** Apostrophes between letters or digits, then every other punctuation mark; ASCII's `$+<=>^\`|~` count as such too. */
const innerApostrophe = /(?<=[\p{L}\p{M}\p{N}])[’＇](?=[\p{L}\p{N}])/gu;
const asciiPunctuation = /((?<=[a-z0-9])'(?=[a-z0-9]))|[!-/:-@[-`{-~]/gi; // the same on ASCII, several times as fast
const punctuation = new RegExp(
  `(${emojiPattern}|(?<=[\\p{L}\\p{M}\\p{N}])'(?=[\\p{L}\\p{N}]))|[\\p{P}$+<=>^\`|~]`,
  'gu',
);
const symbol = new RegExp(`(${emojiPattern}|${stray})|\\p{S}`, 'gu');
const repeats = new RegExp(`(${emojiPattern}|[^\\p{N}\\s])\\1{2,}`, 'giu');

const withoutComments = (text: string): string => {
  let cleaned = '';
  let from = 0;
  for (let start = text.indexOf('<!--'); start >= 0; start = text.indexOf('<!--', from)) {
    const end = text.indexOf('-->', start + 4);
    if (end < 0) break;
    cleaned += `${text.slice(from, start)} `;
    from = end + 3;
  }
  return cleaned + text.slice(from);
};

const kept = (_: string, group: string | undefined): string => group ?? ' ';

const html = (text: string): string => {
  const plain = text.includes('<') ? withoutComments(text).replace(tag, ' ') : text;
  return plain.includes('&') ? nfc(decode(plain, { scope: 'strict' })) : plain;
};

const url = (text: string): string => {
  const plain = text.includes('@') ? text.replace(address, ' ') : text;
  return /[/.]/.test(plain) ? plain.replace(link, ' ') : plain;
};

const withoutPunctuation = (text: string): string =>
  isAscii(text) ? text.replace(asciiPunctuation, kept) : text.replace(innerApostrophe, "'").replace(punctuation, kept);

/** Each kind, in the order in which they are applied whatever the grid's order: links before their punctuation. */
const cleaners: readonly (readonly [CleanKind, (text: string) => string])[] = [
  ['html', html],
  ['url', url],
  ['mention', (text) => (/[@＠]/.test(text) ? text.replace(mention, ' ') : text)],
  ['hashtag', (text) => (/[#＃]/.test(text) ? text.replace(hashtag, ' ') : text)],
  ['number', (text) => text.replace(number, ' ')],
  ['emoji', (text) => (isAscii(text) ? text : text.replace(emoji, ' '))],
  ['punctuation', withoutPunctuation],
  ['symbol', (text) => text.replace(symbol, kept)],
  ['repeats', (text) => text.replace(repeats, '$1$1')],
];

/**
 * Removes what `kinds` name from a text in NFC; each removed piece becomes a space, so that no words grow together.
 * `html` also decodes entities, `url` also takes e-mail addresses, `number` leaves digits within words (`covid19`),
 * `repeats` leaves two of three or more equal characters.
 */
export const createCleaner = (kinds: readonly CleanKind[]): ((text: string) => string) => {
  const steps = cleaners.filter(([kind]) => kinds.includes(kind)).map(([, step]) => step);
  return (text) => steps.reduce((cleaned, step) => step(cleaned), text);
};
