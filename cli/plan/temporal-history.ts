import type { Estimate } from './estimate.ts';

/** What the sweep will leave in Temporal: one workflow per embedding, and how long the record of each grows. */
export type TemporalHistory = {
  readonly workflows: number;
  readonly events: { readonly low: number; readonly high: number }; // of each, on average
  readonly continuesAsNew: boolean; // so that no record grows beyond the limit
};

/** An activity leaves three events, and the decision that follows three more unless it is shared with another one's. */
const eventsPerActivity = { low: 6, high: 9 } as const;

/** From so many events on Temporal suggests to continue as new. */
export const suggestedEvents = 4096;

export const temporalHistory = (embeddings: number, { runs, vectors }: Estimate): TemporalHistory => {
  const activities = (runs + vectors) / embeddings;
  const low = Math.ceil(activities * eventsPerActivity.low);
  const high = Math.ceil(activities * eventsPerActivity.high);
  return { workflows: embeddings, events: { low, high }, continuesAsNew: high > suggestedEvents };
};
