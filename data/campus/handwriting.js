/** @import { Random } from './random.js' */

const NEIGHBOUR_KEYS = /** @type {Readonly<Record<string, string>>} */ ({
  a: 'sq', b: 'vn', c: 'xv', d: 'sf', e: 'wr', f: 'dg', g: 'fh', h: 'gj', i: 'uo', j: 'hk', k: 'jl', l: 'k', m: 'n',
  n: 'bm', o: 'ip', p: 'o', q: 'w', r: 'et', s: 'ad', t: 'ry', u: 'yi', v: 'cb', w: 'qe', x: 'zc', y: 'tu', z: 'x',
}); // prettier-ignore

const MISSPELLINGS = /** @type {Readonly<Record<string, string>>} */ ({
  library: 'libary', librarian: 'libarian', cafeteria: 'cafetaria', canteen: 'cantine', receive: 'recieve', their: 'thier',
  definitely: 'definately', appreciate: 'apreciate', professor: 'proffesor', comfortable: 'confortable', because: 'becuase',
  internet: 'internt', really: 'realy', schedule: 'shedule', semester: 'semster', believe: 'beleive', which: 'wich',
  disappointed: 'dissapointed', unacceptable: 'unaceptable', recommend: 'recomend', equipment: 'equiptment', quiet: 'quite',
  disgusting: 'discusting', toilets: 'toliets', toilet: 'toliet', restaurants: 'restaraunts', friendly: 'freindly',
  registration: 'registation', enrolment: 'enrollment', surprisingly: 'suprisingly', always: 'allways', address: 'adress',
  without: 'witout', finally: 'finaly', until: 'untill', vegetables: 'vegtables', responsible: 'responsable', too: 'to',
}); // prettier-ignore

const CHAT_WORDS = /** @type {Readonly<Record<string, string>>} */ ({
  you: 'u', please: 'pls', because: 'bc', really: 'rly', people: 'ppl', are: 'r', thanks: 'thx', something: 'sth',
  before: 'b4', and: '&', professor: 'prof', though: 'tho', with: 'w/', about: 'abt', your: 'ur', great: 'gr8',
}); // prettier-ignore

const EMOJI = {
  positive: ['👍', '😊', '❤️', '😍', '🙏', '🎉', '😋', '🙂', '😂', '💪'],
  negative: ['😡', '👎', '😤', '🙄', '😭', '😂', '🤦', '🤮', '😒', '🙏'],
};

const LINKS = ['https://forum.example.edu/t/', 'http://campus.example.org/photos/', 'www.example.edu/ticket?id='];

/**
 * @param {string} word letters only
 * @param {Random} random
 */
function mistype(word, random) {
  const known = MISSPELLINGS[word];
  if (known !== undefined && random.chance(0.6)) return known;
  const at = 1 + random.below(word.length - 2);
  const [before, letter, after] = [word.slice(0, at), word.charAt(at), word.slice(at + 1)];
  switch (random.below(4)) {
    case 0:
      return before + after;
    case 1:
      return before + letter + letter + after;
    case 2:
      return before + after.charAt(0) + letter + after.slice(1);
    default:
      return before + random.pick((NEIGHBOUR_KEYS[letter] ?? letter).split('')) + after;
  }
}

/** @param {string} text */
const sentenceCase = (text) =>
  text.replaceAll(/(^|[.!?]\s+)(\p{Ll})/gu, (_, gap, letter) => gap + letter.toUpperCase());

/**
 * @param {string} text
 * @param {Random} random
 */
function scribble(text, random) {
  let out = text.toLowerCase();
  if (random.chance(0.7)) out = out.replaceAll("'", '');
  if (random.chance(0.5))
    out = out.replaceAll(/\b[a-z]+\b/g, (word) => (random.chance(0.5) ? (CHAT_WORDS[word] ?? word) : word));
  if (random.chance(0.3)) out = out.replaceAll(/[,;]/g, '');
  if (random.chance(0.6)) out = out.replace(/\.$/, '');
  if (random.chance(0.15))
    out = out.replace(/\b(so|very|slow|cold|love|never|long|bad|good)\b/, (word) => word.replace(/[aeo]/, '$&$&$&'));
  return random.chance(0.15) ? out.replace(/[.!]*$/, '!!!') : out;
}

/**
 * The text as this hand would have sent it.
 * @param {string} text
 * @param {'positive' | 'negative'} sentiment
 * @param {Random} random
 */
export function handwritten(text, sentiment, random) {
  const hand = random.weighted({ careful: 35, ordinary: 40, careless: 25 });
  const typos = { careful: 0.006, ordinary: 0.03, careless: 0.07 }[hand];
  let out = text.replaceAll(/(?<![\p{L}'])\p{Ll}{4,}(?![\p{L}'])/gu, (word) =>
    random.chance(typos) ? mistype(word, random) : word,
  );
  out = hand === 'careless' ? scribble(out, random) : sentenceCase(out);
  if (hand === 'ordinary' && random.chance(0.3)) out = out.replace(/\.$/, '');
  if (hand === 'ordinary' && random.chance(0.12)) out = out.replace(/[.!]?$/, '!');
  if (hand !== 'careful' && random.chance(0.03)) out = out.toUpperCase();
  if (hand !== 'careful' && random.chance(0.11)) out += ` ${random.pick(EMOJI[sentiment]).repeat(1 + random.below(2))}`;
  if (random.chance(0.012)) out += ` ${random.pick(LINKS)}${1000 + random.below(9000)}`;
  return out;
}
