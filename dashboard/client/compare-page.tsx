import { useResource } from './resource.ts';
import { pathTo, route } from './route.ts';
import { Of } from './state-words.tsx';
import { useStore } from './store.ts';
import { count, score } from './words.ts';

type Side = {
  readonly id: string;
  readonly trial: string;
  readonly rank: number;
  readonly values: readonly (number | null)[];
};

/** What the page reads of the object of `compare --json`. */
type Comparison = {
  readonly by: string;
  readonly first: Side;
  readonly second: Side;
  readonly paired: {
    readonly differences: readonly number[];
    readonly mean: number;
    readonly low: number | null;
    readonly high: number | null;
    readonly pValue: number | null;
  };
  readonly predictions: {
    readonly rows: number;
    readonly bothRight: number;
    readonly onlyFirst: number;
    readonly onlySecond: number;
    readonly bothWrong: number;
    readonly mcnemar: { readonly method: string; readonly pValue: number };
  };
  readonly differing: readonly {
    readonly row: number;
    readonly rows: readonly number[]; // with this text, its own among them
    readonly text: string;
    readonly truth: string;
    readonly first: string;
    readonly second: string;
  }[];
};

const mostTexts = 100;

const Folds = ({ first, second, paired, by }: Comparison) => (
  <div class="scroll" tabIndex={0} role="region" aria-label={`${by} by fold`}>
    <table>
      <thead>
        <tr>
          <th scope="col">fold</th>
          {[first.id, second.id, 'difference'].map((head) => (
            <th scope="col" class="number">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {paired.differences.map((difference, at) => (
          <tr>
            <th scope="row">{at + 1}</th>
            <td class="number">{score(first.values[at])}</td>
            <td class="number">{score(second.values[at])}</td>
            <td class="number">{score(difference)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const Texts = ({ first, second, differing }: Comparison) => (
  <>
    <h3>Texts that they class differently: {count(differing.length)}</h3>
    <div class="scroll" tabIndex={0} role="region" aria-label="Texts classed differently">
      <table class="texts">
        <thead>
          <tr>
            {['row', 'times', 'label', first.id, second.id, 'text'].map((head) => (
              <th scope="col">{head}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {differing.slice(0, mostTexts).map((each) => (
            <tr>
              <th scope="row">{each.row + 1}</th>
              <td class="number">{each.rows.length}</td>
              <td>{each.truth}</td>
              <td>{each.first}</td>
              <td>{each.second}</td>
              <td>{each.text}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {differing.length > mostTexts && <p class="note">The first {mostTexts}, those that are furthest apart.</p>}
    </div>
  </>
);

const Pair = ({ sweep, comparison }: { readonly sweep: string; readonly comparison: Comparison }) => {
  const { first, second, by, paired, predictions } = comparison;
  const { mean, low, high, pValue } = paired;
  const { rows, bothRight, onlyFirst, onlySecond, bothWrong, mcnemar } = predictions;
  return (
    <section>
      <h2>
        {first.id} and {second.id}
      </h2>
      {[first, second].map(({ id, trial, rank }) => (
        <p>
          <a href={pathTo('sweep', sweep, 'trial', id)}>{id}</a>, rank {rank}: {trial}
        </p>
      ))}
      <p>
        {by}: {first.id} less {second.id} is {score(mean)}
        {low !== null && high !== null && ` (95 % interval ${score(low)} to ${score(high)})`}
        {pValue !== null && `, corrected resampled t-test p = ${pValue.toPrecision(2)}`}. The test is for two trials
        named beforehand, not for the best and the worst of many.
      </p>
      <Folds {...comparison} />
      <p>
        Of {count(rows)} held-out rows {count(bothRight)} are right in both, {count(onlyFirst)} only in {first.id},{' '}
        {count(onlySecond)} only in {second.id}, {count(bothWrong)} in neither; McNemar ({mcnemar.method}) p ={' '}
        {mcnemar.pValue.toPrecision(2)}.
      </p>
      <Texts {...comparison} />
      <p class="note">
        The same on a terminal:{' '}
        <code>
          sweep compare {sweep} {first.id} {second.id}
        </code>
      </p>
    </section>
  );
};

const Compared = ({
  sweep,
  first,
  second,
}: {
  readonly sweep: string;
  readonly first: string;
  readonly second: string;
}) => {
  const path = `/api/sweeps/${[sweep, 'compare', first, second].map(encodeURIComponent).join('/')}`;
  const resource = useResource<Comparison>(path, '');
  return (
    <Of resource={resource} what={`${first} and ${second}`}>
      {(comparison) => <Pair sweep={sweep} comparison={comparison} />}
    </Of>
  );
};

/** The first of the named trials beside each of the others, fold by fold and text by text. */
export const ComparePage = ({ sweep }: { readonly sweep: string }) => {
  const { query } = useStore(route);
  const [first, ...others] = (query.get('trials') ?? '').split(',').filter((id) => id !== '');
  return (
    <>
      <h1>Trials of {sweep} compared</h1>
      {first === undefined || others.length === 0 ? (
        <p class="state">Tick two trials or more in the leaderboard.</p>
      ) : (
        others.map((second) => <Compared key={second} sweep={sweep} first={first} second={second} />)
      )}
    </>
  );
};
