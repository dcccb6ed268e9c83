import { classificationReport, reportNumber } from '../../scoring/classification-report.ts';
import type { TrialAnswer, TrialFold } from './trial.ts';
import { score, valueText } from './words.ts';

const attemptWords = ({ attempts }: TrialFold): string =>
  attempts.length < 2
    ? ''
    : `begun ${attempts.length} times: ${attempts.map(({ outcome, cause }) => (cause === '' ? outcome : `${outcome} (${cause})`)).join('; ')}`;

const stateWords = (fold: TrialFold): string =>
  fold.state === 'failed' ? `${fold.failure.code}: ${fold.failure.message}` : fold.state === 'open' ? 'not scored' : '';

/** Scores of every fold, when they were trained and what happened on the way. */
export const FoldTable = ({ answer }: { readonly answer: TrialAnswer }) => {
  const metrics = Object.keys(answer.folds.find((fold) => fold.state === 'scored')?.scores ?? {});
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Folds">
      <table>
        <thead>
          <tr>
            <th scope="col">fold</th>
            {[...metrics, 'seconds'].map((head) => (
              <th scope="col" class="number">
                {head}
              </th>
            ))}
            <th scope="col">machine</th>
            <th scope="col">attempts</th>
          </tr>
        </thead>
        <tbody>
          {answer.folds.map((fold) => (
            <tr>
              <th scope="row">{fold.fold}</th>
              {fold.state === 'scored' ? (
                metrics.map((metric) => <td class="number">{score(fold.scores[metric])}</td>)
              ) : (
                <td colSpan={Math.max(1, metrics.length)} class={fold.state === 'failed' ? 'bad' : 'soft'}>
                  {stateWords(fold)}
                </td>
              )}
              <td class="number">{(fold.state === 'scored' ? fold.seconds?.toFixed(1) : null) ?? '–'}</td>
              <td>{(fold.state === 'scored' ? fold.host : null) ?? '–'}</td>
              <td>{attemptWords(fold)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const two = (value: number): string => reportNumber(value, 2);

/** The layout of scikit-learn's classification_report. */
export const ReportTable = ({ answer }: { readonly answer: TrialAnswer }) => {
  if (answer.confusion === null) return null;
  const { classes, accuracy, macro, weighted } = classificationReport(answer.confusion, answer.labels);
  const rows = [...classes, null, { label: 'macro avg', ...macro }, { label: 'weighted avg', ...weighted }];
  return (
    <section>
      <h3>Classification report of that matrix</h3>
      <div class="scroll" tabIndex={0} role="region" aria-label="Classification report">
        <table>
          <thead>
            <tr>
              <td />
              {['precision', 'recall', 'f1-score', 'support'].map((head) => (
                <th scope="col" class="number">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) =>
              row === null ? (
                <tr>
                  <th scope="row">accuracy</th>
                  <td />
                  <td />
                  <td class="number">{two(accuracy)}</td>
                  <td class="number">{macro.support}</td>
                </tr>
              ) : (
                <tr>
                  <th scope="row">{row.label}</th>
                  <td class="number">{two(row.precision)}</td>
                  <td class="number">{two(row.recall)}</td>
                  <td class="number">{two(row.f1)}</td>
                  <td class="number">{row.support}</td>
                </tr>
              ),
            )}
          </tbody>
        </table>
      </div>
    </section>
  );
};

export const HardestTable = ({ hardest }: Pick<TrialAnswer, 'hardest'>) => {
  if (hardest.length === 0) return null;
  return (
    <section>
      <h2>Held-out texts that were most surely wrong</h2>
      <p class="note">
        As the words that the network saw; times: rows with this text that came to the same. Look here first for wrong
        labels.
      </p>
      <div class="scroll" tabIndex={0} role="region" aria-label="Texts that were most surely wrong">
        <table class="texts">
          <thead>
            <tr>
              {['row', 'times', 'fold', 'label', 'taken for', 'probability', 'text'].map((head) => (
                <th scope="col">{head}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {hardest.map(({ row, rows, fold, truth, predicted, probability, text }) => (
              <tr>
                <th scope="row">{row + 1}</th>
                <td class="number">{rows.length}</td>
                <td class="number">{fold}</td>
                <td>{truth}</td>
                <td>{predicted}</td>
                <td class="number">{probability.toFixed(3)}</td>
                <td>{text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
};

/** Every parameter that the trial reads, section by section. */
export const Parameters = ({ parameters }: Pick<TrialAnswer, 'parameters'>) => (
  <section>
    <h2>All its parameters</h2>
    <div class="scroll" tabIndex={0} role="region" aria-label="Parameters">
      <table>
        <tbody>
          {Object.entries(parameters).map(([path, value]) => (
            <tr>
              <th scope="row">{path}</th>
              <td>{valueText(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </section>
);
