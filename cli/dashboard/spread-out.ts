/**
 * At most so many of ranked things: half of them the first, the others spread evenly over the rest. All where they are no
 * more.
 */
export const spreadOut = <Item>(ranked: readonly Item[], most: number): readonly Item[] => {
  if (ranked.length <= most) return ranked;
  const first = Math.ceil(most / 2);
  const rest = ranked.length - first;
  const others = most - first;
  const step = rest / Math.max(1, others);
  return [
    ...ranked.slice(0, first),
    ...Array.from({ length: others }, (_, n) => ranked[first + Math.floor(n * step)] as Item),
  ];
};
