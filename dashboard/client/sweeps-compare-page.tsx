import type { SweepsComparison, SweepSummary } from '../source.ts';
import { Choice } from './choice.tsx';
import { Paired, Side } from './compared-sweeps.tsx';
import { sweeps } from './live.ts';
import { useResource } from './resource.ts';
import { route } from './route.ts';
import { Scroll } from './scroll.tsx';
import { Of } from './state-words.tsx';
import { useStore } from './store.ts';
import { count, valueText } from './words.ts';

const mostValues = 12;

const listed = (values: readonly unknown[]): string =>
  values.slice(0, mostValues).map(valueText).join(', ') +
  (values.length > mostValues ? `, and ${count(values.length - mostValues)} more` : '');

const valuesText = (values: readonly unknown[]): string => (values.length === 0 ? 'not read' : listed(values));

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

const choiceOf = (what: 'first' | 'second', all: readonly SweepSummary[], value: string | null) => (
  <Choice
    name={what}
    param={what}
    value={value ?? ''}
    options={[
      { value: '', text: 'choose a sweep', disabled: true },
      ...all.map(({ sweep }) => ({ value: sweep, text: sweep })),
    ]}
  />
);

/** Two sweeps side by side: leaders, the best of each fold by fold, and what they vary. */
export const SweepsComparePage = () => {
  const { query } = useStore(route);
  const known = useStore(sweeps);
  const all = known ?? [];
  const [first, second] = [query.get('first'), query.get('second')];
  const isBoth = first !== null && second !== null && first !== second;
  const versions = all.filter(({ sweep }) => sweep === first || sweep === second).map(({ version }) => version);
  const path =
    isBoth && known !== null ? `/api/compare/${encodeURIComponent(first)}/${encodeURIComponent(second)}` : null;
  const resource = useResource<SweepsComparison>(path, versions.join());
  return (
    <>
      <h1>Two sweeps compared</h1>
      <p>
        {choiceOf('first', all, first)}
        {choiceOf('second', all, second)}
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
