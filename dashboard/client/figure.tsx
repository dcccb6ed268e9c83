import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';

import type { Picture } from '../../pictures/shape.ts';
import { svgFile } from '../../pictures/svg-file.ts';
import { csvText } from './csv.ts';
import { DataTable } from './data-table.tsx';
import { download, fileName } from './download.ts';
import { useMarks } from './marks.ts';
import type { Lines, Tip } from './marks.ts';
import { route } from './route.ts';
import { shapeNode } from './shape-node.tsx';
import { useStore } from './store.ts';

/** The width that a part of the page has, in CSS pixels; 0 before it is known. */
export const useWidth = () => {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const box = ref.current;
    if (box === null) return;
    setWidth(box.clientWidth);
    const observer = new ResizeObserver(() => setWidth(box.clientWidth));
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
};

type FigureProps = {
  readonly id: string; // in the address, so that a link leads to it
  readonly draw: (width: number) => Picture;
  readonly inputs: readonly unknown[]; // what it is drawn from
  readonly children?: ComponentChildren; // choices above it
  readonly onMark?: (row: number) => void; // a mark was pressed, or Enter on it
  readonly lines?: Lines; // in place of marks, where single lines are no elements
  readonly above?: ComponentChildren; // what can be done on the drawing itself, in its own coordinates
};

/** A picture with all that goes with one: title, tooltips, keys, its numbers as a table, files, a link to it. */
export const Figure = ({ id, draw, inputs, children, above, onMark, lines }: FigureProps) => {
  const { ref: outer, width } = useWidth();
  const picture = useMemo(() => (width === 0 ? null : draw(Math.max(260, width))), [width, ...inputs]);
  const drawing = useMemo(() => (picture === null ? null : shapeNode(picture.svg)), [picture]);
  const { ref, tip, ...handlers } = useMarks(picture, onMark, lines);
  const [table, setTable] = useState(false);
  const [copied, setCopied] = useState(false);
  const { figure } = useStore(route);
  useEffect(() => {
    if (figure === id && picture !== null) outer.current?.parentElement?.scrollIntoView({ block: 'start' });
  }, [figure, picture === null]);
  const link = async (): Promise<void> => {
    history.replaceState(null, '', `${location.pathname}${location.search}#${id}`);
    await navigator.clipboard?.writeText(location.href).catch(() => undefined); // the address bar has it all the same
    setCopied(true);
  };
  return (
    <figure id={id} class="figure">
      <div class="measure" ref={outer} />
      <figcaption>
        <h3>{picture?.title ?? ' '}</h3>
        <div class="tools">
          <button type="button" aria-pressed={table} onClick={() => setTable(!table)}>
            Table
          </button>
          {picture !== null && (
            <>
              <button
                type="button"
                onClick={() => download(fileName(picture.title, 'svg'), 'image/svg+xml', svgFile(picture))}
              >
                SVG
              </button>
              <button
                type="button"
                onClick={() => download(fileName(picture.title, 'csv'), 'text/csv', csvText(picture.table))}
              >
                CSV
              </button>
            </>
          )}
          <button type="button" onClick={() => void link()}>
            {copied ? 'Link copied' : 'Link'}
          </button>
        </div>
      </figcaption>
      {children}
      {picture !== null && !table && (
        <div
          class="canvas"
          ref={ref}
          tabIndex={0}
          role="group"
          aria-label={`${picture.title}. Arrow keys go through its ${lines === undefined ? 'marks' : 'lines'}${onMark === undefined ? '' : ', Enter chooses one'}.`}
          {...handlers}
        >
          {drawing}
          {above}
          {tip !== null && <Tooltip {...tip} room={width} />}
          <p class="unseen" aria-live="polite">
            {tip?.words}
          </p>
        </div>
      )}
      {picture !== null && table && <DataTable {...picture.table} label={picture.title} />}
      {picture?.note != null && <p class="note">{picture.note}</p>}
    </figure>
  );
};

const Tooltip = ({ words, x, y, room }: Tip & { readonly room: number }) => {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const box = ref.current;
    if (box === null) return;
    const half = box.offsetWidth / 2;
    box.style.left = `${Math.max(half, Math.min(room - half, x))}px`;
    box.style.top = `${Math.max(box.offsetHeight, y - 6)}px`;
  });
  return (
    <div class="tooltip" ref={ref} aria-hidden="true">
      {words}
    </div>
  );
};
