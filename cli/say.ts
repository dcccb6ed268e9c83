import { styleText } from 'node:util';

import type { Progress } from '../services/progress-clock.ts';

/** Progress and logs go to stderr; results alone to stdout. */
export const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

export const isTerminal = (): boolean => process.stderr.isTTY && process.env['CI'] === undefined;

type Style = Parameters<typeof styleText>[0];

/** Styled text where stderr is a terminal that wants colour (NO_COLOR, FORCE_COLOR are kept). */
export const styled = (style: Style, text: string): string => styleText(style, text, { stream: process.stderr });

const names = { temporal: 'Temporal', mongodb: 'the database server', tensorflow: 'TensorFlow' } as const;

/** Shows what the first start fetches or builds, and for how long: one line that changes, or a line per change. */
export const sayProgress = () => {
  let last = '';
  let open = false;
  const show = ({ what, detail, seconds }: Progress): void => {
    const text = `${names[what]}: ${detail}`;
    if (isTerminal()) {
      process.stderr.write(`\r\u001B[2K${text} (${Math.round(seconds)} s)`);
      open = true;
    } else if (text !== last) {
      say(text);
    }
    last = text;
  };
  const end = (): void => {
    if (open) process.stderr.write('\r\u001B[2K');
  };
  return { show, end };
};
