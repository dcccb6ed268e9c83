/** A set of digests that takes 16 to 32 bytes for each, so that the keys of a million folds fit anywhere. */
export type KeySet = { readonly add: (digest: string) => void; readonly has: (digest: string) => boolean };

const hexDigits = 13; // 52 bits: what a number holds exactly
const fullAt = 0.5;

/**
 * Keeps the first 52 bits of each digest. Two of a million digests are mistaken for each other with probability 10⁻⁴,
 * and then something is kept that nobody needs.
 */
export const createKeySet = (): KeySet => {
  let places = new Float64Array(1024); // 0: free
  let count = 0;
  const markOf = (digest: string): number => {
    const mark = Number.parseInt(digest.slice(0, hexDigits), 16);
    if (Number.isNaN(mark)) throw new RangeError(`${digest} is not a digest`);
    return mark || 1;
  };
  /** Where the mark is, or the free place where it belongs. */
  const placeOf = (mark: number, among: Float64Array): number => {
    let at = mark % among.length;
    while (among[at] !== 0 && among[at] !== mark) at = (at + 1) % among.length;
    return at;
  };
  const grow = (): void => {
    const larger = new Float64Array(places.length * 2);
    for (const mark of places) if (mark !== 0) larger[placeOf(mark, larger)] = mark;
    places = larger;
  };
  const add = (digest: string): void => {
    const mark = markOf(digest);
    const at = placeOf(mark, places);
    if (places[at] === mark) return;
    places[at] = mark;
    if (++count > places.length * fullAt) grow();
  };
  const has = (digest: string): boolean => {
    const mark = markOf(digest);
    return places[placeOf(mark, places)] === mark;
  };
  return { add, has };
};
