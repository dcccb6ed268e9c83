import type { Located } from '../grid/document.ts';

const childOf = (at: Located | undefined, key: string) =>
  at?.kind === 'map' ? at.entries.find((entry) => entry.key === key) : undefined;

/** Where a path is written: in its part of `any:`, else at the top; null where its default counts. */
export const offsetOf = (root: Located | null, { part, path }: { readonly part: number; readonly path: string }) => {
  const [section, key] = path.split('.') as [string, string];
  const parts = childOf(root ?? undefined, 'any')?.value;
  const places = [parts?.kind === 'list' ? parts.items[part] : undefined, root ?? undefined];
  for (const place of places) {
    const found = childOf(childOf(place, section)?.value, key);
    if (found !== undefined) return found.value.offset;
  }
  return null;
};
