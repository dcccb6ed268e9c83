import { createSpeech } from './speech.js';

/** @import { Random } from './random.js' */
/** @import { Sentiment, WriteOpinion } from './speech.js' */

// Which other subject slips into a text; people do complain about the wifi in the library.
const NEIGHBOURS = /** @type {Readonly<Record<string, readonly string[]>>} */ ({
  administration: ['internet', 'other', 'classroom'],
  internet: ['library', 'classroom', 'other'],
  canteen: ['toilet', 'other', 'parking'],
  other: ['canteen', 'administration', 'parking'],
  parking: ['administration', 'other', 'toilet'],
  library: ['internet', 'toilet', 'classroom'],
  classroom: ['internet', 'toilet', 'library'],
  toilet: ['library', 'canteen', 'classroom'],
});

const opposite = (/** @type {Sentiment} */ sentiment) => (sentiment === 'positive' ? 'negative' : 'positive');

/**
 * What people say about one topic, and how they take two opinions together.
 * @param {ReturnType<typeof createSpeech>} speech
 * @param {Random} random
 */
function createBodies({ sayOf, sayShared, judge, tell }, random) {
  const { chance, weighted } = random;

  /** @type {WriteOpinion} */
  const clause = (topic, sentiment) => (chance(0.25) ? judge : tell)(topic, sentiment);

  /** @type {WriteOpinion} */
  const one = (topic, sentiment) => {
    if (chance(0.25)) return judge(topic, sentiment);
    if (chance(0.12)) return `${sayOf(topic, 'brief')}: ${sayShared(sentiment, topic)}`;
    return sayOf(topic, sentiment);
  };

  /** @type {WriteOpinion} */
  const felt = (topic, sentiment) => {
    if (chance(0.55)) return clause(topic, sentiment);
    return sayShared(`${sentiment}-feeling`, topic).replace('$main', tell(topic, sentiment));
  };

  /** @type {WriteOpinion} */
  const further = (topic, sentiment) => {
    const kind = weighted({ shared: 46, same: 51, neighbour: 3 });
    if (kind === 'shared') return sayShared(sentiment, topic);
    return clause(kind === 'same' ? topic : neighbourOf(topic, random), sentiment);
  };

  /** @type {WriteOpinion} */
  const two = (topic, sentiment) =>
    sayShared('link', topic).replace('$main', felt(topic, sentiment)).replace('$second', further(topic, sentiment));

  /** @type {WriteOpinion} */
  const three = (topic, sentiment) => `${two(topic, sentiment)}. ${further(topic, sentiment)}`;

  /** @type {WriteOpinion} Two opinions that disagree; the label is that of $main, which only the conjunction shows. */
  const mixed = (topic, sentiment) => {
    const last = sentiment === 'positive' ? 'minor-flaw' : 'small-comfort';
    const frame = sayShared(weighted({ 'concede-first': 55, 'concede-last': 27, [last]: 18 }), topic);
    const weak = clause(chance(0.25) ? neighbourOf(topic, random) : topic, opposite(sentiment));
    return frame.replace('$main', clause(topic, sentiment)).replace('$weak', weak);
  };

  /** @type {WriteOpinion} Praise for what is no good. */
  const sarcasm = (topic) => sayShared('sarcasm', topic).replace('$main', tell(topic, 'negative'));

  return { one, two, three, mixed, sarcasm };
}

/** @type {(topic: string, random: Random) => string} A topic that texts about this one mention, too. */
export const neighbourOf = (topic, random) => random.pick(NEIGHBOURS[topic] ?? [topic]);

/**
 * @param {readonly string[]} topics
 * @param {Random} random
 * @returns {WriteOpinion} writes a whole text in clean spelling
 */
export function createOpinions(topics, random) {
  const speech = createSpeech(topics, random);
  const bodies = createBodies(speech, random);
  const { chance, weighted } = random;

  const introduced = (/** @type {string} */ text, /** @type {string} */ topic) => {
    const plain = !text.includes(':');
    if (plain && !speech.isNamed(text, topic) && chance(0.45)) return `${speech.sayShared('naming', topic)} ${text}`;
    if (chance(0.26)) return `${speech.sayShared('opener', topic)} ${text}`;
    if (!plain || !chance(0.22)) return text;
    return `${speech.sayOf(topic, 'context').replace(/(?<!:)$/, '.')} ${text}`;
  };

  return (topic, sentiment) => {
    const kind = weighted({ one: 17, two: 44, three: 29, mixed: 10, sarcasm: sentiment === 'negative' ? 3 : 0 });
    const text = introduced(bodies[kind](topic, sentiment), topic).replace(/(?<![?!.])$/, '.');
    const short = text.split(' ').length < 14;
    if (!chance(short ? 0.65 : 0.42)) return text;
    return `${text} ${speech.sayShared(sentiment === 'positive' ? 'praise' : 'demand', topic)}`;
  };
}
