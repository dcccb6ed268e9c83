import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';

import { readWishes } from '../activities/wishes.ts';
import { controlQueue, trainQueue } from '../core/engine.ts';
import { sweepWorkflowId } from '../core/messages.ts';
import type { SweepInput } from '../core/messages.ts';
import { doneMark } from '../activities/publish.ts';
import type { Sweep } from '../store/documents.ts';
import { readMark } from '../store/marks.ts';
import type { Store } from '../store/open-store.ts';
import { hasRanking } from '../store/rankings.ts';
import { listSweeps } from '../store/sweeps.ts';

/** Starts a sweep's workflow, or wakes the one that runs: it reads from the store what people have asked for. */
export const wakeSweep = async (client: Client, store: Store, sweep: Sweep): Promise<void> => {
  const queue = trainQueue(sweep.engine, sweep.numerics, store.id);
  const input: SweepInput = { store: store.id, sweep: sweep.uid, name: sweep.name, trainQueue: queue, from: 0 };
  await client.workflow.signalWithStart('sweepWorkflow', {
    workflowId: sweepWorkflowId(store.id, sweep.uid),
    taskQueue: controlQueue(store.id),
    args: [input],
    signal: 'wake',
    signalArgs: [],
    staticSummary: `sweep ${sweep.name}`,
  });
};

/** Sweeps that are neither done, with their ranking published, nor stopped. */
const unfinished = async (store: Store): Promise<readonly Sweep[]> => {
  const found: Sweep[] = [];
  for (const sweep of await listSweeps(store)) {
    const wishes = await readWishes(store, sweep.uid);
    if (wishes.wish === 'stop') continue;
    const isDone = (await readMark(store, doneMark(sweep.uid, wishes))) !== null;
    if (!isDone || !(await hasRanking(store, sweep.uid, wishes))) found.push(sweep);
  }
  return found;
};

/** Whether the sweep's workflow runs; false where Temporal has lost it. */
const isOpen = async (client: Client, store: Store, sweep: Sweep): Promise<boolean> => {
  try {
    const { status } = await client.workflow.getHandle(sweepWorkflowId(store.id, sweep.uid)).describe();
    return status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
};

/** Starts the workflows of unfinished sweeps that Temporal does not run: its history may be lost while a worker lives. */
export const wakeLost = async (client: Client, store: Store): Promise<void> => {
  for (const sweep of await unfinished(store))
    if (!(await isOpen(client, store, sweep))) await wakeSweep(client, store, sweep);
};

/** Wakes every sweep that is not done and not stopped: what a worker does when it starts. */
export const wakeSweeps = async (client: Client, store: Store): Promise<void> => {
  for (const sweep of await unfinished(store)) await wakeSweep(client, store, sweep);
};
