import type { PictureTable, TableCell } from '../../pictures/shape.ts';

const cellText = (cell: TableCell): string => {
  if (cell === null) return '';
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** A table as CSV with a header (RFC 4180). */
export const csvText = ({ columns, rows }: PictureTable): string =>
  [columns, ...rows].map((row) => `${row.map(cellText).join(',')}\r\n`).join('');
