import type { Shape } from '../../pictures/shape.ts';
import { escaped, svgText } from '../../pictures/svg-text.ts';

declare const brand: unique symbol;
/** Text of HTML in which everything that came from elsewhere is escaped; only the functions here make it. */
export type Html = string & { readonly [brand]: 'Html' };

export type Content = Html | { readonly text: string } | readonly Content[];

/** Any text, shown as it is. */
export const t = (text: string): { readonly text: string } => ({ text });

const contentText = (content: Content): string => {
  if (typeof content === 'string') return content;
  return 'text' in content ? escaped(content.text) : content.map(contentText).join('');
};

const alone = new Set(['meta', 'br']);

/** An element; names of elements and attributes are this program's own, values may be anything. */
export const el = (tag: string, attributes: Readonly<Record<string, string | number>>, ...content: Content[]): Html => {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(String(value))}"`);
  const open = `<${tag}${written.join('')}>`;
  return (alone.has(tag) ? open : `${open}${content.map(contentText).join('')}</${tag}>`) as Html;
};

export const drawn = (svg: Shape): Html => svgText(svg) as Html;

/** A style sheet of this program's own. */
export const styleSheet = (css: string): Html => `<style>${css}</style>` as Html;

/** Numbers for programs: no script, and nothing in it can end it. */
export const dataBlock = (id: string, json: string): Html =>
  `<script type="application/json" id="${escaped(id)}">${json.replaceAll('<', '\\u003c')}</script>` as Html;

export const paragraphs = (texts: readonly string[]): readonly Html[] => texts.map((text) => el('p', {}, t(text)));

export type Cell = { readonly text: string; readonly right?: boolean; readonly strong?: boolean };

const longestWord = (text: string): number => Math.max(...text.split(/\s/).map(({ length }) => length));

/** A table with a caption for screen readers; rows may be marked with a class. */
export const tableOf = (
  caption: string,
  heads: readonly Cell[],
  rows: readonly { readonly cells: readonly Cell[]; readonly mark?: string }[],
): Html => {
  const looks = ({ text, right }: Cell): Readonly<Record<string, string>> => {
    const names = [
      ...(right === true ? ['n'] : []),
      ...(longestWord(text) > 24 ? ['long'] : []),
      ...(text.length > 60 ? ['text'] : []),
    ];
    return names.length === 0 ? {} : { class: names.join(' ') };
  };
  return el(
    'table',
    {},
    el('caption', {}, t(caption)),
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        heads.map((head) => el('th', { scope: 'col', ...looks(head) }, t(head.text))),
      ),
    ),
    el(
      'tbody',
      {},
      rows.map(({ cells, mark }) =>
        el(
          'tr',
          mark === undefined ? {} : { class: mark },
          cells.map((cell) =>
            el(
              cell.strong === true ? 'th' : 'td',
              { ...looks(cell), ...(cell.strong === true ? { scope: 'row' } : {}) },
              t(cell.text),
            ),
          ),
        ),
      ),
    ),
  );
};
