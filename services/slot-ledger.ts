import type { SlotWish } from './messages.ts';

/** Who holds how many of the machine's slots. Pure bookkeeping: the caller says when a holder comes and goes. */
export type SlotLedger = {
  /** A new holder, or another wish of an old one; `held` counts as granted already. */
  set(holder: number, wish: SlotWish & { readonly held?: number }): void;
  release(holder: number): void;
  granted(holder: number): number;
  /** Until this is called nobody gets more than it held before: holders of an earlier supervisor come back one by one. */
  open(): void;
};

type Entry = { wish: SlotWish; granted: number };

/** Slots go to whoever waits longest; a forced wish is granted whole and takes nothing away from those who hold. */
export function createSlotLedger(options: { readonly total: number; readonly isOpen: boolean }): SlotLedger {
  const entries = new Map<number, Entry>(); // in order of arrival
  let isOpen = options.isOpen;

  const share = () => {
    const leased = () => [...entries.values()].reduce((sum, entry) => sum + entry.granted, 0);
    for (const entry of entries.values()) {
      const limit = entry.wish.force
        ? entry.wish.wanted
        : Math.min(entry.wish.wanted, entry.granted + Math.max(0, options.total - leased()));
      if (isOpen || entry.wish.force || entry.granted > entry.wish.wanted) entry.granted = limit;
    }
  };

  return {
    set(holder, { wanted, force, held = 0 }) {
      const known = entries.get(holder);
      entries.set(holder, { wish: { wanted, force }, granted: known?.granted ?? Math.min(held, wanted) });
      share();
    },
    release(holder) {
      entries.delete(holder);
      share();
    },
    granted: (holder) => entries.get(holder)?.granted ?? 0,
    open() {
      isOpen = true;
      share();
    },
  };
}
