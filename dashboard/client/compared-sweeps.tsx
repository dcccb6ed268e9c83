import type { ComparedSweep, SweepsComparison } from '../source.ts';
import { pathTo } from './route.ts';
import { Scroll } from './scroll.tsx';
import { count, score, spread } from './words.ts';

/** The leaders of one of the two. */
export const Side = ({ side, by }: { readonly side: ComparedSweep; readonly by: string }) => (
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

/** The best of each, fold by fold, or why that cannot be said. */
export const Paired = ({ by, first, second, paired }: SweepsComparison) => {
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
