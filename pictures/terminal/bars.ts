const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const levels = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** A bar of at most `columns` characters for a share between 0 and 1, to an eighth of a character; never wider. */
export const bar = (share: number, columns: number): string => {
  const steps = Math.round(Math.min(1, Math.max(0, share)) * columns * 8);
  return '█'.repeat(Math.floor(steps / 8)) + (eighths[steps % 8] as string);
};

/** Values as a line of little columns between their own least and greatest; a gap where there is none. */
export const sparkline = (values: readonly (number | null)[]): string => {
  const known = values.filter((value) => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return values
    .map((value) => {
      if (value === null) return ' ';
      return levels[high > low ? Math.round(((value - low) * 7) / (high - low)) : 3] as string;
    })
    .join('');
};
