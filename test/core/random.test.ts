import { describe, expect, it } from 'vitest';

import { createStream, philox, shuffle } from '../../core/random.ts';

const hex = (words: Uint32Array): string => Array.from(words, (word) => word.toString(16).padStart(8, '0')).join(' ');

describe('philox', () => {
  it.each([
    { counter: [0, 0, 0, 0], key: [0, 0], block: '6627e8d5 e169c58d bc57ac4c 9b00dbd8' },
    {
      counter: [2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1],
      key: [2 ** 32 - 1, 2 ** 32 - 1],
      block: '408f276d 41c83b0e a20bc7c6 6d5451fd',
    },
    {
      counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      key: [0xa4093822, 0x299f31d0],
      block: 'd16cfe09 94fdcceb 5001e420 24126ea1',
    },
  ])('gives the known answers of its authors: $block', ({ counter, key, block }) => {
    const out = new Uint32Array(4);

    philox(Uint32Array.from(counter), key[0] as number, key[1] as number, out);

    expect(hex(out)).toBe(block);
  });
});

describe('createStream', () => {
  it('gives the same numbers for the same name and others for another', () => {
    const draw = (...name: (string | number)[]): readonly number[] => {
      const stream = createStream(...name);
      return Array.from({ length: 9 }, () => stream.bits());
    };

    expect(draw(1, 'weights', 0)).toEqual(draw(1, 'weights', 0));
    expect(draw(1, 'weights', 0)).not.toEqual(draw(1, 'weights', 1));
  });

  it('draws below n evenly, n no power of two', () => {
    const stream = createStream('even');
    const counts = [0, 0, 0, 0, 0, 0, 0];

    for (let n = 0; n < 70_000; n++) counts[stream.below(7)]!++;

    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400); // four standard deviations
  });
});

describe('shuffle', () => {
  it('keeps every item and reaches every order alike', () => {
    const stream = createStream('orders');
    const orders = new Map<string, number>();

    for (let n = 0; n < 6000; n++) {
      const items = [1, 2, 3];
      shuffle(items, stream);
      orders.set(items.join(''), (orders.get(items.join('')) ?? 0) + 1);
    }

    expect([...orders.keys()].toSorted()).toEqual(['123', '132', '213', '231', '312', '321']);
    for (const count of orders.values()) expect(Math.abs(count - 1000)).toBeLessThan(130);
  });
});
