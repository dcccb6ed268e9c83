import { parseXml, XmlElement } from '@rgrove/parse-xml';

/** A part of a card (MIG) that programs see as a device of its own. */
export type GpuPart = { readonly uuid: string; readonly memoryBytes: number; readonly usedBytes: number };

export type Gpu = {
  readonly index: number; // nvidia-smi's order, that of the bus
  readonly uuid: string;
  readonly bus: string; // e.g. 00000000:01:00.0
  readonly name: string;
  readonly memoryBytes: number;
  readonly usedBytes: number; // by all programs
  readonly utilisation: number | null; // percent; null where the card does not tell
  readonly celsius: number | null;
  readonly parts: readonly GpuPart[]; // none where the card is whole
  readonly processes: readonly { readonly pid: number; readonly bytes: number }[];
};

export type GpuReport = { readonly driver: string; readonly cuda: string; readonly gpus: readonly Gpu[] };

const childrenOf = (element: XmlElement | undefined, name: string): readonly XmlElement[] =>
  (element?.children ?? []).filter((child): child is XmlElement => child instanceof XmlElement && child.name === name);

const at = (element: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined =>
  path.reduce<XmlElement | undefined>((found, name) => childrenOf(found, name)[0], element);

const textOf = (element: XmlElement | undefined, ...path: readonly string[]): string =>
  at(element, ...path)?.text.trim() ?? '';

/** "81559 MiB"; 0 where the card does not tell ("N/A"). */
const bytesOf = (text: string): number => {
  const [, amount, unit] = /^([\d.]+) ([KMG])iB$/.exec(text) ?? [];
  const factor = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 }[unit ?? ''];
  return factor === undefined ? 0 : Number(amount) * factor;
};

const numberOf = (text: string): number | null => {
  const found = /^-?[\d.]+/.exec(text)?.[0];
  return found === undefined ? null : Number(found);
};

/**
 * The cards in the output of `nvidia-smi -q -x`.
 * @throws {Error} where it is no such report
 */
export function parseGpus(xml: string): GpuReport {
  const { root } = parseXml(xml);
  if (root?.name !== 'nvidia_smi_log') throw new Error(`nvidia-smi gave no report but <${root?.name ?? ''}>`);
  return {
    driver: textOf(root, 'driver_version'),
    cuda: textOf(root, 'cuda_version'),
    gpus: childrenOf(root, 'gpu').map(gpuOf),
  };
}

const gpuOf = (gpu: XmlElement, index: number): Gpu => ({
  index,
  uuid: textOf(gpu, 'uuid'),
  bus: gpu.attributes['id'] ?? '',
  name: textOf(gpu, 'product_name'),
  memoryBytes: bytesOf(textOf(gpu, 'fb_memory_usage', 'total')),
  usedBytes: bytesOf(textOf(gpu, 'fb_memory_usage', 'used')),
  utilisation: numberOf(textOf(gpu, 'utilization', 'gpu_util')),
  celsius: numberOf(textOf(gpu, 'temperature', 'gpu_temp')),
  parts: childrenOf(at(gpu, 'mig_devices'), 'mig_device').map((part) => ({
    uuid: textOf(part, 'uuid'),
    memoryBytes: bytesOf(textOf(part, 'fb_memory_usage', 'total')),
    usedBytes: bytesOf(textOf(part, 'fb_memory_usage', 'used')),
  })),
  processes: childrenOf(at(gpu, 'processes'), 'process_info').flatMap((process) => {
    const pid = numberOf(textOf(process, 'pid'));
    return pid === null ? [] : [{ pid, bytes: bytesOf(textOf(process, 'used_memory')) }];
  }),
});
