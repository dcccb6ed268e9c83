import type { ActivitySlotInfo, CustomSlotSupplier } from '@temporalio/worker';

/** As many permits as the worker can take on tasks right now: leased slots may come while it runs. */
export const createPermits = (capacity: () => number) => {
  let taken = 0;
  let waiting: (() => void)[] = [];
  const wake = (): void => {
    const woken = waiting;
    waiting = [];
    for (const each of woken) each();
  };
  const tryTake = (): boolean => {
    if (taken >= capacity()) return false;
    taken++;
    return true;
  };
  const supplier: CustomSlotSupplier<ActivitySlotInfo> = {
    type: 'custom',
    reserveSlot: async (_context, signal) => {
      signal.addEventListener('abort', wake);
      try {
        for (;;) {
          signal.throwIfAborted(); // with its own reason, which the SDK takes for no error
          if (tryTake()) return {};
          await new Promise<void>((resolve) => waiting.push(resolve));
        }
      } finally {
        signal.removeEventListener('abort', wake);
      }
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
