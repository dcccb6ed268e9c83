import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import type { Aftermath } from './aftermath.ts';
import type { Fault } from './fault.ts';
import { allFaults, faultsNamed } from './faults/all.ts';
import { exitCodesAreTheDocumentedOnes, theTerminalIsRestored } from './invariants/exits.ts';
import type { Life, LifeEnd } from './life.ts';
import { lostSeconds } from './invariants/repeated.ts';
import { tablesOf } from './report.ts';
import type { Round } from './round.ts';
import { faultOfRound, readRounds } from './rounds.ts';

const fault = (name: string, weight?: number): Fault => ({
  name,
  ...(weight === undefined ? {} : { weight }),
  strike: () => Promise.resolve(),
});

describe('rounds of chaos', () => {
  it('deal every fault as often as its weight says, whatever the seed', () => {
    const faults = [fault('a'), fault('b', 3), fault('c')];
    for (const seed of [1, 2]) {
      for (const deck of [0, 1, 2]) {
        const dealt = [0, 1, 2, 3, 4].map((n) => faultOfRound(faults, seed, deck * 5 + n).name);

        expect(dealt.toSorted()).toEqual(['a', 'b', 'b', 'b', 'c']);
      }
    }
  });

  it('have names of faults that are all different, and find them by how they begin', () => {
    const names = allFaults.map(({ name }) => name);

    expect(new Set(names).size).toBe(names.length);
    expect(faultsNamed(['kill C']).map(({ name }) => name)).toEqual(['kill CLI']);
    expect(() => faultsNamed(['no such'])).toThrow(/no fault is called no such\. There are: kill CLI, /);
  });

  it('are read from a file whose last line was cut off', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sweep-rounds-'));
    const file = join(folder, 'rounds.jsonl');
    appendFileSync(file, '{"round":0}\n{"round":1}\n{"rou');

    expect(readRounds(file).map(({ round }) => round)).toEqual([0, 1]);
    rmSync(folder, { recursive: true });
  });

  it('are counted by kinds of fault and by faults, with median and worst of the seconds to recover', () => {
    const round = (name: string, held: boolean, recoverySeconds: number | null): Round =>
      ({ fault: name, held, recoverySeconds }) as Round;
    const rounds = [round('b', true, 3), round('a', true, null), round('b', false, 1), round('c', true, 2)];
    const groups = [
      { name: 'first', faults: [fault('a')] },
      { name: 'second', faults: [fault('c'), fault('b'), fault('never dealt')] },
    ];

    expect(tablesOf(rounds, groups).split('\n')).toEqual([
      '| kind of fault | rounds | held | seconds to recover: median | worst |',
      '|---|---:|---:|---:|---:|',
      '| first | 1 | 1 | – | – |',
      '| second | 3 | 2 | 2.0 | 3.0 |',
      '| **all** | 4 | 3 | 2.0 | 3.0 |',
      '',
      '| fault | rounds | held | seconds to recover: median | worst |',
      '|---|---:|---:|---:|---:|',
      '| a | 1 | 1 | – | – |',
      '| c | 1 | 1 | 2.0 | 2.0 |',
      '| b | 2 | 1 | 1.0 | 3.0 |',
      '| **all** | 4 | 3 | 2.0 | 3.0 |',
    ]);
  });
});

describe('repeated training', () => {
  it('does not count how long a killed worker was still seen', () => {
    const seen = [0, 0, 100, 200, 200, 200].map((done, second) => ({ at: 1000 * second, done }));

    expect(lostSeconds(seen, { fromStep: 50 })).toBe(1.5);
    expect(lostSeconds(seen.slice(3), { fromStep: 50 })).toBe(null);
    expect(lostSeconds([], { fromStep: 0 })).toBe(null);
  });
});

describe('ends of commands', () => {
  const aftermath = (command: string, end: Partial<LifeEnd>, signals: readonly NodeJS.Signals[] = []): Aftermath => {
    const life = { args: [command], onTerminal: true } as unknown as Life;
    const strikes = signals.map((signal) => ({ at: 0, what: '', pid: 1, signal, life }));
    const ends = [{ code: null, signal: null, out: '', err: '', ...end }];
    return { stage: { lives: [life], others: [], strikes }, ends, otherEnds: [] } as unknown as Aftermath;
  };
  const ask = exitCodesAreTheDocumentedOnes([3]);

  it.each([
    ['done', aftermath('start', { code: 0 }), 0],
    ['an error', aftermath('start', { code: 1 }), 1],
    ['a code that the fault allows', aftermath('start', { code: 3 }), 0],
    ['130 without a signal', aftermath('start', { code: 130 }), 1],
    ['130 after Ctrl-C', aftermath('start', { code: 130 }, ['SIGINT']), 0],
    ['130 after SIGKILL', aftermath('start', { code: 130 }, ['SIGKILL']), 1],
    ['SIGKILL that was sent', aftermath('start', { signal: 'SIGKILL' }, ['SIGKILL']), 0],
    ['SIGSEGV', aftermath('start', { signal: 'SIGSEGV' }, ['SIGKILL']), 1],
    ['4 of start', aftermath('start', { code: 4 }), 1],
    ['4 of resume', aftermath('resume', { code: 4 }), 0],
  ])('%s', async (_what, given, wrong) => {
    expect(await ask(given)).toHaveLength(wrong);
  });

  it('a cursor that is left hidden is seen', async () => {
    const [hide, show] = ['\u001B[?25l', '\u001B[?25h'];

    expect(await theTerminalIsRestored(aftermath('start', { code: 0, out: `${hide}a${show}` }))).toEqual([]);
    expect(await theTerminalIsRestored(aftermath('start', { code: 0, out: `${hide}a` }))).toHaveLength(1);
  });
});
