/**
 * A source of random numbers that gives the same sequence on every machine (mulberry32: integer operations only).
 * @typedef {object} Random
 * @property {() => number} next in [0, 1)
 * @property {(share: number) => boolean} chance true in `share` of the calls
 * @property {(count: number) => number} below an integer in [0, count)
 * @property {<T>(items: readonly T[]) => T} pick one of `items`, which must not be empty
 * @property {<T>(items: readonly T[]) => T[]} shuffled the same items in another order
 * @property {<T extends string>(weights: Readonly<Record<T, number>>) => T} weighted a key, as often as its weight says
 */

/**
 * @param {number} seed
 * @returns {Random}
 */
export function createRandom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = Math.imul(state ^ (state >>> 15), state | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (/** @type {number} */ count) => Math.floor(next() * count);
  return {
    next,
    below,
    chance: (share) => next() < share,
    pick: (items) => /** @type {any} */ (items[below(items.length)]),
    shuffled(items) {
      const order = [...items];
      for (let i = order.length - 1; i > 0; i--) {
        const j = below(i + 1);
        [order[i], order[j]] = [/** @type {any} */ (order[j]), /** @type {any} */ (order[i])];
      }
      return order;
    },
    weighted(weights) {
      const keys = /** @type {any[]} */ (Object.keys(weights));
      let left = next() * keys.reduce((sum, key) => sum + /** @type {any} */ (weights)[key], 0);
      for (const key of keys) {
        left -= /** @type {any} */ (weights)[key];
        if (left < 0) return key;
      }
      return keys.at(-1);
    },
  };
}
