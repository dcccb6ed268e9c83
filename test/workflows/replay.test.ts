import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { Worker } from '@temporalio/worker';
import { beforeAll, describe, expect, it } from 'vitest';

import { schemaVersion } from '../../store/migrations/all.ts';
import { installQuietRuntime } from '../../worker/quiet-runtime.ts';

const folder = join(import.meta.dirname, 'histories');
const codePath = resolve(import.meta.dirname, '../../dist/workflows/bundle.js');
/** One set for each shape of the store that was released, as `<set>/<name>`. */
const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json.gz'))
  .map((file) => file.replace('.json.gz', ''));

const textOf = (name: string): string => gunzipSync(readFileSync(join(folder, `${name}.json.gz`))).toString();

const sets = [...new Set(names.map((name) => name.slice(0, name.indexOf('/'))))];

const ofTheFirst = [
  'long-embedding-continued-as-new',
  'paused-embedding-cancelled',
  'paused-sweep-completed',
  'plain-embedding-completed',
  'plain-fit-completed',
  'plain-sweep-completed',
  'wide-sweep-continued-as-new',
];
/** What others train is waited for, failures are tried again, a grid is amended on the way. */
const since = [
  'amended-embedding-cancelled',
  'amended-sweep-completed',
  'retried-sweep-completed',
  'waiting-embedding-completed',
];

/** What the replay of each history says, in order; null where it went as recorded. */
const replay = async (texts: readonly string[]): Promise<readonly (string | null)[]> => {
  const histories = texts.map((text, at) => ({ workflowId: `recorded-${at}`, history: JSON.parse(text) as unknown }));
  const said = new Map<string, string | null>();
  const results = Worker.runReplayHistories({ workflowBundle: { codePath } }, histories);
  for await (const { workflowId, error } of results) said.set(workflowId, error?.message ?? null);
  return histories.map(({ workflowId }) => said.get(workflowId) ?? null);
};

describe('the workflows', () => {
  beforeAll(() => installQuietRuntime(() => undefined));

  it(
    'go the way of every recorded history: what runs when the program is replaced goes on',
    { timeout: 120_000 },
    async () => {
      const said = await replay(names.map(textOf));

      expect(Object.fromEntries(names.map((name, at) => [name, said[at]]))).toEqual(
        Object.fromEntries(names.map((name) => [name, null])),
      );
    },
  );

  it.each(sets)('are recorded in every way of going on and ending: %s', (set) => {
    const ways = set === 'schema-1' ? ofTheFirst : [...ofTheFirst, ...since];

    expect(names).toEqual(expect.arrayContaining(ways.map((name) => `${set}/${name}`)));
  });

  it('have a set of today’s shape of the store', () => {
    expect(sets).toContain(`schema-${schemaVersion}`);
  });

  it('would be found out by these histories if they took another way', async () => {
    const other = textOf('schema-1/plain-sweep-completed').replaceAll('"publishLeaderboard"', '"publishNothing"');

    expect(await replay([other])).toEqual([expect.stringMatching(/nondeterminism|does not match|TMPRL1100/i)]);
  });
});
