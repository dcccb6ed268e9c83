import type { Aftermath } from '../aftermath.ts';

type Owned = { readonly _id: string; readonly worker: string };

/** The process in a worker's id: `host:pid:four hexadecimal digits`. */
const pidOf = (worker: string): number => Number(worker.split(':').at(-2));

/** Processes that may have left something unfinished: they were killed, or ended without being able to put it away. */
const lostPids = ({ stage, ends, otherEnds }: Aftermath): ReadonlySet<number> => {
  const signalled = (name: NodeJS.Signals): readonly number[] =>
    stage.strikes.flatMap(({ pid, signal }) => (pid !== null && signal === name ? [pid] : []));
  const twice = signalled('SIGINT').filter((pid, at, all) => all.indexOf(pid) < at); // ends it at once
  const failed = [...stage.lives, ...stage.others].flatMap(({ pid }, at) => {
    const end = [...ends, ...otherEnds][at];
    return pid !== undefined && end !== undefined && end.code !== 0 && end.code !== 130 ? [pid] : [];
  });
  return new Set([...signalled('SIGKILL'), ...twice, ...failed]);
};

/**
 * When nothing runs, no document says that something does: attempts have an end and claims are given back, but for
 * those of workers that were killed; the progress adds up, the state is `done`, no worker lives, and checkpoints are
 * left by a kill alone.
 */
export const nothingIsLeftRunning = async (aftermath: Aftermath): Promise<readonly string[]> => {
  const { store, attempts, plan, stage, sweep } = aftermath;
  const lost = lostPids(aftermath);
  const open = attempts.filter(({ attempt, end }) => end === null && !lost.has(pidOf(attempt.worker)));
  const claims = (await store.db.collection<Owned>('claims').find().toArray()).filter(
    ({ worker }) => !lost.has(pidOf(worker)),
  );
  const workers = (await store.db.collection<Owned>('workers').find().toArray()).filter(
    ({ _id }) => !lost.has(pidOf(_id)),
  );
  // Who slept while another finished its run may save one more before it hears that it is not wanted; `gc` frees it.
  const slept = stage.strikes.some(({ signal }) => signal === 'SIGSTOP');
  const pointers = lost.size === 0 && !slept ? await store.db.collection('checkpoints').find().toArray() : [];
  const { code, out, err } = await sweep('status', 'chaos', '--json');
  if (code !== 0) return [`status --json ended with exit ${code}: ${err}`];
  const { state, folds } = JSON.parse(out) as { state: string; folds: { done: number; running: number } };
  const total = plan.space.trials * plan.space.splits;
  return [
    ...open.map(({ attempt }) => `an attempt of ${attempt.worker}, which was not killed, has no end: ${attempt.key}`),
    ...claims.map(({ _id, worker }) => `${worker}, which was not killed, still claims ${_id}`),
    ...workers.map(({ _id }) => `${_id}, which was not killed, left its document`),
    ...pointers.map(({ _id }) => `${String(_id)} is left though nothing was killed`),
    ...(state === 'done' ? [] : [`status says "${state}"`]),
    ...(folds.running === 0 || lost.size > 0
      ? [] // a killed worker's document is believed for 15 s
      : [`status says that ${folds.running} folds are in training`]),
    ...(folds.done === total ? [] : [`status counts ${folds.done} of ${total} folds`]),
    ...(stage.lives.every((life) => life.hasEnded()) ? [] : ['a life has not ended']),
  ];
};
