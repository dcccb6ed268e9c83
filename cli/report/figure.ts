import type { Picture } from '../../pictures/shape.ts';
import { el, drawn, t, tableOf } from './html.ts';
import type { Html } from './html.ts';

/** Tables beyond this would make the file larger than all pictures together. */
const mostRows = 400;

const cellText = (value: string | number | null): string => {
  if (value === null) return '–';
  return typeof value === 'string' || Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
};

const numbersOf = ({ title, table }: Picture): Html => {
  const { columns, rows } = table;
  if (rows.length > mostRows)
    return el(
      'p',
      { class: 'note' },
      t(`${rows.length} rows of numbers: sweep export and sweep show --json have them.`),
    );
  const isNumber = columns.map((_, at) => rows.every((row) => typeof row[at] !== 'string'));
  return el(
    'details',
    {},
    el('summary', {}, t('The numbers')),
    tableOf(
      title,
      columns.map((text, at) => ({ text, right: isNumber[at] === true })),
      rows.map((row) => ({ cells: row.map((value, at) => ({ text: cellText(value), right: isNumber[at] === true })) })),
    ),
  );
};

/** A picture with its title, what is to be known of it, and its numbers; as wide as it was drawn at most. */
export const figure = (picture: Picture): Html => {
  const width = String(picture.svg.attributes['viewBox']).split(' ')[2] as string;
  return el(
    'figure',
    { style: `max-width:${width}px` },
    el('figcaption', {}, t(picture.title)),
    drawn(picture.svg),
    ...(picture.note === null ? [] : [el('p', { class: 'note' }, t(picture.note))]),
    numbersOf(picture),
  );
};
