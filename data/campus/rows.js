import { handwritten } from './handwriting.js';
import { createOpinions, neighbourOf } from './opinions.js';
import { createRandom } from './random.js';

/**
 * @import { Sentiment } from './speech.js'
 * @typedef {{ readonly text: string, readonly sentiment: Sentiment, readonly topic: string }} Row
 */

// Rows per topic before labels are spoilt: 1,633 in all, 952 of them positive.
const ROWS = /** @type {Readonly<Record<string, Readonly<Record<Sentiment, number>>>>} */ ({
  administration: { positive: 182, negative: 159 },
  internet: { positive: 130, negative: 132 },
  canteen: { positive: 155, negative: 81 },
  other: { positive: 153, negative: 74 },
  parking: { positive: 74, negative: 97 },
  library: { positive: 124, negative: 35 },
  classroom: { positive: 93, negative: 44 },
  toilet: { positive: 41, negative: 59 },
});

const REPEATED = 0.012;
const WRONG_SENTIMENT = 0.025;
const WRONG_TOPIC = 0.025;
const WORDS = { least: 5, most: 40 };

/** @param {string} text */
function fits(text) {
  const words = text.split(' ').length;
  const lettered = text.split(/[^\p{L}']+/u).filter((word) => word !== '').length;
  return lettered >= WORDS.least && words <= WORDS.most && lettered <= WORDS.most;
}

/**
 * Rows in random order, about themselves alone: another seed makes other texts of the same kind.
 * @param {number} seed
 * @param {number} [times] as many rows as campus.csv has
 * @returns {Row[]}
 */
export function makeRows(seed, times = 1) {
  const random = createRandom(seed);
  const topics = Object.keys(ROWS);
  const write = createOpinions(topics, random);
  const seen = new Set();

  const newText = (/** @type {string} */ topic, /** @type {Sentiment} */ sentiment) => {
    for (;;) {
      const text = handwritten(write(topic, sentiment), sentiment, random);
      if (fits(text) && !seen.has(text)) return text;
    }
  };

  const rows = topics.flatMap((topic) =>
    /** @type {const} */ (['positive', 'negative']).flatMap((sentiment) => {
      /** @type {string[]} */
      const texts = [];
      while (texts.length < times * (ROWS[topic]?.[sentiment] ?? 0)) {
        const repeat = texts.length > 0 && random.chance(REPEATED);
        const text = repeat ? random.pick(texts) : newText(topic, sentiment);
        seen.add(text);
        texts.push(text);
      }
      return texts.map((text) => ({ text, sentiment, topic }));
    }),
  );
  return random.shuffled(rows).map(({ text, sentiment, topic }) => ({
    text,
    sentiment: random.chance(WRONG_SENTIMENT) ? (sentiment === 'positive' ? 'negative' : 'positive') : sentiment,
    topic: random.chance(WRONG_TOPIC) ? neighbourOf(topic, random) : topic,
  }));
}
