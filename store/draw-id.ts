import { randomInt } from 'node:crypto';

const characters = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Random lower-case letters and digits, the first a letter: fit for names of collections, queues and workflows. */
export const drawId = (length: number): string =>
  Array.from({ length }, (_, at) => characters[randomInt(at === 0 ? 26 : characters.length)]).join('');
