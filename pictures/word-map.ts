import {
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolStar,
  symbolTriangle,
  symbolWye,
} from 'd3-shape';

import { areaOf, bottomAxis, drawing, emptyWords, leftAxis, sizeOf, text } from './frame.ts';
import { fontSize, labelWidth, percent } from './labels.ts';
import { legend } from './legend.ts';
import { hue } from './palette.ts';
import { extent, linear } from './scale.ts';
import { round, shape } from './shape.ts';
import type { Picture, Shape, Size } from './shape.ts';

/** A word on the plane; `label` is the class that has more of its texts than chance gives it, `share` of them. */
export type MapWord = {
  readonly word: string;
  readonly count: number;
  readonly label: string | null;
  readonly share: number | null;
  readonly x: number;
  readonly y: number;
};

export type WordMap = {
  readonly words: readonly MapWord[]; // the most frequent first
  readonly labels: readonly string[];
  readonly shares: readonly [x: number, y: number]; // of the variance that each axis holds
};

const symbols = [symbolCircle, symbolSquare, symbolTriangle, symbolDiamond, symbolCross, symbolStar, symbolWye];
const plain = 'var(--soft)';

/** Form and colour of a class: neither alone tells them apart. */
const signOf = (label: number): { readonly colour: string; readonly mark: string } =>
  label < 0
    ? { colour: plain, mark: symbol(symbolCircle, 12)() ?? '' }
    : { colour: hue(label), mark: symbol(symbols[label % symbols.length] as (typeof symbols)[number], 36)() ?? '' };

type Box = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };

const lie = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Names beside their signs, the most frequent words first, as long as none lies over another or leaves the picture. */
const names = (
  words: readonly MapWord[],
  at: (word: MapWord) => readonly [number, number],
  right: number,
): readonly Shape[] => {
  const taken: Box[] = [];
  return words.flatMap((word) => {
    const [x, y] = at(word);
    const width = labelWidth(word.word);
    const beside = x + 6 + width > right ? x - 6 - width : x + 6;
    const box = { left: beside, right: beside + width, top: y - fontSize / 2 - 1, bottom: y + fontSize / 2 + 1 };
    if (width > 120 || taken.some((each) => lie(each, box))) return [];
    taken.push(box);
    return [text(beside, y + 4, word.word, { stroke: 'var(--paper)', 'stroke-width': 3, 'paint-order': 'stroke' })];
  });
};

const wordsOf = ({ word, count, label, share }: MapWord): string =>
  `${word}: ${count} times${label === null ? '; no class has more than its share' : `; ${percent(share ?? 0)} of its texts are ${label}`}`;

/** Words on the two directions along which their vectors differ most, by the class in which they are over-represented. */
export const wordMap = ({ words, labels, shares }: WordMap, wanted?: Partial<Size>): Picture => {
  const title = 'Map of the most frequent words';
  const { width, height } = sizeOf(wanted, { width: 760, height: 560 });
  const used = labels.flatMap((name, n) => (words.some(({ label }) => label === name) ? [{ name, ...signOf(n) }] : []));
  const none = words.some(({ label }) => label === null)
    ? [{ name: 'no class more than its share', ...signOf(-1) }]
    : [];
  const key = legend([...used, ...none], { left: 58, top: 0, width: width - 74 });
  const size = { width, height: height + key.height };
  const area = areaOf(size, { top: key.height + 10 });
  const x = linear(extent(words.map((word) => word.x)), [area.left, area.right]);
  const y = linear(extent(words.map((word) => word.y)), [area.bottom, area.top]);
  const at = (word: MapWord): readonly [number, number] => [x.at(word.x), y.at(word.y)];
  const axis = (n: 0 | 1): string => `component ${n + 1} (${(shares[n] * 100).toFixed(1)} % of the variance)`;
  return {
    title,
    note:
      `Principal components of the ${words.length} most frequent words' vectors, each of length 1; near here need not be near in all directions: ` +
      `the two axes hold ${percent(shares[0] + shares[1])} of the variance. Names stand where there is room.`,
    table: {
      columns: ['word', 'times', 'class with more than its share', 'share of its texts', 'component 1', 'component 2'],
      rows: words.map((word) => [word.word, word.count, word.label, word.share, word.x, word.y]),
    },
    svg: drawing(size, title, `${words.length} words; ${axis(0)} across, ${axis(1)} upwards`, [
      ...key.shapes,
      ...bottomAxis(area, x, axis(0)),
      ...leftAxis(area, y, axis(1)),
      ...(words.length === 0 ? [emptyWords(area, 'No word has a vector.')] : []),
      ...words.map((word, row) => {
        const { colour, mark } = signOf(word.label === null ? -1 : labels.indexOf(word.label));
        const [left, top] = at(word);
        const place = { d: mark, fill: colour, transform: `translate(${round(left)} ${round(top)})`, 'data-row': row };
        return shape('path', place, [shape('title', {}, [wordsOf(word)])]);
      }),
      ...names(words, at, area.right),
    ]),
  };
};
