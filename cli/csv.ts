export type CsvCell = string | number | boolean | null;

export type CsvOptions = {
  /** For spreadsheets of a decimal-comma country: BOM, `;`, decimal comma, CRLF, texts that would be formulas made harmless. */
  readonly excel: boolean;
};

const formulaStart = /^[=+\-@\t\r]/;

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** A text that a spreadsheet would run gets an apostrophe in front, which the spreadsheet does not show. */
const excelCell = (cell: CsvCell): string => {
  if (typeof cell === 'number') return String(cell).replace('.', ',');
  const text = String(cell ?? '');
  if (formulaStart.test(text)) return quoted(`'${text}`);
  return /[";\r\n]/.test(text) ? quoted(text) : text;
};

const plainCell = (cell: CsvCell): string => {
  const text = String(cell ?? '');
  return /[",\r\n]/.test(text) ? quoted(text) : text;
};

/** Rows as CSV (RFC 4180, with LF), the first being the header; a missing value is empty. */
export const csvText = (rows: readonly (readonly CsvCell[])[], { excel }: CsvOptions): string => {
  const [cellText, separator, end] = excel ? ([excelCell, ';', '\r\n'] as const) : ([plainCell, ',', '\n'] as const);
  return (excel ? '\uFEFF' : '') + rows.map((row) => row.map(cellText).join(separator) + end).join('');
};
