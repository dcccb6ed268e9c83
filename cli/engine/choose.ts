import type { EngineId, EngineWish } from '../../core/engine.ts';
import { deviceOf, isWished, libraryOf, numericsVersion, trainQueue } from '../../core/engine.ts';
import { SweepError } from '../../core/errors.ts';
import type { Store } from '../../store/open-store.ts';
import { readWorkers } from '../../store/workers.ts';
import { installCommand } from '../../services/tensorflow/install-command.ts';
import { usableEngines } from './installed.ts';

/** The engines that serve a wish now: those of live workers of this store, else what is installed here. */
const candidates = async (store: Store | null, wish: EngineWish): Promise<readonly EngineId[]> => {
  if (wish === 'wasm') return ['wasm'];
  const live = store === null ? [] : (await readWorkers(store)).live;
  const serving = live
    .filter(({ engine, slots }) => isWished(wish, engine) && slots.length > 0)
    .filter((worker) => worker.trainQueue === trainQueue(worker.engine, numericsVersion, store?.id ?? ''))
    .map(({ engine }) => engine);
  const found = serving.length > 0 ? serving : (await usableEngines(wish)).map(({ id }) => id);
  return [...new Set(found)].toSorted();
};

const nobody = (wish: EngineWish): SweepError =>
  new SweepError({
    code: 'ENGINE_MISSING',
    message: `No worker serves \`engine: ${wish}\`, and this machine has no library for it that it can train with.`,
    fix: `install it here: ${installCommand(deviceOf(wish))}; or start a worker where it is: sweep worker --engine ${wish}`,
  });

const several = (wish: EngineWish, found: readonly EngineId[]): SweepError => {
  const devices = new Set(found.map((id) => libraryOf(id)?.device));
  return new SweepError({
    code: 'USAGE',
    message: `\`engine: ${wish}\` may mean ${found.join(' or ')}; a sweep has one.`,
    fix:
      devices.size > 1
        ? `name one in the grid: ${[...devices].map((device) => `engine: tensorflow-${device}`).join(' or ')}`
        : 'stop the workers of all versions but one',
  });
};

/**
 * The one engine of those that serve a wish.
 * @throws {SweepError} USAGE where there are several; ENGINE_MISSING where there is none
 */
export const onlyEngine = (wish: EngineWish, found: readonly EngineId[]): EngineId => {
  const [only] = found;
  if (only === undefined) throw nobody(wish);
  if (found.length > 1) throw several(wish, found);
  return only;
};

/** What trains a sweep from its start to its end. @throws as `onlyEngine` */
export const chooseEngine = async (store: Store, wish: EngineWish): Promise<EngineId> =>
  onlyEngine(wish, await candidates(store, wish));

/** The engine that a sweep of this wish would have if it were started now; null where that cannot be told. */
export const likelyEngine = async (store: Store | null, wish: EngineWish): Promise<EngineId | null> => {
  const found = await candidates(store, wish);
  return found.length === 1 ? (found[0] as EngineId) : null;
};
