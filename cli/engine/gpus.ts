import { gibibytes } from '../../core/amounts.ts';
import { SweepError } from '../../core/errors.ts';
import { gpuSlots, type GpuDevice } from '../../services/gpus/gpu-wish.ts';
import { readGpus, type Gpus } from '../../services/gpus/read-gpus.ts';
import { probe } from '../../services/tensorflow/probe.ts';
import { createGpuWatch } from '../../worker/gpus/gpu-watch.ts';
import type { PoolDevices } from '../../worker/gpus/open-gpus.ts';
import type { TrainerLibrary } from '../../worker/trainer-protocol.ts';
import { say } from '../say.ts';

/** What other programs have of the chosen cards: a slot that is promised more than is free will fail for memory. */
const warnOfOthers = (devices: readonly GpuDevice[], gpus: Gpus): void => {
  if (gpus.state === 'none') return;
  for (const { index, uuid, usedBytes, memoryBytes } of gpus.gpus) {
    const promised = devices.filter(({ card }) => card === uuid).reduce((sum, { bytes }) => sum + bytes, 0);
    if (promised === 0 || promised <= memoryBytes - usedBytes) continue;
    say(
      `GPU ${index}: other programs use ${gibibytes(usedBytes)} of its ${gibibytes(memoryBytes)}; runs that find too little are ` +
        'tried once more and then end OUT_OF_MEMORY. End those programs, or leave this GPU out of --gpus.',
    );
  }
};

/**
 * The slots of a worker that trains on GPUs.
 * @param wish as `--gpus` gives it
 * @throws {SweepError} USAGE, SERVER_UNAVAILABLE
 */
export const openDevices = async (wish: string, library: TrainerLibrary): Promise<PoolDevices> => {
  const gpus = await readGpus();
  const devices = gpuSlots(wish, gpus);
  warnOfOthers(devices, gpus);
  const { folder, libraryPath } = library;
  const tryOut = async ({ uuid }: GpuDevice): Promise<string | null> => {
    const probed = await probe(folder, { libraryPath, env: process.env, gpu: uuid });
    if (probed.state === 'failed') return probed.message;
    return probed.device === 'cuda' ? null : 'the library does not see it';
  };
  return { devices, watch: (events) => createGpuWatch({ ...events, devices, tryOut }) };
};

/** Whether there is a GPU to train on at all. */
export const hasGpus = async (): Promise<boolean> => {
  const gpus = await readGpus();
  return gpus.state === 'read' && gpus.gpus.length > 0;
};

/** @throws {SweepError} USAGE where `--gpus` is told to an engine that uses none, or beside `--slots` */
export const checkGpuFlags = (gpus: string | undefined, engine: string, slots: number | undefined): void => {
  if (gpus === undefined) return;
  if (engine !== 'tensorflow' && engine !== 'tensorflow-cuda') {
    const message = `--gpus ${gpus}: the engine ${engine} trains on CPU cores.`;
    throw new SweepError({ code: 'USAGE', message, fix: `sweep worker --engine tensorflow --gpus ${gpus}` });
  }
  if (slots === undefined) return;
  const message = `--slots ${slots} beside --gpus ${gpus}: with GPUs there is a slot for each.`;
  throw new SweepError({ code: 'USAGE', message, fix: 'leave --slots out; two slots on GPU 0 are --gpus 0:2' });
};
