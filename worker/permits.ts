import type { ActivitySlotInfo, CustomSlotSupplier } from '@temporalio/worker';

/** As many permits as the worker has slots right now: leased slots may come while it runs. */
export const createPermits = (slots: () => number) => {
  let taken = 0;
  let waiting: (() => void)[] = [];
  const wake = (): void => {
    const woken = waiting;
    waiting = [];
    for (const each of woken) each();
  };
  const tryTake = (): boolean => {
    if (taken >= slots()) return false;
    taken++;
    return true;
  };
  const supplier: CustomSlotSupplier<ActivitySlotInfo> = {
    type: 'custom',
    reserveSlot: async (_context, signal) => {
      while (!tryTake()) {
        await new Promise<void>((resolve, reject) => {
          waiting.push(resolve);
          signal.addEventListener('abort', () => reject(new Error('no slot is wanted any more')), { once: true });
        });
      }
      return {};
    },
    tryReserveSlot: () => (tryTake() ? {} : null),
    markSlotUsed: () => undefined,
    releaseSlot: () => {
      taken--;
      wake();
    },
  };
  return { supplier, wake };
};
