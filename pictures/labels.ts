const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

export const fontSize = 11;

/** Width of a text in units of the view box, estimated a little too large: nothing here can measure a font. */
export const labelWidth = (text: string, size = fontSize): number =>
  Array.from(text).reduce((sum, character) => sum + (wide.test(character) ? size * 1.05 : size * 0.6), 0);

/** The text as far as it fits, the rest shown as `…`. */
export const fitted = (text: string, width: number, size = fontSize): string => {
  if (labelWidth(text, size) <= width) return text;
  let kept = '';
  let left = width - labelWidth('…', size);
  for (const character of text) {
    left -= labelWidth(character, size);
    if (left < 0) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
};

/** A share or score for people: three decimals, – where there is none. */
export const score = (value: number | null): string => (value === null ? '–' : value.toFixed(3));

/** 0.1234 as 12 %. */
export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** 90061 s as 1 d 1 h: two units at most. */
export const duration = (seconds: number): string => {
  const whole = Math.round(seconds);
  if (whole < 60) return seconds < 10 && seconds % 1 !== 0 ? `${Number(seconds.toPrecision(2))} s` : `${whole} s`;
  const units = [
    ['d', 86_400],
    ['h', 3_600],
    ['min', 60],
    ['s', 1],
  ] as const;
  const first = units.findIndex(([, size]) => whole >= size);
  return units
    .slice(first, first + 2)
    .map(([name, size], at) => {
      const rest = at === 0 ? whole : whole % (units[first] as (typeof units)[number])[1];
      return [Math.floor(rest / size), name] as const;
    })
    .filter(([count]) => count > 0)
    .map(([count, name]) => `${count} ${name}`)
    .join(' ');
};
