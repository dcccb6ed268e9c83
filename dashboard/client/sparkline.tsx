const [width, height, edge] = [96, 24, 2];

/** A line without axes: how the best mean grew. */
export const Sparkline = ({ values, label }: { readonly values: readonly number[]; readonly label: string }) => {
  if (values.length < 2) return <span class="soft">–</span>;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = (n: number): number => edge + (n * (width - 2 * edge)) / (values.length - 1);
  const y = (value: number): number =>
    high === low ? height / 2 : height - edge - ((value - low) * (height - 2 * edge)) / (high - low);
  const d = values.map((value, n) => `${n === 0 ? 'M' : 'L'}${x(n).toFixed(1)} ${y(value).toFixed(1)}`).join('');
  return (
    <svg class="sparkline" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <path d={d} fill="none" />
    </svg>
  );
};
