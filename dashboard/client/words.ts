/** A duration as people say it: `45 s`, `12 min`, `3 h 20 min`, `2 d 4 h`. */
export const duration = (seconds: number): string => {
  if (seconds < 90) return `${Math.max(0, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24).toLocaleString('en-US')} d ${hours % 24} h`;
};

export const nothing = '–';

export const score = (value: number | null | undefined): string => value?.toFixed(4) ?? nothing;

export const spread = (mean: number | null | undefined, sd: number | null | undefined): string => {
  if (mean === null || mean === undefined) return nothing;
  return sd === null || sd === undefined ? score(mean) : `${score(mean)} ± ${score(sd)}`;
};

export const count = (value: number): string => value.toLocaleString('en-US');

export const plural = (value: number, word: string): string => `${count(value)} ${word}${value === 1 ? '' : 's'}`;

/** A value of an axis; lists of words in brackets. */
export const valueText = (value: unknown): string => {
  if (value === undefined || value === null) return nothing;
  return Array.isArray(value) ? `[${value.join(', ')}]` : JSON.stringify(value).replaceAll('"', '');
};
