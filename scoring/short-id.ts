const fewest = 4;
/** Trials above which nobody makes and sorts all hashes to save a few digits. */
export const manyTrials = 100_000;
export const digitsOfMany = 12;

/**
 * How many hex digits a sweep's short ids have: the least number from 4 at which all of them differ; 12 for over 100,000
 * trials, of which no more are read.
 * @param hashes of all trials of the sweep, decided or not, so that an id never changes while the sweep runs
 */
export const idDigits = (hashes: Iterable<string>): number => {
  const all: string[] = [];
  for (const hash of hashes) {
    if (all.length === manyTrials) return digitsOfMany;
    all.push(hash);
  }
  all.sort();
  let digits = fewest;
  for (let at = 1; at < all.length; at++) {
    const [a, b] = [all[at - 1] as string, all[at] as string];
    while (a !== b && a.startsWith(b.slice(0, digits))) digits++;
  }
  return digits;
};

/** A trial's short id, e.g. `t3f9a`. */
export const shortId = (hash: string, digits: number): string => `t${hash.slice(0, digits)}`;
