/** A lost worker's activities start again elsewhere this long after its last sign of life, and a little. */
export const heartbeatTimeoutMs = 10_000;

/** How long a run waits before it asks again whether another sweep has trained the same thing. */
export const waitForClaimMs = 15_000;

/** A worker whose document is older than this, by the database's clock, is gone. */
export const workerGoneMs = 15_000;

/** A trainer that says nothing for so long outside a named phase is ended by its parent. */
export const trainerSilentMs = 10_000;

/** Named phases in which a trainer cannot report, and how long each may take; the parent beats meanwhile. */
export const phaseLimitsMs = {
  start: 30_000,
  kernels: 20_000,
  library: 120_000, // 0.9 GB from a disk that has not read them lately, a GPU that is woken
} as const;
export type Phase = keyof typeof phaseLimitsMs;

/** Checkpoints are saved so often, at the next batch or job boundary; rarer where writing takes too large a share. */
export const checkpointEveryMs = 30_000;
export const checkpointShare = 0.05;

/** SIGTERM: everything is handed back within this time. */
export const shutdownMs = 10_000;
