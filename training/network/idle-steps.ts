import { pow } from '../../core/math.ts';
import type { Machine } from './kernel.ts';
import type { UpdateRule } from './update-rules.ts';

/** A row of a learnt table falls behind by at most so many steps; then the whole table catches up. */
export const mostIdle = 256;

/** Numbers a step's entry has in the machine. */
export const idleWidth = 8;

/** For the j-th step without a gradient and a drift of 1: what it adds; what j such steps leave. See kernels/adam.ts. */
type Term = readonly [drift0: number, drift1: number, drift2: number, fade1: number, fade2: number, decay: number];

const termsOf = ({ fades: [first, second] }: UpdateRule, kept: number): readonly Term[] => {
  let left = 1;
  return Array.from({ length: mostIdle + 1 }, (_, j): Term => {
    if (j > 0) left *= kept;
    const fade1 = pow(first, j);
    const fade2 = pow(second, j);
    const root = Math.sqrt(fade2);
    const x = (1 - root) / root;
    return [fade1 / root, (fade1 / root) * x, (fade1 / root) * x * x, fade1, fade2, 1 - left];
  });
};

/**
 * Sums over steps without a gradient, from each step since `base` to the last one, as the kernel's catchUpRows reads them at
 * `address`: what a row that came up last in that step has missed.
 */
export const createIdleSteps = ({ floats }: Machine, address: number, rule: UpdateRule, learningRate: number) => {
  const kept = 1 - rule.decay(learningRate);
  const terms = termsOf(rule, kept);
  const sums = new Float64Array(3 * mostIdle);
  let base = 0;

  const pass = (step: number): void => {
    const drift = rule.drift(learningRate, step);
    for (let entry = 0; entry < step - base; entry++) {
      const term = terms[step - base - entry] as Term;
      const at = address / 4 + entry * idleWidth;
      for (let n = 0; n < 3; n++) {
        const before = entry === step - base - 1 ? 0 : (sums[3 * entry + n] as number);
        const sum = before * kept + drift * (term[n] as number);
        sums[3 * entry + n] = sum;
        floats[at + n] = sum;
      }
      floats[at + 3] = term[3];
      floats[at + 4] = term[4];
      floats[at + 5] = term[5];
    }
  };

  return {
    base: (): number => base,
    /** Adds a step, the one after the last. */
    pass,
    /** All rows have caught up to `step`: counts from there. */
    restart: (step: number): void => {
      base = step;
    },
  };
};
