import { useEffect, useRef, useState } from 'preact/hooks';

export type Tip = { readonly words: string; readonly x: number; readonly y: number };

/** Lines that a drawing has in one path together, by number: what they say, and which of them is at a place. */
export type Lines = {
  readonly count: number;
  readonly words: (line: number) => string;
  readonly end: (line: number) => readonly [x: number, y: number]; // where its words stand when keys come to it
  readonly near: (x: number, y: number) => number | null;
  readonly show: (line: number | null) => void; // makes it stand out
};

/** What a mark says: its own title element. */
const wordsOf = (mark: Element | null): string => mark?.querySelector(':scope > title')?.textContent ?? '';

const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Where a key leads among so many things; null: it is no key that does. */
const next = (key: string, at: number, count: number): number | null => {
  const step = steps[key];
  if (count === 0 || (step === undefined && key !== 'Home' && key !== 'End')) return null;
  const wanted = key === 'Home' ? 0 : key === 'End' ? count - 1 : at + (step ?? 0);
  return Math.max(0, Math.min(count - 1, wanted));
};

type OnMark = ((row: number) => void) | undefined;
type SetTip = (tip: Tip | null) => void;

/** Tooltips of marks that are elements: each with `data-row` and a title of its own. */
const elementMarks = (box: HTMLElement, setTip: SetTip, onMark: OnMark) => {
  const show = (mark: Element | null): void => {
    const words = wordsOf(mark);
    for (const old of box.querySelectorAll('.chosen')) old.classList.remove('chosen');
    if (mark === null || words === '') return setTip(null);
    mark.classList.add('chosen');
    const [outer, inner] = [box.getBoundingClientRect(), mark.getBoundingClientRect()];
    setTip({ words, x: inner.left + inner.width / 2 - outer.left, y: inner.top - outer.top });
  };
  const choose = (mark: Element | null): void => {
    const row = mark?.getAttribute('data-row') ?? null;
    if (row !== null) onMark?.(Number(row));
  };
  return {
    over: (target: Element): void => show(target.closest('[data-row], .mark')),
    press: (target: Element): void => choose(target.closest('[data-row]')),
    enter: (): void => choose(box.querySelector('.chosen')),
    go: (key: string, at: number): number => {
      const marks = [...box.querySelectorAll('[data-row]')].filter((mark) => wordsOf(mark) !== '');
      const to = next(key, at, marks.length);
      if (to !== null) show(marks[to] ?? null);
      return to ?? at;
    },
    leave: (): void => show(null),
  };
};

/** Tooltips of lines that are no elements of their own. */
const lineMarks = (lines: Lines, setTip: SetTip, onMark: OnMark, pointed: { current: number | null }) => {
  const show = (line: number | null, at: readonly [x: number, y: number]): void => {
    pointed.current = line;
    lines.show(line);
    setTip(line === null ? null : { words: lines.words(line), x: at[0], y: at[1] });
  };
  const choose = (): void => {
    if (pointed.current !== null) onMark?.(pointed.current);
  };
  return {
    move: (x: number, y: number): void => show(lines.near(x, y), [x, y]),
    press: choose,
    enter: choose,
    go: (key: string, at: number): number => {
      const to = next(key, at, lines.count);
      if (to !== null) show(to, lines.end(to));
      return to ?? at;
    },
    leave: (): void => show(null, [0, 0]),
  };
};

/** Tooltips for the pointer, and arrow keys that go from mark to mark, or from line to line. */
export const useMarks = (drawn: unknown, onMark: OnMark, lines: Lines | undefined) => {
  const ref = useRef<HTMLDivElement>(null);
  const [tip, setTip] = useState<Tip | null>(null);
  const at = useRef(-1);
  const pointed = useRef<number | null>(null);
  useEffect(() => {
    at.current = -1;
    pointed.current = null;
    setTip(null);
    lines?.show(null);
  }, [drawn]);
  const elements = () => (ref.current === null ? null : elementMarks(ref.current, setTip, onMark));
  const whole = lines === undefined ? null : lineMarks(lines, setTip, onMark, pointed);
  const leave = (): void => (whole ?? elements())?.leave();
  return {
    ref,
    tip,
    onPointerOver: (event: PointerEvent): void => {
      if (whole === null) elements()?.over(event.target as Element);
    },
    onPointerMove: (event: PointerEvent): void => {
      const box = ref.current?.getBoundingClientRect();
      if (box !== undefined) whole?.move(event.clientX - box.left, event.clientY - box.top);
    },
    onPointerLeave: leave,
    onBlur: leave,
    onClick: (event: MouseEvent): void => {
      if (whole === null) elements()?.press(event.target as Element);
      else if ((event.target as Element).closest('.axis-hold') === null) whole.press();
    },
    onKeyDown: (event: KeyboardEvent): void => {
      const marks = whole ?? elements();
      if (marks === null) return;
      if (event.key === 'Escape') return marks.leave();
      if (event.key === 'Enter') return marks.enter();
      if (event.key !== 'Home' && event.key !== 'End' && steps[event.key] === undefined) return;
      event.preventDefault();
      at.current = marks.go(event.key, at.current);
    },
  };
};
