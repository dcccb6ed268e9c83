import { readState } from '../../activities/state.ts';
import type { EngineId } from '../../core/engine.ts';
import type { Sweep } from '../../store/documents.ts';
import type { Store } from '../../store/open-store.ts';
import { listSweeps, readSweep } from '../../store/sweeps.ts';
import { readWorkers } from '../../store/workers.ts';
import { say } from '../say.ts';

const lookEveryMs = 10_000;

/** What a worker that has a library says while it trains nothing, though sweeps of other engines go on; null: nothing. */
export const idleText = (
  engine: EngineId,
  slots: string,
  others: readonly Pick<Sweep, 'name' | 'engine'>[],
): string | null => {
  const [first] = others;
  if (first === undefined) return null;
  const names = others.slice(0, 3).map(({ name }) => name);
  const who = others.length > 3 ? `${names.join(', ')} and ${others.length - 3} more` : names.join(', ');
  const say = others.length === 1 ? 'says' : 'say';
  return (
    `${slots} stay idle: ${who} ${say} engine: ${first.engine}, and this worker trains with ${engine}. A sweep keeps its ` +
    `engine; to use them, put engine: tensorflow into its grid and start it under another name (--name).`
  );
};

/** Unfinished sweeps of other engines, where no unfinished one has this engine. */
const waitingForOthers = async (store: Store, engine: EngineId): Promise<readonly Sweep[]> => {
  const others: Sweep[] = [];
  for (const { uid } of await listSweeps(store)) {
    const sweep = await readSweep(store, uid);
    if (sweep === null) continue;
    const { state } = await readState(store, sweep);
    if (state !== 'running' && state !== 'interrupted') continue;
    if (sweep.engine === engine) return [];
    others.push(sweep);
  }
  return others;
};

/** Says once for every change why a worker's slots stay idle; ends with the signal. */
export const sayWhyIdle = (
  store: Store,
  worker: { readonly id: string; readonly engine: EngineId; readonly slots: string },
  signal: AbortSignal,
): void => {
  let last: string | null = null;
  const look = async (): Promise<void> => {
    const own = (await readWorkers(store)).live.find(({ id }) => id === worker.id);
    if (own === undefined || own.slots.some(({ state }) => state !== 'idle')) return;
    const text = idleText(worker.engine, worker.slots, await waitingForOthers(store, worker.engine));
    if (text !== null && text !== last) say(text);
    last = text;
  };
  const again = (): void => {
    const timer = setTimeout(
      () =>
        void look()
          .catch(() => undefined)
          .then(again),
      lookEveryMs,
    ); // away stores are told elsewhere
    timer.unref();
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  };
  again();
};
