import { readFileSync } from 'node:fs';

/** @import { Random } from './random.js' */

/**
 * A phrase file: lines under `== name ==` headings.
 * @typedef {Readonly<Record<string, readonly string[]>>} Sections
 */

/** Whose subjects of the same kind share their adjectives: `is : the wifi / eduroam : fast / stable : slow / patchy`.
 * @typedef {object} Judged
 * @property {'is' | 'are'} verb
 * @property {readonly string[]} things
 * @property {readonly string[]} good
 * @property {readonly string[]} bad
 */

/**
 * @param {string} name of a file beside this one, without `.txt`
 * @returns {Sections}
 */
export function readSections(name) {
  /** @type {Record<string, string[]>} */
  const sections = {};
  let current = '';
  for (const line of readFileSync(new URL(`${name}.txt`, import.meta.url), 'utf8').split('\n')) {
    const heading = /^== (.+)$/.exec(line)?.[1];
    if (heading !== undefined) sections[(current = heading)] = [];
    else if (line.trim() !== '') sections[current]?.push(line);
  }
  return sections;
}

/**
 * @param {string} line
 * @returns {Judged}
 */
export function parseJudged(line) {
  const [verb = '', ...lists] = line.split(' : ');
  const [things = [], good = [], bad = []] = lists.map((list) => list.split(' / ').map((item) => item.trim()));
  return { verb: verb.trim() === 'are' ? 'are' : 'is', things, good, bad };
}

/**
 * Writes one phrase out: `{a|b|}` becomes one of its parts (nesting allowed), `<day>` a word of that list.
 * A list never gives a word that names `topic`, so that nobody parks behind the parking lot.
 * @param {string} phrase
 * @param {Sections} words
 * @param {Random} random
 * @param {string} topic
 */
export function expand(phrase, words, random, topic) {
  let text = phrase;
  for (const innermost = /\{([^{}]*)\}/; innermost.test(text);) {
    text = text.replace(innermost, (_, parts) => random.pick(parts.split('|')));
  }
  text = text.replaceAll(/<(\w+)>/g, (reference, list) => {
    const allowed = (words[list] ?? [reference]).filter((word) => !word.includes(topic));
    return random.pick(allowed);
  });
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ([,?!.])/g, '$1')
    .trim();
}
