import { plural } from '../core/amounts.ts';

/** e.g. `row 7`, `row 7 and 2 equal ones`; rows count from 1 where people see them. */
export const rowWithSame = ({ row, rows }: { readonly row: number; readonly rows: readonly number[] }): string =>
  rows.length === 1 ? `row ${row + 1}` : `row ${row + 1} and ${plural(rows.length - 1, 'equal one')}`;
