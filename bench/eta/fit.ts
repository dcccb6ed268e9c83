import type { Constants, Spread } from '../../cli/eta-interval.ts';
import type { Moment } from './replay.ts';

/** Each end is missed by one in twenty. */
const quantile = 0.95;

const steps = (most: number, step: number): readonly number[] =>
  Array.from({ length: Math.round(most / step) + 1 }, (_, at) => at * step);

/** Loss whose least value is at that quantile. @see Koenker & Bassett 1978, "Regression quantiles" */
const pinball = (over: number): number => (over > 0 ? quantile * over : (quantile - 1) * over);

type Weighted = Moment & { readonly weight: number };

/** The spread that a side of all moments asks for, on a coarse grid: the recordings tell no more. */
const fitSide = (moments: readonly Weighted[], logs: readonly number[]): Spread => {
  let best = { loss: Infinity, spread: { always: 0, ofWhatIsLeft: 0, ofFewFolds: 0 } };
  for (const always of steps(1, 0.05))
    for (const ofWhatIsLeft of steps(1.5, 0.1))
      for (const ofFewFolds of steps(2, 0.1)) {
        let loss = 0;
        moments.forEach(({ left, trained, weight }, at) => {
          const spread = always + ofWhatIsLeft * Math.sqrt(left) + ofFewFolds / Math.sqrt(Math.max(1, trained));
          loss += weight * pinball((logs[at] as number) - spread);
        });
        if (loss < best.loss) best = { loss, spread: { always, ofWhatIsLeft, ofFewFolds } };
      }
  return best.spread;
};

/** Constants of the interval from moments of recorded sweeps; each kind of grid counts alike, however many moments it has. */
export const fitConstants = (byKind: ReadonlyMap<string, readonly Moment[]>): Constants => {
  const moments = [...byKind.values()].flatMap((own) => own.map((each) => ({ ...each, weight: 1 / own.length })));
  const logs = moments.map(({ seconds, took }) => Math.log(took / seconds));
  return {
    sooner: fitSide(
      moments,
      logs.map((each) => -each),
    ),
    later: fitSide(moments, logs),
  };
};
