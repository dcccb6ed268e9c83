import { duration } from '../core/amounts.ts';
import type { EtaInterval } from './eta-interval.ts';

/** e.g. `about 25 s left (11 s to 75 s)`: at the pace of late, and nine times in ten. */
export const etaText = (seconds: number, range: EtaInterval | null): string => {
  const about = `about ${duration(seconds)} left`;
  if (range === null) return about;
  const [low, high] = [duration(range.lowSeconds), duration(range.highSeconds)];
  return low === high ? about : `${about} (${low} to ${high})`;
};
