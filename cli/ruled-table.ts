import Table from 'cli-table3';

const sides = ['top', 'bottom'].flatMap((side) => ['', '-mid', '-left', '-right'].map((part) => side + part));
const rule = { left: '', 'left-mid': '', right: '', 'right-mid': '' };

/** Spaces between columns. */
export const columnGap = 2;

/** Columns under a rule and no other lines, so that more of them fit; `plain` leaves out the rule as well. */
export const ruledTable = (
  heads: readonly string[],
  right: readonly boolean[],
  rows: readonly (readonly string[])[],
  plain: boolean,
): string => {
  const table = new Table({
    head: [...heads],
    colAligns: right.map((is) => (is ? 'right' : 'left')),
    chars: {
      ...Object.fromEntries(sides.map((name) => [name, ''])),
      ...rule,
      middle: ' '.repeat(columnGap),
      mid: plain ? '' : '─',
      'mid-mid': plain ? '' : '─'.repeat(columnGap),
    },
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
};
