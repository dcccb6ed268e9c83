import type { Board } from './board.ts';
import { pathTo } from './route.ts';
import { plural } from '../../core/amounts.ts';

const meaning: Readonly<Record<string, string>> = {
  DIVERGED:
    'follows from the configuration and is not tried again; a smaller train.learningRate or a train.clipNorm may help',
  OUT_OF_MEMORY:
    'depends on the machine: sweep resume --failed tries it again, on one with more memory or with a smaller batch',
  CRASHED: 'depends on the machine: sweep resume --failed tries it again',
};

/** Failed trials by why they failed. */
export const FailuresView = ({ board }: { readonly board: Board }) => {
  const failed = board.rows.flatMap(({ id, trial, failure }) => (failure === null ? [] : [{ id, trial, ...failure }]));
  if (failed.length === 0) return <p class="state">No trial failed.</p>;
  const codes = [...new Set(failed.map(({ code }) => code))].toSorted();
  return (
    <>
      {codes.map((code) => {
        const own = failed.filter((each) => each.code === code);
        return (
          <section>
            <h2>
              {code}: {plural(own.length, 'trial')}
            </h2>
            <p class="note">{meaning[code] ?? ''}</p>
            <div class="scroll" tabIndex={0} role="region" aria-label={`${code}, failed trials`}>
              <table>
                <thead>
                  <tr>
                    {['trial', 'fold', 'what happened', 'configuration'].map((head) => (
                      <th scope="col">{head}</th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {own.slice(0, 500).map(({ id, trial, fold, message }) => (
                    <tr>
                      <th scope="row">
                        <a href={pathTo('sweep', board.sweep, 'trial', id)}>{id}</a>
                      </th>
                      <td class="number">{fold}</td>
                      <td>{message}</td>
                      <td>{trial}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
              {own.length > 500 && <p class="note">The first 500; sweep export has them all.</p>}
            </div>
          </section>
        );
      })}
    </>
  );
};
