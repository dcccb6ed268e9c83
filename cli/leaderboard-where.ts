import { SweepError } from '../core/errors.ts';
import type { Json } from '../core/canonical.ts';
import type { ParameterPath, Value } from '../core/grid.ts';
import { shortName, valueText } from '../core/parameters.ts';
import type { LeaderboardRow, LeaderboardView } from './leaderboard-view.ts';

const signs = ['!=', '<=', '>=', '=', '<', '>'] as const;
type Sign = (typeof signs)[number];

type Condition = { readonly path: ParameterPath; readonly sign: Sign; readonly wanted: string };

/** The axis that a name or path means. @throws {SweepError} USAGE where the sweep has no such axis */
export const axisOf = (axes: readonly ParameterPath[], name: string, flag: string): ParameterPath => {
  const path = axes.find((each) => each === name || shortName(each) === name);
  if (path !== undefined) return path;
  const fix = axes.length === 0 ? 'This sweep has no axes' : `Its axes: ${axes.map(shortName).join(', ')}`;
  throw new SweepError({ code: 'USAGE', message: `${flag}: this sweep has no axis "${name}"`, fix });
};

const conditionOf = (axes: readonly ParameterPath[], text: string): Condition => {
  const found = /^([\w.]+)\s*(!=|<=|>=|=|<|>)(.*)$/u.exec(text.trim());
  if (found === null) {
    throw new SweepError({
      code: 'USAGE',
      message: `--where: "${text}" is not a condition`,
      fix: `Write an axis, one of ${signs.join(' ')}, and a value, e.g. --where "units>=32,dropout=0.5"`,
    });
  }
  const [, name, sign, wanted] = found as unknown as [string, string, Sign, string];
  return { path: axisOf(axes, name, '--where'), sign, wanted: wanted.trim() };
};

const holds = (value: Json | undefined, { sign, wanted }: Condition): boolean => {
  if (value === undefined) return false; // an axis that the trial does not read
  const text = valueText(value as Value);
  const same = text === wanted || (typeof value === 'number' && wanted !== '' && value === Number(wanted));
  switch (sign) {
    case '=':
      return same;
    case '!=':
      return !same;
    case '<':
      return Number(text) < Number(wanted);
    case '<=':
      return Number(text) <= Number(wanted);
    case '>':
      return Number(text) > Number(wanted);
    case '>=':
      return Number(text) >= Number(wanted);
    default:
      return sign satisfies never;
  }
};

/**
 * The rows that `--where` keeps: conditions on axes, joined by commas, all of which must hold.
 * @throws {SweepError} USAGE on an axis that the sweep lacks or a text that is no condition
 */
export const parseWhere = (view: LeaderboardView, text: string): ((row: LeaderboardRow) => boolean) => {
  const conditions = text.split(',').map((part) => conditionOf(view.axes, part));
  return (row) => {
    const params = view.paramsOf(row);
    return conditions.every((condition) => holds(params[condition.path], condition));
  };
};
