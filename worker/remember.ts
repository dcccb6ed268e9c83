/** Keeps the last few values by key, so that a trainer reads a corpus once for the many runs that use it. */
export const remember = <Value>(
  limit: number,
  read: (key: string) => Promise<Value>,
): ((key: string) => Promise<Value>) => {
  const values = new Map<string, Promise<Value>>();
  return (key) => {
    const known = values.get(key) ?? read(key);
    values.delete(key);
    values.set(key, known); // the newest last
    known.catch(() => values.delete(key));
    if (values.size > limit) values.delete(values.keys().next().value as string);
    return known;
  };
};
