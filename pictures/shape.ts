/** An element of SVG as plain data: a page makes its own nodes of it, a report its text. */
export type Shape = {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children: readonly (Shape | string)[];
};

export type TableCell = string | number | null;

/** The numbers of a picture, for who reads or copies them. Marks carry `data-row`, their place among `rows`. */
export type PictureTable = { readonly columns: readonly string[]; readonly rows: readonly (readonly TableCell[])[] };

/** A drawing with its title and the same numbers as a table; `note` says what is to be known beside it. */
export type Picture = {
  readonly title: string;
  readonly note: string | null;
  readonly table: PictureTable;
  readonly svg: Shape;
};

/** Size of a drawing in units of its view box, which a page may stretch. */
export type Size = { readonly width: number; readonly height: number };

export const shape = (
  tag: string,
  attributes: Shape['attributes'] = {},
  children: readonly (Shape | string)[] = [],
): Shape => ({ tag, attributes, children });

/** A coordinate: two decimals are finer than any screen or printer shows, and keep files small. */
export const round = (value: number): number => {
  if (!Number.isFinite(value)) throw new RangeError(`a coordinate of a picture is ${value}`);
  return Math.round(value * 100) / 100 + 0;
};
