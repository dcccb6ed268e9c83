/*
 * Pictures of the terminal for docs/terminal.md: a sweep is trained for them in a home of its own, the built program runs in
 * a real terminal (tmux), and what stands there is drawn by Chromium, dark and light. `npm run pictures:terminal`: a minute.
 * Fails where a picture lacks what it is there to show.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { run, sweep } from '../chaos/sweep-process.ts';
import { openBrowser } from '../dashboard/browser.ts';
import { ansiPage, palettes } from './ansi-page.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'sweep-terminal-'));
const home = join(folder, 'home');
const [out = join(root, 'docs/pictures')] = process.argv.slice(2);

const grid = `name: tour
data: { file: ${join(root, 'data/campus.csv')}, label: topic }
embedding: { iterations: 30, size: 24 }
model: { units: [8, 16], dropout: [0.25, 0.5] }
train: { epochs: [6, 18], batch: 16, learningRate: [0.003, 1.0e+30] }
`;

type Shot = {
  readonly name: string;
  readonly columns: number;
  readonly command: readonly string[];
  readonly has: readonly string[]; // what must be seen
  readonly mode: 'dark' | 'light';
  readonly from?: string; // the first and the last line of the picture begin so
  readonly to?: string;
};

const shots: readonly Shot[] = [
  { name: 'leaderboard-80', columns: 80, command: ['leaderboard', 'tour'], has: ['▸', '✗', 'Take'], mode: 'light' },
  { name: 'leaderboard-140', columns: 140, command: ['leaderboard', 'tour'], has: ['┼', '●', 'Take'], mode: 'dark' },
  ...(['dark', 'light'] as const).map((mode) => ({
    name: `show-${mode}`,
    columns: 100,
    command: ['show', 'tour', '1'],
    has: ['██', '··', '░', '○', '●', 'weighted avg', 'Texts that were most surely wrong'],
    mode,
    to: 'Texts that',
  })),
  {
    name: 'compare',
    columns: 100,
    command: ['compare', 'tour', '1', '2', '--texts', '3'],
    has: ['●', 'McNemar'],
    mode: 'dark',
  },
  {
    name: 'by-axis',
    columns: 100,
    command: ['leaderboard', 'tour', '--group-by', 'epochs'],
    has: ['●', '├'],
    mode: 'light',
  },
];

const socket = `sweep-pictures-${process.pid}`;
const tmux = (...args: readonly string[]): string =>
  execFileSync('tmux', ['-L', socket, '-f', '/dev/null', ...args], { encoding: 'utf8' });
const done = 'PICTURE-IS-WHOLE';

/** What a command leaves on a terminal of so many columns, with its colours. */
const onTerminal = async (columns: number, command: readonly string[]): Promise<string> => {
  const line = `env -u NO_COLOR SWEEP_HOME=${home} ${process.execPath} ${join(root, 'dist/cli/main.js')} ${command.join(' ')}`;
  tmux('new-session', '-d', '-x', String(columns), '-y', '300', `${line}; echo ${done}; sleep 60`);
  try {
    for (const until = Date.now() + 60_000; Date.now() < until; await sleep(200)) {
      const text = tmux('capture-pane', '-ep');
      if (text.includes(done)) return text.slice(0, text.indexOf(done)).trimEnd();
    }
    throw new Error(`${command.join(' ')} does not end`);
  } finally {
    tmux('kill-server');
  }
};

const cut = (text: string, { from, to }: Shot): string => {
  const lines = text.split('\n');
  const at = (start: string | undefined, none: number): number =>
    start === undefined ? none : lines.findIndex((line) => line.replaceAll(/\u001B\[[\d;]*m/g, '').startsWith(start));
  return lines.slice(at(from, 0), at(to, lines.length)).join('\n').trimEnd();
};

try {
  writeFileSync(join(folder, 'tour.yaml'), grid);
  await run(home, ['start', join(folder, 'tour.yaml')], 1); // done, with trials that failed
  const browser = await openBrowser();
  for (const shot of shots) {
    const text = await onTerminal(shot.columns, shot.command);
    const missing = shot.has.filter((each) => !text.includes(each));
    if (missing.length > 0) throw new Error(`${shot.name} lacks ${missing.join(', ')}:\n${text}`);
    const page = await browser.newPage({ deviceScaleFactor: 1 });
    await page.setContent(ansiPage(cut(text, shot), palettes[shot.mode]));
    await page.locator('pre').screenshot({ path: join(out, `terminal-${shot.name}.png`) });
    await page.close();
  }
  await browser.close();
} finally {
  await sweep(home, ['services', 'stop', '--force']).ended;
  rmSync(folder, { recursive: true, force: true });
}
