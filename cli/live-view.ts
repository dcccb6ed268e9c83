import { createLogUpdate } from 'log-update';

import type { Sweep, SweepUid } from '../store/documents.ts';
import { short } from './amounts.ts';
import { etaText } from './eta-text.ts';
import { count } from './grid/page.ts';
import { isTerminal, say, styled } from './say.ts';
import { slotText } from './slot-text.ts';
import type { Snapshot } from './snapshot.ts';
import { accent } from '../pictures/terminal/accent.ts';

const bestText = ({ leaderboard }: Snapshot): string | null => {
  const [best] = leaderboard.scored;
  const spread = best?.scores[leaderboard.by];
  if (best === undefined || spread === undefined || spread.mean === null) return null;
  const sd = spread.sd === null ? '' : ` ± ${spread.sd.toFixed(3)}`;
  return `best ${leaderboard.by} ${spread.mean.toFixed(3)}${sd} (${best.id} ${best.name})`;
};

const countsText = ({ done, failed, total }: Snapshot): string =>
  `${count(done)}/${count(total)} folds${failed > 0 ? `, ${failed} failed` : ''}`;

const paceText = ({ foldsPerSecond, etaSeconds, etaRange }: Snapshot): string =>
  foldsPerSecond === null || etaSeconds === null
    ? ''
    : `${short(foldsPerSecond)} folds/s, ${etaText(etaSeconds, etaRange)}`;

/** The folds as a bar of `width` characters: scored, failed, open. */
const bar = ({ done, failed, total }: Snapshot, width: number): string => {
  const full = Math.floor((width * done) / total);
  const lost = Math.min(width - full, Math.ceil((width * failed) / total));
  return '█'.repeat(full) + styled(accent, '▒'.repeat(lost)) + styled('dim', '░'.repeat(width - full - lost));
};

const cut = (line: string, width: number): string => (line.length <= width ? line : `${line.slice(0, width - 1)}…`);

const slotLines = (snapshot: Snapshot, uid: SweepUid, width: number): readonly string[] => {
  const slots = snapshot.workers.flatMap((worker) => worker.slots.map((slot) => ({ worker, slot })));
  const shown = slots.slice(0, 8).map(({ worker, slot }, at) => {
    const host = snapshot.workers.length > 1 ? ` ${worker.host}` : '';
    return cut(`  slot ${at + 1}${host}: ${slotText(slot, uid)}`, width);
  });
  return slots.length > shown.length ? [...shown, `  and ${slots.length - shown.length} more slots`] : shown;
};

const failureLines = ({ leaderboard, workers }: Snapshot, width: number): readonly string[] => [
  ...leaderboard.failed
    .slice(-3)
    .map(({ id, failure }) => cut(`  ${id} fold ${failure.fold}: ${failure.code} ${failure.message}`, width)),
  ...workers.flatMap(({ lastError }) => (lastError === null ? [] : [cut(`  error: ${lastError.message}`, width)])),
];

type Named = Pick<Sweep, 'name' | 'uid'>;

const fullView = ({ name, uid }: Named, snapshot: Snapshot, columns: number): string => {
  const width = Math.max(40, columns - 1);
  const best = bestText(snapshot);
  const head = `${styled('bold', name)} ${snapshot.state}  ${countsText(snapshot)}  ${paceText(snapshot)}`;
  const lines = [head, bar(snapshot, Math.min(width, 76))];
  if (best !== null) lines.push(cut(best, width));
  const slots = snapshot.state === 'done' ? [] : slotLines(snapshot, uid, width); // what they said last is over
  return [...lines, ...slots, ...failureLines(snapshot, width)].join('\n');
};

/** Of a log nobody reads a line a second for hours: the pause between lines grows with the time, to five minutes. */
const pauseBetweenMs = (elapsedMs: number): number => Math.min(300_000, Math.max(1_000, elapsedMs / 20));

/** Shows snapshots: on a terminal a view that changes in place, elsewhere a line per change of state or, more rarely, pace. */
export const createLiveView = (sweep: Named) => {
  const { name } = sweep;
  const update = isTerminal() ? createLogUpdate(process.stderr) : null;
  const startedAt = performance.now();
  let [last, lastState, lastAt] = ['', '', -Infinity];
  const show = (snapshot: Snapshot): void => {
    if (update !== null) return update(fullView(sweep, snapshot, process.stderr.columns ?? 80));
    const line = [`${name} ${snapshot.state}`, countsText(snapshot), bestText(snapshot)].filter(Boolean).join(', ');
    const now = performance.now();
    const isSoon = snapshot.state === lastState && now - lastAt < pauseBetweenMs(now - startedAt);
    if (line === last || isSoon) return;
    [last, lastState, lastAt] = [line, snapshot.state, now];
    const pace = paceText(snapshot);
    say(pace === '' ? line : `${line}, ${pace}`);
  };
  const end = (): void => update?.done();
  return { show, end };
};
