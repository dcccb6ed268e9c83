import type { FaultGroup } from './faults/all.ts';
import type { Round } from './round.ts';

const secondsText = (seconds: number | undefined): string => (seconds === undefined ? '–' : seconds.toFixed(1));

const median = (sorted: readonly number[]): number | undefined => sorted[Math.floor((sorted.length - 1) / 2)];

const tableBy = (what: string, rounds: readonly Round[], nameOf: (round: Round) => string): readonly string[] => {
  const line = (name: string, of: readonly Round[]): string => {
    const times = of.flatMap(({ recoverySeconds }) => recoverySeconds ?? []).toSorted((a, b) => a - b);
    const held = of.filter((round) => round.held).length;
    return `| ${name} | ${of.length} | ${held} | ${secondsText(median(times))} | ${secondsText(times.at(-1))} |`;
  };
  const names = [...new Set(rounds.map(nameOf))];
  return [
    `| ${what} | rounds | held | seconds to recover: median | worst |`,
    '|---|---:|---:|---:|---:|',
    ...names.map((name) =>
      line(
        name,
        rounds.filter((round) => nameOf(round) === name),
      ),
    ),
    line('**all**', rounds),
  ];
};

/**
 * Two tables of rounds in Markdown, by kinds of fault and by faults, in the order of the deck: how many rounds there were,
 * how many held, and how long recovery took.
 */
export const tablesOf = (rounds: readonly Round[], groups: readonly FaultGroup[]): string => {
  const names = groups.flatMap(({ faults }) => faults.map(({ name }) => name));
  const groupOf = new Map(groups.flatMap(({ name, faults }) => faults.map((fault) => [fault.name, name])));
  const ordered = rounds.toSorted((a, b) => names.indexOf(a.fault) - names.indexOf(b.fault));
  return [
    ...tableBy('kind of fault', ordered, ({ fault }) => groupOf.get(fault) ?? 'faults of another version'),
    '',
    ...tableBy('fault', ordered, ({ fault }) => fault),
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
