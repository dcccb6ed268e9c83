import type { TrainerEnd, TrainerHooks } from '../../activities/trainer.ts';
import type { SlotState } from '../../store/documents.ts';
import type { TrainerProcess } from '../trainer-process.ts';
import type { GpuWatch, WatchOptions } from './gpu-watch.ts';
import type { GpuDevice } from '../../services/gpus/gpu-wish.ts';
import { createOnGpus, type GpuSlot } from './on-gpus.ts';

/** Slots that are GPUs: which, and who asks the driver about them. */
export type PoolDevices = {
  readonly devices: readonly GpuDevice[];
  readonly watch: (events: Pick<WatchOptions, 'onLook' | 'onGone'>) => GpuWatch;
};

/** The part of a pool that knows its slots for GPUs; slots are named by their place in the pool. */
export const openGpus = (
  { devices, watch: createWatch }: PoolDevices,
  slots: readonly { readonly trainer: TrainerProcess }[],
  onChange: () => void,
) => {
  const gpuSlots = devices.map((device, at): GpuSlot => ({
    device,
    trainer: (slots[at] as { readonly trainer: TrainerProcess }).trainer,
    training: false,
    lost: null,
  }));
  const slotAt = (at: number): GpuSlot => gpuSlots[at] as GpuSlot;
  const onGpus = createOnGpus(gpuSlots, () => watch, onChange);
  const watch: GpuWatch = createWatch({ onLook: onGpus.enforce, onGone: onGpus.lose });
  return {
    mayBegin: (at: number): boolean => onGpus.mayBegin(slotAt(at)),
    isLost: (at: number): boolean => slotAt(at).lost !== null,
    train: (at: number, hooks: TrainerHooks, run: (hooks: TrainerHooks) => Promise<TrainerEnd>) =>
      onGpus.train(slotAt(at), hooks, run),
    shown: (at: number, state: SlotState): SlotState => {
      const { device, lost } = slotAt(at);
      const gpu = watch.figures(device);
      return lost === null ? { ...state, gpu } : { ...state, state: 'lost', what: `${device.name}: ${lost}`, gpu };
    },
    close: () => watch.close(),
  };
};
