import type { EngineId, EngineWish } from '../../core/engine.ts';
import { deviceOf, isWished, tensorflowId } from '../../core/engine.ts';
import { SweepError } from '../../core/errors.ts';
import { hasGpus } from './gpus.ts';
import { addonOf } from '../../services/tensorflow/addon.ts';
import { findTensorflow } from '../../services/tensorflow/find-tensorflow.ts';
import { installCommand } from '../../services/tensorflow/install-command.ts';
import type { TrainerLibrary } from '../../worker/trainer-protocol.ts';

/** An engine that this machine has: our own kernels, without a library, or TensorFlow's. */
export type InstalledEngine = { readonly id: EngineId; readonly library: TrainerLibrary | null };

/** The libraries of this machine that serve a wish, best first. */
const installedEngines = async (wish: EngineWish): Promise<readonly InstalledEngine[]> => {
  if (wish === 'wasm') return [{ id: 'wasm', library: null }];
  return (await findTensorflow()).flatMap(({ module, device, version, libraryPath }): readonly InstalledEngine[] => {
    const id = tensorflowId(device, version);
    const addon = addonOf(module);
    if (addon === undefined || !isWished(wish, id)) return [];
    return [{ id, library: { folder: module, addon, device, version, libraryPath } }];
  });
};

/** Those of them that can train here: a library for GPUs only where there are any. */
export const usableEngines = async (wish: EngineWish): Promise<readonly InstalledEngine[]> => {
  const found = await installedEngines(wish);
  const needsGpus = found.some(({ library }) => library?.device === 'cuda');
  return needsGpus && !(await hasGpus()) ? found.filter(({ library }) => library?.device !== 'cuda') : found;
};

/** The library with which this machine can serve a sweep's engine; null: none. */
export const usableEngine = async (id: EngineId): Promise<InstalledEngine | null> => {
  if (id === 'wasm') return { id, library: null };
  return (await usableEngines('tensorflow')).find((each) => each.id === id) ?? null;
};

const onCpus = ({ library }: InstalledEngine): boolean => library?.device === 'cpu';

/** The best one here: with GPUs only where there are any. @throws {SweepError} ENGINE_MISSING where no library here serves the wish */
export const bestInstalled = async (wish: EngineWish): Promise<InstalledEngine> => {
  const found = await installedEngines(wish);
  const best = found.length > 1 && !(await hasGpus()) ? (found.find(onCpus) ?? found[0]) : found[0];
  if (best !== undefined) return best;
  throw new SweepError({
    code: 'ENGINE_MISSING',
    message: `This machine has no library for the engine ${wish}.`,
    fix: `install it: ${installCommand(deviceOf(wish))}`,
  });
};
