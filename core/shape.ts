import { isDigest } from './canonical.ts';

/** What is wrong with a value, with its place; null where nothing is. */
export type Shape = (value: unknown, place: string) => string | null;

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};

/** What was found at a place, and what was expected there. */
export const wrongText = (value: unknown, place: string, expected: string): string =>
  `${place} is ${shown(value)}, expected ${expected}`;

const expect = (value: unknown, place: string, expected: string, holds: boolean): string | null =>
  holds ? null : wrongText(value, place, expected);

export const textOf =
  (most: number, pattern = /^/): Shape =>
  (value, place) =>
    expect(
      value,
      place,
      `a text of at most ${most} characters`,
      typeof value === 'string' && value.length <= most && pattern.test(value),
    );

export const digest: Shape = (value, place) => expect(value, place, 'a digest', isDigest(value));

export const whole =
  (least: number, most = Number.MAX_SAFE_INTEGER): Shape =>
  (value, place) =>
    expect(
      value,
      place,
      `a whole number from ${least} to ${most}`,
      Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
    );

export const numberIn =
  (least: number, most: number): Shape =>
  (value, place) =>
    expect(
      value,
      place,
      `a number from ${least} to ${most}`,
      typeof value === 'number' && value >= least && value <= most,
    );

export const flag: Shape = (value, place) => expect(value, place, 'true or false', typeof value === 'boolean');

export const oneOf =
  (...choices: readonly (string | number)[]): Shape =>
  (value, place) =>
    expect(value, place, choices.join(' or '), choices.includes(value as string));

/** What the first fits is right; else the last says what is wrong. */
export const either =
  (...shapes: readonly Shape[]): Shape =>
  (value, place) => {
    const found = shapes.map((shape) => shape(value, place));
    return found.includes(null) ? null : (found.at(-1) as string);
  };

export const orNull =
  (shape: Shape): Shape =>
  (value, place) =>
    value === null ? null : shape(value, place);

const firstWrong = <T>(items: Iterable<T>, check: (item: T) => string | null): string | null => {
  for (const item of items) {
    const wrong = check(item);
    if (wrong !== null) return wrong;
  }
  return null;
};

export const listOf =
  (shape: Shape, least: number, most: number): Shape =>
  (value, place) => {
    if (!Array.isArray(value) || value.length < least || value.length > most)
      return expect(value, place, `a list of ${least} to ${most}`, false);
    return firstWrong(value.entries(), ([at, item]) => shape(item, `${place}[${at}]`));
  };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object with at least these fields; others are passed over, since a later version may have written them. */
export const fieldsOf =
  (shapes: Readonly<Record<string, Shape>>): Shape =>
  (value, place) => {
    if (!isRecord(value)) return expect(value, place, 'an object', false);
    return firstWrong(Object.entries(shapes), ([key, shape]) =>
      shape(Object.hasOwn(value, key) ? value[key] : undefined, `${place}.${key}`),
    );
  };

/** An object of any names, at most so many. */
export const recordOf =
  (shape: Shape, most: number): Shape =>
  (value, place) => {
    if (!isRecord(value) || Object.keys(value).length > most)
      return expect(value, place, `an object of at most ${most} names`, false);
    return firstWrong(Object.entries(value), ([key, item]) => shape(item, `${place}.${key.slice(0, 60)}`));
  };
