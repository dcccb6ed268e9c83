/** Maps in order with at most `limit` calls in flight; the first error ends it. */
export const mapConcurrently = async <T, R>(
  items: readonly T[],
  limit: number,
  map: (item: T, at: number) => Promise<R>,
): Promise<readonly R[]> => {
  const results: R[] = [];
  let next = 0;
  let failed = false;
  const work = async (): Promise<void> => {
    while (next < items.length && !failed) {
      const at = next++;
      try {
        results[at] = await map(items[at] as T, at);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work));
  return results;
};

/** Look-ups that one reader keeps in flight. */
export const lookUps = 16;

/** Maps what comes, in its order, with at most `limit` calls ahead of whoever takes the results. */
export async function* mapInOrder<T, R>(
  items: AsyncIterable<T> | Iterable<T>,
  limit: number,
  map: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const ahead: Promise<R>[] = [];
  for await (const item of items) {
    const result = map(item);
    result.catch(() => undefined); // told when its turn comes
    ahead.push(result);
    if (ahead.length >= limit) yield await (ahead.shift() as Promise<R>);
  }
  for (const result of ahead) yield await result;
}
