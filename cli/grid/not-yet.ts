/** Values of the format that this version cannot train with. They are refused where they stand, never ignored. */
type NotYet = {
  readonly path: string;
  readonly when: (value: unknown) => boolean;
  readonly instead: string; // what works
};

const isNot =
  (allowed: unknown) =>
  (value: unknown): boolean =>
    value !== allowed;

export const notYet: readonly NotYet[] = [{ path: 'engine', when: isNot('wasm'), instead: 'wasm' }];

const byPath = new Map(notYet.map((entry) => [entry.path, entry]));

/** What works instead, where this value of this key does not work yet; null where it does. */
export const insteadOf = (path: string, value: unknown): string | null => {
  const entry = byPath.get(path);
  return entry?.when(value) === true ? entry.instead : null;
};

/** What works of a key of which not everything does; null where everything works. */
export const supportedOf = (path: string): string | null => byPath.get(path)?.instead ?? null;
