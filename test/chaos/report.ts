import type { Round } from './round.ts';

const secondsText = (seconds: number | undefined): string => (seconds === undefined ? '–' : seconds.toFixed(1));

const median = (sorted: readonly number[]): number | undefined => sorted[Math.floor((sorted.length - 1) / 2)];

/** The table of rounds, in Markdown: per fault how many rounds there were, how many held, and how long recovery took. */
export const tableOf = (rounds: readonly Round[]): string => {
  const names = [...new Set(rounds.map(({ fault }) => fault))].toSorted();
  const line = (name: string, of: readonly Round[]): string => {
    const times = of.flatMap(({ recoverySeconds }) => recoverySeconds ?? []).toSorted((a, b) => a - b);
    const held = of.filter((round) => round.held).length;
    return `| ${name} | ${of.length} | ${held} | ${secondsText(median(times))} | ${secondsText(times.at(-1))} |`;
  };
  return [
    '| fault | rounds | held | seconds to recover: median | worst |',
    '|---|---:|---:|---:|---:|',
    ...names.map((name) =>
      line(
        name,
        rounds.filter(({ fault }) => fault === name),
      ),
    ),
    line('**all**', rounds),
  ].join('\n');
};

/** What a round that broke something says: seed, what broke, the timeline, where the logs are. */
export const failureText = ({ round, seed, fault, grid, broken, timeline, folder }: Round): string =>
  [
    `Round ${round} of seed ${seed} (${fault}, grid ${grid}) broke ${broken.length === 1 ? 'an invariant' : `${broken.length} invariants`}:`,
    ...broken.map(({ invariant, what }) => `  ${invariant}: ${what}`),
    'Timeline:',
    ...timeline.map((line) => `  ${line}`),
    `Logs and databases: ${folder}`,
  ].join('\n');

/** One line while rounds are played. */
export const roundText = ({ round, fault, grid, held, seconds, recoverySeconds, lives }: Round): string => {
  const recovery = recoverySeconds === null ? '' : `, recovered in ${recoverySeconds.toFixed(1)} s`;
  return `round ${round}: ${fault} (${grid}, ${lives} ${lives === 1 ? 'life' : 'lives'}, ${seconds.toFixed(0)} s${recovery}): ${held ? 'held' : 'BROKEN'}`;
};
