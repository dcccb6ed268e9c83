/** Others look so often where they are few. */
export const othersMs = 2_500;
/** All others together look at most so often: each look costs its process some milliseconds, the database one. */
const looksPerSecond = 4;
const longestMs = 60_000;
/** Looks are counted over so long at least, and twice as long as everybody waits; by one in so many of those who look. */
const countMs = 10_000;
const oneIn = 8;

type Counter = { readonly read: () => Promise<number>; readonly add: (looks: number) => Promise<void> };

/**
 * How often those look who watch what another reads for them: the more there are, the rarer. Nobody knows how many there
 * are; one look in eight is counted, and who reads for the others tells from the count how many look.
 */
export const createCrowd = (counter: Counter, random = Math.random, now: () => number = () => performance.now()) => {
  let everyMs = othersMs;
  let last: { readonly looks: number; readonly at: number } | null = null;
  return {
    everyMs: () => everyMs,
    /** One of the others has looked, and found this. */
    looked: async (asked: number): Promise<void> => {
      everyMs = asked;
      last = null;
      if (random() < 1 / oneIn) await counter.add(oneIn);
    },
    /** This one reads for the others. */
    count: async (): Promise<void> => {
      if (last !== null && now() - last.at < Math.max(countMs, 2 * everyMs)) return;
      const next = { looks: await counter.read(), at: now() };
      if (last !== null) {
        const perMs = (next.looks - last.looks) / (next.at - last.at);
        const fitting = (1000 * perMs * everyMs) / looksPerSecond;
        everyMs = Math.min(longestMs, Math.max(othersMs, fitting, everyMs / 2)); // a count of few looks says little
      }
      last = next;
    },
  };
};
