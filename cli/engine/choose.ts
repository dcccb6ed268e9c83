import type { EngineId, EngineWish } from '../../core/engine.ts';
import { isWished, numericsVersion, trainQueue } from '../../core/engine.ts';
import { SweepError } from '../../core/errors.ts';
import type { Store } from '../../store/open-store.ts';
import { readWorkers } from '../../store/workers.ts';
import { installCommand, usableEngines } from './installed.ts';

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

/**
 * What trains a sweep from its start to its end.
 * @throws {SweepError} USAGE where several do what the grid asks for; ENGINE_MISSING where nothing does
 */
export const chooseEngine = async (store: Store, wish: EngineWish): Promise<EngineId> => {
  const found = await candidates(store, wish);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  if (only === undefined) {
    throw new SweepError({
      code: 'ENGINE_MISSING',
      message: `No worker serves \`engine: ${wish}\`, and this machine has no library for it.`,
      fix: `install it here: ${installCommand(wish)}; or start a worker where it is: sweep worker --engine ${wish}`,
    });
  }
  throw new SweepError({
    code: 'USAGE',
    message: `\`engine: ${wish}\` may mean ${found.join(' or ')}; a sweep has one.`,
    fix: 'name one in the grid: engine: tensorflow-cpu or engine: tensorflow-cuda; of two versions, stop the workers of one',
  });
};

/** The engine that a sweep of this wish would have if it were started now; null where that cannot be told. */
export const likelyEngine = async (store: Store | null, wish: EngineWish): Promise<EngineId | null> => {
  const found = await candidates(store, wish);
  return found.length === 1 ? (found[0] as EngineId) : null;
};
