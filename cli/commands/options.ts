/** How many runs train at once in this process. */
export const slotsOption = {
  type: 'number',
  describe: 'runs that train here at once; default: one per core, shared with other starts; 0 trains nothing here',
  coerce: (value: unknown): number | undefined => {
    if (value === undefined) return undefined;
    if (Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 1024) return value as number;
    throw new Error('--slots: a whole number from 0 to 1024, e.g. --slots 2');
  },
} as const;

export const jsonOption = {
  type: 'boolean',
  describe: 'print one JSON object, stable across releases',
} as const;

export const plainOption = {
  type: 'boolean',
  default: false,
  describe: 'no boxes, no colour: for screen readers',
} as const;

/** Refuses what is no whole number of at least `least`. */
export const wholeNumber =
  (flag: string, least: number) =>
  (value: unknown): number => {
    if (Number.isInteger(value) && (value as number) >= least) return value as number;
    throw new Error(`--${flag}: a whole number from ${least}`);
  };
