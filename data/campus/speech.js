import { expand, parseJudged, readSections } from './phrases.js';

/**
 * @import { Random } from './random.js'
 * @typedef {'positive' | 'negative'} Sentiment
 * @typedef {(topic: string, sentiment: Sentiment) => string} WriteOpinion
 */

// $good and $bad are adjectives of the same thing. In `turned` only the negation says which side the writer is on.
const JUDGEMENTS = {
  positive: {
    plain: [
      '$it $is $good',
      '$it $is <very> $good',
      '$it $is {so|always|} $good {these days|this year|}',
      'I find $it <very> $good',
      '$it $is {<very>|} $good and that {matters|helps} a lot',
      'I {love|like} that $it $is {so|always} $good',
    ],
    turned: [
      '$it $is not $bad {at all|in the least|anymore}',
      '$it $is no longer $bad',
      "$it {$isn't|$is not} {as|nearly as} $bad as {people say|I feared|you hear|before}",
      "I {don't think|wouldn't say|can't say} $it $is $bad",
      'I {expected|thought|was told} $it would be $bad but $they $good',
      '$it used to be $bad {and|but} now $they $good',
      'nobody can {say|claim} that $it $is $bad',
    ],
  },
  negative: {
    plain: [
      '$it $is $bad',
      '$it $is {<very>|too|far too} $bad',
      '$it $is {so|always|} $bad {these days|this year|}',
      'I find $it <very> $bad',
      '$it $is {<very>|} $bad and that {is a pity|is a problem}',
      'I {hate|dislike} that $it $is {so|always} $bad',
    ],
    turned: [
      '$it $is not {<very>|exactly|really|} $good',
      '$it $is no longer $good',
      "$it {$isn't|$is not} {as|nearly as} $good as {people say|I hoped|they promise|before}",
      "I {don't think|wouldn't say|can't say} $it $is $good",
      'I {expected|thought|was told} $it would be $good but $they $bad',
      '$it used to be $good {and|but} now $they $bad',
      '$it $is {anything but|far from} $good',
    ],
  },
};

/**
 * The clauses that texts are put together from.
 * @param {readonly string[]} topics names of phrase files
 * @param {Random} random
 */
export function createSpeech(topics, random) {
  const words = readSections('words');
  const shared = readSections('shared');
  const files = Object.fromEntries(topics.map((topic) => [topic, readSections(topic)]));
  const { chance, pick } = random;
  let spoken = '';
  const section = (/** @type {string} */ topic, /** @type {string} */ name) => files[topic]?.[name] ?? [];
  const say = (/** @type {string} */ phrase, /** @type {string} */ topic) => expand(phrase, words, random, topic);

  /** One phrase of the topic's own file, never twice the same in a row: nobody says a thing twice in one breath. */
  const sayOf = (
    /** @type {string} */ topic,
    /** @type {string} */ name,
    isWanted = (/** @type {string} */ line) => line !== '',
  ) => {
    spoken = pick(section(topic, name).filter((line) => line !== spoken && isWanted(line)));
    return say(spoken.replace(/^! /, ''), topic);
  };

  /** One phrase that fits any topic: `$name` becomes a name of this one, `$it` mostly. */
  const sayShared = (/** @type {string} */ name, /** @type {string} */ topic) =>
    say(pick(shared[name] ?? []), topic).replaceAll(/\$(it|name)/g, (_, kind) =>
      kind === 'name' || chance(0.7) ? pick(section(topic, 'name')) : 'it',
    );

  const isNamed = (/** @type {string} */ text, /** @type {string} */ topic) =>
    section(topic, 'name').some((name) => text.includes(name));

  /** @type {WriteOpinion} What somebody thinks of a thing, in adjectives. */
  const judge = (topic, sentiment) => {
    const { verb, things, good, bad } = parseJudged(pick(section(topic, 'judged')));
    const phrase = pick(JUDGEMENTS[sentiment][chance(0.3) ? 'turned' : 'plain'])
      .replaceAll("$isn't", `${verb}n't`)
      .replaceAll('$is', verb)
      .replaceAll('$they', verb === 'is' ? 'it is' : 'they are')
      .replaceAll('$it', pick(things))
      .replaceAll('$good', chance(0.5) ? '{good|great|nice|decent|amazing}' : pick(good))
      .replaceAll('$bad', chance(0.5) ? '{bad|terrible|awful|horrible|poor}' : pick(bad));
    return say(phrase, topic);
  };

  /** @type {WriteOpinion} What happened, in a clause that can stand beside another one. */
  const tell = (topic, sentiment) => sayOf(topic, sentiment, (line) => !line.startsWith('! '));

  return { sayOf, sayShared, isNamed, judge, tell };
}
