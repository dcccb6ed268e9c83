import { useState } from 'preact/hooks';

import type { SweepAxis } from '../source.ts';
import { brushText, withRange } from './brush.ts';
import type { Brush, Range } from './brush.ts';
import { changeQuery } from './route.ts';
import { valueText } from './words.ts';

export const setRange = (brush: Brush, name: string, range: Range | null): void =>
  changeQuery({ brush: brushText(withRange(brush, name, range)) });

/** The same by keyboard or screen reader: ends of every axis's range, and its place in the order. */
export const Controls = ({ axes, brush }: { readonly axes: readonly SweepAxis[]; readonly brush: Brush }) => {
  const move = (from: number, by: number): void => {
    const names = axes.map(({ name }) => name);
    const [name] = names.splice(from, 1) as [string];
    names.splice(from + by, 0, name);
    changeQuery({ order: names.join(',') });
  };
  const [open, setOpen] = useState(false);
  return (
    <details class="controls" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Choose values and order the axes</summary>
      {(open ? axes : []).map(({ name, values }, n) => {
        const [from, to] = brush.get(name) ?? [0, values.length - 1];
        const choose = (range: Range): void =>
          setRange(brush, name, range[0] <= 0 && range[1] >= values.length - 1 ? null : range);
        const options = values.map((value, at) => <option value={at}>{valueText(value)}</option>);
        return (
          <fieldset>
            <legend>{name}</legend>
            <label>
              from{' '}
              <select
                value={from}
                onChange={(event) =>
                  choose([Number(event.currentTarget.value), Math.max(to, Number(event.currentTarget.value))])
                }
              >
                {options}
              </select>
            </label>
            <label>
              to{' '}
              <select
                value={to}
                onChange={(event) =>
                  choose([Math.min(from, Number(event.currentTarget.value)), Number(event.currentTarget.value)])
                }
              >
                {options}
              </select>
            </label>
            <button
              type="button"
              disabled={n === 0}
              aria-label={`move ${name} to the left`}
              onClick={() => move(n, -1)}
            >
              ◀
            </button>
            <button
              type="button"
              disabled={n === axes.length - 1}
              aria-label={`move ${name} to the right`}
              onClick={() => move(n, 1)}
            >
              ▶
            </button>
          </fieldset>
        );
      })}
    </details>
  );
};
