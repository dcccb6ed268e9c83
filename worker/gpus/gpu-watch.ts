import { readGpus, type Gpus } from '../../services/gpus/read-gpus.ts';
import type { GpuDevice } from '../../services/gpus/gpu-wish.ts';
import type { Gpu, GpuPart } from '../../services/gpus/parse-gpus.ts';
import type { SlotGpu } from '../../store/documents.ts';

const lookEveryMs = 3_000;

export type GpuWatch = {
  /** What the driver said last of a slot's device. */
  readonly figures: (device: GpuDevice) => SlotGpu;
  /** Bytes that a process has on that device; null: not told, as within containers. */
  readonly bytesOf: (device: GpuDevice, pid: number) => number | null;
  /** Asks now whether a device can be used. @returns why not, or null */
  readonly check: (device: GpuDevice) => Promise<string | null>;
  readonly close: () => void;
};

export type WatchOptions = {
  readonly devices: readonly GpuDevice[];
  readonly onLook: () => void;
  readonly onGone: (card: string, why: string) => void;
  /** Runs one step of a network there. @returns what went wrong, or null */
  readonly tryOut: (device: GpuDevice) => Promise<string | null>;
  readonly read?: () => Promise<Gpus>;
  readonly everyMs?: number;
};

const sameBus = (a: string, b: string): boolean => a.slice(-10).toLowerCase() === b.slice(-10).toLowerCase();

/** Asks the driver every few seconds what the GPUs of this worker do, and tells which are gone. */
export const createGpuWatch = (options: WatchOptions): GpuWatch => {
  const { devices, onLook, onGone, tryOut, read = readGpus, everyMs = lookEveryMs } = options;
  let last: readonly Gpu[] = [];
  const buses = new Map<string, string>(); // of a card, remembered: a lost one is named by it
  const cardOf = ({ card }: GpuDevice): Gpu | undefined => last.find(({ uuid }) => uuid === card);
  const partOf = (device: GpuDevice): GpuPart | undefined =>
    cardOf(device)?.parts.find(({ uuid }) => uuid === device.uuid);
  /** The cards of this worker that are gone, each with why. */
  const gone = (found: Gpus): ReadonlyMap<string, string> => {
    const cards = [...new Set(devices.map(({ card }) => card))];
    if (found.state === 'read') {
      const missing = cards.filter((card) => !found.gpus.some(({ uuid }) => uuid === card));
      return new Map(missing.map((card) => [card, 'the driver does not list it any more']));
    }
    const { lost, why } = found;
    if (lost === null) return new Map(); // it may answer again; a training that fails meanwhile asks by itself
    const named = cards.filter((card) => sameBus(buses.get(card) ?? '', lost));
    return new Map(named.map((card) => [card, why]));
  };
  const take = (found: Gpus): void => {
    if (found.state === 'read') {
      last = found.gpus;
      for (const { uuid, bus } of last) buses.set(uuid, bus);
    } else last = [];
    for (const [card, why] of gone(found)) onGone(card, why);
  };
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    take(await read());
    onLook();
    if (!closed) timer = setTimeout(() => void look(), everyMs).unref();
  };
  void look();
  return {
    figures: (device) => {
      const [card, part] = [cardOf(device), partOf(device)];
      return {
        name: device.name,
        utilisation: card?.utilisation ?? null,
        usedBytes: (part ?? card)?.usedBytes ?? null,
        memoryBytes: (part ?? card)?.memoryBytes ?? device.bytes,
        celsius: card?.celsius ?? null,
      };
    },
    bytesOf: (device, pid) => cardOf(device)?.processes.find((process) => process.pid === pid)?.bytes ?? null,
    check: async (device) => {
      const found = await read();
      if (found.state === 'none') return found.why;
      const why = gone(found).get(device.card);
      return why ?? (await tryOut(device));
    },
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
};
