import type { ComponentChildren } from 'preact';

import type { ComparedSweep, SweepsComparison, SweepSummary } from '../source.ts';
import { sweeps } from './live.ts';
import { useResource } from './resource.ts';
import { changeQuery, pathTo, route } from './route.ts';
import { Of } from './state-words.tsx';
import { useStore } from './store.ts';
import { count, score, spread, valueText } from './words.ts';

const mostValues = 12;

const valuesText = (values: readonly unknown[]): string =>
  values.slice(0, mostValues).map(valueText).join(', ') +
  (values.length > mostValues ? `, and ${count(values.length - mostValues)} more` : '');

const Scroll = ({ label, heads, numbers = [], rows }: TableProps) => (
  <div class="scroll" tabIndex={0} role="region" aria-label={label}>
    <table>
      <thead>
        <tr>
          {heads.map((head, at) => (
            <th scope="col" class={numbers.includes(at) ? 'number' : ''}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{rows}</tbody>
    </table>
  </div>
);

type TableProps = {
  readonly label: string;
  readonly heads: readonly string[];
  readonly numbers?: readonly number[];
  readonly rows: ComponentChildren;
};

const Side = ({ side, by }: { readonly side: ComparedSweep; readonly by: string }) => (
  <section>
    <h3>
      <a href={pathTo('sweep', side.sweep)}>{side.sweep}</a>
    </h3>
    <p class="note">
      {side.state}; {count(side.scored)} of {count(side.trials)} trials scored; {count(side.rows)} rows, {side.splits}.
    </p>
    <Scroll
      label={`Leaders of ${side.sweep}`}
      heads={['rank', 'trial', by, 'group', 'values']}
      numbers={[0, 2, 3]}
      rows={side.leaders.map(({ id, name, rank, group, take, mean, sd }) => (
        <tr class={take ? 'take' : ''}>
          <td class="number">{rank}</td>
          <th scope="row">
            <a href={pathTo('sweep', side.sweep, 'trial', id)}>{id}</a>
            {take && ' (take)'}
          </th>
          <td class="number">{spread(mean, sd)}</td>
          <td class="number">{group ?? '–'}</td>
          <td>{name}</td>
        </tr>
      ))}
    />
    {side.leaders.length === 0 && <p class="state">No trial has a score yet.</p>}
    {side.scored > side.leaders.length && (
      <p class="note">
        The first {side.leaders.length} of {count(side.scored)}.
      </p>
    )}
  </section>
);

const Paired = ({ by, first, second, paired }: SweepsComparison) => {
  if (paired.state === 'apart')
    return (
      <>
        <p>Their trials cannot be compared fold by fold:</p>
        <ul>
          {paired.reasons.map((reason) => (
            <li>{reason}</li>
          ))}
        </ul>
      </>
    );
  const [a, b] = [first.leaders[0], second.leaders[0]];
  const { mean, low, high, pValue, differences } = paired.pair;
  const names = [`${first.sweep} ${a?.id}`, `${second.sweep} ${b?.id}`];
  return (
    <>
      <p>
        {by}: {names[0]} less {names[1]} is {score(mean)}
        {low !== null && high !== null && ` (95 % interval ${score(low)} to ${score(high)})`}
        {pValue !== null && `, corrected resampled t-test p = ${pValue.toPrecision(2)}`}
        {pValue === null && '; a single split tells nothing more'}.
      </p>
      <p class="caveat">
        ! Each is the best of its own sweep ({count(first.scored)} and {count(second.scored)} trials), chosen on these
        folds: the one that was the best of more had more luck, and the test does not take that away.
      </p>
      <Scroll
        label={`${by} by fold`}
        heads={[`fold of ${first.sweep}`, ...names, 'difference']}
        numbers={[1, 2, 3]}
        rows={paired.folds.map((fold, at) => (
          <tr>
            <th scope="row">
              {fold.first}
              {fold.second !== fold.first && ` (${fold.second} of ${second.sweep})`}
            </th>
            <td class="number">{score(a?.values[fold.first - 1])}</td>
            <td class="number">{score(b?.values[fold.second - 1])}</td>
            <td class="number">{score(differences[at])}</td>
          </tr>
        ))}
      />
    </>
  );
};

const Compared = (found: SweepsComparison) => {
  const { by, first, second, otherwise, parameters, common } = found;
  return (
    <>
      {otherwise.map((text) => (
        <p class="note">{text}</p>
      ))}
      <h2>The best of each</h2>
      <Paired {...found} />
      <h2>Leaders</h2>
      <div class="two">
        <Side side={first} by={by} />
        <Side side={second} by={by} />
      </div>
      <h2>What they vary</h2>
      {parameters.length === 0 ? (
        <p>Every parameter has the same values in both.</p>
      ) : (
        <Scroll
          label="Parameters with other values"
          heads={['parameter', first.sweep, second.sweep]}
          rows={parameters.map((each) => (
            <tr>
              <th scope="row">{each.name}</th>
              <td>{valuesText(each.first)}</td>
              <td>{valuesText(each.second)}</td>
            </tr>
          ))}
        />
      )}
      {common.length > 0 && (
        <p class="note">
          Axes that are the same in both:{' '}
          {common.map(({ name, values }) => `${name} (${valuesText(values)})`).join('; ')}.
        </p>
      )}
    </>
  );
};

const Choice = ({ what, all, value }: ChoiceProps) => (
  <label>
    {what}{' '}
    <select value={value ?? ''} onChange={(event) => changeQuery({ [what]: event.currentTarget.value })}>
      <option value="" disabled>
        choose a sweep
      </option>
      {all.map(({ sweep }) => (
        <option value={sweep}>{sweep}</option>
      ))}
    </select>
  </label>
);

type ChoiceProps = {
  readonly what: 'first' | 'second';
  readonly all: readonly SweepSummary[];
  readonly value: string | null;
};

/** Two sweeps side by side: leaders, the best of each fold by fold, and what they vary. */
export const SweepsComparePage = () => {
  const { query } = useStore(route);
  const all = useStore(sweeps) ?? [];
  const [first, second] = [query.get('first'), query.get('second')];
  const isBoth = first !== null && second !== null && first !== second;
  const versions = all.filter(({ sweep }) => sweep === first || sweep === second).map(({ version }) => version);
  const path = isBoth ? `/api/compare/${encodeURIComponent(first)}/${encodeURIComponent(second)}` : null;
  const resource = useResource<SweepsComparison>(path, versions.join());
  return (
    <>
      <h1>Two sweeps compared</h1>
      <p>
        <Choice what="first" all={all} value={first} />
        <Choice what="second" all={all} value={second} />
      </p>
      {isBoth ? (
        <Of resource={resource} what={`${first} and ${second}`}>
          {(found) => <Compared {...found} />}
        </Of>
      ) : (
        <p class="state">Choose two different sweeps.</p>
      )}
    </>
  );
};
