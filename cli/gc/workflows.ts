import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client, WorkflowExecutionInfo } from '@temporalio/client';

import type { SweepUid } from '../../core/messages.ts';
import { readHolds } from '../../store/holds.ts';
import type { Store } from '../../store/open-store.ts';
import { listNames } from '../../store/sweeps.ts';

/** Workflow ids are `<store>/<sweep>`, with what the sweep does behind it. */
const sweepOf = (workflowId: string): SweepUid => workflowId.split('/')[1] as SweepUid;

/** A workflow that has ended by itself meanwhile is as good as ended. */
const unlessGone = async (act: () => Promise<unknown>): Promise<void> => {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
};

/** Ends all workflows of a sweep that are open: its own, its embeddings', its fits'. */
export const endWorkflows = async (client: Client, { id }: Store, uid: SweepUid): Promise<void> => {
  const query = `WorkflowId STARTS_WITH "${id}/${uid}" AND ExecutionStatus = "Running"`;
  for await (const { workflowId } of client.workflow.list({ query })) {
    const handle = client.workflow.getHandle(workflowId);
    await unlessGone(() => handle.terminate('the sweep is forgotten'));
  }
};

/** Sweeps that are there or about to be, as of now. */
const readKnown = async (store: Store): Promise<ReadonlySet<SweepUid>> => {
  const held = [...(await readHolds(store)).values()].flatMap((each) =>
    each.kind === 'sweep' ? [each.sweep.uid] : [],
  );
  return new Set([...held, ...(await listNames(store)).map(({ uid }) => uid)]);
};

const isGone = (error: unknown): boolean => (error as { readonly code?: number }).code === 5; // NOT_FOUND of gRPC

/** Ends an execution where it is open, and asks for its history to be deleted; the server does so a little later. */
const deleteExecution = async (client: Client, { workflowId, runId, status }: WorkflowExecutionInfo): Promise<void> => {
  const handle = client.workflow.getHandle(workflowId, runId);
  if (status.name === 'RUNNING') await unlessGone(() => handle.terminate('the sweep is forgotten'));
  const { namespace } = client.options;
  try {
    await client.workflowService.deleteWorkflowExecution({ namespace, workflowExecution: { workflowId, runId } });
  } catch (error) {
    if (!isGone(error)) throw error;
  }
};

/** Of gRPC: UNIMPLEMENTED, PERMISSION_DENIED. */
const refusals: readonly unknown[] = [12, 7];
const isRefusal = (error: unknown): boolean => refusals.includes((error as { readonly code?: unknown }).code);

/**
 * Deletes the histories of sweeps that are forgotten, or counts them; null where the server does not let them be deleted,
 * as many do: its retention does that.
 */
export const freeHistories = async (client: Client, store: Store, dryRun: boolean): Promise<number | null> => {
  const found: WorkflowExecutionInfo[] = [];
  for await (const one of client.workflow.list({ query: `WorkflowId STARTS_WITH "${store.id}/"` })) found.push(one);
  const known = await readKnown(store); // after them: a sweep is there before its workflow
  const forgotten = found.filter(({ workflowId }) => !known.has(sweepOf(workflowId)));
  try {
    if (!dryRun) for (const each of forgotten) await deleteExecution(client, each);
    return forgotten.length;
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
};
