import { type EngineId, type EngineWish, libraryOf } from '../../core/engine.ts';
import type { StateNow } from '../../activities/state.ts';
import type { Sweep, WorkerDocument } from '../../store/documents.ts';
import { installCommand } from '../../services/tensorflow/install-command.ts';

/** How others are got to serve an engine. */
export const servingFix = (id: EngineId): string => {
  const library = libraryOf(id);
  const wish: EngineWish = library === null ? 'wasm' : `tensorflow-${library.device}`;
  const has = library === null ? '' : `, which has version ${library.version} by: ${installCommand(library.device)}`;
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

/** The same for whoever looks at a sweep; null too where it is done, or to be trained no more. */
export const unservedNow = ({
  sweep,
  counts: { state, workers },
}: {
  readonly sweep: Pick<Sweep, 'engine'>;
  readonly counts: Pick<StateNow, 'state' | 'workers'>;
}): string | null => (state === 'done' || state === 'stopped' ? null : unservedText(sweep, workers));
