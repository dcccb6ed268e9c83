import { gibibytes } from '../../core/amounts.ts';
import { beating } from '../../activities/beating.ts';
import type { TrainerEnd, TrainerHooks } from '../../activities/trainer.ts';
import { deviceFault } from '../../services/gpus/device-faults.ts';
import type { GpuDevice } from '../../services/gpus/gpu-wish.ts';
import type { TrainerProcess } from '../trainer-process.ts';
import type { GpuWatch } from './gpu-watch.ts';

/** A slot of a worker whose slots are GPUs, or shares of them. */
export type GpuSlot = {
  readonly device: GpuDevice;
  readonly trainer: Pick<TrainerProcess, 'endWith' | 'pid' | 'close'>;
  training: boolean;
  lost: string | null; // why its device cannot be used
};

type Run = (hooks: TrainerHooks) => Promise<TrainerEnd>;

const isMemory = (end: TrainerEnd): boolean => end.state === 'died' && end.outOfMemory;

/** What is different where slots are GPUs: memory that others share, and devices that fail. */
export const createOnGpus = (slots: readonly GpuSlot[], watch: () => GpuWatch, onChange: () => void) => {
  const reserved = new Map<string, GpuSlot>(); // devices that one slot is to have alone
  let waiting: (() => void)[] = [];
  const wake = (): void => {
    const woken = waiting;
    waiting = [];
    for (const each of woken) each();
    onChange();
  };
  const mayBegin = ({ device, lost }: GpuSlot): boolean => lost === null && !reserved.has(device.uuid);
  const lose = (card: string, why: string): void => {
    for (const slot of slots.filter(({ device, lost }) => device.card === card && lost === null)) {
      slot.lost = why;
      slot.trainer.endWith({ state: 'failed', message: `${slot.device.name} is out of service: ${why}` });
      slot.trainer.close();
    }
    wake();
  };
  const training = async (slot: GpuSlot, run: () => Promise<TrainerEnd>): Promise<TrainerEnd> => {
    slot.training = true;
    try {
      return await run();
    } finally {
      slot.training = false;
      wake();
    }
  };
  /** Once more, with nothing of this worker beside it on the device. */
  const alone = async (slot: GpuSlot, signal: AbortSignal, run: () => Promise<TrainerEnd>): Promise<TrainerEnd> => {
    const { uuid } = slot.device;
    const others = slots.filter((each) => each !== slot && each.device.uuid === uuid);
    signal.addEventListener('abort', wake);
    try {
      for (;;) {
        if (signal.aborted) return { state: 'stopped' };
        if (!reserved.has(uuid)) reserved.set(uuid, slot);
        if (reserved.get(uuid) === slot && !others.some((other) => other.training)) break;
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
      return await training(slot, run);
    } finally {
      signal.removeEventListener('abort', wake);
      if (reserved.get(uuid) === slot) reserved.delete(uuid);
      wake();
    }
  };
  /** A failure of the device is not the run's: it takes the slots of that card out of service, and others train the run. */
  const judged = async (slot: GpuSlot, end: TrainerEnd, onBeat: () => void): Promise<TrainerEnd> => {
    const message = end.state === 'failed' ? end.message : end.state === 'died' && end.own ? end.cause : null;
    if (message === null || slot.lost !== null || isMemory(end)) return end;
    if (end.state === 'failed' && deviceFault(message) !== 'lost') return end;
    const why = await beating(watch().check(slot.device), onBeat);
    if (why !== null) {
      lose(slot.device.card, why);
      return { state: 'failed', message: `${slot.device.name} is out of service: ${why}` };
    }
    if (end.state === 'died') return end;
    slot.trainer.endWith(end); // what it holds of the device is void
    return { state: 'died', own: true, outOfMemory: false, cause: message };
  };
  const train = async (slot: GpuSlot, hooks: TrainerHooks, run: Run): Promise<TrainerEnd> => {
    let { checkpoint } = hooks;
    const kept: TrainerHooks = {
      ...hooks,
      onCheckpoint: async (step, bytes) => {
        await hooks.onCheckpoint(step, bytes);
        checkpoint = { step, bytes };
      },
    };
    const first = await training(slot, () => run(kept));
    if (!isMemory(first)) return judged(slot, first, hooks.onBeat);
    const again = alone(slot, hooks.signal, () => run({ ...kept, checkpoint }));
    const second = await beating(again, hooks.onBeat);
    return second.state === 'died' && second.outOfMemory
      ? { ...second, last: true }
      : judged(slot, second, hooks.onBeat);
  };
  /** Ends trainers that have more of a shared device than their part: else they fail those beside them. */
  const enforce = (): void => {
    for (const slot of slots.filter((each) => each.training)) {
      const { device, trainer } = slot;
      const isShared = slots.some((each) => each !== slot && each.device.uuid === device.uuid);
      const pid = trainer.pid();
      const bytes =
        pid === null || !isShared || reserved.get(device.uuid) === slot ? null : watch().bytesOf(device, pid);
      if (bytes === null || bytes <= device.bytes) continue;
      const cause = `it had ${gibibytes(bytes)} of ${device.name}, of which its slot may use ${gibibytes(device.bytes)}`;
      trainer.endWith({ state: 'died', own: true, outOfMemory: true, cause });
    }
  };
  return { train, mayBegin, lose, enforce };
};
