import { type EngineId, type EngineWish, libraryOf } from '../../core/engine.ts';
import type { Sweep, WorkerDocument } from '../../store/documents.ts';
import { installCommand } from './installed.ts';

/** How others are got to serve an engine. */
export const servingFix = (id: EngineId): string => {
  const library = libraryOf(id);
  const wish: EngineWish = library === null ? 'wasm' : `tensorflow-${library.device}`;
  const has = library === null ? '' : `, which has version ${library.version} by: ${installCommand(wish)}`;
  return `Start a worker on a machine that can: sweep worker --engine ${wish}${has}`;
};

/**
 * That nobody trains a sweep that waits for its own library, and the command that starts who does; null where somebody does,
 * or where any `sweep resume` would.
 */
export const unservedText = (
  { engine }: Pick<Sweep, 'engine'>,
  workers: readonly Pick<WorkerDocument, 'slots'>[],
): string | null => {
  if (engine === 'wasm' || workers.some(({ slots }) => slots.length > 0)) return null;
  return `Nobody serves ${engine}. ${servingFix(engine)}`;
};
