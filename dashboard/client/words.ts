export const nothing = '–';

export const score = (value: number | null | undefined): string => value?.toFixed(4) ?? nothing;

export const spread = (mean: number | null | undefined, sd: number | null | undefined): string => {
  if (mean === null || mean === undefined) return nothing;
  return sd === null || sd === undefined ? score(mean) : `${score(mean)} ± ${score(sd)}`;
};

export const count = (value: number): string => value.toLocaleString('en-US');

/** A value of an axis; lists of words in brackets. */
export const valueText = (value: unknown): string => {
  if (value === undefined || value === null) return nothing;
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? `[${value.join(', ')}]` : JSON.stringify(value);
};
