import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSlotLedger } from '../../services/slot-ledger.ts';

test('who comes first gets what it wants, the next what is left', () => {
  const ledger = createSlotLedger({ total: 4, isOpen: true });

  ledger.set(1, { wanted: 3, force: false });
  ledger.set(2, { wanted: 3, force: false });

  expect([ledger.granted(1), ledger.granted(2)]).toEqual([3, 1]);
});

test('what is given back goes to who waits longest', () => {
  const ledger = createSlotLedger({ total: 4, isOpen: true });
  for (const holder of [1, 2, 3]) ledger.set(holder, { wanted: 4, force: false });

  ledger.release(1);

  expect([ledger.granted(2), ledger.granted(3)]).toEqual([4, 0]);
});

test('a forced wish is granted whole and takes nothing from others', () => {
  const ledger = createSlotLedger({ total: 2, isOpen: true });
  ledger.set(1, { wanted: 2, force: false });

  ledger.set(2, { wanted: 8, force: true });

  expect([ledger.granted(1), ledger.granted(2)]).toEqual([2, 8]);
});

test('after a supervisor was killed its holders keep what they had, and nobody takes it before they are back', () => {
  const ledger = createSlotLedger({ total: 4, isOpen: false });

  ledger.set(1, { wanted: 4, force: false });
  ledger.set(2, { wanted: 4, force: false, held: 3 });

  expect([ledger.granted(1), ledger.granted(2)]).toEqual([0, 3]);
  ledger.open();
  expect([ledger.granted(1), ledger.granted(2)]).toEqual([1, 3]);
});

test('a slot that is given back by who came later goes to who waits', () => {
  const ledger = createSlotLedger({ total: 1, isOpen: true });
  ledger.set(0, { wanted: 0, force: false });
  ledger.set(3, { wanted: 1, force: false });
  ledger.set(0, { wanted: 1, force: false });

  ledger.set(3, { wanted: 0, force: false });

  expect([ledger.granted(0), ledger.granted(3)]).toEqual([1, 0]);
});

test('unforced slots never exceed the total, and none is idle while somebody wants it', () => {
  const step = fc.record({ holder: fc.nat(5), wanted: fc.nat(6), leaves: fc.boolean() });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.array(step, { maxLength: 30 }), (total, steps) => {
      const ledger = createSlotLedger({ total, isOpen: true });
      const wishes = new Map<number, number>();
      for (const { holder, wanted, leaves } of steps) {
        if (leaves) {
          ledger.release(holder);
          wishes.delete(holder);
        } else {
          ledger.set(holder, { wanted, force: false });
          wishes.set(holder, wanted);
        }
        const leased = [...wishes.keys()].reduce((sum, id) => sum + ledger.granted(id), 0);
        const wish = [...wishes.values()].reduce((sum, value) => sum + value, 0);
        expect(leased).toBe(Math.min(total, wish));
      }
    }),
  );
});
