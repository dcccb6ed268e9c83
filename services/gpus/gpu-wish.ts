import { SweepError } from '../../core/errors.ts';
import type { GpuReport } from './parse-gpus.ts';
import type { Gpus } from './read-gpus.ts';

/** What one slot trains on: a card, a part of one, or its share of a card that several slots use. */
export type GpuDevice = {
  readonly uuid: string; // for CUDA_VISIBLE_DEVICES
  readonly card: string; // uuid of the card that it is, or is a part of
  readonly name: string; // for people: "GPU 0", "GPU 0 part 1"
  readonly bytes: number; // that this slot may use
};

type Device = Omit<GpuDevice, 'bytes'> & { readonly memoryBytes: number };

/** The whole cards and the parts that there are. */
const devicesOf = ({ gpus }: GpuReport): readonly Device[] =>
  gpus.flatMap(({ index, uuid, memoryBytes, parts }) => {
    const name = `GPU ${index}`;
    if (parts.length === 0) return [{ uuid, card: uuid, name, memoryBytes }];
    return parts.map((part, at) => ({
      uuid: part.uuid,
      card: uuid,
      name: `${name} part ${at}`,
      memoryBytes: part.memoryBytes,
    }));
  });

/** Shares leave a tenth to the driver and to CUDA's own tables, of which every process has one. */
const usable = 0.9;

const refuse = (message: string, fix: string): never => {
  throw new SweepError({ code: 'USAGE', message, fix });
};

/** `0:2` is two slots on card 0; a card that is split stands for all its parts; GPU-… and MIG-… name one. */
const parseOne = (text: string, devices: readonly Device[]): readonly Device[] => {
  const [, id = '', slots = '1'] = /^((?:GPU|MIG)-[\w/-]+|\d+)(?::(\d+))?$/.exec(text) ?? [];
  if (id === '' || !(Number(slots) >= 1 && Number(slots) <= 64)) {
    return refuse(
      `--gpus: "${text}" is no GPU.`,
      'all, or numbers and ids: --gpus 0,1 · --gpus 0:2 for two slots on GPU 0',
    );
  }
  const found = devices.filter(
    ({ uuid, card, name }) => uuid === id || card === id || name === `GPU ${id}` || name.startsWith(`GPU ${id} `),
  );
  if (found.length === 0) {
    const here = devices.map(({ name, uuid }) => `${name} (${uuid})`).join(', ');
    return refuse(`--gpus ${text}: there is no such GPU.`, `choose among ${here}`);
  }
  return found.flatMap((device) => Array<Device>(Number(slots)).fill(device));
};

/**
 * The slots that `--gpus` asks for.
 * @param wish `all`, or a list of numbers and ids, each with a number of slots behind a colon
 * @throws {SweepError} USAGE where the wish cannot be read or names a GPU that is not there; SERVER_UNAVAILABLE without any
 */
export function gpuSlots(wish: string, gpus: Gpus): readonly GpuDevice[] {
  if (gpus.state === 'none' || gpus.gpus.length === 0) {
    throw new SweepError({
      code: 'SERVER_UNAVAILABLE',
      message: `--gpus ${wish}: no GPU is to be had, for ${gpus.state === 'none' ? gpus.why : 'nvidia-smi lists none'}.`,
      fix: 'install the NVIDIA driver (in a container: start it with --gpus all), or train on CPUs: leave --gpus out',
    });
  }
  const devices = devicesOf(gpus);
  const entries = wish.split(',').map((text) => text.trim());
  const chosen = entries.flatMap((text) => (text === 'all' ? devices : parseOne(text, devices)));
  const slotsOf = (uuid: string): number => chosen.filter((each) => each.uuid === uuid).length;
  return chosen.map(({ memoryBytes, ...device }) => ({
    ...device,
    bytes: Math.floor((usable * memoryBytes) / slotsOf(device.uuid)),
  }));
}
