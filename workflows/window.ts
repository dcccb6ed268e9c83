import { condition } from '@temporalio/workflow';

/** Work in flight, at most so much at once. */
export type Window = {
  /** Waits for a free place among `width()`, then starts the work without waiting for its end. */
  readonly start: (width: () => number, work: () => Promise<void>) => Promise<void>;
  /** Waits until nothing is in flight, whatever came of it. */
  readonly settled: () => Promise<void>;
  /** Waits until nothing is in flight; throws what a piece of work threw. */
  readonly drained: () => Promise<void>;
};

/**
 * `exact`: of several who wait for the one place that comes free, one takes it. Without it all do, as workflows did that
 * began before turns were filled; where one caller alone starts work, both are the same.
 */
export const createWindow = (exact = false): Window => {
  let inFlight = 0;
  let failure: { readonly error: unknown } | null = null;
  const check = (): void => {
    if (failure !== null) throw failure.error;
  };
  const start = async (width: () => number, work: () => Promise<void>): Promise<void> => {
    const isFree = (): boolean => inFlight < Math.max(1, width());
    do {
      await condition(() => failure !== null || isFree());
      check();
    } while (exact && !isFree()); // taken by another who waited
    inFlight++;
    void work()
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => inFlight--);
  };
  const settled = (): Promise<void> => condition(() => inFlight === 0);
  const drained = async (): Promise<void> => {
    await settled();
    check();
  };
  return { start, settled, drained };
};
