import type { Aftermath } from '../aftermath.ts';
import type { Life, LifeEnd } from '../life.ts';
import type { Stage } from '../scene.ts';

/** A server that dies so often within seconds does not stay up, and a command that needs it says so. */
const deathsInARow = 3;
const noServer = 3;
const notFound = 4;
const interrupted = 130;

/** Every command ended as documented: 0, the exit code of what was done to it, or by the very signal that it was sent. */
export const exitCodesAreTheDocumentedOnes =
  (allowed: readonly number[]) =>
  async ({ stage, ends, otherEnds }: Aftermath): Promise<readonly string[]> => {
    const wrong = (life: Life, end: LifeEnd): boolean => {
      const signals = signalsTo(stage, life);
      if (end.signal !== null) return !signals.includes(end.signal);
      if (end.code === 0) return life.args[0] === 'worker'; // one of its own goes on until it is told to end
      if (end.code === interrupted) return !signals.some((signal) => signal !== 'SIGKILL');
      if (end.code === notFound) return life.args[0] === 'start' || life.args[0] === 'worker'; // it was not inserted yet
      if (end.code === noServer && deathsOfServers(stage) >= deathsInARow) return false;
      return !allowed.includes(end.code ?? -1);
    };
    const lives = [...stage.lives, ...stage.others];
    return [...ends, ...otherEnds].flatMap((end, at) => {
      const life = lives[at] as Life;
      if (!wrong(life, end)) return [];
      const how = end.signal ?? `exit ${end.code}`;
      return [
        `sweep ${life.args.join(' ')} ended with ${how}: ${`${end.err}${life.onTerminal ? end.out : ''}`.slice(-600)}`,
      ];
    });
  };

const deathsOfServers = ({ strikes }: Stage): number =>
  strikes.filter(({ what }) => /SIG(KILL|TERM) (temporal|database)/.test(what)).length;

const signalsTo = ({ strikes }: Stage, life: Life): readonly NodeJS.Signals[] =>
  strikes.flatMap((strike) => (strike.life === life && strike.signal !== null ? [strike.signal] : []));

/** Whoever was not killed with SIGKILL leaves a terminal whose cursor is shown and whose colours are off. */
export const theTerminalIsRestored = async ({ stage, ends }: Aftermath): Promise<readonly string[]> =>
  ends.flatMap((end, at) => {
    const life = stage.lives[at] as Life;
    if (!life.onTerminal || end.signal !== null) return [];
    const hidden = end.out.lastIndexOf('\u001B[?25l') > end.out.lastIndexOf('\u001B[?25h');
    return hidden ? [`sweep ${life.args[0]} left the cursor hidden`] : [];
  });
