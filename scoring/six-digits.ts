/** To 6 significant digits: what is shown of everything computed from scores, so that it hides no last bits of a library. */
export const sixDigits = (value: number): number => Number(value.toPrecision(6)) + 0; // + 0 turns -0 into 0

/** The same of a value that may be missing. */
export const sixDigitsOrNull = (value: number | null): number | null => (value === null ? null : sixDigits(value));
