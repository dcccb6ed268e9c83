import { line, text } from './frame.ts';
import { fitted, labelWidth } from './labels.ts';
import { shape } from './shape.ts';
import type { Shape } from './shape.ts';

/** `mark`: the path of a filled sign around 0, 0, in place of a piece of a line. */
export type LegendEntry = {
  readonly name: string;
  readonly colour: string;
  readonly dash?: string;
  readonly mark?: string;
};

const stroke = 22;
const rowHeight = 16;
const widest = 320;

const signOf = ({ colour, dash = '', mark }: LegendEntry, x: number, y: number): Shape => {
  if (mark !== undefined)
    return shape('path', { d: mark, fill: colour, transform: `translate(${x + stroke - 6} ${y})` });
  const dashed: Shape['attributes'] = dash === '' ? {} : { 'stroke-dasharray': dash };
  return line(x, y, x + stroke, y, { stroke: colour, 'stroke-width': 2.5, ...dashed });
};

/** Names of series beside a piece of each line or their sign, in as many rows as they need. */
export const legend = (
  entries: readonly LegendEntry[],
  { left, top, width }: { readonly left: number; readonly top: number; readonly width: number },
): { readonly shapes: readonly Shape[]; readonly height: number } => {
  let x = left;
  let y = top + 10;
  const shapes: Shape[] = [];
  for (const entry of entries) {
    const { name } = entry;
    const shown = fitted(name, Math.min(widest, width - stroke - 6));
    const needed = stroke + 6 + labelWidth(shown) + 14;
    if (x > left && x + needed > left + width) {
      x = left;
      y += rowHeight;
    }
    shapes.push(signOf(entry, x, y - 4), text(x + stroke + 6, y, shown, {}, shown === name ? null : name));
    x += needed;
  }
  return { shapes: [shape('g', { class: 'legend' }, shapes)], height: entries.length === 0 ? 0 : y - top + 8 };
};
