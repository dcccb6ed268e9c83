import type { Constants, Spread } from '../../cli/eta-interval.ts';
import type { Moment } from './replay.ts';

/** Each end is missed by one in twenty. */
const quantile = 0.95;

const steps = (most: number, step: number): readonly number[] =>
  Array.from({ length: Math.round(most / step) + 1 }, (_, at) => at * step);

/** Loss whose least value is at that quantile. @see Koenker & Bassett 1978, "Regression quantiles" */
const pinball = (over: number): number => (over > 0 ? quantile * over : (quantile - 1) * over);

type Weighted = Moment & { readonly weight: number };

/** Spreads on a coarse grid: the recordings tell no more. */
const candidates: readonly Spread[] = steps(1, 0.1).flatMap((always) =>
  steps(1, 0.2).flatMap((ofWhatIsLeft) =>
    steps(1.5, 0.25).flatMap((ofFewFolds) =>
      steps(4, 0.25).map((ofFewLeft) => ({ always, ofWhatIsLeft, ofFewFolds, ofFewLeft })),
    ),
  ),
);

/** The spread that a side of all moments asks for. */
const fitSide = (moments: readonly Weighted[], logs: readonly number[]): Spread => {
  const parts = moments.map(({ open, total, trained }) => [
    Math.sqrt(open / total),
    1 / Math.sqrt(trained),
    1 / Math.sqrt(open),
  ]) as [number, number, number][];
  const lossOf = ({ always, ofWhatIsLeft, ofFewFolds, ofFewLeft }: Spread): number => {
    let loss = 0;
    parts.forEach(([left, fewFolds, fewLeft], at) => {
      const spread = always + ofWhatIsLeft * left + ofFewFolds * fewFolds + ofFewLeft * fewLeft;
      loss += (moments[at] as Weighted).weight * pinball((logs[at] as number) - spread);
    });
    return loss;
  };
  let best = { loss: Infinity, spread: candidates[0] as Spread };
  for (const spread of candidates) {
    const loss = lossOf(spread);
    if (loss < best.loss) best = { loss, spread };
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
