import { harmless, textWidth, wrapped } from './text-width.ts';

export const columns = 80;
export const margin = 11; // of the words at the left

export const count = (n: number): string => n.toLocaleString('en-US');

export const counted = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`;

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - textWidth(text)));

/** Lines under a word at the left; the first stands beside it. */
export const paragraph = (word: string, lines: readonly string[]): readonly string[] =>
  lines.map((line, n) => `${padded(n === 0 ? word : '', margin)}${line}`.trimEnd());

export const sentence = (word: string, text: string): readonly string[] =>
  paragraph(word, wrapped(harmless(text), columns - margin));
