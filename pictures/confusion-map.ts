import { bottomAxis, drawing, emptyWords, leftNames, line, sizeOf, text } from './frame.ts';
import { fitted, labelWidth, percent } from './labels.ts';
import { banded } from './scale.ts';
import { round, shape } from './shape.ts';
import type { Picture, Shape, Size } from './shape.ts';

const smallestWithText = 26;
const smallestWithShare = 38;

const quotient = (above: number, below: number): number => (below === 0 ? 0 : above / below);

/** One cell: darker where more of the row's texts fell there, with count and share as far as they fit. */
const cell = (
  x: number,
  y: number,
  side: { readonly width: number; readonly height: number },
  facts: CellFacts,
): Shape => {
  const { width, height } = side;
  const inside = facts.share > 0.55 ? 'var(--paper)' : 'var(--ink)';
  const count = String(facts.count);
  const roomy = width >= Math.max(smallestWithText, labelWidth(count) + 4) && height >= 15;
  const withShare = roomy && width >= smallestWithShare && height >= smallestWithShare;
  const centre = { 'text-anchor': 'middle', fill: inside };
  return shape('g', { 'data-row': facts.row }, [
    shape('title', {}, [facts.words]),
    shape('rect', {
      x: round(x - width / 2),
      y: round(y - height / 2),
      width: round(width),
      height: round(height),
      fill: 'var(--heat)',
      'fill-opacity': round(facts.share),
      stroke: 'var(--line)',
    }),
    ...(roomy ? [text(x, y + (withShare ? -1 : 4), count, { ...centre, 'font-weight': facts.hit ? 700 : 400 })] : []),
    ...(withShare ? [text(x, y + 13, percent(facts.share), centre)] : []),
  ]);
};

type CellFacts = {
  readonly count: number;
  readonly share: number; // of the texts of that true class
  readonly hit: boolean;
  readonly words: string;
  readonly row: number;
};

/**
 * A confusion matrix as a heat map: a row per true class, a column per predicted one, each cell its count and its share of
 * the row.
 * @param counts [true][predicted], in the order of the labels
 */
export const confusionMap = (
  labels: readonly string[],
  counts: readonly (readonly number[])[],
  wanted?: Partial<Size>,
): Picture => {
  const title = 'Confusion matrix';
  const classes = labels.length;
  const usual = { width: Math.min(640, 200 + 90 * classes), height: Math.min(640, 110 + 58 * classes) };
  const size = sizeOf(wanted, usual);
  const left = Math.min(size.width * 0.4, 34 + Math.max(30, ...labels.map((label) => labelWidth(label))));
  const area = { left, right: size.width - 10, top: 10, bottom: size.height - 46 };
  const x = banded(labels, [area.left, area.right], 0.02);
  const y = banded(labels, [area.top, area.bottom], 0.02);
  const cells = counts.flatMap((row, actual) => {
    const support = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, predicted) => ({ actual, predicted, count, share: quotient(count, support) }));
  });
  const shown = labels.map((label) => fitted(label, Math.max(24, x.width - 2)));
  const below = { at: x.at, ticks: x.ticks.map(({ at }, n) => ({ at, text: shown[n] as string })) };
  const names = area.left - 22;
  const middle = (area.top + area.bottom) / 2;
  return {
    title,
    note: 'Every row is a true class and adds up to 100 %; the diagonal is what was right.',
    table: {
      columns: ['true class', 'predicted class', 'texts', 'share of the true class'],
      rows: cells.map(({ actual, predicted, count, share }) => [
        labels[actual] as string,
        labels[predicted] as string,
        count,
        share,
      ]),
    },
    svg: drawing(size, title, `${classes} classes; counts and shares of each true class`, [
      ...bottomAxis(area, below, 'predicted class', false),
      text(12, middle, 'true class', { 'text-anchor': 'middle', transform: `rotate(-90 12 ${round(middle)})` }),
      shape('g', { transform: 'translate(0 0)' }, leftNames({ ...area, left: Math.max(30, names + 22) }, y)),
      line(area.left, area.top, area.left, area.bottom, { stroke: 'var(--soft)' }),
      ...(classes === 0 ? [emptyWords(area, 'No fold has ended yet.')] : []),
      ...cells.map(({ actual, predicted, count, share }, row) =>
        cell(
          x.at(predicted),
          y.at(actual),
          { width: x.width, height: y.width },
          {
            count,
            share,
            hit: actual === predicted,
            words: `${labels[actual]} taken for ${labels[predicted]}: ${count} (${percent(share)})`,
            row,
          },
        ),
      ),
    ]),
  };
};
