import { servicesStatus } from '../services/manage-services.ts';
import type { ServicesStatus } from '../services/manage-services.ts';
import { checkHome } from './doctor/check-home.ts';
import { checkProgram, goVersion } from './doctor/check-machine.ts';
import { checkServers } from './doctor/check-servers.ts';
import { checkStale } from './doctor/check-stale.ts';
import { checkTensorflow } from './doctor/check-tensorflow.ts';
import { checkStore } from './doctor/check-store.ts';
import { errorText, note, ok, problem } from './doctor/check.ts';
import type { Check } from './doctor/check.ts';
import { columns, padded, counted } from './grid/page.ts';
import { harmless, textWidth } from './grid/text-width.ts';

const signs = { ok: '✓', note: '·', problem: '✗' } as const;
const margin = 14;

/** Broken at blanks alone: a path must stay whole to be copied. */
const folded = (text: string): readonly string[] => {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(last) + 1 + textWidth(word) <= columns - margin)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
};

/** A check as lines of 80 columns where paths are short: sign, name, what was found, and below it the fix. */
const checkLines = ({ name, state, found, fix }: Check): readonly string[] => {
  const lines = [found, ...(fix === null ? [] : [`→ ${fix}`])].flatMap((text) =>
    text.split('\n').flatMap((line) => folded(harmless(line))),
  );
  return lines.map((line, at) => `${padded(at === 0 ? `${signs[state]} ${name}` : '', margin)}${line}`.trimEnd());
};

const order = [3, 2, 1, 0] as const;

/** The gravest problem decides: a server that is not to be had, a folder that cannot be used, results that differ. */
export const exitCodeOf = (checks: readonly Check[]): number =>
  order.find((code) => checks.some(({ exit }) => exit === code)) ?? 0;

export const doctorPage = (checks: readonly Check[]): string => {
  const problems = checks.filter(({ state }) => state === 'problem').length;
  const end =
    problems === 0
      ? 'Everything that is needed is there.'
      : `${counted(problems, 'problem')}, marked ${signs.problem}.`;
  return [...checks.flatMap(checkLines), '', end].join('\n');
};

const readServices = async (
  home: string | null,
): Promise<{ readonly status: ServicesStatus | null; readonly checks: readonly Check[] }> => {
  if (home === null) return { status: null, checks: [] };
  try {
    return { status: await servicesStatus(home), checks: [] };
  } catch (error) {
    return {
      status: null,
      checks: [problem('services', 3, errorText(error), 'end that process, then run this again')],
    };
  }
};

/** Looks at everything that Sweep needs; starts, fetches and builds nothing. */
export const examine = async (): Promise<readonly Check[]> => {
  const { home, check } = checkHome();
  const { status, checks } = await readServices(home);
  const go = await goVersion();
  const servers = await checkServers(home, status, go);
  const mongoIsFine = servers[1]?.state !== 'problem';
  const goCheck =
    go === null ? note('go', 'not installed; only needed to build servers') : ok('go', `${go}, can build the servers`);
  const store = await checkStore(status, mongoIsFine);
  const tensorflow = await checkTensorflow();
  return [...checkProgram(), check, ...checks, ...servers, goCheck, ...store, ...tensorflow, ...checkStale(home)];
};

/** Prints what is there and what is not, with the fix. @returns the exit code */
export const doctor = async ({ json }: { readonly json: boolean }): Promise<number> => {
  const checks = await examine();
  const exitCode = exitCodeOf(checks);
  if (json) {
    const told = checks.map(({ name, state, found, fix }) => ({ name, state, found, fix }));
    console.log(JSON.stringify({ v: 1, usable: exitCode < 2, exitCode, checks: told }));
  } else console.log(doctorPage(checks));
  return exitCode;
};
