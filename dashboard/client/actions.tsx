import { useState } from 'preact/hooks';

import type { Action, SweepDetails, SweepSummary } from '../source.ts';
import { post } from './server.ts';

const labels: Readonly<Record<Action, string>> = {
  pause: 'Pause',
  resume: 'Resume',
  stop: 'Stop',
  retry: 'Retry failed',
};

const offered = ({ state }: SweepSummary, machine: boolean): readonly Action[] => [
  ...(state === 'running' ? (['pause', 'stop'] as const) : state === 'done' ? [] : (['resume'] as const)),
  ...(machine ? (['retry'] as const) : []),
];

type ActionsProps = { readonly summary: SweepSummary; readonly details: SweepDetails };

/** What can be asked of a sweep, each with the command line that does the same; one that ends work asks once more. */
export const Actions = ({ summary, details }: ActionsProps) => {
  const { failures } = details.status as { readonly failures: readonly { readonly code: string }[] };
  const machine = failures.some(({ code }) => code !== 'DIVERGED'); // that follows from the configuration
  const [sure, setSure] = useState<Action | null>(null);
  const [said, setSaid] = useState('');
  const [busy, setBusy] = useState(false);
  const act = async (action: Action): Promise<void> => {
    if (action === 'stop' && sure !== action) return setSure(action);
    setSure(null);
    setBusy(true);
    setSaid(`${labels[action]} …`);
    setSaid(
      await post(`/api/sweeps/${encodeURIComponent(summary.sweep)}/${action}`).catch((error: unknown) => String(error)),
    );
    setBusy(false);
  };
  return (
    <div class="actions">
      {offered(summary, machine).map((action) => (
        <span class="action">
          <button type="button" disabled={busy} onClick={() => void act(action)}>
            {sure === action ? 'Really stop?' : labels[action]}
          </button>
          <code>{details.commands[action]}</code>
        </span>
      ))}
      <p role="status" class="note">
        {said}
      </p>
    </div>
  );
};
