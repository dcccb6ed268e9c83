import { useEffect, useState } from 'preact/hooks';

import { confusionMap } from '../../pictures/confusion-map.ts';
import { learningCurves } from '../../pictures/learning-curves.ts';
import { precisionRecallPicture, rocPicture } from '../../pictures/rate-curves.ts';
import { Figure } from './figure.tsx';
import { sweeps } from './live.ts';
import { useResource, useTick } from './resource.ts';
import { Of } from './state-words.tsx';
import { useStore } from './store.ts';
import { FoldTable, HardestTable, Parameters, ReportTable } from './trial-tables.tsx';
import { precisionOf, rocOf, scoredFolds } from './trial.ts';
import type { TrialAnswer } from './trial.ts';
import { spread } from './words.ts';

const placeWords = ({ state, rank, group, by, take, withinOneSe, scores, folds }: TrialAnswer): string => {
  if (state === 'open')
    return `Not decided yet: ${folds.filter((fold) => fold.state === 'scored').length} of ${folds.length} folds are scored.`;
  if (state === 'failed') return 'It failed.';
  const marks = take ? ', the one to take' : withinOneSe ? ', within one standard error of the best' : '';
  return `Rank ${rank} by ${by}, ${spread(scores[by]?.mean, scores[by]?.sd)}${group === null ? '' : `, group ${group}`}${marks}.`;
};

const Command = ({ command }: Pick<TrialAnswer, 'command'>) => {
  const [copied, setCopied] = useState(false);
  return (
    <p>
      Train it on all rows: <code>{command}</code>{' '}
      <button type="button" onClick={() => void navigator.clipboard.writeText(command).then(() => setCopied(true))}>
        {copied ? 'Copied' : 'Copy'}
      </button>
    </p>
  );
};

const Pictures = ({ answer }: { readonly answer: TrialAnswer }) => {
  const folds = scoredFolds(answer);
  const of = (train: 'loss' | 'accuracy', heldOut: 'heldOutLoss' | 'heldOutAccuracy') =>
    folds.map(({ fold, curves }) => ({ fold, train: curves[train], heldOut: curves[heldOut] }));
  const { confusion, labels } = answer;
  if (folds.length === 0 || confusion === null)
    return <p class="state">No fold has ended yet; its pictures appear by themselves.</p>;
  const height = 320;
  return (
    <>
      <h2>Held-out rows of {folds.length === 1 ? 'one fold' : `${folds.length} folds`}</h2>
      <div class="two">
        <Figure
          id="confusion"
          inputs={[answer]}
          draw={(width) =>
            confusionMap(labels, confusion, {
              width: Math.min(640, width),
              height: Math.min(640, 110 + 58 * labels.length),
            })
          }
        />
        <ReportTable answer={answer} />
      </div>
      <h2>Learning curves</h2>
      <div class="two">
        <Figure
          id="loss"
          inputs={[answer]}
          draw={(width) =>
            learningCurves(of('loss', 'heldOutLoss'), { measure: 'loss', unit: 'nats a row' }, { width, height })
          }
        />
        <Figure
          id="accuracy"
          inputs={[answer]}
          draw={(width) =>
            learningCurves(of('accuracy', 'heldOutAccuracy'), { measure: 'accuracy', unit: null }, { width, height })
          }
        />
      </div>
      <h2>How well it orders the texts</h2>
      <div class="two">
        <Figure id="roc" inputs={[answer]} draw={(width) => rocPicture(rocOf(answer), { width, height: 420 })} />
        <Figure
          id="precision-recall"
          inputs={[answer]}
          draw={(width) => precisionRecallPicture(precisionOf(answer), { width, height: 420 })}
        />
      </div>
    </>
  );
};

/** A fold that ends before its trial is decided is no news of the sweep: it is asked for. */
const foldEveryMs = 700;

/** All that is known of one trial; what its folds come to appears as they end. */
export const TrialPage = ({ sweep, trial }: { readonly sweep: string; readonly trial: string }) => {
  const summary = useStore(sweeps)?.find((each) => each.sweep === sweep);
  const path = `/api/sweeps/${encodeURIComponent(sweep)}/trials/${encodeURIComponent(trial)}`;
  const [isOpen, setOpen] = useState(false);
  const tick = useTick(foldEveryMs, isOpen && summary?.state === 'running');
  const resource = useResource<TrialAnswer>(path, `${summary?.version ?? ''}:${tick}`);
  const state = resource.state === 'here' ? resource.value.state : null;
  useEffect(() => setOpen(state === 'open'), [state]);
  return (
    <Of resource={resource} what={`trial ${trial}`}>
      {(answer) => (
        <>
          <h1>{answer.id}</h1>
          <p>{answer.trial}</p>
          <p>{placeWords(answer)}</p>
          {answer.failure !== null && (
            <p class="bad">
              {answer.failure.code} in fold {answer.failure.fold}: {answer.failure.message}
            </p>
          )}
          <Command command={answer.command} />
          <h2>Folds</h2>
          <FoldTable answer={answer} />
          <Pictures answer={answer} />
          <HardestTable hardest={answer.hardest} />
          <Parameters parameters={answer.parameters} />
        </>
      )}
    </Of>
  );
};
