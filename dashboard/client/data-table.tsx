import type { PictureTable } from '../../pictures/shape.ts';

const most = 1_000;

const shown = (cell: string | number | null): string => {
  if (cell === null) return '–';
  return typeof cell === 'number' ? String(Number(cell.toPrecision(6))) : cell;
};

/** The numbers of a picture; of very many the first, since the file has them all. */
export const DataTable = ({ columns, rows, label }: PictureTable & { readonly label: string }) => (
  <div class="scroll" tabIndex={0} role="region" aria-label={`Table: ${label}`}>
    <table>
      <thead>
        <tr>
          {columns.map((column) => (
            <th scope="col">{column}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, most).map((row) => (
          <tr>
            {row.map((cell) => (
              <td class={typeof cell === 'number' ? 'number' : ''}>{shown(cell)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
    {rows.length > most && (
      <p class="note">
        The first {most} of {rows.length} rows; CSV has them all.
      </p>
    )}
  </div>
);
