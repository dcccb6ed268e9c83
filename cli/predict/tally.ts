import { isTerminal, say } from '../say.ts';
import type { Prediction } from './output.ts';

const everyMs = 500;
const everyMsInLog = 10_000;

const grouped = (count: number): string => count.toLocaleString('en-US');

const rowsText = (rows: number): string => `${grouped(rows)} ${rows === 1 ? 'text' : 'texts'}`;

/** Counts what is predicted and shows on stderr how far it is. */
export const createTally = (labels: readonly string[]) => {
  const counts = new Map(labels.map((label) => [label, 0]));
  const started = performance.now();
  let rows = 0;
  let shownAt = started;
  const show = (): void => {
    const now = performance.now();
    if (now - shownAt < (isTerminal() ? everyMs : everyMsInLog)) return;
    shownAt = now;
    const text = `${rowsText(rows)} predicted, ${grouped(Math.round((rows / (now - started)) * 1000))} a second`;
    if (isTerminal()) process.stderr.write(`\r\u001B[2K${text}`);
    else say(text);
  };
  return {
    add: (predictions: readonly Prediction[]): void => {
      rows += predictions.length;
      for (const { label } of predictions) counts.set(label, (counts.get(label) as number) + 1);
      show();
    },
    end: (out: string | null): void => {
      if (isTerminal()) process.stderr.write('\r\u001B[2K');
      const found = [...counts].filter(([, count]) => count > 0).map(([label, count]) => `${label} ${grouped(count)}`);
      const shown = found.length > 12 ? [...found.slice(0, 12), `${found.length - 12} more`] : found;
      const list = shown.length === 0 ? '' : `: ${shown.join(', ')}`;
      say(`${rowsText(rows)}${list}.${out === null ? '' : ` Written to ${out}.`}`);
    },
  };
};
