export type Delimiter = ',' | ';' | '\t' | '|';

const delimiters: readonly Delimiter[] = [',', ';', '\t', '|'];
const sniffedRecords = 100;

/** Excel's first line that names the delimiter, e.g. `sep=;`: the delimiter, and the line's length; null without it. */
export const separatorLine = (head: string): { readonly delimiter: string; readonly length: number } | null => {
  const found = /^sep=([^"\r\n])(?:\r\n|\n|\r)/i.exec(head);
  return found === null ? null : { delimiter: found[1] as string, length: found[0].length };
};

/** Fields of the first records as if `delimiter` were the right one; quoted fields may hold delimiters and line ends. */
const splitRecords = (head: string, delimiter: string, whole: boolean): readonly (readonly string[])[] => {
  const field = new RegExp(`"((?:[^"]|"")*)"(?=${special(delimiter)}|[\\r\\n]|$)|[^${special(delimiter)}\\r\\n]*`, 'y');
  const records: string[][] = [];
  let fields: string[] = [];
  for (let at = 0; at <= head.length && records.length <= sniffedRecords;) {
    field.lastIndex = at;
    const [found, quoted] = field.exec(head) as RegExpExecArray;
    fields.push(quoted ?? (found as string));
    at += (found as string).length;
    if (head[at] === delimiter) at++;
    else {
      const isCut = at >= head.length && !whole;
      if (!isCut && (fields.length > 1 || fields[0] !== '')) records.push(fields);
      fields = [];
      at += head[at] === '\r' && head[at + 1] === '\n' ? 2 : 1;
    }
  }
  return records;
};

const special = (delimiter: string): string => (delimiter === '|' ? '\\|' : delimiter);

/** The columns of the first record as if `delimiter` were the right one. */
export const headerUnder = (head: string, delimiter: string): readonly string[] =>
  (splitRecords(head, delimiter, true)[0] ?? []).map((name) => name.trim());

/**
 * The delimiter under which the header has the wanted columns, else the one that splits most of the first 100 records
 * into as many fields as the header; ',' where none occurs in the header.
 * @param head   the beginning of the file, after a `sep=` line; `whole` where it is all of the file
 * @param wanted whether a header has the columns that will be read
 */
export const sniffDelimiter = (
  head: string,
  whole: boolean,
  wanted: (columns: readonly string[]) => boolean,
): Delimiter => {
  let best: { readonly delimiter: Delimiter; readonly score: readonly number[] } = { delimiter: ',', score: [0, 0, 0] };
  for (const delimiter of delimiters) {
    const [header, ...records] = splitRecords(head, delimiter, whole);
    if (header === undefined || header.length < 2) continue;
    const equal = records.filter(({ length }) => length === header.length).length;
    const columns = header.map((name) => name.trim());
    const score = [wanted(columns) ? 1 : 0, records.length === 0 ? 0 : equal / records.length, header.length];
    if (isGreater(score, best.score)) best = { delimiter, score };
  }
  return best.delimiter;
};

const isGreater = (a: readonly number[], b: readonly number[]): boolean => {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at >= 0 && (a[at] as number) > (b[at] as number);
};
