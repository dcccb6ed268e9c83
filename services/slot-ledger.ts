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
    for (const entry of entries.values()) entry.granted = Math.min(entry.granted, entry.wish.wanted); // given back first
    let free = options.total - [...entries.values()].reduce((sum, { granted }) => sum + granted, 0);
    for (const entry of entries.values()) {
      if (!isOpen && !entry.wish.force) continue;
      const missing = entry.wish.wanted - entry.granted;
      const more = entry.wish.force ? missing : Math.min(missing, Math.max(0, free));
      entry.granted += more;
      free -= more;
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
