import { line, text } from './frame.ts';
import { fitted, labelWidth } from './labels.ts';
import { shape } from './shape.ts';
import type { Shape } from './shape.ts';

export type LegendEntry = { readonly name: string; readonly colour: string; readonly dash?: string };

const stroke = 22;
const rowHeight = 16;
const widest = 320;

/** Names of series beside a piece of each line, in as many rows as they need. */
export const legend = (
  entries: readonly LegendEntry[],
  { left, top, width }: { readonly left: number; readonly top: number; readonly width: number },
): { readonly shapes: readonly Shape[]; readonly height: number } => {
  let x = left;
  let y = top + 10;
  const shapes: Shape[] = [];
  for (const { name, colour, dash = '' } of entries) {
    const shown = fitted(name, Math.min(widest, width - stroke - 6));
    const needed = stroke + 6 + labelWidth(shown) + 14;
    if (x > left && x + needed > left + width) {
      x = left;
      y += rowHeight;
    }
    const dashed: Shape['attributes'] = dash === '' ? {} : { 'stroke-dasharray': dash };
    shapes.push(
      line(x, y - 4, x + stroke, y - 4, { stroke: colour, 'stroke-width': 2.5, ...dashed }),
      text(x + stroke + 6, y, shown, {}, shown === name ? null : name),
    );
    x += needed;
  }
  return { shapes: [shape('g', { class: 'legend' }, shapes)], height: entries.length === 0 ? 0 : y - top + 8 };
};
