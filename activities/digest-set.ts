/** A set of digests that takes 32 to 64 bytes for each, so that the keys of a million folds fit anywhere. */
export type DigestSet = {
  /** Whether it is new. */
  readonly add: (digest: string) => boolean;
  readonly has: (digest: string) => boolean;
};

const words = 4; // 128 bits of each digest: two are never mistaken for each other
const digitsPerWord = 8;

export const createDigestSet = (): DigestSet => {
  let places = new Uint32Array(1024 * words);
  let count = 0;
  /** The first words, of which the first is never 0, since that is a free place. */
  const wordsOf = (digest: string): Uint32Array =>
    Uint32Array.from({ length: words }, (_, at) => {
      const word = Number.parseInt(digest.slice(at * digitsPerWord, (at + 1) * digitsPerWord), 16);
      if (Number.isNaN(word)) throw new RangeError(`${digest} is not a digest`);
      return at === 0 ? word || 1 : word;
    });
  const isAt = (among: Uint32Array, place: number, mark: Uint32Array): boolean =>
    mark.every((word, at) => among[place * words + at] === word);
  /** Where the mark is, or the free place where it belongs. */
  const placeOf = (among: Uint32Array, mark: Uint32Array): number => {
    const capacity = among.length / words;
    let place = (mark[1] ?? 0) % capacity;
    while (among[place * words] !== 0 && !isAt(among, place, mark)) place = (place + 1) % capacity;
    return place;
  };
  const grow = (): void => {
    const larger = new Uint32Array(places.length * 2);
    for (let at = 0; at < places.length; at += words) {
      const mark = places.subarray(at, at + words);
      if (mark[0] !== 0) larger.set(mark, placeOf(larger, mark) * words);
    }
    places = larger;
  };
  const add = (digest: string): boolean => {
    const mark = wordsOf(digest);
    const place = placeOf(places, mark);
    if (places[place * words] !== 0) return false;
    places.set(mark, place * words);
    if (++count * 2 > places.length / words) grow();
    return true;
  };
  const has = (digest: string): boolean => places[placeOf(places, wordsOf(digest)) * words] !== 0;
  return { add, has };
};
