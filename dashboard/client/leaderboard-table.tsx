import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';

import type { SweepAxis } from '../source.ts';
import { columnsOf, sorted } from './board.ts';
import type { Board, BoardRow, Column } from './board.ts';
import { changeQuery, pathTo, route } from './route.ts';
import { useStore } from './store.ts';
import { count } from './words.ts';

const rowHeight = 32;
const around = 8; // rows drawn above and below those that are seen

type HeadProps = { readonly column: Column; readonly sort: string; readonly down: boolean };

const Head = ({ column: { key, head, number }, sort, down }: HeadProps) => {
  const on = sort === key;
  const next = on && !down ? `-${key}` : key;
  return (
    <th scope="col" class={number ? 'number' : ''} aria-sort={on ? (down ? 'descending' : 'ascending') : 'none'}>
      <button type="button" onClick={() => changeQuery({ sort: next === 'rank' ? null : next })}>
        {head}
        <span aria-hidden="true">{on ? (down ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </th>
  );
};

type RowProps = {
  readonly sweep: string;
  readonly row: BoardRow;
  readonly columns: readonly Column[];
  readonly at: number;
  readonly compared: boolean;
  readonly onCompare: (id: string) => void;
};

const Row = ({ sweep, row, columns, at, compared, onCompare }: RowProps) => (
  <tr class={`group${row.group ?? 0}${row.take ? ' take' : ''}`} aria-rowindex={at + 2}>
    <td>
      <input
        type="checkbox"
        aria-label={`compare ${row.id}`}
        checked={compared}
        disabled={row.failure !== null}
        onChange={() => onCompare(row.id)}
      />
    </td>
    {columns.map((column) =>
      column.key === 'id' ? (
        <th scope="row">
          <a href={pathTo('sweep', sweep, 'trial', row.id)} data-at={at} title={row.trial}>
            {row.id}
          </a>
        </th>
      ) : (
        <td class={column.number ? 'number' : ''} title={row.failure?.message}>
          {column.text(row)}
        </td>
      ),
    )}
  </tr>
);

/** Which rows of a scrolled box are to be drawn. */
const useWindow = (rows: number) => {
  const ref = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  useLayoutEffect(() => setHeight(ref.current?.clientHeight ?? 600), [rows]);
  const from = Math.max(0, Math.min(rows, Math.floor(top / rowHeight)) - around);
  const to = Math.min(rows, Math.ceil((top + height) / rowHeight) + around);
  return { ref, from, to, onScroll: () => setTop(ref.current?.scrollTop ?? 0) };
};

type TableProps = {
  readonly board: Board;
  readonly axes: readonly SweepAxis[];
  readonly rows: readonly BoardRow[]; // that are brushed
  readonly compared: readonly string[];
  readonly onCompare: (id: string) => void;
};

/** The leaderboard: sortable, and only as many rows in the page as are seen, however many there are. */
export const LeaderboardTable = ({ board, axes, rows, compared, onCompare }: TableProps) => {
  const { query } = useStore(route);
  const asked = query.get('sort') ?? 'rank';
  const [sort, down] = asked.startsWith('-') ? [asked.slice(1), true] : [asked, false];
  const columns = useMemo(() => columnsOf(board, axes), [board, axes]);
  const shown = useMemo(() => {
    const column = columns.find(({ key }) => key === sort);
    return column === undefined || (sort === 'rank' && !down) ? rows : sorted(rows, column, down);
  }, [rows, columns, sort, down]);
  const { ref, from, to, onScroll } = useWindow(shown.length);
  const wanted = useRef<number | null>(null);
  const focus = (at: number): boolean => {
    const link = ref.current?.querySelector<HTMLElement>(`[data-at="${at}"]`);
    link?.focus();
    return link != null;
  };
  useEffect(() => {
    if (wanted.current !== null && focus(wanted.current)) wanted.current = null;
  });
  const keys = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = Number((event.target as HTMLElement).dataset['at'] ?? -1);
    if (step === undefined || (event.target as HTMLElement).tagName === 'INPUT') return;
    event.preventDefault();
    const next = Math.max(0, Math.min(shown.length - 1, at + step));
    const box = ref.current as HTMLDivElement;
    if (next * rowHeight < box.scrollTop) box.scrollTop = next * rowHeight;
    else if ((next + 3) * rowHeight > box.scrollTop + box.clientHeight)
      box.scrollTop = (next + 3) * rowHeight - box.clientHeight;
    if (!focus(next)) wanted.current = next;
  };
  return (
    <div
      class="scroll leaderboard"
      ref={ref}
      onScroll={onScroll}
      onKeyDown={keys}
      tabIndex={0}
      role="region"
      aria-label={`Leaderboard, ${count(shown.length)} trials. Arrow keys go from row to row.`}
    >
      <table aria-rowcount={shown.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">
              <span class="unseen">compare</span>
            </th>
            {columns.map((column) => (
              <Head key={column.key} column={column} sort={sort} down={down} />
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer rows={from} />
          {shown.slice(from, to).map((row, n) => (
            <Row
              key={row.id}
              sweep={board.sweep}
              row={row}
              columns={columns}
              at={from + n}
              compared={compared.includes(row.id)}
              onCompare={onCompare}
            />
          ))}
          <Spacer rows={shown.length - to} />
        </tbody>
      </table>
    </div>
  );
};

/** The room of rows that are not drawn. */
const Spacer = ({ rows }: { readonly rows: number }) => {
  const ref = useRef<HTMLTableRowElement>(null);
  useLayoutEffect(() => {
    if (ref.current !== null) ref.current.style.height = `${rows * rowHeight}px`;
  });
  return rows === 0 ? null : <tr ref={ref} aria-hidden="true" class="spacer" />;
};
