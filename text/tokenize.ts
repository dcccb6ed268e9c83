import type { TextOptions } from '../core/grid.ts';
import { createCleaner } from './clean.ts';

/** White space, control characters and the zero-width space. */
const spaces = /[\s\p{Cc}\u200B]+/u;

/** The options that a tokenizer reads; the others are applied per fold, on the integers. */
export type TokenOptions = Pick<TextOptions, 'clean' | 'lowercase'>;

/**
 * Makes the function from a text to its words: NFC, clean, lower-case, split on white space.
 * The words may be none, where cleaning left nothing.
 */
export const createTokenizer = ({ clean, lowercase }: TokenOptions): ((text: string) => readonly string[]) => {
  const cleaned = createCleaner(clean);
  return (text) => {
    const plain = cleaned(text.normalize('NFC'));
    const words = (lowercase ? plain.toLowerCase() : plain).split(spaces);
    return words.filter((word) => word !== '');
  };
};
