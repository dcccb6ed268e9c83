import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { faultNamed } from './faults/all.ts';
import { failureText } from './report.ts';
import type { Round } from './round.ts';
import { playRounds } from './rounds.ts';

/** The short form of `npm run chaos`: faults of different kinds, two rounds at once since most of a round waits. */
const chosen = [
  'stop worker with its trainers, go on',
  'kill all, again and again',
  'kill supervisor',
  'kill several',
  'kill all workers',
  'kill one trainer',
  'Ctrl-C',
  'two resumes at once',
  'replies of the database lost after the write',
];

describe('a sweep that something bad happens to ends as if nothing had', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sweep-chaos-'));
  const played = new Map<string, Round>();
  beforeAll(() =>
    playRounds({
      seed: 1,
      rounds: chosen.map((name, round) => ({ round, fault: faultNamed(name) })),
      jobs: 2,
      folder,
      out: join(folder, 'rounds.jsonl'),
      onRound: (round) => played.set(round.fault, round),
    }),
  );
  afterAll(() => {
    if ([...played.values()].every(({ held }) => held)) rmSync(folder, { recursive: true, force: true });
  });

  it.each(chosen)('%s', (name) => {
    const round = played.get(name) as Round;

    expect(round.held ? '' : failureText(round)).toBe('');
  });
});
