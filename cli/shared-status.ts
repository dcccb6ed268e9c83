import { randomUUID } from 'node:crypto';

import type { Glance } from '../store/glances.ts';
import type { createCrowd } from './crowd.ts';
import { othersMs } from './crowd.ts';
import type { StatusView } from './status-view.ts';

/** Who reads for all the others does so each second; they look a little later than it can be late, or rarer. */
const aloneMs = 1_000;
/** What is longer is read by each for himself: thousands of failures. */
const longestText = 200_000;

/** The document of the sweep that is watched. */
type Shared = { readonly read: () => Promise<Glance | null>; readonly replace: (glance: Glance) => Promise<void> };

type Shown = { readonly view: StatusView; readonly againInMs: number };

/** Paused, stopped or done: nothing to wait for any more. */
export const isOver = ({ counts: { state } }: StatusView): boolean =>
  state === 'done' || state === 'paused' || state === 'stopped';

/**
 * Reads how a sweep stands for one of many who watch it: one of them reads the store and leaves what it found in a
 * document, the others look up that document alone. Whoever finds the same one twice reads for the others from then on. So
 * hundreds who watch cost the database little more than one; the more they are, the rarer they look (`createCrowd`).
 */
export const createSharedStatus = (
  shared: Shared,
  read: () => Promise<StatusView>,
  crowd: ReturnType<typeof createCrowd>,
): (() => Promise<Shown>) => {
  let own: StatusView | null = null; // read last by this process
  let seen = ''; // nonce of the last document
  let reads = true; // for all others
  const readOwn = async (): Promise<Shown> => {
    own = await read();
    const { sweep: _, ...rest } = own;
    const view = JSON.stringify(rest);
    seen = randomUUID();
    if (reads) await crowd.count();
    // A reader's user may be allowed to read only: then everybody reads for himself.
    if (view.length <= longestText)
      await shared.replace({ nonce: seen, view, everyMs: crowd.everyMs() }).catch(() => undefined);
    return { view: own, againInMs: reads ? aloneMs : crowd.everyMs() };
  };
  return async () => {
    if (own === null) return await readOwn();
    const { sweep, counts } = own;
    const glance = await shared.read();
    reads = glance === null || glance.nonce === seen;
    if (glance === null || reads) return await readOwn();
    seen = glance.nonce;
    await crowd.looked(glance.everyMs ?? othersMs).catch(() => undefined); // who may only read counts nothing
    const view = { ...(JSON.parse(glance.view) as Omit<StatusView, 'sweep'>), sweep };
    // What ends the watch is looked at oneself: a document may be left from long ago. Another edition has another grid.
    if (isOver(view) || view.counts.wishes.edition !== counts.wishes.edition) return await readOwn();
    return { view, againInMs: crowd.everyMs() };
  };
};
