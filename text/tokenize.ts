import type { TextOptions } from '../core/grid.ts';
import { createCleaner } from './clean.ts';
import { copied } from './copied.ts';
import { nfc } from './nfc.ts';

/** White space, control characters and the zero-width space. */
const spaces = /[\s\p{Cc}\u200B]+/u;

/** What makes two words of one that look the same: soft hyphens, word joiners, marks of writing direction. */
const unseen = /[\u00AD\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069]/g;
const halfPair = /\p{Surrogate}/gu; // not text: entities and JSON escapes can name them

/** What is left of torn emoji: joiners and variation selectors alone. */
const isUnseen = /^[\p{Cf}\uFE00-\uFE0F]+$/u;
const isAscii = (word: string): boolean => word.charCodeAt(0) < 0x80;

/** The options that a tokenizer reads, with what they name loaded; the others are applied per fold, on the integers. */
export type TokenOptions = Pick<TextOptions, 'clean' | 'lowercase'> & {
  readonly replace: ReadonlyMap<string, readonly string[]> | null;
  readonly isStopword: ((word: string) => boolean) | null;
  readonly normalize: ((word: string) => string) | null;
};

/** A text to its words; none where cleaning and stop words left nothing. */
export type Tokenizer = (text: string) => readonly string[];

/** Words whose outcome is remembered; more are made anew, so that memory stays flat. */
const mostRemembered = 1 << 16;

/** What becomes of one word: replaced (once, chains are not followed), left out, brought to one form. */
const outcome = (word: string, { replace, isStopword, normalize }: TokenOptions): string | readonly string[] => {
  const replaced = replace?.get(word) ?? [word];
  const left = isStopword === null ? replaced : replaced.filter((each) => !isStopword(each));
  const made = normalize === null ? left : left.map(normalize);
  return made.length === 1 ? (made[0] as string) : made; // mostly one: then no list is held for it
};

const createWordStep = (options: TokenOptions) => {
  const known = new Map<string, string | readonly string[]>();
  return (words: readonly string[]): readonly string[] => {
    const all: string[] = [];
    for (const word of words) {
      let made = known.get(word);
      if (made === undefined) {
        const kept = copied(word);
        made = outcome(kept, options);
        if (known.size < mostRemembered) known.set(kept, made);
      }
      if (typeof made === 'string') all.push(made);
      else all.push(...made);
    }
    return all;
  };
};

/** Makes the function from a text to its words: NFC, clean, lower-case, split, replace, stop words, normalize. */
export const createTokenizer = (options: TokenOptions): Tokenizer => {
  const { clean, lowercase, replace, isStopword, normalize } = options;
  const cleaned = createCleaner(clean);
  const split: Tokenizer = (text) => {
    const plain = cleaned(nfc(text)).replace(unseen, '').replace(halfPair, '\uFFFD');
    const words = (lowercase ? plain.toLowerCase() : plain).split(spaces);
    return words.filter((word) => word !== '' && (isAscii(word) || !isUnseen.test(word)));
  };
  if (replace === null && isStopword === null && normalize === null) return split;
  const step = createWordStep(options);
  return (text) => step(split(text));
};
