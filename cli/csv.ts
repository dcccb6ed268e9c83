export type CsvCell = string | number | boolean | null;

export type CsvOptions = {
  /** For spreadsheets of a decimal-comma country: BOM, `;`, decimal comma, CRLF, texts that would be formulas made harmless. */
  readonly excel: boolean;
  /** Otherwise: what stands between cells; a comma if not given. */
  readonly separator?: string;
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

const plainCell = (cell: CsvCell, separator: string): string => {
  const text = String(cell ?? '');
  return text.includes(separator) || /["\r\n]/.test(text) ? quoted(text) : text;
};

/** What a file begins with before its header. */
export const csvStart = ({ excel }: CsvOptions): string => (excel ? '\uFEFF' : '');

/** One row as a line of CSV (RFC 4180, with LF; for spreadsheets with CRLF); a missing value is empty. */
export const csvLine = (row: readonly CsvCell[], { excel, separator = ',' }: CsvOptions): string =>
  excel ? `${row.map(excelCell).join(';')}\r\n` : `${row.map((cell) => plainCell(cell, separator)).join(separator)}\n`;

/** Rows as CSV, the first being the header. */
export const csvText = (rows: readonly (readonly CsvCell[])[], options: CsvOptions): string =>
  csvStart(options) + rows.map((row) => csvLine(row, options)).join('');
